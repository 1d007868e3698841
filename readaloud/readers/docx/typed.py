"""What people type into running text where the format has better ways: `[Page 234]` marks, and notes listed at the end.

Shared by DOCX and PDF, whose paragraphs come without the lines and indents by which plain text tells these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readaloud.model import Inline, Note, NoteKind, Skip
from readaloud.readers import reasons
from readaloud.readers.offsets.mapped import Mapped
from readaloud.readers.transcript.layout import PAGE
from readaloud.readers.transcript.notemarks import Placement, place

_ITEM = re.compile(r"\[?(\d{1,4})(?:\]:?|[.)])?\s+(?=[^\W\d_]|[“\"'(\[‘])")
_HEADING = re.compile(r"[\W_]*(?:notes|footnotes|endnotes|end notes)[\W_]*$", re.IGNORECASE)


def page_marks(text: Mapped) -> tuple[Mapped, list[Skip]]:
    """A text whose `[Page 234]` marks have become marks."""
    if "[" not in text.text:
        return text, []
    found = list(PAGE.finditer(text.text))
    if not found:
        return text, []
    skips = [Skip(b, e, reasons.PAGE_MARK) for match in found for b, e in text.spans(*match.span())]
    marks = [Inline(match.start(), match.start(), "pagebreak", match[1]) for match in found]
    cuts = [_with_space(text.text, *match.span()) for match in found]
    cut = text.without(cuts, marks)
    return _behind_space(cut), skips


def _with_space(text: str, begin: int, end: int) -> tuple[int, int]:
    """A stretch with one of the two spaces around it."""
    if (begin == 0 or text[begin - 1] == " ") and text[end : end + 1] == " ":
        return begin, end + 1
    return begin, end


def _behind_space(text: Mapped) -> Mapped:
    """Without white space at the end, which is left where a mark stood last."""
    length = len(text.text.rstrip(" "))
    return text if length == len(text.text) else text.without([(length, len(text.text))])


def without_pages(text: Mapped) -> Mapped:
    """A text without marks of pages."""
    return Mapped(text.text, text.runs, tuple(mark for mark in text.marks if mark.kind != "pagebreak"))


@dataclass(slots=True)
class Listed:
    """The notes that a text lists at its end."""

    first: int
    """Index of the first paragraph that belongs to the list, its heading included."""
    body: list[Mapped]
    """The paragraphs before, with marks for the notes."""
    notes: list[Note] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)


def listed_notes(texts: Sequence[Mapped]) -> Listed | None:
    """The list of numbered notes with which a text ends, when the text before has marks for them."""
    first = len(texts)
    items: list[tuple[int, re.Match[str]]] = []
    for index in range(len(texts) - 1, -1, -1):
        match = _ITEM.match(texts[index].text)
        if not texts[index].text:
            continue
        if match is None or (items and int(match[1]) >= int(items[-1][1][1])):
            break
        items.append((index, match))
        first = index
    if not items or first == 0:
        return None
    items.reverse()
    head = next((index for index in range(first - 1, -1, -1) if texts[index].text), 0)
    headed = head > 0 and bool(_HEADING.match(texts[head].text))
    body = texts[: head if headed else first]
    placed = place([text.text for text in body], [match[1] for _, match in items])
    sure = headed or texts[first].text.startswith("Source:", items[0][1].end())
    if len({mark.note for mark in placed}) < len(items) and not (sure and placed):
        return None
    if not sure and int(items[0][1][1]) > 1 and len(items) < 3:
        return None
    return _listed(texts, list(body), items, placed, head if headed else first)


def _listed(
    texts: Sequence[Mapped],
    body: list[Mapped],
    items: list[tuple[int, re.Match[str]]],
    placed: Sequence[Placement],
    first: int,
) -> Listed:
    found = Listed(first, body)
    for text in texts[first : items[0][0]]:
        found.skips += [Skip(b, e, reasons.HEADING) for b, e in text.spans()]
    by_paragraph: dict[int, list[Placement]] = {}
    for mark in placed:
        by_paragraph.setdefault(mark.paragraph, []).append(mark)
    for paragraph, marks in by_paragraph.items():
        found.body[paragraph], skips = marked(body[paragraph], [(m.begin, m.end, _key(m.note)) for m in marks])
        found.skips += skips
    there = {mark.note for mark in placed}
    last = max((index for index, text in enumerate(found.body) if text.text), default=0)
    for index, (at, match) in enumerate(items):
        text = texts[at]
        found.skips += [Skip(b, e, reasons.NOTE_NUMBER) for b, e in text.spans(0, match.end())]
        note = without_pages(text.part(match.end(), len(text.text)))
        kind: NoteKind = "source" if note.text.startswith("Source:") else "note"
        found.notes.append(Note(_key(index), match[1], note.text, note.marks, kind, tuple(note.spans())))
        if index not in there:
            end = len(found.body[last].text)
            found.body[last] = found.body[last].with_marks([Inline(end, end, "noteref", _key(index))])
    return found


def marked(text: Mapped, marks: Sequence[tuple[int, int, str]]) -> tuple[Mapped, list[Skip]]:
    """A text whose printed note marks (begin, end, key) have become marks."""
    ordered = sorted(marks)
    skips = [Skip(b, e, reasons.NOTE_MARK) for begin, end, _ in ordered for b, e in text.spans(begin, end)]
    inlines = [Inline(begin, begin, "noteref", key) for begin, _, key in ordered]
    return text.without([(begin, end) for begin, end, _ in ordered], inlines), skips


def _key(index: int) -> str:
    return f"n{index + 1}"
