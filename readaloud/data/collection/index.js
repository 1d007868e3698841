const byId = (id) => document.getElementById(id);
const words = byId("words"), speaker = byId("speaker"), year = byId("year"), found = byId("found");

/* Case, accents and signs do not count: “Büchner” is found by “buchner”, “1972-05-04” by “1972 05”. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const groups = [...document.querySelectorAll("main > section")].map((section) => ({
  section,
  rows: [...section.querySelectorAll(":scope > ol > li")].map((row) => ({
    row, shown: true, text: "", year: row.dataset.year, who: ` ${row.dataset.who} `, ms: Number(row.dataset.ms),
  })),
}));
const rows = groups.flatMap((group) => group.rows);

const count = (n) => (n === 1 ? found.dataset.one : found.dataset.many).replace("{n}", n.toLocaleString(byId("search").lang));
const duration = (ms) => {
  const minutes = Math.round(ms / 60000), hours = Math.floor(minutes / 60);
  const said = [hours && found.dataset.hours.replace("{n}", hours), (minutes % 60 || !hours) && found.dataset.minutes.replace("{n}", minutes % 60)];
  return said.filter(Boolean).join(" ");
};

const show = () => {
  const wanted = fold(words.value).split(" ").filter(Boolean);
  let hits = 0, ms = 0;
  for (const { section, rows } of groups) {
    let any = false;
    for (const each of rows) {
      if (wanted.length && !each.text) {
        const parts = each.row.querySelectorAll("h3, p, time");
        each.text = fold([each.row.dataset.find, ...[...parts].map((part) => `${part.textContent} ${part.dateTime ?? ""}`)].join(" "));
      }
      const shown = (!year.value || each.year === year.value) && (!speaker.value || each.who.includes(` ${speaker.value} `))
        && wanted.every((word) => each.text.includes(word));
      if (shown !== each.shown) { each.row.hidden = !shown; each.shown = shown; }
      if (shown) { any = true; hits += 1; ms += each.ms; }
    }
    section.hidden = !any;
  }
  const whole = hits === rows.length;
  found.textContent = whole ? "" : !hits ? found.dataset.none
    : found.dataset.some.replace("{count}", hits.toLocaleString(byId("search").lang)).replace("{all}", count(rows.length)).replace("{duration}", duration(ms));
  byId("reset").hidden = whole && !words.value && !speaker.value && !year.value;
};

/* What is searched for stands in the address, so that it can be linked to and survives a reload. */
const keep = () => {
  const told = new URLSearchParams(Object.entries({ q: words.value, speaker: speaker.value && speaker.selectedOptions[0].dataset.id, year: year.value }).filter(([, value]) => value));
  history.replaceState(null, "", `#${told}`);
};
const restore = () => {
  if (!location.hash.includes("=")) return;
  const told = new URLSearchParams(location.hash.slice(1));
  words.value = told.get("q") ?? "";
  year.value = told.get("year") ?? "";
  speaker.value = [...speaker.options].find((option) => option.dataset.id === told.get("speaker"))?.value ?? "";
  if (year.selectedIndex < 0) year.value = "";
};

let waiting = 0;
const changed = () => { show(); keep(); };
words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(changed, 150); });
words.addEventListener("keydown", (event) => { if (event.key === "Enter") { clearTimeout(waiting); changed(); } });
for (const choice of [speaker, year]) choice.addEventListener("change", changed);
byId("reset").addEventListener("click", () => { words.value = speaker.value = year.value = ""; changed(); words.focus(); });
addEventListener("hashchange", () => { restore(); show(); });
byId("search").hidden = false;
restore();
show();
