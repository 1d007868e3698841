// The bar: play, steps, time, speed, volume, and the sleep timer.

const seekBar = byId("seek");
const playButton = byId("play");
seekBar.max = String(Math.ceil(duration));
byId("whole").textContent = clock(duration);
bar.hidden = false;
root.classList.add("ready");

let toldTime = "";
function showTime(now) {
  const shown = clock(now);
  if (shown === toldTime) return;
  toldTime = shown;
  byId("now").textContent = shown;
  // A slider that has the focus is read out with each change: it waits while the sound plays.
  if (document.activeElement === seekBar && playing()) return;
  seekBar.value = String(Math.floor(now));
  seekBar.style.setProperty("--done", `${(100 * now) / (duration || 1)}%`);
  seekBar.setAttribute("aria-valuetext", say("position_told", { now: shown, whole: clock(duration) }));
}

function refresh() {
  showNow();
  const name = say(playing() ? "pause" : "play");
  playButton.setAttribute("aria-label", name);
  playButton.title = name;
  playButton.classList.toggle("playing", playing());
  back.hidden = following || !moves || !lit;
  const chapter = chapterAt(time());
  chapterButtons.forEach((button, index) => {
    if (index === chapter) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
  if (navigator.mediaSession) navigator.mediaSession.playbackState = playing() ? "playing" : "paused";
}

// -- steps ----------------------------------------------------------------------------------------------------------------

const SOON = 1.5; // Seconds; after so much of a turn or chapter, back goes to its start, before that to the one before.

function here() {
  return units.length ? unitAt(time()) : undefined;
}
function sentence(by) {
  const unit = here();
  if (!unit) return;
  goTo(by > 0 ? nextWanted(unit.index + 1) : lastWanted(unit.index - 1) ?? units[0]);
}
function first(unit) {
  let index = unit.index;
  while (index > 0 && units[index - 1].block === unit.block) index--;
  return nextWanted(index);
}
function turn(by) {
  const unit = here();
  if (!unit) return;
  if (by > 0) {
    let next = unit;
    while (next && next.block === unit.block) next = nextWanted(next.index + 1);
    goTo(next);
    return;
  }
  const start = first(unit);
  if (start && start.index <= unit.index && time() - start.begin > SOON) goTo(start);
  else {
    let before = unit;
    while (before && before.block === unit.block) before = lastWanted(before.index - 1);
    goTo(before ? first(before) : start);
  }
}
function chapter(by) {
  let index = chapterAt(time()) + by;
  if (by < 0 && time() - chapters[index + 1].begin > SOON) index++;
  const to = chapters[Math.max(0, index)];
  if (!to || !units.length) return;
  goTo(nextWanted(Math.min(begun(units, to.begin - 2 * EDGE), units.length - 1)));
}
function seconds(by) {
  const to = Math.min(Math.max(time() + by, 0), duration);
  const unit = unitAt(to);
  following = true;
  if (!unit || wanted(unit)) seek(to);
  else {
    const other = by > 0 ? nextWanted(unit.index) : lastWanted(unit.index);
    seek(other ? other.begin : to);
  }
  showNow(true);
}
const doings = {
  back: () => seconds(-15),
  on: () => seconds(15),
  "sentence-back": () => sentence(-1),
  "sentence-on": () => sentence(1),
  "turn-back": () => turn(-1),
  "turn-on": () => turn(1),
  "chapter-back": () => chapter(-1),
  "chapter-on": () => chapter(1),
};
for (const button of document.querySelectorAll("[data-do]"))
  button.addEventListener("click", () => doings[button.dataset.do]());
playButton.addEventListener("click", toggle);
seekBar.addEventListener("input", () => {
  following = true;
  seek(Number(seekBar.value));
  seekBar.setAttribute("aria-valuetext", say("position_told", { now: clock(time()), whole: clock(duration) }));
  showNow(true);
});

// -- speed, volume, sleep -------------------------------------------------------------------------------------------------

const speed = byId("speed");
const SPEEDS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3];
const number = new Intl.NumberFormat(root.lang === "und" ? "en" : root.lang);
for (const one of SPEEDS) speed.append(make("option", { value: String(one) }, `${number.format(one)} ×`));
function setSpeed(value) {
  speed.value = String(value);
  audio.defaultPlaybackRate = value;
  audio.playbackRate = value;
}
setSpeed(1);
speed.addEventListener("change", () => {
  setSpeed(Number(speed.value));
  remember();
});
function faster(by) {
  const index = Math.min(Math.max(SPEEDS.indexOf(Number(speed.value)) + by, 0), SPEEDS.length - 1);
  setSpeed(SPEEDS[index]);
  tell(say("speed_told", { n: number.format(SPEEDS[index]) }));
  remember();
}
byId("volume").addEventListener("input", (event) => {
  loud = Number(event.target.value) / 100;
  audio.volume = loud;
});
const sleeping = byId("sleep");
for (const minutes of [5, 10, 15, 20, 30, 45, 60])
  sleeping.append(make("option", { value: String(minutes) }, say("sleep_minutes", { n: minutes })));
sleeping.append(make("option", { value: "-1" }, say("sleep_chapter")));
sleeping.addEventListener("change", () => {
  const minutes = Number(sleeping.value);
  sleepAt = minutes > 0 ? Date.now() + minutes * 60000 : minutes;
  audio.volume = loud;
  if (minutes > 0) tell(say("sleep_told", { n: minutes }));
});
