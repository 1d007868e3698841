// What is heard when: pure questions about the table of times. All times are seconds.

const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const say = (name, values = {}) =>
  words[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));

const [SPEECH, NOTE, PAGE] = [0, 1, 2];
// In the order in which they begin; of two that begin at once, in that of the page.
const units = data.timing.begins
  .map((begin, id) => ({
    id,
    begin: begin / 1000,
    end: data.timing.ends[id] / 1000,
    block: data.timing.blocks[id],
    kind: data.timing.kinds[id],
    speaker: data.timing.speakers[id],
    page: data.timing.pages[id],
  }))
  .sort((a, b) => a.begin - b.begin || a.id - b.id);
units.forEach((unit, index) => (unit.index = index));
const unitOf = new Map(units.map((unit) => [unit.id, unit]));
const duration = data.duration / 1000;
const chapters = data.chapters.map((chapter) => ({ ...chapter, begin: chapter.begin / 1000 }));

// How many of a sorted list begin at or before a time. A seek lands up to a sample before what was asked for.
const EDGE = 0.002;
function begun(list, time) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].begin <= time + EDGE) low = middle + 1;
    else high = middle;
  }
  return low;
}

// What sounds at a time, and in a pause what sounded last. Where one talks over another, the later one as long as it lasts.
function unitAt(time) {
  const last = begun(units, time) - 1;
  if (last < 0) return units[0];
  if (time < units[last].end) return units[last];
  for (let index = last - 1; index >= Math.max(0, last - 4); index--)
    if (time < units[index].end) return units[index];
  return units[last];
}

const chapterAt = (time) => Math.max(0, begun(chapters, time) - 1);

// What the listener wants to hear.
const wish = { notes: false, pages: false, only: -1 };
function wanted(unit) {
  if (wish.notes && unit.kind === NOTE) return false;
  if (wish.pages && unit.kind === PAGE) return false;
  if (wish.only < 0 || wish.only === unit.speaker) return true;
  const speaker = data.speakers[unit.speaker];
  return Boolean(speaker) && speaker.members.includes(wish.only);
}
const filtering = () => wish.notes || wish.pages || wish.only >= 0;

function nextWanted(index) {
  while (index < units.length && !wanted(units[index])) index++;
  return units[index];
}
function lastWanted(index) {
  while (index >= 0 && !wanted(units[index])) index--;
  return units[index];
}

// The time from which nothing that is not wanted is heard before `unit`, with a little of the pause before it: at most half, since
// a browser that is sent to a place in an MP3 begins up to two frames before it (52 ms at 22,050 Hz; seen in Chromium).
const PAUSE = 0.2;
function leadIn(unit) {
  let before = 0;
  for (let index = Math.max(0, unit.index - 4); index < unit.index; index++)
    before = Math.max(before, units[index].end);
  return Math.min(unit.begin, Math.max((before + unit.begin) / 2, unit.begin - PAUSE));
}

function clock(time) {
  const whole = Math.max(0, Math.floor(time));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
