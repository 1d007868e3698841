"""Proves an EPUB with media overlays: what EPUBCheck and Ace say nothing about, and that it is this edition's."""

from __future__ import annotations

import bisect
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from readaloud.checking import audio
from readaloud.checking.edition import Finding, check_sound, sounds_of
from readaloud.checking.epub_book import Book, opened, overlays, words_of
from readaloud.checking.epub_overlays import ROUNDING_MS, clip_faults, duration_faults, overlay_faults
from readaloud.checking.epub_pages import container_faults, heading_faults, highlight_faults, note_faults, page_faults
from readaloud.checking.epubcheck import jar, official
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
                more = f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""
                yield Finding(
                    "epub", not wrong, f"{path.name}: {what}" + (f": {'; '.join(wrong[:5])}{more}" if wrong else "")
                )
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
    heard = [cue for cue in made["cues"] if cue["end_ms"] > cue["begin_ms"]]
    chapters = [c for c in made["chapters"] if any(c["begin_ms"] <= cue["begin_ms"] < c["end_ms"] for cue in heard)]
    pars = [par for id, _ in overlays(book) for par in book.pars(id)]
    files = list(dict.fromkeys(par.audio for par in pars))
    if len(files) != len(chapters):
        yield Finding("epub", False, f"{name}: {len(files)} audio files for {len(chapters)} chapters that are heard")
        return
    begins = {file: chapter["begin_ms"] for file, chapter in zip(files, chapters, strict=True)}
    starts = [begins[par.audio] + par.begin_ms for par in pars]
    wrong = []
    for cue in heard:
        at = bisect.bisect_right(starts, cue["begin_ms"] + ROUNDING_MS) - 1
        lit = book.element(pars[at].text) if at >= 0 else None
        wanted = cue["text"] or cue.get("n", "") or cue.get("spoken", "")
        if lit is None or _letters(wanted) not in _letters(words_of(lit)):
            wrong.append(f"“{wanted[:40]}” ({cue['id']}) is not what is lit when it is heard")
    text = "; ".join(wrong[:5]) or f"{len(heard)} cues light their own words when they are heard"
    yield Finding("epub", not wrong, f"{name}: {text}")
    with tempfile.TemporaryDirectory() as place:
        for file, chapter in zip(files, chapters, strict=True):
            path = Path(place, file.rpartition("/")[2])
            path.write_bytes(book.archive.read(file))
            cues = [c for c in made["cues"] if chapter["begin_ms"] <= c["begin_ms"] < chapter["end_ms"]]
            length = chapter["end_ms"] - chapter["begin_ms"]
            sound = audio.decode(path)
            yield from check_sound(f"{name}, {path.name}", sound, length, cues, sounds_of(made), chapter["begin_ms"])
            path.unlink()


def _letters(text: str) -> str:
    """Letters and signs alone: control signs are not printed, and blanks are not compared."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
