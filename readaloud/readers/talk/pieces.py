"""Cuts paragraphs where one of the document's labels, a page, or a line of its own begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from readaloud.readers.talk.evidence import Labels
from readaloud.readers.talk.label_starts import HEAD, inner_places
from readaloud.readers.talk.labels import Candidate, ends_sentence
from readaloud.readers.talk.paragraphs import Paragraph


@dataclass(slots=True)
class Piece:
    """A stretch of a paragraph that one person says, or that nobody says."""

    paragraph: Paragraph
    label: Candidate | None = None
    above: Paragraph | None = None
    """The line or paragraph before, in which the label stands alone."""


def pieces_of(paragraphs: Sequence[Paragraph], labels: Labels) -> list[Piece]:
    """All pieces in order."""
    return _labels_alone([piece for paragraph in paragraphs for piece in _cut(paragraph, labels)])


def spoken(piece: Piece) -> str:
    """The words of a piece without its label."""
    text = piece.paragraph.plain
    if piece.label is None or piece.above is not None:
        return text
    return text[: piece.label.begin] + text[piece.label.end :].lstrip()


def _cut(paragraph: Paragraph, labels: Labels) -> Iterator[Piece]:
    """A paragraph cut where one of the document's labels, a page, or a line of its own begins."""
    if paragraph.kind == "closer" and paragraph.breaks:
        yield from (Piece(part) for part in paragraph.parts([0, *paragraph.breaks, len(paragraph.plain)]))
        return
    if paragraph.kind != "paragraph":
        yield from (Piece(part) for part in _pages_apart(paragraph))
        return
    text = paragraph.plain
    ends = dict(pairwise([*sorted((*paragraph.breaks, *paragraph.wraps)), len(text)]))
    cuts = {at for at in paragraph.breaks if _line_of_its_own(text, at) or labels.of(text[at + 1 : ends[at]])}
    cuts |= {at for at in paragraph.wraps if ends_sentence(text, at) and labels.of(text[at + 1 : ends[at]])}
    if labels.accepted:
        cuts |= _inner(text, labels)
    whole = paragraph.parts([0, *sorted(cuts), len(text)]) if cuts else [paragraph]
    cut = [
        Piece(part, labels.of(part.plain) if part.kind == "paragraph" else None)
        for piece in whole
        for part in _pages_apart(piece)
    ]
    if _is_list(cut):
        for piece in cut[1:]:
            piece.paragraph = replace(piece.paragraph, kind="list-item", level=1)
    yield from cut


def _is_list(pieces: Sequence[Piece]) -> bool:
    """Lines under one that ends in a colon: `Participants:` and the names."""
    return (
        len(pieces) > 2
        and pieces[0].paragraph.plain.endswith(":")
        and all(piece.label is None and piece.paragraph.kind == "paragraph" for piece in pieces)
    )


def _line_of_its_own(text: str, at: int) -> bool:
    """Whether the line after a break that wrapping does not explain is a paragraph of its own."""
    following = text[at + 1 : at + 2]
    return not following.islower()


def _inner(text: str, labels: Labels) -> set[int]:
    """Places inside a paragraph where another speaker's label stands after the end of a sentence."""
    own = labels.of(text)
    found: set[int] = set()
    key = own.key if own else ""
    begins_small = own is not None and text[own.end :].lstrip()[:1].islower()
    for match in inner_places(text, own.end if own else 0):
        label = labels.of(text[match.end() : match.end() + HEAD])
        if label is None or label.key == key or label.begin > 1:
            continue
        often = labels.counts.get((label.key, label.stop), 0) >= 2 and labels.accepted[label.key, label.stop] >= 3.0
        asked = label.key not in ("q", "a") or text[match.start() - 1] in ".?!—…"
        # `How many? Mr. Orne: you say six?` speaks to Mr. Orne, where turns begin with a capital.
        spoken_to = text[match.end() + label.end :].lstrip()[:1].islower() and not begins_small
        if often and asked and not spoken_to and (own is not None or found) and label.stop in ("colon", "full stop"):
            found.add(match.start())
            key = label.key
    return found


def _pages_apart(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Pages that begin before or after all words of a paragraph stand by themselves."""
    marks = paragraph.text.marks
    length = len(paragraph.plain)
    before = [m for m in marks if m.kind == "pagebreak" and m.begin == 0]
    after = [m for m in marks if m.kind == "pagebreak" and m.begin == length and length]
    if not before and not after:
        if paragraph.plain or paragraph.kind == "pagebreak" or marks:
            yield paragraph
        return
    rest = replace(paragraph.text, marks=tuple(m for m in marks if m not in before and m not in after))
    for mark in before:
        yield Paragraph(kind="pagebreak", n=mark.value, text=replace(rest, text="", marks=()))
    if rest.text or rest.marks:
        yield replace(paragraph, text=rest)
    for mark in after:
        yield Paragraph(kind="pagebreak", n=mark.value, text=replace(rest, text="", marks=()))


def _labels_alone(pieces: list[Piece]) -> list[Piece]:
    """A label on a line of its own belongs to the paragraph that follows; without a separator it is none otherwise."""
    result: list[Piece] = []
    above: Piece | None = None
    for index, piece in enumerate(pieces):
        if above is not None and piece.paragraph.kind == "paragraph":
            piece.label, piece.above, above = above.label, above.paragraph, None
        elif piece.label is not None and piece.label.empty and not piece.paragraph.text.marks:
            following = next((p for p in pieces[index + 1 :] if p.paragraph.kind != "pagebreak"), None)
            if following is not None and following.label is None and following.paragraph.kind == "paragraph":
                above = piece
                continue
            if piece.label.stop == "none":
                piece.label = None
        result.append(piece)
    return result
