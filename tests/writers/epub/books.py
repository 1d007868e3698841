"""Books to look at, and ways to break them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from readaloud.checking.epub import CHECKS
from readaloud.checking.epub_book import opened

XHTML = "{http://www.w3.org/1999/xhtml}"


def faults(book: Path) -> list[str]:
    """What our own checks of the file alone find."""
    found = opened(book)
    with found.archive:
        return [fault for _, check in CHECKS for fault in check(found)]


def texts(book: Path) -> dict[str, str]:
    """All files of text in a book."""
    with zipfile.ZipFile(book) as archive:
        return {n: archive.read(n).decode() for n in archive.namelist() if not n.endswith((".mp3", ".png"))}


def pages_of(book: Path) -> dict[str, etree._Element]:
    """The XHTML files of a book, parsed."""
    return {n: etree.fromstring(t.encode()) for n, t in texts(book).items() if n.endswith(".xhtml")}


def broken(book: Path, place: Path, name: str, change: Callable[[str], str]) -> Path:
    """A copy of a book in which one file is changed."""
    made = place / f"broken-{book.name}"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                changed = change(content.decode())
                assert changed != content.decode(), f"nothing to change in {name}"
                content = changed.encode()
            new.writestr(entry, content, entry.compress_type)
    return made
