"""What a reader hands to `talk`: the paragraphs of one part, with what the source says about them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from readaloud.model import Note, Skip
from readaloud.readers.offsets.mapped import Mapped

Kind: TypeAlias = Literal[
    "paragraph",  # whatever running text; `talk` decides whether it is speech
    "title",
    "heading",
    "list-item",
    "row",  # one row of a table
    "dateline",
    "closer",  # signature, complimentary close: never somebody's turn
    "pagebreak",
    "unspoken",
]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading, list item or table row, before anyone knows who says it."""

    text: Mapped = field(default_factory=Mapped)
    kind: Kind = "paragraph"
    level: int = 0
    """Depth of a heading."""
    n: str = ""
    """Label of the page that begins, for a pagebreak."""
    reason: str = ""
    """Of an unspoken paragraph."""
    breaks: tuple[int, ...] = ()
    """Offsets in the text where the source begins a new line that wrapping does not explain."""
    wraps: tuple[int, ...] = ()
    """Offsets in the text where the source begins a new line because the one before is full."""
    people: tuple[tuple[int, int, str], ...] = ()
    """Stretches of the text that the source says mean a person: begin, end, `Person.id`."""

    def part(self, begin: int, end: int) -> Paragraph:
        """A stretch of it as a paragraph of its own."""
        return self.parts([begin, end])[0]

    def parts(self, edges: Sequence[int]) -> list[Paragraph]:
        """It cut at `edges`, which are in order, into paragraphs of their own."""
        plain = self.text.text
        found = []
        for (begin, end), text in zip(pairwise(edges), self.text.parts(edges), strict=True):
            while begin < end and plain[begin] == " ":
                begin += 1
            first, after = (bisect_left(self.people, edge, key=lambda one: one[0]) for edge in (begin, end))
            found.append(
                replace(
                    self,
                    text=text,
                    breaks=_between(self.breaks, begin, end),
                    wraps=_between(self.wraps, begin, end),
                    people=tuple((b - begin, e - begin, who) for b, e, who in self.people[first:after] if e <= end),
                )
            )
        return found

    @property
    def plain(self) -> str:
        """Its characters."""
        return self.text.text


def _between(offsets: tuple[int, ...], begin: int, end: int) -> tuple[int, ...]:
    """The offsets inside a stretch, counted from its beginning."""
    return tuple(at - begin for at in offsets[bisect_right(offsets, begin) : bisect_left(offsets, end)])


@dataclass(slots=True)
class Draft:
    """One part as a reader found it: paragraphs in order, notes, and what is left out."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
