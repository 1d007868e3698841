"""Documents in PDF that have a text layer: paragraphs, headings, footnotes and pages from the place and size of type."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.model import Document, Inline, Metadata, Note, Part, Skip, Source
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.docx.typed import listed_notes, marked, page_marks, without_pages
from readaloud.readers.offsets.tidying import tidy
from readaloud.readers.pdf.assembly import Assembly, Group, vocabulary
from readaloud.readers.pdf.columns import Columns
from readaloud.readers.pdf.footnotes import footnotes, text_size
from readaloud.readers.pdf.glyphs import Info, open_pdf
from readaloud.readers.pdf.headings import headed
from readaloud.readers.pdf.lines import Line, lines_of
from readaloud.readers.pdf.preflight import preflight
from readaloud.readers.pdf.running import Running, running
from readaloud.readers.talk.paragraphs import Paragraph
from readaloud.readers.talk.people import people_of
from readaloud.readers.talk.talk import talk
from readaloud.readers.transcript.notemarks import place
from readaloud.readers.transcript.titles import title_of

TWICE = "printed twice"

_FEWEST = 8
"""Letters that a page must have on average, or the document is one of pictures."""
_OCR = "Recognize its text first (OCR), for example with ocrmypdf: ocrmypdf {name} with-text.pdf"
_NO_TITLE = re.compile(r"untitled|microsoft word.*|.*\.(?:docx?|pdf|indd|tex|dvi|odt|rtf)|\W*", re.IGNORECASE)


class Pdf:
    """PDF with a text layer."""

    name: ClassVar[str] = "pdf"
    description: ClassVar[str] = "PDF with a text layer"

    def accepts(self, raw: Raw) -> int:
        """The signature, which may stand a little behind the beginning."""
        return 95 if b"%PDF-" in raw.data[:1024] else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The document as one part; SourceError when it is broken, encrypted, or without text."""
        preflight(raw.name, raw.data)
        info, pages = open_pdf(raw.name, raw.data)
        found = _Pages()
        for raw_page in pages:
            page = lines_of(raw_page, len(found.lines), found.length)
            found.lines.append(page.lines)
            found.labels.append(raw_page.label)
            found.letters.append(page.letters)
            found.skips += [Skip(begin, end, TWICE) for begin, end in page.twice]
            found.length = page.end
            found.unknown += page.unknown
        _refuse_pictures(raw.name, found)
        return _document(raw, info, found)


@dataclass(slots=True)
class _Pages:
    """All pages of a document."""

    lines: list[list[Line]] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    """The source text, page by page."""
    skips: list[Skip] = field(default_factory=list)
    length: int = 0
    """Characters of the source text."""
    unknown: int = 0
    """Glyphs of which the fonts do not say what they are."""


def _refuse_pictures(name: str, pages: _Pages) -> None:
    if not pages.lines:
        raise SourceError(f"{name} has no pages.", tip="Download or export the file again.")
    if pages.unknown > max(20, pages.length // 2):
        raise SourceError(
            f"{name} does not say which letters its fonts draw, so that its text cannot be read.",
            tip=_OCR.format(name=name).replace("ocrmypdf {", "ocrmypdf --force-ocr {"),
        )
    if pages.length == 0 or (len(pages.lines) > 2 and pages.length < _FEWEST * len(pages.lines)):
        raise SourceError(f"{name} has no text layer: its pages are pictures (scans).", tip=_OCR.format(name=name))


def _document(raw: Raw, info: Info, pages: _Pages) -> Document:
    source = "".join(pages.letters)
    run = running(pages.lines)
    if all(id(line) in run.lines for lines in pages.lines for line in lines):
        run = Running()  # pages of one line each; nothing runs along with them
    skips = [*pages.skips, *_heads(pages.lines, run)]
    body = [[line for line in lines if id(line) not in run.lines] for lines in pages.lines]
    size = text_size(body)
    body, notes_found = footnotes(body, size)
    assembly = Assembly(notes_found, vocabulary(pages.lines))
    groups = assembly.groups(body, Columns(body, size), _labels(pages, run))
    notes = [assembly.note(index) for index in range(len(notes_found))]
    groups = headed(groups, size)
    paragraphs = _typed_pages(groups, assembly.skips)
    paragraphs = _unmarked(paragraphs, notes, assembly)
    if not notes:
        paragraphs, notes = _listed(paragraphs, assembly.skips)
    title = next((p.plain for p in paragraphs if p.kind == "title"), "")
    if not title and not any(p.kind == "heading" for p in paragraphs[:3]):
        paragraphs, title = title_of(paragraphs, "")
    if not any(p.plain for p in paragraphs):
        raise SourceError(f"{raw.name} has no words to read.", tip=_OCR.format(name=raw.name))
    title = title or ("" if _NO_TITLE.fullmatch(info.title) else info.title) or raw.name.rpartition(".")[0] or raw.name
    people = people_of(paragraphs)
    told = talk(paragraphs, people, [note.text for note in notes])
    on_title = {m.value for b in told.blocks if b.role == "title" for m in b.marks if m.kind == "noteref"}
    notes = [replace(n, kind="source" if n.kind == "source" and n.key in on_title else "note") for n in notes]
    return Document(
        title=title,
        language=info.language,
        source=Source(raw.name, hashlib.sha256(raw.data).hexdigest(), "pdf"),
        parts=(Part("text", title, told.blocks, tuple(notes), people),),
        skips=tidy([*skips, *assembly.skips, *told.skips], source),
        metadata=Metadata(author=info.author, date=info.date),
        warnings=_warnings(raw.name, pages),
        doubts=told.doubts,
    )


def _heads(pages: Sequence[Sequence[Line]], run: Running) -> list[Skip]:
    return [
        Skip(at, stop, reasons.RUNNING_HEAD)
        for lines in pages
        for line in lines
        if id(line) in run.lines
        for at, stop in [(line.begin, line.end)]
    ]


def _labels(pages: _Pages, run: Running) -> dict[int, str]:
    """Index of a page → its label: the document's, or else what is printed, or else its place."""
    if any(label for label in pages.labels):
        return {page: label for page, label in enumerate(pages.labels) if label}
    if run.numbers:
        first, number = next((page, int(n)) for page, n in run.numbers.items())
        return {
            page: run.numbers.get(page) or str(number + page - first)
            for page in range(len(pages.lines))
            if number + page - first > 0
        }
    return {page: str(page + 1) for page in range(len(pages.lines))} if len(pages.lines) > 1 else {}


def _typed_pages(groups: Sequence[Group], skips: list[Skip]) -> list[Paragraph]:
    """The paragraphs; where `[Page 234]` is printed in the text, those are the pages and not those of the file."""
    if not any(page_marks(group.paragraph.text)[1] for group in groups):
        return [group.paragraph for group in groups]
    found: list[Paragraph] = []
    for group in groups:
        paragraph = group.paragraph
        if paragraph.kind == "pagebreak":
            continue
        bare = without_pages(paragraph.text)
        text, marks = page_marks(bare)
        skips += marks
        if text.text:
            moved = _moved(bare.text, text.text, paragraph) if marks else paragraph
            found.append(replace(moved, text=text))
        else:
            found += [
                Paragraph(replace(text, marks=()), "pagebreak", n=mark.value)
                for mark in text.marks
                if mark.kind == "pagebreak"
            ]
    return found


def _moved(before: str, after: str, paragraph: Paragraph) -> Paragraph:
    """A paragraph that became shorter has lost the places of its line breaks; those before the cut still hold."""
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(after))
    shorter = len(before) - len(after)

    def kept(places: Sequence[int]) -> tuple[int, ...]:
        moved = (at if at < same else at - shorter for at in places)
        return tuple(at for at in moved if 0 < at < len(after) and after[at] == " ")

    return replace(paragraph, breaks=kept(paragraph.breaks), wraps=kept(paragraph.wraps))


def _unmarked(paragraphs: list[Paragraph], notes: Sequence[Note], assembly: Assembly) -> list[Paragraph]:
    """Footnotes whose mark is not raised: by their numbers, or else at the end of the text before the next page."""
    missing = [index for index in range(len(notes)) if index not in assembly.marked]
    if not missing:
        return paragraphs
    result = list(paragraphs)
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for mark in place([p.plain for p in result], [notes[index].n for index in missing]):
        index = missing[mark.note]
        if mark.begin < mark.end:
            marks.setdefault(mark.paragraph, []).append((mark.begin, mark.end, notes[index].key))
            assembly.marked.add(index)
    for at, found in marks.items():
        text, skips = marked(result[at].text, found)
        assembly.skips += skips
        result[at] = replace(_moved(result[at].plain, text.text, result[at]), text=text)
    for index in (index for index in missing if index not in assembly.marked):
        begin = notes[index].spans[0][0] if notes[index].spans else 0
        before = [i for i, p in enumerate(result) if p.plain and (p.text.spans() or [(0, 0)])[0][0] <= begin]
        last = before[-1] if before else next((i for i, p in enumerate(result) if p.plain), None)
        if last is not None:
            end = len(result[last].plain)
            mark_here = Inline(end, end, "noteref", notes[index].key)
            result[last] = replace(result[last], text=result[last].text.with_marks([mark_here]))
    return result


def _listed(paragraphs: list[Paragraph], skips: list[Skip]) -> tuple[list[Paragraph], list[Note]]:
    """Notes listed at the end of the text."""
    found = listed_notes([paragraph.text for paragraph in paragraphs])
    if found is None:
        return paragraphs, []
    skips += found.skips
    body = [replace(_moved(p.plain, text.text, p), text=text) for p, text in zip(paragraphs, found.body, strict=False)]
    return [*body, *(p for p in paragraphs[len(body) :] if p.kind == "pagebreak")], found.notes


def _warnings(name: str, pages: _Pages) -> tuple[str, ...]:
    found = []
    if pages.unknown:
        found.append(f"{pages.unknown} signs of {name} are left out: its fonts do not say what they are.")
    empty = [page + 1 for page, letters in enumerate(pages.letters) if not letters]
    if len(empty) > max(1, len(pages.letters) // 10):
        first = ", ".join(map(str, empty[:5])) + (" …" if len(empty) > 5 else "")
        found.append(f"{len(empty)} of {len(pages.letters)} pages have no text, perhaps as scans: {first}.")
    return tuple(found)
