"""Word-processor documents in DOCX (Office Open XML, ECMA-376 and ISO/IEC 29500, transitional and strict).

The files inside are read by our own trees, which know where in the source text each word stands, and with the same
limits as EPUB. python-docx was tried and left out: it has no way to footnotes, tracked changes, fields or text boxes
but through the XML, and gives no offsets; all that is left for it would be the relationships.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.languages import detected, primary
from readaloud.model import Block, Document, Inline, Note, Part, Skip, Source
from readaloud.readers.base import Choice, Raw
from readaloud.readers.docx.package import CONTENT_TYPES, Package, read_package
from readaloud.readers.docx.runs import main_language
from readaloud.readers.docx.styles import Styles
from readaloud.readers.docx.typed import listed_notes, page_marks, without_pages
from readaloud.readers.docx.walk import Walk
from readaloud.readers.markup.trees import SourceBuilder, parse_xml
from readaloud.readers.markup.xhtml_part import levelled, tell
from readaloud.readers.markup.zips import Archive
from readaloud.readers.offsets.flow import Flow, Piece
from readaloud.readers.offsets.tidying import tidy
from readaloud.readers.talk.labels import candidate
from readaloud.readers.talk.paragraphs import Paragraph
from readaloud.readers.transcript.titles import title_of

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMES = (".docx", ".docm", ".dotx", ".dotm")


class Docx:
    """DOCX with its footnotes, headings, tables, fields and tracked changes."""

    name: ClassVar[str] = "docx"
    description: ClassVar[str] = "documents in DOCX"

    def accepts(self, raw: Raw) -> int:
        """A ZIP archive of Office's kind, or an Office file that a password protects."""
        if raw.data.startswith(_OLE):
            return 90 if _ENCRYPTED in raw.data else 0
        if not raw.data.startswith(b"PK"):
            return 0
        if CONTENT_TYPES.encode() in raw.data:
            return 95 if b"word/" in raw.data else 30
        return 60 if raw.name.casefold().endswith(_NAMES) else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The document as one part; SourceError when it is broken, protected, or has no words."""
        if raw.data.startswith(_OLE):
            raise SourceError(
                f"{raw.name} is encrypted with a password.", tip="Open it in Word and save it without a password."
            )
        archive = Archive(raw.name, raw.data)
        if CONTENT_TYPES not in archive:
            raise SourceError(
                f"{raw.name} is a ZIP archive, but no DOCX: it lacks {CONTENT_TYPES}.", tip="Choose a DOCX."
            )
        package = read_package(archive)
        builder = SourceBuilder()
        root = parse_xml(archive.read(package.document), f"{package.document} in {raw.name}", builder)
        others = []
        for kind, member in package.others:
            builder.add("\n")
            others.append((kind, parse_xml(archive.read(member), f"{member} in {raw.name}", builder)))
        styles = Styles(package.styles)
        language = main_language(root, styles.language)
        flow = Flow(builder.build())
        walk = Walk(flow, styles, language or "en", package.settings)
        walk.document(root)
        for kind, other in others:
            if kind in ("footnotes", "endnotes"):
                walk.notes(other, kind.removesuffix("s"))
            else:
                walk.left_out(other, kind)
        flow.finish()
        if not any(piece.text.text for piece in flow.pieces):
            raise SourceError(f"{raw.name} has no words to read.", tip="Choose another file.")
        if language == styles.language:
            # Of Word's or a converter's template, which nobody set: pandoc writes en-US whatever the text is in.
            words = detected(piece.text.text for piece in flow.pieces)
            language = language if primary(words) == primary(language) else words or language
        return _document(raw, flow, package, language)


def _document(raw: Raw, flow: Flow, package: Package, language: str) -> Document:
    pieces = [part for piece in flow.pieces for part in _lines_apart(piece)]
    pieces = _with_page_marks(pieces, flow.skips)
    notes = list(flow.notes)
    if not notes:
        pieces, notes = _with_listed_notes(pieces, flow.skips)
        flow.notes = notes
    levels = [piece.shape.level for piece in pieces if piece.shape.role == "heading"]
    # One heading stands above all others: it is the title. Several are chapters.
    alone = bool(levels) and levels.count(min(levels)) == 1
    pieces = _titled(levelled(pieces, None if alone else package.title), raw.name)
    told = tell(flow, pieces, (), by_markup=False)
    heads = [block for block in told.blocks if block.role == "title"]
    title = heads[0].text if heads else package.title or raw.name.rpartition(".")[0] or raw.name
    on_title = {mark.value for block in heads for mark in block.marks if mark.kind == "noteref"}
    part = Part("text", title, told.blocks, _kinds(notes, on_title), told.people, told.text_labels)
    return Document(
        title=title,
        language=language,
        source=Source(raw.name, hashlib.sha256(raw.data).hexdigest(), "zip"),
        parts=(part,),
        skips=tidy(told.skips, flow.source),
        metadata=package.metadata,
        doubts=told.doubts,
    )


def _lines_apart(piece: Piece) -> list[Piece]:
    """A paragraph cut where a line of its own begins with what may be a speaker's label."""
    text = piece.text.text
    cuts = [at for at in piece.lines if _begins_turn(text[at:].lstrip())] if piece.shape.role == "narration" else []
    if not cuts:
        return [piece]
    edges = [0, *cuts, len(text)]
    return [replace(piece, text=part, lines=()) for part in piece.text.parts(edges)]


def _begins_turn(line: str) -> bool:
    found = candidate(line[:120])
    return found is not None and found.stop == "colon" and found.form not in ("field", "salutation", "place")


def _with_page_marks(pieces: list[Piece], skips: list[Skip]) -> list[Piece]:
    """Pages as people typed them, `[Page 234]`; where they did, Word's own pages are not those that are cited."""
    found = [page_marks(piece.text) for piece in pieces]
    if not any(marks for _, marks in found):
        return pieces
    result = []
    for piece in pieces:
        if piece.shape.role == "pagebreak":
            continue
        text, marks = page_marks(without_pages(piece.text))
        skips += marks
        if text.text:
            result.append(replace(piece, text=text))
            continue
        result += [Piece(Block("pagebreak", n=mark.value)) for mark in text.marks if mark.kind == "pagebreak"]
        _hand_back(result, [mark for mark in text.marks if mark.kind == "noteref"])
    return result


def _hand_back(pieces: list[Piece], marks: list[Inline]) -> None:
    """Note marks that lost their paragraph go to the one before."""
    for index in range(len(pieces) - 1, -1, -1):
        if marks and pieces[index].text.text:
            end = len(pieces[index].text.text)
            moved = [replace(mark, begin=end, end=end) for mark in marks]
            pieces[index] = replace(pieces[index], text=pieces[index].text.with_marks(moved))
            return


def _with_listed_notes(pieces: list[Piece], skips: list[Skip]) -> tuple[list[Piece], list[Note]]:
    found = listed_notes([piece.text for piece in pieces])
    if found is None:
        return pieces, []
    skips += found.skips
    body = [replace(piece, text=text) for piece, text in zip(pieces, found.body, strict=False)]
    pages = [piece for piece in pieces[len(body) :] if piece.shape.role == "pagebreak"]
    return [*body, *pages], found.notes


def _titled(pieces: list[Piece], name: str) -> list[Piece]:
    """The title of a document in which nothing is set as one."""
    if any(piece.shape.role in ("title", "heading") for piece in pieces):
        return pieces
    paragraphs = [
        Paragraph(piece.text, "pagebreak" if piece.shape.role == "pagebreak" else "paragraph") for piece in pieces
    ]
    found, _ = title_of(paragraphs, name)
    return [
        replace(piece, shape=replace(piece.shape, role="title", level=1)) if paragraph.kind == "title" else piece
        for piece, paragraph in zip(pieces, found, strict=True)
    ]


def _kinds(notes: list[Note], on_title: set[str]) -> tuple[Note, ...]:
    """The note that tells the archive is one on the title."""
    return tuple(
        replace(note, kind="source" if note.key in on_title and note.kind == "source" else "note") for note in notes
    )
