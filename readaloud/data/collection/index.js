const byId = (id) => document.getElementById(id);
const words = byId("words"), speaker = byId("speaker"), year = byId("year"), found = byId("found");

/* Case, accents and signs do not count: “Büchner” is found by “buchner”, “1972-05-04” by “1972 05”. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const sections = [...document.querySelectorAll("main > section")].map((section) => ({
  section,
  lists: [...section.querySelectorAll(":scope > ol")].map((list) => ({
    list,
    rows: [...list.children].map((row) => ({
      row, shown: true, text: "", year: row.dataset.year, who: ` ${row.dataset.who} `, ms: Number(row.dataset.ms),
    })),
  })),
}));
const ROW = 150; /* Pixels, about: how long a list is before it is drawn. */
const rows = sections.flatMap(({ lists }) => lists.flatMap((list) => list.rows));

const number = (n) => n.toLocaleString(byId("search").lang);
const count = (n) => (n === 1 ? found.dataset.one : found.dataset.many).replace("{n}", number(n));
const duration = (ms) => {
  const minutes = Math.round(ms / 60000), hours = Math.floor(minutes / 60);
  const said = [hours && found.dataset.hours.replace("{n}", number(hours)), (minutes % 60 || !hours) && found.dataset.minutes.replace("{n}", minutes % 60)];
  return said.filter(Boolean).join(" ");
};

const fits = (each, wanted) => {
  if (wanted.length && !each.text) {
    const parts = [...each.row.querySelectorAll("h3, p, time")].map((part) => `${part.textContent} ${part.dateTime ?? ""}`);
    each.text = ` ${fold(`${each.row.dataset.find} ${parts.join(" ")}`)}`;
  }
  return (!year.value || each.year === year.value) && (!speaker.value || each.who.includes(` ${speaker.value} `))
    && wanted.every((word) => each.text.includes(word));
};

/* A word is looked for where words begin, so that “pier 7” is not pier 17; not so where a script sets no blanks. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

const show = () => {
  const wanted = fold(words.value).split(" ").filter(Boolean).map((word) => (unspaced.test(word) ? word : ` ${word}`));
  let hits = 0, ms = 0;
  for (const { section, lists } of sections) {
    let here = 0;
    for (const { list, rows } of lists) {
      let some = 0;
      for (const each of rows) {
        const shown = fits(each, wanted);
        if (shown !== each.shown) { each.row.hidden = !shown; each.shown = shown; }
        if (shown) { some += 1; ms += each.ms; }
      }
      list.hidden = !some;
      list.style.containIntrinsicBlockSize = `${some * ROW}px`;
      here += some;
    }
    section.hidden = !here;
    hits += here;
  }
  const whole = hits === rows.length;
  found.textContent = !hits ? found.dataset.none
    : found.dataset[whole ? "whole" : "some"].replace("{count}", whole ? count(hits) : number(hits)).replace("{all}", count(rows.length)).replace("{duration}", duration(ms));
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
byId("whole").hidden = true;
restore();
show();
