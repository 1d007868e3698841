"""Fountain's lines as they are seen once boneyards and notes are taken out, and the emphasis in them.

Syntax: https://fountain.io/syntax. A `View` keeps, for each visible character, where it stands in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readaloud.model import InlineKind
from readaloud.readers import reasons
from readaloud.readers.offsets.stretches import Account, Passage, lines

_HOLE = re.compile(r"/\*|\[\[")
# "[[" notes run over line ends but not over an empty line; a line of two spaces is not empty.
_NOTE_END = re.compile(r"\]\]|(?:\r\n|\r|\n)[ \t]?(?=[\r\n])")
_DELIMITER = re.compile(r"\\[*_\\]|\*+|_+")
_KINDS: dict[str, tuple[InlineKind, ...]] = {
    "*": ("emphasis",),
    "**": ("strong",),
    "***": ("strong", "emphasis"),
    "_": ("emphasis",),
}


@dataclass(frozen=True, slots=True)
class View:
    """What is visible of one line."""

    text: str
    stretches: tuple[tuple[int, int, int], ...]
    """Offset in `text`, begin and end in the source."""
    parted: bool = False
    """Whether a boneyard of whole paragraphs stood here; it parts what is before from what is after."""
    begin: int = 0
    """Offset of the line in the source."""

    @property
    def blank(self) -> bool:
        """Whether the line ends a paragraph; two spaces keep a dialogue going, but nothing else."""
        return not self.text.strip()

    def source(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Stretches of the source that a stretch of the visible text stands for."""
        for at, first, last in self.stretches:
            a, b = max(begin, at), min(end, at + last - first)
            if a < b:
                yield first + a - at, first + b - at

    def add(self, paragraph: Passage, begin: int, end: int) -> None:
        """Take a stretch of the visible text."""
        for first, last in self.source(begin, end):
            paragraph.add(first, last)

    def skip(self, account: Account, begin: int, end: int, reason: str) -> None:
        """Skip a stretch of the visible text."""
        for first, last in self.source(begin, end):
            account.skip(first, last, reason)


def views(account: Account) -> list[View]:
    """The visible lines; those that lie wholly in a note or boneyard are not there."""
    holes = _holes(account)
    found: list[View] = []
    position = 0
    for begin, end in lines(account.source):
        while position < len(holes) and holes[position][1] <= begin:
            position += 1
        cut = position
        at, stretches, pieces, length, parted = begin, [], [], 0, False
        while cut < len(holes) and holes[cut][0] <= end:
            first, last, whole = holes[cut]
            if first > at:
                stretches.append((length, at, first))
                pieces.append(account.source[at:first])
                length += first - at
            at = max(at, min(last, end))
            parted = parted or whole
            if last > end:
                break
            cut += 1
        touched = at > begin or cut > position
        if at < end:
            stretches.append((length, at, end))
            pieces.append(account.source[at:end])
        view = View("".join(pieces), tuple(stretches), parted, begin)
        if not touched or not view.blank or parted:
            found.append(view)
    return found


def _holes(account: Account) -> list[tuple[int, int, bool]]:
    """Begin and end of notes and boneyards, and whether it is a boneyard of whole paragraphs."""
    source = account.source
    found: list[tuple[int, int, bool]] = []
    position = 0
    last_boneyard, last_note = source.rfind("*/"), source.rfind("]]")
    while (match := _HOLE.search(source, position)) is not None:
        begin = match.start()
        position = match.end()
        if match[0] == "/*":
            if last_boneyard < position:
                continue
            end = source.index("*/", position) + 2
            whole = re.search(r"\n[ \t]*\r?\n", source[begin:end]) is not None
            account.skip(begin, end, reasons.BONEYARD)
        else:
            close = _NOTE_END.search(source, position) if position <= last_note else None
            if close is None or close[0] != "]]":
                position = close.start() if close else position
                continue
            end, whole = close.end(), False
            account.skip(begin, end, reasons.AUTHOR_NOTE)
        found.append((begin, end, whole))
        position = end
    return found


def add_emphasized(view: View, paragraph: Passage, begin: int, end: int) -> None:
    """Take a stretch of a line; emphasis does not run over line ends, its signs are no text."""
    text = view.text
    tokens = _pairs(text, begin, end)
    at = begin
    opened: dict[int, int] = {}
    for first, last, partner in tokens:
        view.add(paragraph, at, first)
        at = last
        if partner is None:  # an escape: the sign after the backslash is text
            view.add(paragraph, first + 1, last)
        elif partner > first:
            opened[first] = paragraph.here()
        else:
            for kind in _KINDS[text[first:last]]:
                paragraph.mark(opened[partner], kind)
    view.add(paragraph, at, end)


def _pairs(text: str, begin: int, end: int) -> list[tuple[int, int, int | None]]:
    """Escapes and paired signs: begin, end, begin of the partner."""
    found: list[tuple[int, int, int | None]] = []
    opened: dict[str, tuple[int, int]] = {}
    for match in _DELIMITER.finditer(text, begin, end):
        sign, first, last = match[0], match.start(), match.end()
        if sign[0] == "\\":
            found.append((first, last, None))
            continue
        if sign not in _KINDS:
            continue
        before, after = text[first - 1 : first] if first > begin else "", text[last : last + 1] if last < end else ""
        inner = sign == "_" and before.isalnum() and after.isalnum()
        if sign in opened and before and not before.isspace() and not inner:
            start, stop = opened.pop(sign)
            found += [(start, stop, first), (first, last, start)]
            # What was opened inside and not closed there is no emphasis.
            opened = {key: value for key, value in opened.items() if value[0] < start}
        elif after and not after.isspace() and not inner:
            opened[sign] = (first, last)
    return sorted(found)
