// Choices and the place in the recording are kept from one visit to the next, where the browser lets a page keep anything.

const AT_FIRST = {
  notes: false, pages: false, classroom: false, stop: "", theme: "", font: "", size: 100, spacing: 0, focus: false,
  follow: true, keys: true,
};
const choices = { ...AT_FIRST };
const controls = [...document.querySelectorAll("[data-set]")];

function choose(name, value) {
  choices[name] = value;
  const control = controls.find((one) => one.dataset.set === name);
  if (control.type === "checkbox") control.checked = value;
  else control.value = String(value);
  wish.notes = choices.notes;
  wish.pages = choices.pages;
  stopAfter = choices.stop;
  passed = time();
  moves = choices.follow;
  keysOn = choices.keys;
  for (const flag of ["classroom", "focus"]) root.classList.toggle(flag, choices[flag]);
  root.dataset.theme = choices.theme;
  root.dataset.font = choices.font;
  root.dataset.spacing = String(choices.spacing);
  root.style.setProperty("--size", `${choices.size / 100}`);
  if (["classroom", "size", "spacing", "font"].includes(name)) showNow(true);
  refresh();
}
for (const control of controls)
  control.addEventListener("input", () => {
    const value = control.type === "checkbox" ? control.checked : control.type === "range" ? Number(control.value) : control.value;
    choose(control.dataset.set, value);
    remember();
  });

// Choices hold for all editions, the place for this one. Storage may throw, as it does for pages opened from disk.
const OF_ALL = "readaloud:choices";
const OF_THIS = `readaloud:place:${data.id}`;
function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) || {};
  } catch {
    return {};
  }
}
function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* It is not kept. */
  }
}
function remember() {
  keep(OF_ALL, { ...choices, speed: Number(speed.value) });
}
function rememberPlace() {
  const now = time();
  if (now > 0) keep(OF_THIS, { time: now >= duration - 1 ? 0 : Math.floor(now * 10) / 10 });
}
setInterval(() => playing() && rememberPlace(), 5000);
audio.addEventListener("pause", rememberPlace);
audio.addEventListener("seeked", rememberPlace);
addEventListener("pagehide", rememberPlace);

byId("reset").addEventListener("click", () => {
  for (const [name, value] of Object.entries(AT_FIRST)) choose(name, value);
  setSpeed(1);
  only(-1);
  remember();
});
byId("print").addEventListener("click", () => print());

// A key of the machine or of a headset does the same as the bar.
if (navigator.mediaSession) {
  navigator.mediaSession.metadata = new MediaMetadata({ title: data.title });
  const actions = {
    play, pause: () => audio.pause(), seekbackward: doings.back, seekforward: doings.on,
    previoustrack: doings["chapter-back"], nexttrack: doings["chapter-on"],
  };
  for (const [action, doing] of Object.entries(actions)) navigator.mediaSession.setActionHandler(action, doing);
}

const before = kept(OF_ALL);
for (const [name, value] of Object.entries(AT_FIRST)) choose(name, typeof before[name] === typeof value ? before[name] : value);
if (SPEEDS.includes(before.speed)) setSpeed(before.speed);
light(units.length ? unitAt(0) : null);
if (!fromHash()) {
  const { time: left } = kept(OF_THIS);
  if (typeof left === "number" && left > 1 && left < duration) {
    seek(left);
    showNow(true);
    tell(say("continued", { now: clock(left) }));
  }
}
refresh();
