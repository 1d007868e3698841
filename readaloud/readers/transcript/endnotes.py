"""Finds the list of notes at the end of a plain text and takes it apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.readers.transcript.layout import PAGE, Line

_ITEM = re.compile(
    r"(?P<indent>\s{0,12})(?:\[\^?(?P<bracketed>\d{1,4})\]:?|(?P<number>\d{1,4})(?P<stop>[.)]?)"
    r"|(?P<raised>[¹²³⁰-⁹]{1,4})|(?P<sign>[*†‡§¶]{1,3})(?P<dot>\.?))\s+(?=\S)"
)
_HEADING = re.compile(r"\s*[\W_]*(?:notes|footnotes|endnotes|end notes|foot notes|references)[\W_]*$", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(slots=True)
class Item:
    """One note of the list."""

    number: str
    mark: tuple[int, int]
    """Where its number stands in the source text."""
    begin: int
    """Where its text begins in the source text."""
    end: int
    indent: int = 0


@dataclass(slots=True)
class NoteList:
    """The list of notes and where it begins."""

    first: int
    """Index of the first line that belongs to it, its heading included."""
    items: list[Item]
    heading: Line | None = None
    indented: bool = False
    """Whether the numbers are set in, as body paragraphs are not."""
    brackets: bool | None = None
    """Whether the numbers, and so the marks, stand in square brackets."""


def note_list(lines: Sequence[Line]) -> NoteList | None:
    """The list of notes with which the text ends, when it ends with what looks like one."""
    first = _first_line(lines)
    if first is None:
        return None
    items: list[Item] = []
    kinds: set[bool] = set()
    for line in lines[first:]:
        match = _item(line)
        if match is not None and not _goes_on(items, match):
            number = (
                match["bracketed"]
                or match["number"]
                or (match["raised"] or "").translate(_SUPERSCRIPTS)
                or match["sign"]
            )
            kinds.add(match["bracketed"] is not None)
            begin, text = line.begin + len(match["indent"]), line.begin + match.end()
            items.append(Item(number, (begin, text), text, line.begin + len(line.text), len(match["indent"])))
        elif items and not line.blank:
            items[-1].end = line.begin + len(line.text)
    if not items:
        return None
    heading = _heading_before(lines, first)
    indented = all(line.indent > 0 for line in lines[first:] if _item(line) and not line.blank)
    return NoteList(
        first if heading is None else heading,
        items,
        lines[heading] if heading is not None else None,
        indented,
        kinds.pop() if len(kinds) == 1 else None,
    )


def _item(line: Line) -> re.Match[str] | None:
    match = _ITEM.match(line.text)
    # `* text` is a list, `*. text` a note.
    if match is not None and match["sign"] == "*" and not match["dot"]:
        return None
    return match


def _goes_on(items: list[Item], match: re.Match[str]) -> bool:
    """Whether a line only looks like a new note: a wrapped line of the note before that begins with a number."""
    if not items or not match["number"] or not items[-1].number.isdigit():
        return False
    step = int(match["number"]) - int(items[-1].number)
    if match["stop"] or (len(match["indent"]) > 1 and len(match["indent"]) == items[-1].indent):
        return abs(step) > 50
    return step != 1


def _heading_before(lines: Sequence[Line], first: int) -> int | None:
    at = first - 1
    while at >= 0 and (lines[at].blank or not any(c.isalnum() for c in lines[at].text)):
        at -= 1
    return at if at >= 0 and _HEADING.match(lines[at].text) else None


def _first_line(lines: Sequence[Line]) -> int | None:
    """The first line of the last stretch of the text that consists of numbered notes."""
    first: int | None = None
    at = len(lines)
    while at > 0:
        end = at
        while end > 0 and lines[end - 1].blank:
            end -= 1
        begin = end
        while begin > 0 and not lines[begin - 1].blank:
            begin -= 1
        if begin == end:
            break
        start = _in_chunk(lines, begin, end)
        if start is None or (start >= 0 and first is not None and not _leads_to(lines[start], lines[first])):
            break
        if start >= 0:
            first = start
        if start > begin:
            break  # text of the body stands before it in the same chunk
        at = begin
    return first


def _in_chunk(lines: Sequence[Line], begin: int, end: int) -> int | None:
    """Where notes begin in a chunk; -1 for a chunk that only goes on with a note; None when it has no notes."""
    further = [at for at in range(begin + 1, end) if _item(lines[at]) and lines[at].indent >= 2]
    if _item(lines[begin]):
        return further[0] if further and lines[begin].indent == 0 else begin
    if all(PAGE.fullmatch(line.text.strip()) for line in lines[begin:end]) or lines[begin].indent >= 4:
        return -1
    if further:
        return further[0]
    return next((at for at in range(begin + 1, end) if _item(lines[at]) and _HEADING.match(lines[at - 1].text)), None)


def _leads_to(line: Line, following: Line) -> bool:
    """Whether the numbers of one chunk of notes go on in the next."""
    one, other = _item(line), _item(following)
    if one is None or other is None or (line.indent == 0) != (following.indent == 0):
        return False
    a, b = one["number"] or one["bracketed"], other["number"] or other["bracketed"]
    return a is None or b is None or int(a) <= int(b) + 2
