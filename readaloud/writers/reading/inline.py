"""Cuts a sentence into runs of one look and the places between them, so that no writer has to nest marks itself."""

from __future__ import annotations

from dataclasses import dataclass

from readaloud.model import InlineKind
from readaloud.writers.reading.view import PageMark, Sentence

_LOOKS: tuple[InlineKind, ...] = ("supplied", "foreign", "strong", "emphasis")
"""Marks that change how a run looks, the outer ones first."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that are set alike."""

    text: str
    looks: tuple[tuple[InlineKind, str], ...] = ()
    """Kind and value of each mark on it, the outer ones first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that stands between two letters."""

    noteref: str = ""
    """Key of the note that is marked here."""
    page: PageMark | None = None
    """The page that begins here."""


def runs(sentence: Sentence) -> tuple[Run | Place, ...]:
    """The sentence's text, in order and to the letter, with what stands in it."""
    text, size = sentence.text, len(sentence.text)
    looks = [mark for mark in sentence.marks if mark.kind in _LOOKS and mark.end > mark.begin]
    places = [(mark.begin, Place(noteref=mark.value)) for mark in sentence.marks if mark.kind == "noteref"]
    places += [(offset, Place(page=page)) for offset, page in sentence.pages]
    places.sort(key=lambda place: place[0])  # stable: at one offset notes come first
    cuts = {0, size, *(offset for offset, _ in places)}
    cuts.update(edge for mark in looks for edge in (mark.begin, mark.end))
    edges = sorted(min(max(cut, 0), size) for cut in cuts)
    found: list[Run | Place] = []
    for begin, end in zip(edges, [*edges[1:], size], strict=True):
        while places and places[0][0] <= begin:
            found.append(places.pop(0)[1])
        if end > begin:
            on = [mark for mark in looks if mark.begin <= begin and end <= mark.end]
            on.sort(key=lambda mark: _LOOKS.index(mark.kind))
            run = Run(text[begin:end], tuple(dict.fromkeys((mark.kind, mark.value) for mark in on)))
            before = found[-1] if found else None
            if isinstance(before, Run) and before.looks == run.looks:
                found[-1] = Run(before.text + run.text, run.looks)
            else:
                found.append(run)
    found += [place for _, place in places]
    return tuple(found)
