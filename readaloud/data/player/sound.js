// Plays: passes over what is not wanted, stops where a class stops, falls asleep.

const audio = document.getElementById("audio");
audio.controls = false;
audio.preservesPitch = true;

// A sound inside of the page is put together as a file of its own, in which one can seek.
const pieces = document.querySelectorAll("script.sound");
if (pieces.length) {
  const parts = [...pieces].map((piece) => {
    const letters = atob(piece.textContent);
    piece.remove();
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  });
  audio.src = URL.createObjectURL(new Blob(parts, { type: "audio/mpeg" }));
}

// Where it will be: what was asked for holds until the file is there.
let place = 0;
const time = () => (audio.readyState > 0 ? audio.currentTime : place);

function seek(to) {
  place = Math.min(Math.max(to, 0), duration);
  passed = place;
  if (audio.readyState > 0) audio.currentTime = place;
  refresh();
}
audio.addEventListener("loadedmetadata", () => {
  if (place) audio.currentTime = place;
  refresh();
});

const playing = () => !audio.paused && !audio.ended;
function play() {
  if (time() >= duration - 0.05) seek(0);
  if (filtering() && !passOverFirst(time())) return;
  const started = audio.play();
  if (started) started.catch(() => {});
}
const toggle = () => (playing() ? audio.pause() : play());

function goTo(unit, start = false) {
  if (!unit) return;
  seek(unit.begin);
  following = true;
  showNow(true);
  if (start) play();
}

// -- while it plays ---------------------------------------------------------------------------------------------------

const AHEAD = 0.05; // A jump is made so much before what is passed over would begin: a picture takes 17 ms.
let passed = 0; // The time up to which all has been looked at.
let stopAfter = "";
let sleepAt = 0; // Milliseconds of the clock; 0 for never, -1 for the end of the chapter.
let loud = 1;

function step() {
  const now = audio.currentTime;
  if (filtering() && passOver(now)) return;
  if (stopAfter && stopHere(passed, now)) return;
  fallAsleep(passed, now);
  passed = now;
}

// True when it has jumped.
function passOver(now) {
  const last = begun(units, now + AHEAD * audio.playbackRate) - 1;
  if (last < 0 || wanted(units[last])) return false;
  for (let index = Math.max(0, last - 4); index < last; index++)
    if (wanted(units[index]) && now < units[index].end) return false;
  const next = nextWanted(last);
  if (next && leadIn(next) <= now) return false;
  if (next) seek(leadIn(next));
  else finish();
  return true;
}

// Before the first sound, where the browser's clock is still behind what it plays: what would be heard first, if that is
// not wanted. False when nothing is left to be heard.
function passOverFirst(now) {
  let index = Math.max(0, begun(units, now) - 1);
  if (units[index].end <= now) index++;
  const next = nextWanted(index);
  if (!next) finish();
  else if (next.index > index && leadIn(next) > now) seek(leadIn(next));
  return Boolean(next);
}

function finish() {
  audio.pause();
  seek(duration);
  tell(say("ended"));
}

// Where one turn or page ends and the next begins, between two times.
function stopHere(from, now) {
  const unit = units[Math.max(0, begun(units, from) - 1)];
  const next = nextWanted(unit.index + 1);
  if (!next || (stopAfter === "turn" ? next.block === unit.block : next.page === unit.page)) return false;
  const edge = Math.min(Math.max(unit.end, from), leadIn(next));
  if (!(from < edge && edge <= now)) return false;
  audio.pause();
  seek(leadIn(next));
  return true;
}

const FADE = 8000;
function fallAsleep(from, now) {
  if (sleepAt > 0) {
    const left = sleepAt - Date.now();
    audio.volume = loud * Math.min(1, Math.max(0, left / FADE));
    if (left <= 0) sleep();
  } else if (sleepAt < 0 && chapterAt(from) !== chapterAt(now)) sleep();
}
function sleep() {
  audio.pause();
  sleepAt = 0;
  audio.volume = loud;
  document.getElementById("sleep").value = "0";
  tell(say("sleep_done"));
}

audio.addEventListener("ended", () => sleepAt < 0 && sleep());

function watch() {
  if (!playing()) return;
  step();
  showNow();
  // A page in the background gets no pictures, but its sound goes on.
  if (document.hidden) setTimeout(watch, 30);
  else requestAnimationFrame(watch);
}
document.addEventListener("visibilitychange", () => playing() && document.hidden && setTimeout(watch, 0));
audio.addEventListener("play", () => {
  passed = audio.currentTime;
  requestAnimationFrame(watch);
});
for (const event of ["play", "pause", "ended", "seeked", "ratechange"]) audio.addEventListener(event, () => refresh());

audio.addEventListener("error", () => {
  const trouble = document.getElementById("trouble");
  trouble.hidden = false;
  const file = decodeURIComponent(audio.getAttribute("src") || "");
  trouble.querySelector("p").textContent = say("trouble", { file: file.startsWith("blob:") ? "" : file });
});
document.getElementById("sound-file").addEventListener("change", (event) => {
  const file = event.target.files[0];
  if (!file) return;
  place = time();
  document.getElementById("trouble").hidden = true;
  audio.src = URL.createObjectURL(file);
});
