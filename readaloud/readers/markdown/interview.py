"""Turns of a Markdown interview: from labels in bold, or from questions set off by their markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from readaloud.model import Block, Person, Role
from readaloud.readers import reasons
from readaloud.readers.markdown.labels import TIME, BoldLabel, Piece, bold_label, is_question
from readaloud.readers.offsets.mapped import Mapped
from readaloud.readers.offsets.stretches import Account
from readaloud.readers.talk.remarks import mark_remarks

_NAME = re.compile(r"(?:[A-Z][\w'’.\-]*)(?: (?:[A-Z][\w'’.\-]*|de|van|von|al|bin|da|la)){1,3}")
_WORD = re.compile(r"[^\W_]")
_ASKS, _ANSWERS = "interviewer", "interviewee"


def interview(
    account: Account, pieces: Sequence[Piece], speakers: frozenset[str], questions: str, title: str
) -> tuple[list[Block], tuple[Person, ...]]:
    """The blocks, and the people of an interview that names nobody."""
    turns = _Turns(account, speakers, questions)
    for at, piece in enumerate(pieces):
        turns.read(piece, pieces[at + 1] if at + 1 < len(pieces) else None)
    turns.give_up_label()
    people: tuple[Person, ...] = ()
    if questions:
        name = title if _NAME.fullmatch(title) else _ANSWERS.capitalize()
        people = (Person(_ASKS, _ASKS.capitalize(), present=True), Person(_ANSWERS, name, present=True))
    return turns.blocks, people


class _Turns:
    """The turns as they come."""

    def __init__(self, account: Account, speakers: frozenset[str], questions: str) -> None:
        self._account = account
        self._speakers = speakers
        self._questions = questions
        self._turn = -1
        self._speaking = False
        self._who: tuple[str, ...] = ()
        self._waiting: tuple[Mapped, BoldLabel] | None = None
        self._titled = False
        self.blocks: list[Block] = []

    def read(self, piece: Piece, following: Piece | None) -> None:
        """Read the next block of text."""
        if self._questions:
            self._read_interview(piece)
        else:
            self._read_labelled(piece, following)

    # Labels ---------------------------------------------------------------------------------------------------------

    def _read_labelled(self, piece: Piece, following: Piece | None) -> None:
        label = bold_label(piece) if piece.kind not in ("heading", "rule") else None
        text = piece.text
        if label is None or label.key not in self._speakers:
            if label is not None and label.separator and not _WORD.search(TIME.sub("", text.text[label.after :])):
                # "**Break:** [15:45]" ends what was said before it.
                self.give_up_label()
                self._speaking = False
                self._add("stage", text)
            else:
                self._unlabelled(piece)
            return
        self.give_up_label()
        rest = text.part(label.after, len(text.text))
        if (
            not _WORD.search(TIME.sub("", rest.text))
            and following is not None
            and following.kind in ("paragraph", "quote")
        ):
            self._waiting = (text, label)
            return
        self._begin(text, label)
        self._say(rest, label, piece)

    def _begin(self, text: Mapped, label: BoldLabel) -> None:
        for begin, end in text.spans(0, label.after):
            self._account.skip(begin, end, reasons.LABEL)
        for match in TIME.finditer(text.text, 0, label.after):
            for begin, end in text.spans(*match.span()):
                self._account.spoken(begin, end)
                self._account.skip(begin, end, reasons.TIME_MARK)
        self._turn += 1
        self._speaking = True
        self._waiting = None

    def _say(self, text: Mapped, label: BoldLabel | None, piece: Piece) -> None:
        values: dict[str, Any] = {"turn": self._turn, "who": self._who}
        if label is not None:
            values.update(label=label.text, separator=label.separator)
        quoted = piece.kind == "quote" and label is None and not self._questions
        self._add("speech", text, quoted=quoted, **values)

    def _unlabelled(self, piece: Piece) -> None:
        if self._waiting is not None and piece.kind in ("paragraph", "quote", "list-item"):
            text, label = self._waiting
            self._begin(text, label)
            self._say(piece.text, label, piece)
            return
        self.give_up_label()
        if piece.kind == "rule":
            return
        if piece.kind == "heading":
            self._heading(piece)
        elif self._speaking and piece.kind != "row":
            self._say(piece.text, None, piece)
        else:
            self._add("list-item" if piece.kind in ("list-item", "row") else "narration", piece.text)

    def give_up_label(self) -> None:
        """A label alone that nothing follows is text."""
        if self._waiting is not None:
            text, _ = self._waiting
            self._waiting = None
            self._add("narration", text)

    def _heading(self, piece: Piece, **values: Any) -> None:
        if piece.level == 1 and not self._titled:
            self._titled = True
            self._add("title", piece.text, level=1)
        else:
            self._add("heading", piece.text, level=max(2, piece.level), **values)

    # Questions ------------------------------------------------------------------------------------------------------

    def _read_interview(self, piece: Piece) -> None:
        if piece.kind == "rule":
            return
        if is_question(piece, self._questions):
            if self._who != (_ASKS,) or self._questions == "heading":
                self._turn += 1
            self._who = (_ASKS,)
            self._speaking = True
            if piece.kind == "heading":
                self._heading(piece, turn=self._turn, who=self._who)
            else:
                self._say(piece.text, None, piece)
            return
        if piece.kind == "heading":
            self._speaking = False
            self._who = ()
            self._heading(piece)
        elif self._speaking:
            if self._who != (_ANSWERS,):
                self._turn += 1
                self._who = (_ANSWERS,)
            self._say(piece.text, None, piece)
        else:
            self._add("list-item" if piece.kind in ("list-item", "row") else "narration", piece.text)

    def _add(self, role: Role, text: Mapped, **values: Any) -> None:
        if text.text or text.marks or values.get("label"):
            block = Block(role, text.text, text.marks, source_begin=text.source(0), **values)
            self.blocks.append(mark_remarks(block))
