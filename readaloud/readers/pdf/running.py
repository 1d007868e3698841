"""Running heads and feet: lines at the edge of pages that come again, with the page numbers among them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from readaloud.readers.pdf.lines import Line

_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxlcdm]+\b", re.IGNORECASE)
_ALONE = re.compile(
    r"[\W_]*(?:(?:page|p\.|seite|s\.)\s*)?(\d{1,5}|[ivxlcdm]{1,8})(?:\s*(?:of|von|/|de|sur)\s*\d+)?[\W_]*$", re.I
)
_ROWS = 3
"""Rows at the edge of a page among which running heads are looked for."""
_NEAR = 3.0
"""Points within which lines of different pages stand at the same height."""


@dataclass(slots=True)
class Running:
    """What runs along with the pages."""

    lines: set[int] = field(default_factory=set)
    """`id()` of the lines."""
    numbers: dict[int, str] = field(default_factory=dict)
    """Index of a page → the number printed on it."""


@dataclass(slots=True)
class _Edge:
    """A line at the edge of a page."""

    line: Line
    top: bool
    apart: bool
    """Whether more room than a line's is between it and the text."""
    shape: str = ""


def running(pages: Sequence[Sequence[Line]]) -> Running:
    """Find them in the lines of all pages."""
    edges = [edge for lines in pages for edge in _edges(lines)]
    found = Running()
    filled = sum(1 for lines in pages if lines)
    for edge in edges:
        edge.shape = _shape(edge.line.text)
    groups: defaultdict[tuple[str, bool], list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.shape, edge.top].append(edge)
    heights: Counter[tuple[bool, int]] = Counter()
    for (shape, top), group in groups.items():
        for same in _same_height(group):
            if _runs(shape, same, filled):
                for edge in same:
                    found.lines.add(id(edge.line))
                heights[top, round(same[0].line.y / _NEAR)] += len({edge.line.page for edge in same})
    _at_their_height(edges, heights, filled, found)
    found.numbers = _numbers([edge.line for edge in edges if id(edge.line) in found.lines])
    return found


def _edges(lines: Sequence[Line]) -> list[_Edge]:
    """The outermost rows of a page."""
    upright = [line for line in lines if line.turn == 0 and line.text.strip()]
    rows: list[list[Line]] = []
    for line in sorted(upright, key=lambda line: -line.y):
        if rows and rows[-1][0].y - line.y < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    gaps = [rows[i][0].y - rows[i + 1][0].y for i in range(len(rows) - 1)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    found: list[_Edge] = []
    for top in (True, False):
        outer = range(min(_ROWS, len(rows))) if top else range(len(rows) - 1, max(-1, len(rows) - 1 - _ROWS), -1)
        for index in outer:
            gap_at = index if top else index - 1
            gap = gaps[gap_at] if 0 <= gap_at < len(gaps) else usual
            if not top and index < _ROWS and len(rows) < 2 * _ROWS:
                # On a short page a row counts for the edge to which it is nearer.
                if index <= (len(rows) - 1) / 2:
                    break
            elif top and index > (len(rows) - 1) / 2 and len(rows) < 2 * _ROWS:
                break
            found += [_Edge(line, top, gap > 1.25 * usual or len(rows) == 1) for line in rows[index]]
    return found


def _shape(text: str) -> str:
    """A line without what changes from page to page."""
    shape = _NUMBER.sub("#", text.casefold())
    if _ALONE.match(text):
        shape = _ROMAN.sub("#", shape)
    return " ".join(shape.split())


def _same_height(group: list[_Edge]) -> list[list[_Edge]]:
    """Cut into those that stand at one height."""
    found: list[list[_Edge]] = []
    for edge in sorted(group, key=lambda edge: edge.line.y):
        if found and edge.line.y - found[-1][-1].line.y <= _NEAR:
            found[-1].append(edge)
        else:
            found.append([edge])
    return found


def _runs(shape: str, same: list[_Edge], filled: int) -> bool:
    """Whether lines of one shape at one height are running heads."""
    pages = sorted({edge.line.page for edge in same})
    if len(pages) < 2:
        return False
    if _ALONE.match(same[0].line.text):
        return _counts_up(same)
    apart = sum(edge.apart for edge in same) * 2 >= len(same)
    numbered = "#" in shape and _counts_up(same)
    often = len(pages) >= 3 and len(pages) * 10 >= filled
    close = all(b - a <= 2 for a, b in pairwise(pages))
    if numbered:
        return apart or often
    return apart and (often or close or len(pages) * 2 >= filled)


def _counts_up(same: list[_Edge]) -> bool:
    """Whether a number in the lines grows as the pages do."""
    values = sorted((edge.line.page, value) for edge in same if (value := _values(edge.line.text)))
    steps = [
        any(b - a == after - before for a in one for b in other)
        for (before, one), (after, other) in pairwise(values)
        if after > before
    ]
    return bool(steps) and sum(steps) * 2 >= len(steps)


def _values(text: str) -> tuple[int, ...]:
    alone = _ALONE.match(text)
    if alone and not alone[1].isdecimal():
        return (_roman(alone[1]),)
    return tuple(int(number) for number in _NUMBER.findall(text) if len(number) < 7)


def _roman(text: str) -> int:
    sizes = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    values = [sizes[sign] for sign in text.casefold()]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _at_their_height(edges: Sequence[_Edge], heights: Counter[tuple[bool, int]], filled: int, found: Running) -> None:
    """Where most pages have a running head, what stands at its height on the others is one too: a chapter's title."""
    usual = {key for key, count in heights.items() if count * 2 >= filled and count >= 3}
    taken = {(edge.line.page, edge.top) for edge in edges if id(edge.line) in found.lines}
    for edge in edges:
        height = round(edge.line.y / _NEAR)
        near = any((edge.top, at) in usual for at in (height - 1, height, height + 1))
        if near and (edge.apart or (edge.line.page, edge.top) in taken):
            found.lines.add(id(edge.line))


def _numbers(lines: Sequence[Line]) -> dict[int, str]:
    """The page numbers that are printed on most pages, one apart."""
    offsets: Counter[int] = Counter()
    printed: defaultdict[int, list[str]] = defaultdict(list)
    for line in lines:
        words = re.findall(r"\d{1,5}|\b[ivxlcdm]{1,8}\b", line.text)
        printed[line.page] += words
        offsets.update({int(word) - line.page for word in words if word.isdecimal()})
    if not offsets:
        return {}
    offset, count = offsets.most_common(1)[0]
    if count * 2 < len(printed) or count < 2:
        return {}
    return {page: str(page + offset) for page, words in printed.items() if str(page + offset) in words}
