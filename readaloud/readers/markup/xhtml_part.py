"""From walked XHTML or HTML to one part of a document, its speakers told by the markup or by the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from readaloud.model import Block, Doubt, Inline, Person, Skip
from readaloud.readers.markup.semantics import types
from readaloud.readers.markup.trees import Element, plain
from readaloud.readers.offsets.flow import Flow, Piece
from readaloud.readers.offsets.mapped import INSERTED, Mapped
from readaloud.readers.talk.paragraphs import Kind, Paragraph
from readaloud.readers.talk.people import people_of
from readaloud.readers.talk.talk import talk

_KINDS: dict[str, Kind] = {
    "title": "title", "heading": "heading", "list-item": "list-item", "dateline": "dateline", "pagebreak": "pagebreak",
}  # fmt: skip
_LABEL = re.compile(r"[^\W\d_a-z][^.:?!;]{0,48}(?:\.[^.:?!;]{1,30})?")
_FEWEST = 4
"""Labels a document must have before bold type, or a book's text, is believed to set them."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a part once its speakers are."""

    blocks: tuple[Block, ...]
    people: tuple[Person, ...]
    skips: tuple[Skip, ...]
    text_labels: bool
    doubts: tuple[Doubt, ...] = ()


def tell(flow: Flow, pieces: Sequence[Piece], people: tuple[Person, ...], by_markup: bool, book: bool = False) -> Told:
    """The blocks; where the markup names no speakers, `talk` looks for labels in the text.

    In a `book`, one line of the kind `Hale: that was the name` makes no dialogue, what is a heading the markup says,
    and a chapter's heading ends whatever turn went on before it.
    """
    plain_blocks = tuple(piece.block() for piece in pieces)
    if by_markup or not any(piece.shape.role in ("narration", "stage") and piece.text.text for piece in pieces):
        return Told(plain_blocks, people, tuple(flow.skips), False)
    paragraphs, without = _stopped([_paragraph(piece) for piece in pieces])
    people = people or people_of(paragraphs)
    told = talk(paragraphs, people, [note.text for note in flow.notes])
    if book and sum(block.label is not None for block in told.blocks) < _FEWEST:
        return Told(plain_blocks, people, tuple(flow.skips), False)
    blocks = tuple(
        replace(block, separator="") if block.label is not None and block.label in without else block
        for block in told.blocks
    )
    if book or not any(block.turn is not None for block in blocks):
        marked = {piece.text.source(0) for piece in pieces if piece.shape.role == "heading"}
        blocks = tuple(
            replace(block, role="narration", level=0)
            if block.role == "heading" and block.source_begin not in marked
            else block
            for block in blocks
        )
    if book:
        blocks = tuple(_ended(blocks))
    return Told(blocks, people, (*flow.skips, *told.skips), True, told.doubts)


def _ended(blocks: Sequence[Block]) -> Iterator[Block]:
    ended = False
    for block in blocks:
        if block.role == "heading" and block.level == 2:
            ended = True
        elif block.label is not None:
            ended = False
        if ended and block.turn is not None:
            block = replace(block, role="narration" if block.role == "speech" else block.role, turn=None, quoted=False)
        yield block


def _paragraph(piece: Piece) -> Paragraph:
    shape = piece.shape
    text = piece.text
    if shape.role == "stage" and text.text:
        text = text.with_marks([Inline(0, len(text.text), "stage")])
    return Paragraph(text, _KINDS.get(shape.role, "paragraph"), shape.level, shape.n, shape.reason, wraps=piece.lines)


def _stopped(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], frozenset[str]]:
    """Labels that bold type alone sets off get the colon by which `talk` knows a label.

    They are believed when they come again and again, as names in an interview do and headings do not.
    """
    starts = {index: end for index, paragraph in enumerate(paragraphs) if (end := _bold_start(paragraph))}
    labels = Counter(paragraphs[index].plain[:end] for index, end in starts.items())
    if len(starts) < _FEWEST or len(labels) < 2 or len(labels) * 2 > len(starts):
        return paragraphs, frozenset()
    result: list[Paragraph] = []
    waiting: Paragraph | None = None
    for index, paragraph in enumerate(paragraphs):
        end = starts.get(index, 0)
        if waiting is not None:
            # A label on a line of its own, as a term in a definition list.
            goes_on = not end and paragraph.kind == "paragraph"
            result.append(replace(waiting, text=_stop(waiting.text, paragraph.text if goes_on else Mapped()), wraps=()))
            waiting = None
            if goes_on:
                continue
        if end == len(paragraph.plain) and end:
            waiting = paragraph
        elif end:
            text = paragraph.text
            result.append(replace(paragraph, text=_stop(text.part(0, end), text.part(end, len(text.text))), wraps=()))
        else:
            result.append(paragraph)
    if waiting is not None:
        result.append(replace(waiting, text=_stop(waiting.text, Mapped())))
    return result, frozenset(labels)


def _bold_start(paragraph: Paragraph) -> int:
    """Where words in bold that may be a label end; 0 when there are none, or a separator is printed."""
    text = paragraph.plain
    if paragraph.kind != "paragraph":
        return 0
    end = next((mark.end for mark in paragraph.text.marks if mark.kind == "strong" and mark.begin == 0), 0)
    if not end or not _LABEL.fullmatch(text, 0, end) or len(text[:end].split()) > 6:
        return 0
    rest = text[end:].lstrip()
    return 0 if rest[:1] in (":", ".", "-", "–", "—", ",", "’", "'") else end


def _stop(label: Mapped, words: Mapped) -> Mapped:
    """A label, a colon that is not in the source, and what the speaker says."""
    signs = ": " if words.text else ":"
    shift = len(label.text) + len(signs)
    return Mapped(
        label.text + signs + words.text,
        (*label.runs, (len(label.text), INSERTED), *((begin + shift, source) for begin, source in words.runs)),
        (
            *(mark for mark in label.marks if mark.kind not in ("noteref", "pagebreak")),
            *(replace(mark, begin=shift, end=shift) for mark in label.marks if mark.kind in ("noteref", "pagebreak")),
            *(replace(mark, begin=mark.begin + shift, end=mark.end + shift) for mark in words.marks),
        ),
    )


def levelled(pieces: Sequence[Piece], title: str | None) -> list[Piece]:
    """Headings from level 2 on; the first may be the document's title, where none is yet.

    It is when it says the title, or, for a page whose title nobody knows (None), when none stands higher.
    """
    found = list(pieces)
    headings = [index for index, piece in enumerate(found) if piece.shape.role == "heading"]
    if not headings:
        return found
    levels = [found[index].shape.level for index in headings]
    if not any(piece.shape.role == "title" for piece in found):
        first = found[headings[0]]
        if title is None:
            alone = levels[0] == 1 or not any(piece.text.text for piece in found[: headings[0]])
            fits = alone and levels[0] == min(levels)
        else:
            fits = _letters(first.text.text) == _letters(title)
        if fits:
            found[headings[0]] = replace(first, shape=replace(first.shape, role="title", level=1))
            headings, levels = headings[1:], levels[1:]
    surplus = min(levels, default=2) - 2
    for index in headings:
        shape = found[index].shape
        found[index] = replace(found[index], shape=replace(shape, level=shape.level - surplus))
    return found


def dramatis_personae(source: str, roots: Sequence[Element]) -> tuple[Person, ...]:
    """Those that a play lists: `Lane, Manservant`."""
    found: dict[str, Person] = {}
    for root in roots:
        for section in root.iter():
            if "dramatis-personae" not in types(section):
                continue
            for item in section.iter("li"):
                if item.find("li") is not None:
                    continue
                name, _, description = plain(source, item).partition(",")
                name = name.strip(" .:;")
                identifier = "-".join("".join(s if s.isalnum() else " " for s in name.casefold()).split())
                if identifier and identifier not in found:
                    found[identifier] = Person(identifier, name, description.strip(" :;"))
    return tuple(found.values())


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
