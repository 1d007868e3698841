"""Cuts a paragraph into what one voice says in one breath: sentences, and the parts of them beside remarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from readaloud.model import Inline
from readaloud.planning.sentences import sentences

_CLIPPED = ("emphasis", "strong", "foreign", "supplied")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph for one utterance."""

    begin: int
    end: int
    kind: Literal["text", "stage", "supplied"]
    ends_sentence: bool
    """Whether asides whose marks it holds may be spoken after it."""


def pieces(
    text: str,
    marks: tuple[Inline, ...],
    language: str,
    *,
    cut_supplied: bool = False,
    breaks: Iterable[int] = (),
) -> tuple[Piece, ...]:
    """The pieces of a paragraph in order; they hold all its words but those marked `skip`.

    No piece goes over one of the offsets in `breaks`, where matter that is read out begins or ends.

    `cut_supplied` cuts words supplied by the editor out as pieces of their own, unless they are part of a word.
    """
    skips = [(m.begin, m.end) for m in marks if m.kind == "skip"]
    stages = [(m.begin, m.end) for m in marks if m.kind == "stage" and m.end > m.begin]
    cut = list(stages)
    if cut_supplied:
        cut += [(m.begin, m.end) for m in marks if m.kind == "supplied" and _stands_alone(text, m)]
    cut.sort()
    masked = _mask(text, [*skips, *stages])
    result: list[Piece] = []
    spans = sentences(masked, language, cut) or (((0, len(text)),) if cut else ())
    places = [place for place in breaks if not any(a < place < b for a, b in cut)]
    at = 0
    for number, (_, end) in enumerate(spans):
        last = number == len(spans) - 1
        end = len(text) if last else max(end, at)
        # A remark that begins between two sentences goes before the next one.
        inner = sorted({at, *(place for place in places if at < place < end), end})
        here = [p for a, b in pairwise(inner) for p in _cut(text, masked, a, b, cut, set(stages))]
        for i, (begin, stop, kind) in enumerate(here):
            result.append(Piece(begin, stop, kind, i == len(here) - 1))
        at = end
    return tuple(result)


def extract(text: str, marks: tuple[Inline, ...], begin: int, end: int) -> tuple[str, tuple[Inline, ...]]:
    """A piece's text and the marks that lie in it, with offsets in that text.

    What a `skip` mark covers is left out; note and page marks at the piece's very end are included.
    """
    skips = sorted((max(m.begin, begin), min(m.end, end)) for m in marks if m.kind == "skip")
    kept: list[str] = []
    at = begin
    for a, b in skips:
        if a < b:
            kept.append(text[at : max(a, at)])
            at = max(at, b)
    kept.append(text[at:end])

    def place(offset: int) -> int:
        return offset - begin - sum(min(b, offset) - a for a, b in skips if a < min(b, offset))

    inside: list[Inline] = []
    for mark in marks:
        if mark.kind in ("noteref", "pagebreak"):
            if begin <= mark.begin <= end:
                inside.append(Inline(place(mark.begin), place(mark.begin), mark.kind, mark.value))
        elif mark.kind in _CLIPPED and mark.begin < end and mark.end > begin:
            inside.append(Inline(place(max(mark.begin, begin)), place(min(mark.end, end)), mark.kind, mark.value))
    return "".join(kept), tuple(inside)


def trimmed(text: str, marks: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """A piece without white space at its ends; its marks keep their places."""
    left = len(text) - len(text.lstrip())
    short = text.strip()
    size = len(short)
    return short, tuple(
        replace(m, begin=min(max(m.begin - left, 0), size), end=min(max(m.end - left, 0), size)) for m in marks
    )


def _stands_alone(text: str, mark: Inline) -> bool:
    before = text[mark.begin - 1 : mark.begin]
    after = text[mark.end : mark.end + 1]
    return not (before.isalnum() or after.isalnum())


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    letters = list(text)
    for begin, end in spans:
        letters[begin:end] = " " * (end - begin)
    return "".join(letters)


def _cut(
    text: str, masked: str, begin: int, end: int, cut: list[tuple[int, int]], stages: set[tuple[int, int]]
) -> list[tuple[int, int, Literal["text", "stage", "supplied"]]]:
    found: list[tuple[int, int, Literal["text", "stage", "supplied"]]] = []

    def add(a: int, b: int) -> None:
        while a < b and masked[a].isspace():
            a += 1
        while b > a and masked[b - 1].isspace():
            b -= 1
        if a < b:
            # Points alone ("." after a remark) belong to what stands before them.
            if found and not any(c.isalnum() for c in masked[a:b]):
                found[-1] = (found[-1][0], b, found[-1][2])
                return
            found.append((a, b, "text"))

    at = begin
    for a, b in cut:
        if b <= begin or a >= end:
            continue
        add(at, max(a, at))
        found.append((a, b, "stage" if (a, b) in stages else "supplied"))
        at = b
    add(at, end)
    return found
