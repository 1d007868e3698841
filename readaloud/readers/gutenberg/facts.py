"""What a plain-text play is like as a whole: its labels, its cast list, the signs it uses, where the speaking begins."""

from __future__ import annotations

import re
from itertools import pairwise

from readaloud.readers.gutenberg.cast import Item, items_of, people_of
from readaloud.readers.gutenberg.labels import Label, Labels, labels_of, likely_label
from readaloud.readers.gutenberg.shape import shape
from readaloud.readers.gutenberg.text import Signs, paragraphs

_FAR = 40
"""Paragraphs; two labels that stand farther apart are not yet the beginning of a dialogue."""
_ASIDE = re.compile(r"\(_|\((?:Aside|To|Exit|Exeunt|Enter|Pause|[A-Z][a-z]+ing)\b")
_NUMBER = re.compile(r"(?<=\S)[ \t]{3,}(\d{1,4})[ \t]*\r?$", re.M)


def _counts_lines(numbers: list[int]) -> bool:
    """Whether numbers at the ends of lines are those of every fifth or tenth line of verse."""
    even = sum(1 for number in numbers if number and number % 5 == 0)
    rising = sum(1 for a, b in pairwise(numbers) if b - a in (5, 10))
    return even >= 3 and even >= 0.9 * len(numbers) and 2 * rising >= len(numbers) - 1


class Facts:
    """What is known of a play before it is read."""

    def __init__(self, source: str, begin: int, end: int) -> None:
        self._source = source
        self.pieces = shape(source, paragraphs(source, begin, end))
        self.items: dict[int, list[Item]] = {
            id(piece): items_of(source, piece.lines, piece.kind == "cast-title")
            for piece in self.pieces
            if piece.kind in ("cast", "cast-title")
        }
        self.people = people_of(source, [item for items in self.items.values() for item in items])
        self.labels, self.run_on = self._find_labels()
        """The labels, and whether speeches follow one another without empty lines."""
        self._spoken = [
            at
            for at, piece in enumerate(self.pieces)
            if piece.kind == "plain" and self.labels.accept(likely_label(source, *piece.lines.lines[0]))
        ]
        self.signs = self._find_signs(begin, end)

    @property
    def turns(self) -> int:
        """How many paragraphs open with a label."""
        return len(self._spoken)

    @property
    def has_acts(self) -> bool:
        """Whether an act begins somewhere."""
        return any(piece.kind == "heading" and piece.level == 2 for piece in self.pieces)

    @property
    def first_speech(self) -> int:
        """The first paragraph with a label that is followed by more: front matter may hold what looks like one."""
        for index, at in enumerate(self._spoken):
            following = self._spoken[index + 1 : index + 3]
            if not following or following[-1] - at <= _FAR:
                return at
        return len(self.pieces)

    def _find_labels(self) -> tuple[Labels, bool]:
        starts: list[Label] = []
        inner: list[Label] = []
        texts = [piece for piece in self.pieces if piece.kind == "plain"]
        for piece in texts:
            for at, (begin, end) in enumerate(piece.lines.lines):
                label = likely_label(self._source, begin, end)
                if label is not None:
                    (inner if at else starts).append(label)
        cast = [label for person in self.people for label in person.labels]
        labels = labels_of(starts, cast, len(texts))
        known = sum(1 for label in starts if labels.accept(label))
        within = sum(1 for label in inner if labels.accept(label) and label.key in labels.known)
        if labels and within <= 0.25 * known:
            return labels, False
        together = labels_of([*starts, *inner], cast, len(texts))
        return together, bool(together)

    def _find_signs(self, begin: int, end: int) -> Signs:
        text = self._source[begin:end]
        asides = len(_ASIDE.findall(text))
        for at in self._spoken:
            label = likely_label(self._source, *self.pieces[at].lines.lines[0])
            if label is not None and self._source[label.after : label.after + 1] == "(":
                asides += 1
        return Signs(
            pages=len(re.findall(r"\{\d{1,4}\}", text)) >= 3,
            numbers=_counts_lines([int(number) for number in _NUMBER.findall(text)]),
            asides=asides >= 2,
        )
