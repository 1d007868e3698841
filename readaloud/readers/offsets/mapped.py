"""Text with white space made single that still knows where in the source each of its characters stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from readaloud.model import Inline, InlineKind

_IRREGULAR = re.compile(r"\s\s+|[^\S ]")
"""White space that is not one plain space; between such places a stretch of the source is taken as it is."""

INSERTED = -1
"""Source offset of characters that are not in the source."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text with its marks and the way back to the source."""

    text: str = ""
    runs: tuple[tuple[int, int], ...] = ()
    """(offset in the text, offset in the source): from there on the characters follow one another in both."""
    marks: tuple[Inline, ...] = ()
    """In order of `begin`."""

    def source(self, offset: int) -> int | None:
        """Where a character of the text stands in the source; None when it was inserted or the text is empty."""
        index = bisect_right(self.runs, offset, key=lambda run: run[0]) - 1
        if index < 0:
            return None
        begin, at = self.runs[index]
        return None if at == INSERTED else at + offset - begin

    def offset(self, source: int) -> int:
        """The first character of the text that stands at or after a place in the source, which it follows in order."""
        index = bisect_right(self.runs, source, key=lambda run: run[1]) - 1
        if index < 0:
            return 0
        begin, at = self.runs[index]
        stop = self.runs[index + 1][0] if index + 1 < len(self.runs) else len(self.text)
        return min(begin + source - at, stop)

    def spans(self, begin: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """The stretches of the source that `text[begin:end]` was taken from."""
        end = len(self.text) if end is None else end
        found: list[tuple[int, int]] = []
        index = max(0, bisect_right(self.runs, begin, key=lambda run: run[0]) - 1)
        for position in range(index, len(self.runs)):
            start, at = self.runs[position]
            if start >= end:
                break
            stop = self.runs[position + 1][0] if position + 1 < len(self.runs) else len(self.text)
            low, high = max(begin, start), min(end, stop)
            if at != INSERTED and low < high:
                found.append((at + low - start, at + high - start))
        return found

    def part(self, begin: int, end: int) -> Mapped:
        """`text[begin:end]` without white space at its ends, with the marks that stand in it."""
        return self.parts([begin, end])[0]

    def parts(self, edges: Sequence[int]) -> list[Mapped]:
        """The text cut at `edges`, which are in order; what is before the first and after the last is left out."""
        longest = max((mark.end - mark.begin for mark in self.marks), default=0)
        found = []
        for begin, end in pairwise(edges):
            while begin < end and self.text[begin] == " ":
                begin += 1
            while end > begin and self.text[end - 1] == " ":
                end -= 1
            first = bisect_left(self.marks, begin - longest, key=lambda mark: mark.begin)
            last = bisect_right(self.marks, end, key=lambda mark: mark.begin)
            marks = tuple(
                replace(mark, begin=max(mark.begin, begin), end=min(mark.end, end))
                for mark in self.marks[first:last]
                if begin <= mark.begin or mark.end > begin
            )
            found.append(replace(self, marks=marks).without([(0, begin), (end, len(self.text))]))
        return found

    def without(self, cuts: Sequence[tuple[int, int]], marks: Iterable[Inline] = ()) -> Mapped:
        """The text without the stretches `cuts`, which are in order and apart.

        `marks` are added; they stand, like the marks the text has, at offsets of the text as it is now.
        """
        kept: list[tuple[int, int]] = []
        at = 0
        for begin, end in cuts:
            if begin > at:
                kept.append((at, begin))
            at = max(at, end)
        if at < len(self.text):
            kept.append((at, len(self.text)))
        starts, shifts, runs = [], [], []
        length = 0
        for begin, end in kept:
            starts.append(begin)
            shifts.append((length, end - begin))
            index = max(0, bisect_right(self.runs, begin, key=lambda run: run[0]) - 1)
            for position in range(index, len(self.runs)):
                start, source = self.runs[position]
                if start >= end:
                    break
                low = max(start, begin)
                runs.append((length + low - begin, source if source == INSERTED else source + low - start))
            length += end - begin

        def moved(offset: int) -> int:
            index = bisect_right(starts, offset) - 1
            if index < 0:
                return 0
            new, size = shifts[index]
            return new + min(offset - starts[index], size)

        together = [
            replace(mark, begin=moved(mark.begin), end=moved(mark.end))
            for mark in _in_order([*self.marks, *marks])
            if mark.begin == mark.end or moved(mark.begin) < moved(mark.end)
        ]
        return Mapped("".join(self.text[b:e] for b, e in kept), tuple(runs), tuple(together))

    def with_marks(self, marks: Iterable[Inline]) -> Mapped:
        """The same text with more marks."""
        return replace(self, marks=tuple(_in_order([*self.marks, *marks])))


def _in_order(marks: list[Inline]) -> list[Inline]:
    return sorted(marks, key=lambda mark: mark.begin)


class Builder:
    """Puts a `Mapped` together from stretches of the source."""

    def __init__(self) -> None:
        """Begin with an empty text."""
        self._pieces: list[str] = []
        self._runs: list[tuple[int, int]] = []
        self._marks: list[Inline] = []
        self._length = 0
        self._space: int | None = None
        """Source offset of white space that will be one space if a word follows."""
        self._ends_in_space = True

    def add(self, text: str, at: int) -> None:
        """The next stretch, `text`, which stands in the source from `at` on."""
        begin = 0
        for match in _IRREGULAR.finditer(text):
            self._add(text[begin : match.start()], at + begin)
            if self._space is None:
                self._space = at + match.start()
            begin = match.end()
        self._add(text[begin:] if begin else text, at + begin)

    def _add(self, text: str, at: int) -> None:
        if not text:
            return
        if text[0] == " ":
            if self._space is None:
                self._space = at
            text, at = text[1:], at + 1
        trailing = text.endswith(" ")
        if trailing:
            text = text[:-1]
        if text:
            self.settle()
            self._put(text, at)
        if trailing and self._space is None:
            self._space = at + len(text)

    def insert(self, text: str) -> None:
        """Characters that are not in the source; never letters or digits."""
        self._put(text, INSERTED)
        self._ends_in_space = text.endswith(" ")

    def settle(self) -> int:
        """Write the space that is due, so that the next character follows directly; the offset it will have."""
        if self._space is not None:
            if not self._ends_in_space:
                self._put(" ", self._space)
                self._ends_in_space = True
            self._space = None
        return self._length

    def _put(self, text: str, at: int) -> None:
        if at == INSERTED or not self._runs or self._source_end() != at:
            self._runs.append((self._length, at))
        self._pieces.append(text)
        self._length += len(text)
        self._ends_in_space = text == " "

    def _source_end(self) -> int:
        begin, at = self._runs[-1]
        return INSERTED if at == INSERTED else at + self._length - begin

    @property
    def length(self) -> int:
        """Characters so far, without the space that may be due."""
        return self._length

    def break_line(self) -> None:
        """White space that markup makes without a character in the source."""
        if self._space is None:
            self._space = INSERTED

    def mark_here(self, kind: InlineKind, value: str = "") -> None:
        """A mark between two characters: note marks cling to the word before, page marks to the word after."""
        offset = self.settle() if kind == "pagebreak" else self._length
        self._marks.append(Inline(offset, offset, kind, value))

    def mark_at_word(self, kind: InlineKind, value: str) -> None:
        """A mark that clings to the word before, whatever its kind."""
        self._marks.append(Inline(self._length, self._length, kind, value))

    @property
    def marked(self) -> bool:
        """Whether there are marks yet."""
        return bool(self._marks)

    def mark(self, begin: int, kind: InlineKind, value: str = "") -> None:
        """A mark from `begin` to here."""
        if begin < self._length:
            self._marks.append(Inline(begin, self._length, kind, value))

    def build(self) -> Mapped:
        """What was put together, without white space at its end."""
        text = "".join(self._pieces)
        length = len(text.rstrip(" "))
        runs = tuple(run for run in self._runs if run[0] < length)
        marks = tuple(
            replace(mark, begin=min(mark.begin, length), end=min(mark.end, length)) for mark in _in_order(self._marks)
        )
        return Mapped(text[:length], runs, marks)
