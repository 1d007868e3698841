"""Footnotes: smaller lines at the foot of a page that begin with a number, and the raised number in the text above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from readaloud.readers.pdf.lines import Line

_SMALLER = 0.94
"""Of the size of the text."""
_MARK = re.compile(r"\s*(\d{1,3}|[*†‡§¶‖]{1,3}|[a-z](?=[.)]))(?:[.)]|(?=\s)|(?=\D))\s*")


@dataclass(slots=True)
class Footnote:
    """One footnote."""

    n: str
    page: int
    lines: list[tuple[Line, int, int]] = field(default_factory=list)
    """Line, where the text begins in it, and where the number begins."""


def text_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of most letters of the document, in points."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def footnotes(pages: Sequence[list[Line]], size: float) -> tuple[list[list[Line]], list[Footnote]]:
    """The pages without their footnotes, and these."""
    body: list[list[Line]] = []
    notes: list[Footnote] = []
    for lines in pages:
        first = _first(lines, size, notes)
        body.append(lines[:first])
        _take(lines[first:], notes)
    return body, notes


def _first(lines: Sequence[Line], size: float, notes: Sequence[Footnote]) -> int:
    """Index of the first line of a page's footnotes."""
    at = len(lines)
    while at > 0 and lines[at - 1].size < _SMALLER * size and lines[at - 1].turn == 0:
        at -= 1
    raised = {n for line in lines[:at] for n in _raised(line)}
    for index in range(at, len(lines)):
        number = _number(lines[index])
        if number is not None and (number[0] in raised or _is_raised(lines[index])):
            before = lines[at:index]
            # What stands before the first number goes on with the last note of the page before.
            goes_on = notes and notes[-1].page == lines[index].page - 1 and before
            return at if goes_on and abs(before[0].size - notes[-1].lines[-1][0].size) < 0.6 else index
    if at < len(lines) and notes and notes[-1].page == lines[at].page - 1 and at > 0:
        same = all(abs(line.size - notes[-1].lines[-1][0].size) < 0.6 for line in lines[at:])
        unfinished = not notes[-1].lines[-1][0].text.rstrip().endswith((".", "!", "?", "”", ")"))
        return at if same and unfinished else len(lines)
    return len(lines)


def _raised(line: Line) -> list[str]:
    return [line.text[begin:end].strip() for begin, end in line.raised]


def _is_raised(line: Line) -> bool:
    return bool(line.raised) and not line.text[: line.raised[0][0]].strip()


def _number(line: Line) -> tuple[str, int] | None:
    """The number with which a line begins, and where its text begins."""
    if _is_raised(line):
        begin, end = line.raised[0]
        n = line.text[begin:end].strip().rstrip(".)")
        space = len(line.text) - len(line.text[end:].lstrip())
        return (n, space) if n and len(n) <= 4 else None
    match = _MARK.match(line.text)
    return (match[1], match.end()) if match else None


def _take(lines: Sequence[Line], notes: list[Footnote]) -> None:
    here: list[Footnote] = []
    for line in lines:
        number = _number(line)
        if number is not None and (_is_raised(line) or not here or _follows(here[-1].n, number[0])):
            here.append(Footnote(number[0], line.page, [(line, number[1], 0)]))
            notes.append(here[-1])
        elif notes:
            notes[-1].lines.append((line, 0, 0))


def _follows(one: str, other: str) -> bool:
    return one.isdecimal() and other.isdecimal() and int(other) == int(one) + 1
