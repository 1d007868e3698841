"""Proves an EPUB with media overlays: what EPUBCheck and Ace say nothing about, and that it is this edition's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from readaloud.checking.epub_book import Book, opened, overlays, words_of
from readaloud.checking.epub_overlays import clip_faults, duration_faults, overlay_faults
from readaloud.checking.epub_pages import container_faults, heading_faults, highlight_faults, note_faults, page_faults
from readaloud.checking.epubcheck import jar, official
from readaloud.checking.findings import Finding, some
from readaloud.checking.lighting import Clip, check_lighting
from readaloud.errors import CheckError


def check_epub(path: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """Each property with what was found, EPUBCheck's own last, where this machine has it."""
    return check_book(path, made, jar())


def check_book(path: Path, made: dict[str, Any], program: Path | None) -> Iterator[Finding]:
    """Each property with what was found; `made` is the edition's `edition.json`, `program` EPUBCheck's jar."""
    try:
        book = opened(path)
        with book.archive:
            for what, faults in CHECKS:
                wrong = faults(book)
                yield Finding("epub", not wrong, f"{path.name}: {what}" + (f": {some(wrong)}" if wrong else ""))
            yield from _check_cues(path.name, book, made)
    except CheckError as error:
        yield Finding("epub", False, f"{path.name}: {error.message}")
    yield official(path, program)


CHECKS: tuple[tuple[str, Callable[[Book], list[str]]], ...] = (
    ("container", container_faults),
    ("each clip lights one element, and no element is lit twice", overlay_faults),
    ("clips without gap or overlap, within their audio", clip_faults),
    ("durations", duration_faults),
    ("levels of headings", heading_faults),
    ("links of notes", note_faults),
    ("list of pages", page_faults),
    ("highlight", highlight_faults),
)


def _check_cues(name: str, book: Book, made: dict[str, Any]) -> Iterator[Finding]:
    """Every cue that is heard lights its own words at its time, and its sound is there."""

    def words(place: str) -> str | None:
        lit = book.element(place)
        return None if lit is None else words_of(lit)

    pars = [par for id, _ in overlays(book) for par in book.pars(id)]
    clips = [Clip(par.audio, par.begin_ms, partial(words, par.text)) for par in pars]
    with tempfile.TemporaryDirectory() as place:

        @contextmanager
        def unpacked(file: str) -> Iterator[Path]:
            path = Path(place, file.rpartition("/")[2])
            path.write_bytes(book.archive.read(file))
            yield path
            path.unlink()

        yield from check_lighting("epub", name, clips, unpacked, made)
