"""Finds where the words stand in the source that an excerpt leaves out, so that the ledger counts them as skipped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readaloud.checking.sources import SourceText
from readaloud.model import NoteSpan, Script, Skip

_LETTER = re.compile(r"[^\W_]")


def accounted(source: SourceText, whole: Script, part: Script, reason: str) -> Script:
    """`part` with the skips of `whole` and one for each stretch of the source whose words are in `whole` alone.

    `whole` must be proved: then its words are the source's, letter by letter, and each letter's place is known.
    """
    kept = {u.id for u in part.utterances()}
    notes = {u.key for u in part.utterances() if u.kind == "note"}
    skips = [*whole.skips]
    blocked = [(s.begin, s.end) for s in whole.skips] + [span for note in whole.note_spans for span in note.spans]
    places = _letters(source.text, blocked)
    at = 0
    outside: list[tuple[int, int]] = []
    for utterance in whole.utterances():
        if utterance.kind in ("announcement", "page", "note"):
            continue
        count = len(_LETTER.findall(utterance.text))
        if count and utterance.id not in kept:
            outside.append((places[at], places[at + count - 1] + 1))
        at += count
    for note in whole.note_spans:
        if note.key not in notes:
            outside += note.spans
    inner = [span for note in whole.note_spans if note.key in notes for span in note.spans]
    inner += [(s.begin, s.end) for s in whole.skips]
    skips += [Skip(a, b, reason) for a, b in _without(outside, inner)]
    spans = tuple(NoteSpan(note.key, note.spans) for note in whole.note_spans if note.key in notes)
    return Script(
        title=part.title, language=part.language, speakers=part.speakers, entries=part.entries, source=part.source,
        metadata=part.metadata, skips=tuple(sorted(skips, key=lambda s: (s.begin, s.end))), note_spans=spans,
        warnings=part.warnings, doubts=part.doubts,
    )  # fmt: skip


def _letters(text: str, blocked: Iterable[tuple[int, int]]) -> list[int]:
    """Offsets of the letters and digits of the body."""
    places: list[int] = []
    at = 0
    for begin, end in [*sorted(blocked), (len(text), len(text))]:
        if begin > at:
            places += [at + m.start() for m in _LETTER.finditer(text[at:begin])]
        at = max(at, end)
    return places


def _without(spans: Iterable[tuple[int, int]], holes: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches less the holes in them, in order, those that touch as one."""
    cuts = sorted(holes)
    found: list[tuple[int, int]] = []
    first = 0
    for begin, end in sorted(spans):
        at = max(begin, found[-1][1]) if found else begin
        while first < len(cuts) and cuts[first][1] <= at:
            first += 1
        number = first
        while at < end:
            hole = cuts[number] if number < len(cuts) and cuts[number][0] < end else (end, end)
            if hole[0] > at:
                found.append((at, hole[0]))
            at = max(at, hole[1])
            number += 1
    return found
