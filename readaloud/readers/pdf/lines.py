"""Glyphs → lines: which stand on one baseline, where words end, what is raised, bold or italic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from readaloud.model import Inline, InlineKind
from readaloud.readers.offsets.mapped import INSERTED, Builder
from readaloud.readers.pdf.glyphs import Glyph, RawPage

_SPACE = 0.15
"""Of the size: a gap that ends a word. Kerning stays below 0.1, tight lines leave 0.2."""
_SAME_LINE = 0.5
"""Of the size: how far from the baseline a note's mark may stand."""
_RAISED = 0.12
_SMALL = 0.88
_TWICE = 0.12
"""Of the size: how near a glyph that is printed twice, to make it bold, stands to the first."""


@dataclass(slots=True)
class Line:
    """One line of a page."""

    page: int
    """Index of the page."""
    text: str = ""
    runs: list[tuple[int, int]] = field(default_factory=list)
    """(offset in the text, offset in the source text or INSERTED)."""
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    """Of the baseline, points from below."""
    size: float = 0.0
    """Of most of its letters, in points."""
    turn: int = 0
    raised: list[tuple[int, int]] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    italic: list[tuple[int, int]] = field(default_factory=list)
    first: float = 0.0
    """Width of its first word in points."""
    begin: int = 0
    """Offset in the source text of its first letter, or of what follows."""
    end: int = 0

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return sum(end - begin for begin, end in self.bold) >= len(self.text.strip()) > 0

    def add_to(self, builder: Builder, begin: int = 0, end: int | None = None) -> list[Inline]:
        """Put a stretch of it at the end of a text; the marks of its type are returned, at offsets of that text."""
        end = len(self.text) if end is None else end
        marks: list[Inline] = []
        edges = sorted({begin, end} | {e for pair in (*self.bold, *self.italic) for e in pair if begin < e < end})
        for low, high in pairwise(edges):
            start = builder.settle()
            for text, at in self._pieces(low, high):
                if at == INSERTED:
                    _insert(builder, text)
                else:
                    builder.add(text, at)
            kinds: tuple[tuple[InlineKind, list[tuple[int, int]]], ...] = (
                ("strong", self.bold),
                ("emphasis", self.italic),
            )
            for kind, stretches in kinds:
                if any(b <= low and high <= e for b, e in stretches) and builder.length > start:
                    marks.append(Inline(start, builder.length, kind))
        return marks

    def _pieces(self, begin: int, end: int) -> list[tuple[str, int]]:
        found = []
        for index, (start, at) in enumerate(self.runs):
            stop = self.runs[index + 1][0] if index + 1 < len(self.runs) else len(self.text)
            low, high = max(start, begin), min(stop, end)
            if low < high:
                found.append((self.text[low:high], INSERTED if at == INSERTED else at + low - start))
        return found


def _insert(builder: Builder, signs: str) -> None:
    """Signs between letters; white space is made single."""
    for piece in signs.replace(" ", "\0 \0").split("\0"):
        if piece == " ":
            builder.break_line()
        elif piece:
            builder.settle()
            builder.insert(piece)


def letters_in(text: str) -> int:
    """How many letters and digits the source text has for it."""
    return sum(map(str.isalnum, text))


@dataclass(slots=True)
class Lines:
    """The lines of a page in the order of its content."""

    lines: list[Line]
    end: int
    """Offset in the source text behind the page's last letter."""
    twice: list[tuple[int, int]]
    """Stretches of the source text that are printed over others."""
    letters: str
    unknown: int
    """Glyphs of which the font does not say what they are."""


def lines_of(raw: RawPage, page: int, offset: int) -> Lines:
    """The lines of a page whose first letter stands at `offset` in the source text."""
    maker = _Maker(page, offset)
    for glyph in raw.glyphs:
        maker.take(glyph)
    maker.close()
    return Lines(maker.lines, maker.offset, maker.twice, "".join(maker.letters), maker.unknown)


class _Maker:
    def __init__(self, page: int, offset: int) -> None:
        self.lines: list[Line] = []
        self.offset = offset
        self.twice: list[tuple[int, int]] = []
        self.letters: list[str] = []
        self.unknown = 0
        self._page = page
        self._glyphs: list[tuple[Glyph, int]] = []
        self._base = (0.0, 0.0)
        """Baseline and size of the largest glyph of the line."""
        self._spaced = False
        self._places: dict[tuple[str, int, int], list[tuple[float, float]]] = {}

    def take(self, glyph: Glyph) -> None:
        if not glyph.text:
            self.unknown += 1
            return
        if glyph.text.isspace():
            if self._glyphs:
                self._glyphs.append((glyph, -1))
            return
        count = letters_in(glyph.text)
        self.letters.append("".join(filter(str.isalnum, glyph.text)))
        if self._is_twice(glyph):
            if count:
                self.twice.append((self.offset, self.offset + count))
                self.offset += count
            return
        if self._glyphs and not self._on_line(glyph):
            self.close()
        if not self._glyphs or glyph.size > self._base[1] * 1.05:
            self._base = (glyph.y, glyph.size)
        self._glyphs.append((glyph, self.offset))
        self.offset += count

    def _is_twice(self, glyph: Glyph) -> bool:
        near = _TWICE * glyph.size
        column, row = int(glyph.x0), int(glyph.y)
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                for x0, y0 in self._places.get((glyph.text, x, y), ()):
                    if abs(x0 - glyph.x0) < near and abs(y0 - glyph.y) < near:
                        return True
        self._places.setdefault((glyph.text, column, row), []).append((glyph.x0, glyph.y))
        return False

    def _on_line(self, glyph: Glyph) -> bool:
        last = self._glyphs[-1][0]
        base, size = self._base
        larger = max(size, glyph.size)
        return (
            glyph.turn == last.turn
            and abs(glyph.y - base) <= _SAME_LINE * larger
            and glyph.x0 >= last.x0 - 0.5 * larger
        )

    def close(self) -> None:
        """End the line."""
        while self._glyphs and self._glyphs[-1][1] < 0:
            self._glyphs.pop()
        glyphs, self._glyphs = self._glyphs, []
        if glyphs:
            self.lines.append(_line(glyphs, self._page, self._base[0]))


def _line(glyphs: Sequence[tuple[Glyph, int]], page: int, base: float) -> Line:
    sizes: Counter[float] = Counter()
    for glyph, at in glyphs:
        if at >= 0:
            sizes[round(glyph.size, 1)] += 1
    size = sizes.most_common(1)[0][0]
    line = Line(page, y=base, size=size, turn=glyphs[0][0].turn, x0=glyphs[0][0].x0, begin=glyphs[0][1])
    pieces: list[str] = []
    length = 0
    last: Glyph | None = None
    spaced = False
    for glyph, at in glyphs:
        if at < 0:
            spaced = True
            continue
        if last is not None and (spaced or glyph.x0 - last.x1 > _SPACE * min(glyph.size, last.size)):
            line.first = line.first or last.x1 - line.x0
            _run(line.runs, length, INSERTED)
            pieces.append(" ")
            length += 1
        spaced = False
        for sign in glyph.text:
            wordy = sign.isalnum()
            _run(line.runs, length, at if wordy else INSERTED)
            pieces.append(sign if not sign.isspace() else " ")
            if wordy:
                at += 1
            length += 1
        begin = length - len(glyph.text)
        if glyph.y - base > _RAISED * size and glyph.size < _SMALL * max(sizes):
            _extend(line.raised, begin, length)
        if glyph.bold:
            _extend(line.bold, begin, length)
        if glyph.italic:
            _extend(line.italic, begin, length)
        line.x1 = max(line.x1, glyph.x1) if last is not None else glyph.x1
        line.end = at
        last = glyph
    line.first = line.first or line.x1 - line.x0
    line.text = "".join(pieces)
    return line


def _run(runs: list[tuple[int, int]], length: int, at: int) -> None:
    """From here on the text stands at `at`; nothing new where it goes on."""
    if runs:
        begin, source = runs[-1]
        if (at == INSERTED and source == INSERTED) or (
            at != INSERTED and source != INSERTED and source + length - begin == at
        ):
            return
    runs.append((length, at))


def _extend(stretches: list[tuple[int, int]], begin: int, end: int) -> None:
    """Make the last stretch longer where only a space is between."""
    if stretches and begin - stretches[-1][1] <= 1:
        stretches[-1] = (stretches[-1][0], end)
    else:
        stretches.append((begin, end))
