"""Where a line stands among its neighbours: the edges of its column, whether it is full, whether it begins a paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from readaloud.readers.pdf.lines import Line

Relation: TypeAlias = Literal["wrap", "break", "new"]
"""The next line goes on because this one is full; it begins though this one is not; it is another paragraph's."""

BULLET = re.compile(r"\s*[•·▪◦‣●■□–]\s+")
_NUMBERED = re.compile(r"\s*\(?\d{1,3}[.)]\s+\S")
_INDENT = 0.7
"""Of the size: what is set in by more begins a paragraph, or goes on with one, as is the document's habit."""
_GAP = 1.3
"""Of the usual distance of lines: a greater one stands between paragraphs."""
_FEW = 5
_SENTENCE_END = tuple('.?!:…”"’)]—')


@dataclass(slots=True)
class _Column:
    left: float
    right: float
    lines: int


class Columns:
    """The columns of all pages."""

    def __init__(self, pages: Sequence[Sequence[Line]], size: float) -> None:
        """`size` is that of the text in points."""
        self._size = size
        self._of: dict[int, _Column] = {}
        columns: list[_Column] = []
        for lines in pages:
            column: _Column | None = None
            last: Line | None = None
            for line in lines:
                if column is None or last is None or line.y > last.y + 1.5 * size or line.x0 > column.right:
                    column = _Column(line.x0, line.x1, 0)
                    columns.append(column)
                column.left, column.right = min(column.left, line.x0), max(column.right, line.x1)
                column.lines += 1
                self._of[id(line)] = column
                last = line
        self._widest(columns)
        self._leading = self._usual(pages)
        self._habit = self._paragraphs_begin(pages)

    def _widest(self, columns: Sequence[_Column]) -> None:
        """A column of few lines is as wide as others that begin at the same place."""
        for column in columns:
            if column.lines < _FEW:
                alike = [c.right for c in columns if abs(c.left - column.left) < 2 * self._size and c.lines >= _FEW]
                column.right = max([column.right, *alike])

    def _usual(self, pages: Sequence[Sequence[Line]]) -> float:
        distances: Counter[float] = Counter()
        for lines in pages:
            for a, b in pairwise(lines):
                if self._together(a, b) and abs(a.size - self._size) < 1:
                    distances[round((a.y - b.y) * 2) / 2] += 1
        near = {d: n for d, n in distances.items() if 0.9 * self._size < d < 3 * self._size}
        # Of two distances that are both usual the smaller is that of lines, the greater that of paragraphs.
        return min((d for d, n in near.items() if n * 4 >= max(near.values())), default=1.2 * self._size)

    def _together(self, a: Line, b: Line) -> bool:
        return self._of[id(a)] is self._of[id(b)]

    def _offset(self, line: Line) -> float:
        return (line.x0 - self._of[id(line)].left) / self._size

    def _paragraphs_begin(self, pages: Sequence[Sequence[Line]]) -> Literal["set in", "set out", "flush"]:
        """How paragraphs begin where no room is left between them."""
        begins: list[bool] = []
        goes_on: list[bool] = []
        for lines in pages:
            for a, b in pairwise(lines):
                if self._together(a, b) and not self._gap(a, b) and abs(b.size - self._size) < 1:
                    (goes_on if self.full(a, b) else begins).append(_INDENT < self._offset(b) < 8)
        first, further = _share(begins), _share(goes_on)
        if len(begins) >= 2 and first > 0.6 and further < 0.3:
            return "set in"
        if len(goes_on) >= 3 and further > 0.6 and first < 0.4:
            return "set out"
        if not begins and goes_on and 0 < further < 0.4:
            return "set in"
        return "flush"

    def _gap(self, a: Line, b: Line) -> bool:
        usual = self._leading if a.size < 1.1 * self._size else 1.25 * a.size
        return a.y - b.y > _GAP * max(usual, self._leading if b.size < 1.1 * self._size else usual)

    def full(self, a: Line, b: Line) -> bool:
        """Whether the first word of `b` had no room on `a`."""
        return a.x1 + 0.25 * a.size + b.first > self._of[id(a)].right - 0.3 * a.size

    def relation(self, a: Line, b: Line, first: bool) -> Relation:
        """How a line follows another; `first` tells that `a` is the first of its paragraph."""
        if a.turn != b.turn or abs(a.size - b.size) > 0.1 * max(a.size, b.size) or a.is_bold != b.is_bold:
            return "new"
        if BULLET.match(b.text):
            return "new"
        full = self.full(a, b)
        if _NUMBERED.match(b.text) and not full:
            return "new"
        if not self._together(a, b):
            return self._over_the_edge(a, b, full)
        if self._gap(a, b):
            return "new"
        step = (b.x0 - a.x0) / self._size
        offset = self._offset(b)
        if self._habit == "set in" and step > _INDENT:
            return "new"
        if self._habit == "set out" and offset < _INDENT:
            return "new"
        if self._habit == "flush" and ((step > _INDENT and not full) or (step < -_INDENT and not first)):
            return "new"
        return "wrap" if full else "break"

    def _over_the_edge(self, a: Line, b: Line, full: bool) -> Relation:
        """The next line is on another page or in another column."""
        begins = b.text.lstrip()[:1]
        if begins.islower():
            return "wrap"
        if self._habit == "set in" and self._offset(b) > _INDENT:
            return "new"
        if self._habit == "set out" and self._offset(b) < _INDENT:
            return "new"
        text = a.text.rstrip()
        if a.raised and a.raised[-1][1] >= len(text):
            text = text[: a.raised[-1][0]].rstrip()  # the mark of a note
        ended = text.endswith(_SENTENCE_END)
        return "wrap" if full or not ended else "new"


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0
