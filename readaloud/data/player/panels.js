// The panels: what can be found, who is heard, how all looks.

const byId = (id) => document.getElementById(id);
function make(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

// -- messages -------------------------------------------------------------------------------------------------------------

// A screen reader is not made to talk over the sound: while it plays, messages are shown and not said.
let fading = 0;
function tell(message) {
  byId(playing() ? "told" : "shown").textContent = "";
  byId(playing() ? "shown" : "told").textContent = message;
  clearTimeout(fading);
  fading = setTimeout(() => {
    byId("told").textContent = "";
    byId("shown").textContent = "";
  }, 6000);
}

// -- opening and closing --------------------------------------------------------------------------------------------------

const openers = [...document.querySelectorAll("[aria-controls]")];
function open(id, focus = true) {
  for (const opener of openers) {
    const on = opener.getAttribute("aria-controls") === id;
    opener.setAttribute("aria-expanded", String(on));
    byId(opener.getAttribute("aria-controls")).hidden = !on;
  }
  root.classList.toggle("with-panel", Boolean(id));
  if (id && focus) byId(id).querySelector("button").focus();
}
function close() {
  const opener = openers.find((one) => one.getAttribute("aria-expanded") === "true");
  if (!opener) return false;
  open("");
  opener.focus();
  return true;
}
for (const opener of openers)
  opener.addEventListener("click", () => {
    if (opener.getAttribute("aria-expanded") === "true") close();
    else open(opener.getAttribute("aria-controls"));
  });
for (const button of document.querySelectorAll(".panel .close")) button.addEventListener("click", close);
addEventListener("keydown", (event) => event.key === "Escape" && close() && event.preventDefault());
// What has the focus is seen: a panel that lies over it goes (WCAG 2.4.11).
addEventListener("focusin", (event) => {
  const panel = document.querySelector(".panel:not([hidden])");
  if (!panel || panel.contains(event.target)) return;
  const [over, box] = [panel.getBoundingClientRect(), event.target.getBoundingClientRect()];
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  if (over.left < x && x < over.right && over.top < y && y < over.bottom) open("");
});

// On a phone a panel covers the text that one has just asked for.
const covered = matchMedia("(max-width: 60rem)");
function arrive(unit) {
  goTo(unit);
  if (covered.matches) open("");
  focusOn(unit);
  following = true;
}

// -- search ---------------------------------------------------------------------------------------------------------------

// The words of a sentence without the signs of notes and the pages that stand in it.
function wordsOf(element) {
  let found = "";
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) found += child.data;
    else if (!child.matches(".noteref, .pagebreak")) found += wordsOf(child);
  }
  return found;
}
const fold = (string) => string.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase().replace(/\s+/g, " ");
let folded = null;
const MOST = 100;

byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = byId("words").value.trim();
  const found = byId("found");
  found.replaceChildren();
  if (!asked) return;
  folded ??= units.map((unit) => fold(wordsOf(elementOf(unit))));
  const hits = units.filter((unit) => folded[unit.index].includes(fold(asked)));
  for (const unit of hits.slice(0, MOST)) {
    const who = data.speakers[unit.speaker];
    const hit = make("span", { class: "hit" });
    if (who && who.colour) hit.append(make("b", { class: `v${who.colour}` }, who.labels || who.name), " ");
    hit.append(make("span", { lang: root.lang }, wordsOf(elementOf(unit))));
    const button = make("button", { type: "button" }, make("span", { class: "when" }, clock(unit.begin)), " ", hit);
    button.addEventListener("click", () => arrive(unit));
    found.append(make("li", {}, button));
  }
  const line = !hits.length ? "found_none" : hits.length === 1 ? "found_one" : hits.length > MOST ? "found_more" : "found_many";
  byId("found-count").textContent = say(line, { n: hits.length, shown: MOST, words: asked });
});

// -- pages and links ------------------------------------------------------------------------------------------------------

if (data.pages.length) byId("paging").hidden = false;
byId("page-labels").append(...data.pages.slice(0, 2000).map((page) => make("option", { value: page.label })));
function goToPage(label) {
  const page = data.pages.find((one) => one.label.toLowerCase() === label.trim().toLowerCase());
  const said = byId("page-error");
  said.textContent = "";
  if (!page) {
    const [first, last] = [data.pages[0]?.label, data.pages.at(-1)?.label];
    said.textContent = say("page_none", { n: label, first, last });
    return false;
  }
  if (page.begin === null) {
    const mark = [...document.querySelectorAll("[data-page]")][data.pages.indexOf(page)];
    said.textContent = say("page_unheard", { n: page.label });
    mark.scrollIntoView({ block: "center" });
    return false;
  }
  const at = units[begun(units, page.begin / 1000) - 1];
  // Who passes over page numbers comes to the first words of the page.
  return nextWanted(at.index) ?? at;
}
byId("paging").addEventListener("submit", (event) => {
  event.preventDefault();
  const unit = goToPage(byId("page-label").value);
  if (unit) arrive(unit);
});

byId("link").addEventListener("click", async () => {
  const hash = `#t=${Math.floor(time())}`;
  try {
    history.replaceState(null, "", hash);
  } catch {
    /* A page inside of another one may not. */
  }
  let line = "link_shown";
  try {
    await navigator.clipboard.writeText(location.href.split("#")[0] + hash);
    line = "link_copied";
  } catch {
    /* Not every page opened from disk may write there; the address line has it. */
  }
  byId("link-shown").textContent = say(line);
});

// #t=75, #t=1:15 and #page=234; true when there is such a place.
function fromHash() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const t = asked.get("t");
  if (t && /^[\d:.]+$/.test(t)) {
    const seconds = t.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    if (!Number.isFinite(seconds)) return false;
    seek(seconds);
    following = true;
    showNow(true);
    return true;
  }
  if (asked.get("page")) {
    const unit = goToPage(asked.get("page"));
    if (unit) goTo(unit);
    else open("find", false);
    return Boolean(unit);
  }
  return false;
}
addEventListener("hashchange", fromHash);

// -- chapters and voices ---------------------------------------------------------------------------------------------------

const chapterButtons = chapters.map((chapter) => {
  const title = make("span", { class: "hit", lang: root.lang }, chapter.title);
  const button = make("button", { type: "button" }, make("span", { class: "when" }, clock(chapter.begin)), " ", title);
  button.addEventListener("click", () => {
    const unit = units[Math.min(begun(units, chapter.begin - 2 * EDGE), units.length - 1)];
    if (unit) arrive(nextWanted(unit.index) ?? unit);
  });
  byId("chapters").append(make("li", {}, button));
  return button;
});

const people = data.speakers.flatMap((speaker, index) => {
  const alone = speaker.heard || data.speakers.some((one) => one.heard && one.members.includes(index));
  if (!alone) return [];
  const labels = speaker.labels && speaker.labels !== speaker.name ? say("labels", { labels: speaker.labels }) : "";
  const button = make(
    "button",
    { type: "button", "aria-pressed": "false" },
    make("b", { class: `v${speaker.colour}`, lang: root.lang }, speaker.name),
    ...(labels ? [make("span", { class: "detail" }, labels)] : []),
    ...(speaker.about ? [make("span", { class: "detail", lang: root.lang }, speaker.about)] : []),
  );
  button.addEventListener("click", () => only(wish.only === index ? -1 : index));
  byId("people").append(make("li", {}, button));
  return [{ index, button }];
});
function only(index) {
  wish.only = index;
  for (const one of people) one.button.setAttribute("aria-pressed", String(one.index === index));
  tell(index < 0 ? say("only_off") : say("only_on", { name: data.speakers[index].name }));
}
