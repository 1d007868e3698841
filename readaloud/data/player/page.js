// The text: what is heard is lit, and the text moves along, until the reader moves it.

const root = document.documentElement;
const text = document.getElementById("text");
const bar = document.querySelector(".bar");
const elementOf = (unit) => document.getElementById(`u${unit.id}`);
const top_ = document.querySelector(".top");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let lit = null; // The unit that is lit.
let following = true;
let moves = true;

function showNow(move = false) {
  const now = time();
  const unit = units.length ? unitAt(now) : null;
  showTime(now);
  if (unit === lit && !move) return;
  if (unit !== lit) light(unit);
  if (unit && moves && (following || move)) bring(elementOf(unit));
}

function light(unit) {
  if (lit) {
    const old = elementOf(lit);
    old.classList.remove("now");
    old.removeAttribute("aria-current");
    if (!unit || unit.block !== lit.block) document.getElementById(`b${lit.block}`).classList.remove("here");
  }
  lit = unit;
  if (!unit) return;
  const element = elementOf(unit);
  element.classList.add("now");
  element.setAttribute("aria-current", "true");
  document.getElementById(`b${unit.block}`).classList.add("here");
  if (!text.contains(document.activeElement) || document.activeElement === text) rove(element);
}

// The part of the window in which text is seen.
function window_() {
  const fixed = (element) => getComputedStyle(element).position === "sticky" || getComputedStyle(element).position === "fixed";
  const above = fixed(top_) ? top_.offsetHeight : 0;
  const below = innerHeight - (fixed(bar) ? bar.offsetHeight : 0);
  return [above, Math.max(below, above + 40)];
}

// What is in front of the text is as high as its words are long: panels and messages keep clear of it.
new ResizeObserver(() => {
  root.style.setProperty("--top", `${top_.offsetHeight}px`);
  root.style.setProperty("--bottom", `${bar.offsetHeight}px`);
}).observe(bar);

// A part that was never drawn has only a guessed height, and what stands in it no true place: that of the sentence is drawn.
let drawn = null;
function draw(part) {
  if (part === drawn) return;
  if (drawn) drawn.classList.remove("drawn");
  drawn = part;
  part.classList.add("drawn");
}

// Moves only when the sentence leaves the middle of the window, and then so that much can be read before the next time.
function bring(element) {
  const [above, below] = window_();
  const height = below - above;
  draw(element.closest(".part"));
  const box = element.getBoundingClientRect();
  if (box.top >= above + height * 0.08 && box.bottom <= above + height * 0.75) return;
  const by = box.top - above - height * 0.22;
  const near = Math.abs(by) < height * 1.5;
  scrollBy({ top: by, behavior: calm.matches || !near ? "instant" : "smooth" });
  if (!near) {
    // The parts around it come to their true heights as they are drawn: look again.
    requestAnimationFrame(() => {
      const again = element.getBoundingClientRect();
      if (again.top < above || again.bottom > below) scrollBy({ top: again.top - above - height * 0.22, behavior: "instant" });
    });
  }
}

const back = document.getElementById("return");
function leave() {
  if (!following || !moves) return;
  following = false;
  requestAnimationFrame(() => setTimeout(refresh, 150));
}
addEventListener("wheel", leave, { passive: true });
addEventListener("touchmove", leave, { passive: true });
addEventListener("resize", () => following && showNow(true));
addEventListener("keydown", (event) => {
  if (["PageUp", "PageDown", "Home", "End"].includes(event.key) && !event.target.closest("input, select")) leave();
});
back.addEventListener("click", () => {
  following = true;
  showNow(true);
  refresh();
});

// -- a sentence is chosen: by a click, or by Enter where the arrow keys have led --------------------------------------------

const chosen = (target) => {
  const element = target.closest("[id^=u]");
  return element && text.contains(element) ? unitOf.get(Number(element.id.slice(1))) : undefined;
};
text.addEventListener("click", (event) => {
  if (event.target.closest("a") || String(getSelection())) return;
  let unit = chosen(event.target);
  const name = event.target.closest(".speaker");
  if (!unit && name) unit = unitOf.get(Number(name.parentElement.querySelector("[id^=u]")?.id.slice(1)));
  if (unit) goTo(unit, true);
});

let roving = null;
function rove(element) {
  if (roving === element) return;
  if (roving) roving.removeAttribute("tabindex");
  roving = element;
  element.tabIndex = 0;
}
function focusOn(unit) {
  if (!unit) return;
  const element = elementOf(unit);
  rove(element);
  element.focus({ preventScroll: true });
  following = false;
  bring(element);
}
text.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const here = chosen(event.target);
  if (!here || event.target.closest("a")) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    // In the order of the page, which may differ from that of the sound by a word that is talked over.
    focusOn(unitOf.get(here.id + steps[event.key]));
  } else if (event.key === "Enter") goTo(here, true);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
