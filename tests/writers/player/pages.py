"""Player pages in whose sound each sentence hums at a pitch of its own, so that one hears which it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np

from readaloud.model import Edition, Mark, Script
from readaloud.serving import EditionServer
from readaloud.settings import Settings
from readaloud.writers.registry import writer
from tests import browsing
from tests.editions import RATE, announce, note, page, say, script_of

LOWEST, STEP = 300, 100
"""Hertz of the first sentence, and between one and the next."""


def humming(edition: Edition, folder: Path, settings: Settings | None = None) -> Path:
    """The page of an edition whose cue 0, 1 … hums at 300, 400 … Hz."""
    sound = np.zeros(edition.timeline.length)
    for number, cue in enumerate(edition.cues):
        times = np.arange(cue.end - cue.begin) / RATE
        sound[cue.begin : cue.end] = 0.3 * np.sin(2 * np.pi * (LOWEST + STEP * number) * times)
    folder.mkdir(parents=True, exist_ok=True)
    writing = writer("player").begin(edition, folder, "talk", settings or Settings(formats=("player",)))
    writing.write((sound * 32767).astype("<i2").tobytes())
    return writing.finish()[0].path


def talk() -> Script:
    """Two chapters, two people, notes, pages: 22 cues."""
    return script_of(
        Mark("chapter", "One"), page("234"), *(say(f"Sentence {n} of Ada is said here.", "ada", 0, opens=False) for n in range(5)),
        announce("Note 1.", "notes", n="1", key="1", opens=False), note("1", "What the note tells, at some length."),
        announce("End of note.", "notes", n="1", key="1", opens=False), say("And Bob has an answer to it.", "bob", 1),
        say("He is not done with it yet.", "bob", 1), page("235"), say("Ada asks once more about the lamp.", "ada", 2),
        Mark("chapter", "Two"), *(say(f"Bob ends with sentence {n} of several.", "bob", 3, opens=False) for n in range(6)),
        say("Thank you.", "ada", 4),
    )  # fmt: skip


@contextmanager
def served(page: Path) -> Iterator[str]:
    """The address of a page that a server of ours shows."""
    with EditionServer(page.parent, [path.name for path in page.parent.iterdir()], page.name) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.port}/"
        finally:
            server.shutdown()


@contextmanager
def opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page whose sound can be played; see `browsing.opened`."""
    with browsing.opened(browser, address, **options) as page:
        until(page, "audio.readyState > 0")
        yield page


def until(page: Any, condition: str, seconds: float = 10) -> None:
    """Waits for what playwright's own waiting may not ask: the policy of the page forbids what that evaluates."""
    for _ in range(int(seconds * 50)):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"{condition} does not come true")


IN_SIGHT = (
    "(() => { const b = document.querySelector('.now').getBoundingClientRect(); return b.top > 0 && b.top < 700; })()"
)
"""Whether what is lit is seen above the bar, in a window 800 pixels high."""
LISTEN = """() => {
  const context = new AudioContext(), source = context.createMediaElementSource(audio), ear = context.createAnalyser();
  ear.fftSize = 1024; ear.smoothingTimeConstant = 0; source.connect(ear); ear.connect(context.destination);
  const levels = new Float32Array(ear.frequencyBinCount);
  window.heard = () => {
    ear.getFloatFrequencyData(levels);
    let best = 3;
    levels.forEach((level, index) => { if (index > 3 && level > levels[best]) best = index; });
    if (levels[best] < -45) return -1;
    return Math.round((best * context.sampleRate / ear.fftSize - 300) / 100);
  };
  window.listen = async (seconds) => {
    const found = [], start = performance.now();
    while (performance.now() < start + seconds * 1000) {
      const lit = document.querySelector('.now');
      found.push([performance.now() - start, window.heard(), lit ? lit.textContent : '', audio.currentTime]);
      await new Promise((done) => setTimeout(done, 8));
    }
    return found;
  };
  return context.resume();
}"""
"""`heard()` is the number of the cue that is heard, −1 in silence; `listen(seconds)` what is heard and lit meanwhile."""
