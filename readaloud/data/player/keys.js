// Keys that work anywhere on the page; one switch turns all of them off.

let keysOn = true;
const towards = root.dir === "rtl" ? -1 : 1;
const KEYS = {
  " ": toggle,
  k: toggle,
  j: doings.back,
  l: doings.on,
  ArrowLeft: () => sentence(-towards),
  ArrowRight: () => sentence(towards),
  "Shift+ArrowLeft": () => turn(-towards),
  "Shift+ArrowRight": () => turn(towards),
  p: doings["chapter-back"],
  n: doings["chapter-on"],
  "-": () => faster(-1),
  "+": () => faster(1),
  s: () => {
    open("find", false);
    byId("words").focus();
  },
  c: () => {
    choose("classroom", !choices.classroom);
    remember();
  },
};
addEventListener("keydown", (event) => {
  if (!keysOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const there = event.target;
  if (there.closest("input:not([type=checkbox]), select, textarea")) return;
  if (event.key === " " && there.closest("button, a, input, summary")) return;
  const plus = event.shiftKey && event.key.startsWith("Arrow") ? "Shift+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const doing = KEYS[plus + key];
  if (!doing) return;
  event.preventDefault();
  doing();
});
const NAMES = [
  ["key_play", [say("key_space")], ["K"]],
  ["key_seconds", ["J"], ["L"]],
  ["key_sentence", ["←"], ["→"]],
  ["key_turn", [say("key_shift"), "←"], [say("key_shift"), "→"]],
  ["key_chapter", ["P"], ["N"]],
  ["key_speed", ["−"], ["+"]],
  ["key_find", ["S"]],
  ["key_class", ["C"]],
];
for (const [line, ...ways] of NAMES) {
  const shown = make("dd");
  for (const way of ways) {
    const keys = make("span", { class: "way" });
    for (const key of way) keys.append(make("kbd", {}, key), " ");
    shown.append(keys);
  }
  byId("keys").append(make("div", {}, make("dt", {}, say(line)), shown));
}
