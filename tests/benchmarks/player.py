"""A long edition in a browser, and how the EPUB's memory grows: `python -m tests.benchmarks.player [--hours 20]`.

The page of an edition of so many hours, beside that of one hour, opened from disk in Chromium: the time to open it, memory,
the longest picture while it is scrolled from one end to the other, and the time of each step. It has no sound, which a page
does not read before it is played. Then an EPUB of one text that is said at two speeds: its memory must not grow with the
length of the sound. All ratios are of one run on one machine.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from readaloud.assembly.timeline import build_edition
from readaloud.model import Cast, Casting, ClipInfo, Edition, Entry, Mark, Script, Voice
from readaloud.writers.player.page import page as player_page
from tests.checkers import chromium
from tests.editions import RATE, announce, note, page, say, script_of, written

LETTERS_A_SECOND = 15
"""Of English that is read aloud: 155 words a minute."""
MINUTES_A_CHAPTER = 20
WORDS = "the keeper told them that night how a lamp on Skarv turns once in thirty seconds while the wind stays in the west".split()


def edition(hours: float, letters_a_second: float = LETTERS_A_SECOND, *, minutes: float = MINUTES_A_CHAPTER) -> Edition:
    """Talk of two people, in chapters, with notes and pages."""
    script = _script(round(hours * 3600 * LETTERS_A_SECOND), minutes * 60 * LETTERS_A_SECOND)
    cast = Cast(tuple(Casting(id, Voice(f"v-{id}", "tone", id, "en")) for id in ("ada", "bob", "notes", "pages")))
    infos = {
        u.id: ClipInfo(u.id, int(len(u.spoken) * RATE / letters_a_second), RATE, 8192) for u in script.utterances()
    }
    return build_edition(script, cast, infos)


def _script(letters: int, a_chapter: float) -> Script:
    entries: list[Entry] = []
    said = chapters = number = 0
    while said < letters:
        if said >= chapters * a_chapter:
            chapters += 1
            entries.append(Mark("chapter", f"Chapter {chapters}"))
        who = ("ada", "bob")[number // 3 % 2]
        text = " ".join(WORDS[(number * 7 + n) % len(WORDS)] for n in range(4 + number % 13)).capitalize() + "."
        entries.append(say(text, who, number // 3, opens=number % 3 == 0))
        said += len(text)
        if number % 40 == 39:
            entries.append(page(str(number // 40 + 1)))
        if number % 55 == 54:
            n = str(number // 55 + 1)
            entries += [
                announce(f"Note {n}.", "notes", n=n, key=n, opens=False),
                note(n, "What is told of it in a note."),
            ]
        number += 1
    return script_of(*entries)


LOOK = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const timed = async (doing) => { await frame(); const start = performance.now(); doing(); await frame(); await frame(); return performance.now() - start; };
  const press = (name) => timed(() => document.querySelector(`[data-do=${name}]`).click());
  const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
  const told = { open: performance.getEntriesByType('navigation')[0].domComplete };
  const frames = [];
  const scroll = async (by, count) => {
    let before = await frame();
    for (let n = 0; n < count; n++) {
      scrollBy({ top: by, behavior: 'instant' });
      const now = await frame();
      frames.push(now - before);
      before = now;
    }
  };
  await scroll(60, 300);  // as a wheel does
  await scroll(900, 100); // as the key does that turns a screen further
  await scroll(document.documentElement.scrollHeight / 40, 40); // as one drags the bar at the side
  told.longest = Math.max(...frames);
  told.middle = median(frames);
  const steps = [], chapters = [];
  for (let n = 0; n < 12; n++) steps.push(await press('sentence-on'));
  for (let n = 0; n < 6; n++) chapters.push(await press('chapter-on'));
  told.sentence = median(steps);
  told.chapter = median(chapters);
  document.querySelector('#words').value = 'thirty seconds';
  told.search = await timed(() => document.querySelector('#search').requestSubmit());
  told.again = await timed(() => document.querySelector('#search').requestSubmit());
  return told;
}"""


WHAT = {
    "cues": "cues", "size": "size, MB", "writing": "written, ms of CPU", "open": "opened, ms", "memory": "memory of its process, MB",
    "middle": "middle picture while scrolling, ms", "longest": "longest picture while scrolling, ms", "sentence": "next sentence, ms",
    "chapter": "next chapter, ms", "search": "first search, ms", "again": "next search, ms",
}  # fmt: skip


def looked_at(browser: Any, path: Path) -> dict[str, float]:
    """Milliseconds to open, of the longest and the middle picture and of each step; MB of the page's process."""
    tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    try:
        tab.goto(path.as_uri())
        told: dict[str, float] = tab.evaluate(LOOK)
        processes = tab.context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        told["memory"] = (
            max(psutil.Process(p["id"]).memory_info().rss for p in processes if p["type"] == "renderer") / 1e6
        )
        return told
    finally:
        tab.context.close()


def pages(hours: float, folder: Path) -> None:
    """Prints the page of so many hours, in chapters and in one, beside that of one hour."""
    rows: list[dict[str, float]] = []
    for length, minutes in ((1.0, MINUTES_A_CHAPTER), (hours, MINUTES_A_CHAPTER), (hours, hours * 120)):
        made = edition(length, minutes=minutes)
        path = folder / f"{len(rows)}.html"
        began = time.process_time()
        path.write_text(player_page(made, None), "utf-8")
        written = {
            "cues": len(made.cues),
            "size": path.stat().st_size / 1e6,
            "writing": 1000 * (time.process_time() - began),
        }
        with chromium() as browser:
            rows.append({**written, **looked_at(browser, path)})
    print(f"{'':36} {'1 hour':>10} {f'{hours:g} hours':>10} {'ratio':>6} {'in one chapter':>15} {'ratio':>6}")
    for key, what in WHAT.items():
        one, long, whole = (row[key] for row in rows)
        print(f"{what:36} {one:10.1f} {long:10.1f} {long / one:6.1f} {whole:15.1f} {whole / one:6.1f}")


def epubs(hours: float) -> None:
    """Prints the memory that an EPUB takes whose sound is short, and long."""
    short, long = (
        float(subprocess.run([sys.executable, "-m", __spec__.name, "--epub", str(slow)], capture_output=True, text=True, check=True).stdout)
        for slow in (1.0, hours)
    )  # fmt: skip
    print(
        f"EPUB of one text with {hours:g} hours of sound: {long:.0f} MB at most, {long / short:.2f} × that with one hour"
    )


def epub(slow: float) -> float:
    """MB of this process at most, while it writes an EPUB of an hour's text, said so many times slower."""
    with tempfile.TemporaryDirectory() as folder:
        written(edition(1, LETTERS_A_SECOND / slow), "epub", Path(folder))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--hours", type=float, default=20, help="of the page")
    arguments.add_argument("--epub-hours", type=float, default=6)
    arguments.add_argument("--epub", type=float, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.epub:
        print(epub(given.epub))
        return
    with tempfile.TemporaryDirectory() as folder:
        pages(given.hours, Path(folder))
    epubs(given.epub_hours)


if __name__ == "__main__":
    main()
