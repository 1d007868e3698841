"""Interviews and transcripts in Markdown."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.model import Block, Document, Doubt, Note, Part, Person
from readaloud.model import Inline as Mark
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.encodings import decode
from readaloud.readers.markdown.blocks import Blocks, MarkdownBlock, blocks_of
from readaloud.readers.markdown.front_matter import FrontMatter, read_front_matter
from readaloud.readers.markdown.inline import Content, Inline
from readaloud.readers.markdown.interview import interview
from readaloud.readers.markdown.labels import TIME, Piece, question_kind, speakers_of
from readaloud.readers.offsets.mapped import Mapped
from readaloud.readers.offsets.stretches import Account, Passage, anchored, settled, text_source
from readaloud.readers.talk import paragraphs
from readaloud.readers.talk.talk import talk

_LABELLED = re.compile(r"^(?:>[ \t]?)?(?:\*\*|__)[^*_\n]{1,60}(?::(?:\*\*|__)|(?:\*\*|__):)", re.M)
_HEADING = re.compile(r"^#{1,6} \S", re.M)
_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_PREFIX = 65536


class Markdown:
    """Reads Markdown (CommonMark with tables, footnotes and front matter)."""

    name: ClassVar[str] = "markdown"
    description: ClassVar[str] = "interviews and transcripts in Markdown"

    def accepts(self, raw: Raw) -> int:
        """Labels in bold make it likely; the name decides for a text that has no marks."""
        head = raw.data[:_PREFIX].decode("utf-8", "replace")
        if "\0" in head or head.lstrip()[:1] in ("<", "{") or head.startswith("WEBVTT"):
            return 0
        named = raw.name.lower().endswith(_SUFFIXES)
        labels = len(_LABELLED.findall(head))
        begins = read_front_matter(head).end > 0
        headings = len(_HEADING.findall(head))
        if named:
            return 90 if labels >= 2 or begins else 80 if headings else 65
        if labels >= 3:
            return 80
        return 60 if begins and headings else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The text; labels in bold, questions in headings or quotations, or plain labels make the turns."""
        source, encoding = decode(raw)
        account = Account(source)
        front = read_front_matter(source)
        account.skip(0, front.end, reasons.METADATA)
        try:
            found = blocks_of(source, front.end)
        except (RecursionError, ValueError, IndexError) as error:
            raise SourceError(
                f"{raw.name} cannot be read as Markdown: {error}.", tip="Save it as plain text (.txt) and try again."
            ) from error
        for begin, end in found.definitions:
            account.skip(begin, end, reasons.ADDRESS)
        texts = _Texts(account, found)
        pieces = texts.pieces()
        title = front.title or next((p.text.text for p in pieces if p.kind == "heading" and p.level == 1), "")
        blocks, people, doubts = _blocks(account, pieces, front, title)
        if front.title_span is not None:
            passage = Passage(account)
            account.spoken(*front.title_span)
            passage.add(*front.title_span)
            blocks = [passage.block("title", level=1), *blocks]
        blocks, notes = anchored(settled(map(_without_times, blocks)), texts.notes)
        title = title or raw.name.rsplit(".", 1)[0]
        return Document(
            title=title,
            language=front.language,
            source=text_source(raw, encoding),
            parts=(Part("main", title, tuple(blocks), tuple(notes), people),),
            skips=account.skips(),
            metadata=front.metadata,
            doubts=doubts,
        )


def _blocks(
    account: Account, pieces: list[Piece], front: FrontMatter, title: str
) -> tuple[list[Block], tuple[Person, ...], tuple[Doubt, ...]]:
    speakers = speakers_of(pieces)
    questions = "" if speakers else question_kind(pieces)
    prose = any(piece.kind not in ("heading", "rule", "list-item", "row") for piece in pieces)
    if speakers or questions or not prose:
        blocks, people = interview(account, pieces, speakers, questions, title)
        return blocks, people, ()
    said = talk([_paragraph(piece) for piece in pieces if piece.kind != "rule"])
    for skip in said.skips:
        account.skip(skip.begin, skip.end, skip.reason)
    named = bool(front.title)
    blocks = [
        _titled(block) if block.role == "heading" and block.level == 1 and not named else block for block in said.blocks
    ]
    return blocks, (), said.doubts


def _without_times(block: Block) -> Block:
    """A time mark in brackets is no remark and no editor's word."""
    times = [mark for mark in block.marks if mark.kind == "skip"]
    if not times:
        return block
    marks = tuple(
        mark
        for mark in block.marks
        if mark.kind not in ("stage", "supplied")
        or not any(time.begin <= mark.begin and mark.end <= time.end for time in times)
    )
    return replace(block, marks=marks)


def _titled(block: Block) -> Block:
    return replace(block, role="title")


def _paragraph(piece: Piece) -> paragraphs.Paragraph:
    if piece.kind == "heading":
        return paragraphs.Paragraph(piece.text, "heading", piece.level)
    kind: paragraphs.Kind = "list-item" if piece.kind == "list-item" else "row" if piece.kind == "row" else "paragraph"
    return paragraphs.Paragraph(piece.text, kind)


class _Texts:
    """The texts of blocks and notes, with their inline signs read."""

    def __init__(self, account: Account, found: Blocks) -> None:
        self._account = account
        self._found = found
        self._defined = {block.label for block in found.blocks if block.kind == "note"}
        self._marked: set[str] = set()
        self.notes: list[Note] = []

    def pieces(self) -> list[Piece]:
        """The blocks in order; the notes are in `notes` then."""
        pieces: list[Piece] = []
        notes: list[MarkdownBlock] = []
        for block in self._found.blocks:
            if block.kind == "code":
                for begin, end in block.spans:
                    self._account.skip(begin, end, reasons.CODE)
            elif block.kind == "note":
                notes.append(block)
            elif block.kind == "rule":
                pieces.append(Piece("rule", Passage(self._account).build()))
            else:
                passage = self._passage(block)
                if passage.length:
                    pieces.append(Piece(block.kind, self._timed(passage), block.level))
        taken: set[str] = set()
        for block in notes:
            key = block.label if block.label not in taken else f"{block.label} at {block.line + 1}"
            taken.add(key)
            note = self._passage(block).note(key, block.label)
            if note.text:
                self.notes.append(note)
        return pieces

    def _passage(self, block: MarkdownBlock) -> Passage:
        passage = Passage(self._account)
        content = Content.of(self._account.source, list(block.spans))
        noted = self._noted if block.kind != "note" else lambda label: None
        Inline(content, self._account, self._found.references, noted).add_to(passage)
        return passage

    def _noted(self, label: str) -> str | None:
        """The note that a mark means; a note is read where its first mark stands."""
        if label not in self._defined:
            return None
        key = "" if label in self._marked else label
        self._marked.add(label)
        return key

    def _timed(self, passage: Passage) -> Mapped:
        """The text with time marks as stretches that are not spoken."""
        text = passage.build()
        marks = []
        for match in TIME.finditer(text.text):
            marks.append(Mark(*match.span(), "skip", reasons.TIME_MARK))
            for begin, end in text.spans(*match.span()):
                self._account.skip(begin, end, reasons.TIME_MARK)
        return text.with_marks(marks) if marks else text
