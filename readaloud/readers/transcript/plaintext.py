"""Plain text transcripts: a title, labelled paragraphs, `[Page N]` marks, notes at the end."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from readaloud.model import Document, Inline, Note, Part, Skip, Source
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.encodings import decode, kind_of_binary
from readaloud.readers.offsets.mapped import Mapped
from readaloud.readers.offsets.tidying import tidy
from readaloud.readers.talk.paragraphs import Paragraph
from readaloud.readers.talk.people import people_of
from readaloud.readers.talk.talk import talk
from readaloud.readers.transcript.endnotes import NoteList, note_list
from readaloud.readers.transcript.layout import BARE_PAGE, PAGE, Line, lines, paragraphs, stretch, wrapping
from readaloud.readers.transcript.notemarks import Placement, place, strangers
from readaloud.readers.transcript.titles import title_of

_MAX_WARNINGS = 20
_NUMBER = re.compile(r"(\d{1,4})\.\s")


class PlainText:
    """Reads transcripts in plain text."""

    name: ClassVar[str] = "plaintext"
    description: ClassVar[str] = "plain text transcripts"

    def accepts(self, raw: Raw) -> int:
        """Any text is taken when nothing else fits better."""
        sample = raw.data[:4096]
        if kind_of_binary(raw.data[:512]):
            return 0
        if (
            b"\x00" in sample
            and not raw.data.startswith((b"\xff\xfe", b"\xfe\xff"))
            and sample.count(0) * 5 < len(sample)
        ):
            return 0
        if re.match(rb"\s*(?:\xef\xbb\xbf)?<(?:\?xml|!DOCTYPE|html|TEI)\b", sample, re.IGNORECASE):
            return 0
        return 30 if raw.name.casefold().endswith((".txt", ".text")) else 10

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The document; SourceError when it is empty, binary, or in no known encoding."""
        text, encoding = decode(raw)
        source = Source(raw.name, hashlib.sha256(raw.data).hexdigest(), "text", encoding)
        return read_text(text, source)


def read_text(text: str, source: Source) -> Document:
    """The document in a text that is decoded already."""
    every = lines(text)
    body, notes = _body_and_notes(every, text)
    skips: list[Skip] = _pages(text, body)
    warnings: list[str] = []
    texts = [stretch(text, item.begin, item.end) for item in notes.items] if notes else []
    if notes:
        body, found = _placed(body, notes, texts)
        skips += found
        body, more = _unplaced(body, notes, texts)
        warnings += more
        skips += [Skip(*item.mark, reasons.NOTE_NUMBER) for item in notes.items]
        if notes.heading is not None:
            skips.append(Skip(notes.heading.begin, notes.heading.begin + len(notes.heading.text), reasons.HEADING))
    body, title = title_of(body, source.name)
    people = people_of(body)
    told = talk(body, people, [note.text for note in texts])
    on_title = {m.value for b in body if b.kind == "title" for m in b.text.marks if m.kind == "noteref"}
    kept = (
        tuple(
            _note(index, item.number, note, on_title)
            for index, (item, note) in enumerate(zip(notes.items, texts, strict=True))
        )
        if notes
        else ()
    )
    number = _NUMBER.match(title)
    part = Part(f"d{number.group(1)}" if number else "text", title, told.blocks, kept, people)
    return Document(
        title=title,
        language="",
        source=source,
        parts=(part,),
        skips=tidy([*skips, *told.skips], text),
        warnings=_few(warnings),
        doubts=told.doubts,
    )


def _body_and_notes(every: Sequence[Line], text: str) -> tuple[list[Paragraph], NoteList | None]:
    """The paragraphs of the body and the list of notes, when there is one that the body has marks for."""
    notes = note_list(every)
    wrap = wrapping(every)
    if notes is not None:
        bracketed = frozenset(item.number for item in notes.items) if notes.brackets else frozenset()
        body = paragraphs(every[: notes.first], wrap, text, bracketed)
        marks = place([p.plain for p in body], [item.number for item in notes.items], notes.brackets)
        if body and _are_notes(notes, len(marks), text):
            return body, notes
    return paragraphs(every, wrap, text), None


def _are_notes(notes: NoteList, placed: int, text: str) -> bool:
    """Whether a numbered list at the end is one of notes, not a list that belongs to the text."""
    if notes.heading is not None or text.startswith("Source:", notes.items[0].begin):
        return True
    if notes.indented:
        return placed > 0 or len(notes.items) == 1
    return placed * 2 > len(notes.items)


def _key(index: int) -> str:
    return f"n{index + 1}"


def _note(index: int, number: str, text: Mapped, on_title: set[str]) -> Note:
    key = _key(index)
    is_source = key in on_title and text.text.startswith("Source:")
    marks = tuple(mark for mark in text.marks if mark.kind != "pagebreak")
    return Note(key, number, text.text, marks, "source" if is_source else "note", tuple(text.spans()))


def _mark(mark: Placement, note: Mapped) -> list[Inline]:
    """The mark of a note, and after it the pages that begin inside the note."""
    at = mark.begin
    pages = [Inline(at, at, "pagebreak", page.value) for page in note.marks if page.kind == "pagebreak"]
    return [Inline(at, at, "noteref", _key(mark.note)), *pages]


def _placed(body: list[Paragraph], notes: NoteList, texts: Sequence[Mapped]) -> tuple[list[Paragraph], list[Skip]]:
    """The body without the marks of notes, which become `noteref`."""
    numbers = [item.number for item in notes.items]
    marks = place([p.plain for p in body], numbers, notes.brackets)
    by_paragraph: dict[int, list[Placement]] = {}
    for mark in marks:
        by_paragraph.setdefault(mark.paragraph, []).append(mark)
    skips: list[Skip] = []
    result = list(body)
    for index, found in by_paragraph.items():
        found.sort(key=lambda mark: mark.begin)
        paragraph = body[index]
        for mark in found:
            skips += [Skip(b, e, reasons.NOTE_MARK) for b, e in paragraph.text.spans(mark.begin, mark.end)]
        result[index] = cut(
            paragraph,
            [(mark.begin, mark.end) for mark in found],
            [inline for mark in found for inline in _mark(mark, texts[mark.note])],
        )
    return result, skips


def cut(paragraph: Paragraph, cuts: list[tuple[int, int]], marks: list[Inline]) -> Paragraph:
    """A paragraph without some stretches, its line breaks moved along."""

    def moved(at: int) -> int:
        return at - sum(min(end, at) - begin for begin, end in cuts if begin < at)

    return replace(
        paragraph,
        text=paragraph.text.without(cuts, marks),
        breaks=tuple(map(moved, paragraph.breaks)),
        wraps=tuple(map(moved, paragraph.wraps)),
    )


def _unplaced(body: list[Paragraph], notes: NoteList, texts: list[Mapped]) -> tuple[list[Paragraph], list[str]]:
    """Notes without a mark are put at the end of the text, and what is odd about the notes is said."""
    warnings = []
    numbers = [item.number for item in notes.items]
    there = {m.value for p in body for m in p.text.marks if m.kind == "noteref"}
    missing = [index for index, number in enumerate(numbers) if _key(index) not in there]
    for index in missing:
        again = numbers.index(numbers[index]) != index or numbers.count(numbers[index]) > 1
        why = "its number is given twice" if again else "no mark in the text points to it"
        warnings.append(
            f"Note {numbers[index]} ({texts[index].text[:40]!r} …): {why}; it is read at the end of the text."
        )
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        if all(_key(i) in there for i, n in enumerate(numbers) if n == number):
            warnings.append(f"Two notes have the number {number}; each is read at the mark that fits the order.")
    placed = [Placement(0, 0, 0, 0)] * (len(numbers) - len(missing))
    for number, paragraph, at in strangers([p.plain for p in body], numbers, placed):
        words = body[paragraph].plain[max(0, at - 40) : at + len(number)]
        warnings.append(f"The mark {number} after {words!r} has no note; it is read as a number.")
    if missing and body:
        last = max((i for i, p in enumerate(body) if p.kind != "pagebreak"), default=len(body) - 1)
        end = len(body[last].plain)
        marks = [mark for index in missing for mark in _mark(Placement(index, last, end, end), texts[index])]
        body = [*body[:last], replace(body[last], text=body[last].text.with_marks(marks)), *body[last + 1 :]]
    return body, warnings


def _few(warnings: list[str]) -> tuple[str, ...]:
    """The warnings, when they are not too many to read."""
    if len(warnings) <= _MAX_WARNINGS:
        return tuple(warnings)
    return (*warnings[:_MAX_WARNINGS], f"{len(warnings) - _MAX_WARNINGS} more notes or marks do not fit one another.")


def _pages(text: str, body: Sequence[Paragraph]) -> list[Skip]:
    places = [p.text.source(0) for p in body if p.kind == "pagebreak"]
    alone = [BARE_PAGE.match(text, place) for place in places if place is not None]
    return [
        *(Skip(*match.span(), reasons.PAGE_MARK) for match in PAGE.finditer(text)),
        *(Skip(*match.span(1), reasons.PAGE_MARK) for match in alone if match is not None),
    ]
