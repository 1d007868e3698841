"""The index page of 10,000 documents in Chromium: `python -m tests.benchmarks.index_page [COUNT]`.

Each row is a search for what is written; `script` is the time until the page can go on, `picture` until it is drawn.
Beside it stands the same for a tenth of the documents: the ratio tells what more documents cost.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from readaloud.collection import publish
from tests.checkers import chromium
from tests.collection import volumes

SEARCHES = ("bergstrom", "", "memorandum", "zzz", "", "cole 1972 pier 7", "")
_SEARCH = """(text) => new Promise((done) => {
  const words = document.getElementById('words'), begin = performance.now();
  words.value = text;
  words.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
  const script = performance.now() - begin;
  requestAnimationFrame(() => setTimeout(() => done([script, performance.now() - begin])));
})"""


def measured(browser: Any, folder: Path, count: int) -> list[tuple[str, float, float]]:
    """What was done, milliseconds of script, milliseconds until the picture."""
    volumes.write(folder, volumes.varied(count))
    begin = time.perf_counter()
    publish(folder, base_url="https://example.org/")
    found = [("index and feed written", 0.0, (time.perf_counter() - begin) * 1000)]
    page = browser.new_page()
    begin = time.perf_counter()
    page.goto((folder / "index.html").as_uri())
    found.append(("page opened", 0.0, (time.perf_counter() - begin) * 1000))
    found += [(f"search for “{text}”", *page.evaluate(_SEARCH, text)) for text in SEARCHES]
    page.close()
    return found


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with chromium() as browser, tempfile.TemporaryDirectory() as place:
        large, small = (measured(browser, Path(place, str(n)), n) for n in (count, count // 10))
        print(f"{'':34}{count:>9,} documents{count // 10:>12,} documents    ratio")
        for (what, script, picture), (_, _, less) in zip(large, small, strict=True):
            print(
                f"{what:30} script {script:6.0f} ms, picture {picture:6.0f} ms {less:10.0f} ms {picture / less:11.1f}"
            )
        size = (Path(place, str(count)) / "index.html").stat().st_size
        print(f"index.html has {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
