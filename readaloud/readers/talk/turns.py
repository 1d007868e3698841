"""Paragraphs → blocks: who speaks, where a turn goes on, what nobody says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from readaloud.model import Block, Role, Skip
from readaloud.readers import reasons
from readaloud.readers.talk.evidence import Labels
from readaloud.readers.talk.labels import Candidate
from readaloud.readers.talk.paragraphs import Paragraph
from readaloud.readers.talk.pieces import Piece, pieces_of, spoken
from readaloud.readers.talk.prose import (
    is_bracketed,
    is_classification,
    is_date_alone,
    is_heading,
    is_name_alone,
    is_reported,
    is_valediction,
    narrates,
)

_NUMBERED = re.compile(r"(?:^|(?<=[.:?!] ))(\d{1,2})\. (?=[A-Z“\"])")


@dataclass(slots=True)
class _Talk:
    """What is known while going through the paragraphs."""

    labels: Labels
    last: int
    """Index of the last labelled piece; -1 in a document without dialogue."""
    quoted_turns: bool
    """Whether the turns stand in quotation marks, as in editorial notes."""
    reported: bool
    """Whether the turns are told in the third person."""
    names: frozenset[str]
    number: int = 0
    """Of the last numbered paragraph of the telegram or message in which the talk is told."""
    turn: int | None = None
    open_quote: bool = False
    """Whether a quotation that began in the turn has not ended."""
    after: bool = False
    """Whether the talk is over and prose goes on."""
    closed_quote: bool = False
    """Whether the last words of the turn ended a quotation over several paragraphs."""
    blocks: list[Block] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)


def blocks_of(paragraphs: Sequence[Paragraph], labels: Labels, names: frozenset[str]) -> tuple[list[Block], list[Skip]]:
    """The blocks of a part, and its labels as skips."""
    pieces = pieces_of(paragraphs, labels)
    labelled = [piece for piece in pieces if piece.label is not None]
    texts = [spoken(piece) for piece in labelled]
    quoted = sum(text[:1] in '“"' and bool(text) for text in texts)
    reported = sum(
        is_reported(text, piece.label.label) for text, piece in zip(texts, labelled, strict=True) if piece.label
    )
    last = max((i for i, piece in enumerate(pieces) if piece.label is not None), default=-1)
    talk = _Talk(
        labels,
        last,
        quoted_turns=quoted * 2 > len(texts) > 1,
        reported=reported * 5 > len(texts),
        names=names,
    )
    for index, piece in enumerate(pieces):
        _take(talk, pieces, index, piece)
    return talk.blocks, talk.skips


def _take(talk: _Talk, pieces: Sequence[Piece], index: int, piece: Piece) -> None:
    paragraph = piece.paragraph
    if paragraph.kind == "pagebreak":
        talk.blocks.append(Block("pagebreak", n=paragraph.n, source_begin=paragraph.text.source(0)))
    elif piece.label is not None:
        _label(talk, paragraph, piece.label, piece.above)
    elif paragraph.kind in ("title", "heading", "dateline", "unspoken"):
        _plain(talk, paragraph, _ROLES[paragraph.kind])
        if paragraph.kind in ("title", "heading") and paragraph.level < 3:
            talk.open_quote = False
    elif paragraph.kind in ("list-item", "row"):
        _item(talk, pieces, index, paragraph)
    elif paragraph.kind == "closer":
        talk.after = talk.after or index > talk.last
        _plain(talk, paragraph, "narration")
    else:
        _unlabelled(talk, pieces, index, paragraph)


_ROLES: dict[str, Role] = {
    "title": "title",
    "heading": "heading",
    "dateline": "dateline",
    "unspoken": "unspoken",
}


def _plain(talk: _Talk, paragraph: Paragraph, role: Role, quoted: bool = False, turn: int | None = None) -> None:
    text = paragraph.text
    level = paragraph.level or (2 if role == "heading" else 0)
    talk.blocks.append(
        Block(
            role,
            text.text,
            text.marks,
            turn=turn,
            level=level,
            quoted=quoted,
            reason=paragraph.reason,
            source_begin=text.source(0),
        )
    )
    if role == "unspoken":
        talk.skips += [Skip(begin, end, paragraph.reason) for begin, end in text.spans()]


def _label(talk: _Talk, paragraph: Paragraph, label: Candidate, above: Paragraph | None) -> None:
    """A labelled paragraph begins a turn."""
    text = paragraph.text
    place = paragraph if above is None else above
    talk.skips += [Skip(begin, end, reasons.LABEL) for begin, end in place.text.spans(label.begin, label.end)]
    spoken = text if above is not None else text.without([_with_brackets(text.text, label)])
    who = tuple(dict.fromkeys(id for begin, _, id in place.people if begin < label.end))
    talk.turn = 0 if talk.turn is None else talk.turn + 1
    talk.after = talk.closed_quote = False
    talk.open_quote = _leaves_open(spoken.text, False)
    talk.blocks.append(
        Block(
            "speech",
            spoken.text,
            spoken.marks,
            label=label.label,
            separator=label.separator,
            turn=talk.turn,
            who=who,
            quoted=talk.open_quote and spoken.text[:1] in '“"',
            source_begin=spoken.source(0) if spoken.text else text.source(0),
        )
    )


def _with_brackets(text: str, label: Candidate) -> tuple[int, int]:
    """The stretch of a label, with the space after it, and the bracket before it when its separator closes one."""
    end = label.end
    while end < len(text) and text[end] == " ":
        end += 1
    bracketed = label.begin > 0 and text[label.begin - 1] == "[" and label.separator.endswith("]")
    return label.begin - bracketed, end


def _unlabelled(talk: _Talk, pieces: Sequence[Piece], index: int, paragraph: Paragraph) -> None:
    text = paragraph.plain
    if is_classification(text) and (talk.turn is None or index > talk.last):
        _plain(talk, replace(paragraph, kind="unspoken", reason=reasons.CLASSIFICATION), "unspoken")
    elif is_bracketed(text) and not (is_date_alone(text) and talk.turn is not None and talk.closed_quote):
        _plain(talk, paragraph, "stage")
    elif talk.turn is None or talk.after:
        talk.number = next((int(n) for n in reversed(_NUMBERED.findall(text))), talk.number)
        _plain(talk, paragraph, "heading" if _is_heading(pieces, index, text) else "narration")
    elif talk.open_quote or (talk.closed_quote and is_date_alone(text)):
        _goes_on(talk, paragraph, quoted=True)
    elif index > talk.last and talk.number and text.startswith(f"{talk.number + 1}. "):
        talk.number, talk.after = talk.number + 1, True
        _plain(talk, paragraph, "narration")
    elif _is_signature(talk, pieces, index, text) or _is_narration(talk, index, text):
        talk.after = index > talk.last
        _plain(talk, paragraph, "narration")
    elif is_heading(text) and not _leaves_open(text, False):
        _plain(talk, paragraph, "heading")
    else:
        _goes_on(talk, paragraph, quoted=False)


def _goes_on(talk: _Talk, paragraph: Paragraph, quoted: bool) -> None:
    """A further paragraph of the turn."""
    text = paragraph.plain
    was_open = talk.open_quote
    talk.open_quote = _leaves_open(text, was_open)
    talk.closed_quote = (was_open and not talk.open_quote) or (talk.closed_quote and quoted)
    opens_here = talk.open_quote and not was_open and text[:1] in '“"'
    _plain(talk, paragraph, "speech", quoted or opens_here, talk.turn)


def _item(talk: _Talk, pieces: Sequence[Piece], index: int, paragraph: Paragraph) -> None:
    """A list inside a turn is the speaker's where the turn leads up to it."""
    before = talk.blocks[-1] if talk.blocks else None
    leads = before is not None and before.turn is not None and before.turn == talk.turn
    if (
        leads
        and not talk.after
        and index < talk.last + 40
        and ((before is not None and before.text[-1:] in ":;—") or _in_list(before))
    ):
        _plain(talk, paragraph, "list-item", turn=talk.turn)
    else:
        _plain(talk, paragraph, "list-item")


def _in_list(before: Block | None) -> bool:
    return before is not None and before.role == "list-item"


def _is_heading(pieces: Sequence[Piece], index: int, text: str) -> bool:
    if not is_heading(text):
        return False
    before = next((p.paragraph for p in reversed(pieces[:index]) if p.paragraph.kind != "pagebreak"), None)
    following = next((p for p in pieces[index + 1 :] if p.paragraph.kind != "pagebreak"), None)
    if following is None:
        return False
    # The signature of a letter, before its enclosure.
    signed = before is not None and (is_valediction(before.plain) or before.plain.endswith("etc.]"))
    return not (signed and is_name_alone(text))


def _is_signature(talk: _Talk, pieces: Sequence[Piece], index: int, text: str) -> bool:
    if index < talk.last or any(
        p.paragraph.kind == "paragraph" and not is_bracketed(p.paragraph.plain) and not is_name_alone(p.paragraph.plain)
        for p in pieces[index + 1 :]
    ):
        return False
    return is_name_alone(text) or is_valediction(text)


def _is_narration(talk: _Talk, index: int, text: str) -> bool:
    if talk.quoted_turns:
        return text[:1] not in '“"'
    people = talk.labels.people if index < talk.last else talk.labels.people | talk.names
    return narrates(text, people, acts=not talk.reported)


def _leaves_open(text: str, was_open: bool) -> bool:
    """Whether a quotation is open after a paragraph; a paragraph inside one may repeat the opening mark."""
    depth = 0
    if "“" in text or "”" in text:
        bare = text[1:] if was_open and text.startswith("“") else text
        depth = int(was_open)
        for character in bare:
            if character == "“":
                depth = 1
            elif character == "”":
                depth = 0
        return depth > 0
    count = text.count('"')
    if was_open and text.startswith('"'):
        count -= 1
    return was_open != (count % 2 == 1)
