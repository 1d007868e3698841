"""Blocks, notes and skips as they come about while a reader walks through a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from readaloud.model import Block, Inline, InlineKind, Note, Role, Skip
from readaloud.readers.markup.trees import Element, Text
from readaloud.readers.offsets.mapped import Builder, Mapped

_LETTER = re.compile(r"[^\W_]")
_POINTS = frozenset({"noteref", "pagebreak"})


_NOTHING = Mapped()


@dataclass(frozen=True, slots=True)
class Piece:
    """One block that still knows where in the source its characters stand."""

    shape: Block
    """The block without its text."""
    text: Mapped = _NOTHING
    lines: tuple[int, ...] = ()
    """Offsets of the spaces at which the source begins a new line (`br`)."""

    def block(self) -> Block:
        """The finished block."""
        return replace(self.shape, text=self.text.text, marks=self.text.marks, source_begin=self.text.source(0))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the paragraph that is open."""

    builder: Builder
    offset: int


class Flow:
    """Takes stretches of the source into the paragraph that is open, and keeps the account of what is skipped."""

    def __init__(self, source: str) -> None:
        """Begin with nothing; `source` is the whole source text."""
        self.source = source
        self.pieces: list[Piece] = []
        self.notes: list[Note] = []
        self.skips: list[Skip] = []
        self.default: Role = "narration"
        """Role of text for which no paragraph was opened, outside turns."""
        self.turn: int | None = None
        """Number of the turn that is going on."""
        self.quoted = False
        """Whether paragraphs opened now are read-out matter."""
        self._turns = 0
        self._opening: dict[str, Any] = {}
        self._builder: Builder | None = None
        self._lines: list[int] = []
        self._shape = Block("narration")
        self._waiting: list[Inline] = []
        self._in_note = 0
        self._marked: set[str] = set()
        """Keys of the notes whose mark has come."""

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def open(self, role: Role | None = None, **values: Any) -> None:
        """End the paragraph and begin another; inside a note it is only white space."""
        if self._in_note:
            self.gap()
            return
        self.close()
        self._builder = Builder()
        self._lines = []
        role = role or ("speech" if self.turn is not None else self.default)
        self._shape = Block(role, quoted=self.quoted, **values)
        for mark in self._waiting:
            self._builder.mark_here(mark.kind, mark.value)
        self._waiting.clear()

    def close(self) -> None:
        """End the paragraph that is open, if one is."""
        if self._in_note:
            self.gap()
            return
        builder, self._builder = self._builder, None
        if builder is None:
            return
        text = _trimmed(builder.build())
        if not text.text:
            for mark in text.marks:
                if mark.kind == "pagebreak":
                    self.pieces.append(Piece(Block("pagebreak", n=mark.value)))
                elif mark.kind == "noteref":
                    self._behind(mark.value)
            return
        shape = self._shape
        if shape.role in ("speech", "narration", "list-item") and _is_stage(text):
            shape = replace(shape, role="stage")
        if shape.role == "stage":
            text = replace(text, marks=tuple(mark for mark in text.marks if mark.kind != "stage"))
        if self.turn is not None and shape.role in ("speech", "stage"):
            shape = replace(shape, turn=self.turn)
            if shape.role == "speech":
                shape = replace(shape, **self._opening)
                self._opening = {"who": self._opening.get("who", ())}
        self.pieces.append(
            Piece(shape, text, tuple(at for at in dict.fromkeys(self._lines) if 0 < at < len(text.text)))
        )

    @property
    def is_open(self) -> bool:
        """Whether a paragraph or note is going on."""
        return self._builder is not None

    @property
    def ends_in_word(self) -> bool:
        """Whether the paragraph so far ends with a letter or digit."""
        return self._builder is not None and bool(re.search(r"[^\W_]\s*$", self._builder.build().text[-1:]))

    # --- turns -------------------------------------------------------------------------------------------------------

    def begin_turn(self, label: str | None, separator: str = "", who: tuple[str, ...] = ()) -> None:
        """A speaker's turn begins; its first speech block carries the label."""
        if self._in_note:
            self.gap()
            return
        self.end_turn()
        self.turn = self._turns
        self._turns += 1
        self._opening = {"label": label, "separator": separator, "who": who}

    def end_turn(self) -> None:
        """The turn is over; where nothing is said in it, a stage direction carries the label."""
        self.close()
        if self.turn is None or self._in_note:
            return
        for mark in self._waiting:
            self._behind(mark.value)
        self._waiting.clear()
        if "label" in self._opening:
            own = [index for index, piece in enumerate(self.pieces) if piece.shape.turn == self.turn]
            if own:
                first = self.pieces[own[0]]
                self.pieces[own[0]] = replace(first, shape=replace(first.shape, **self._opening))
            elif self._opening["label"]:
                # A label with no words after it: printed, so it is told, as `talk` does.
                self.pieces.append(Piece(Block("speech", turn=self.turn, **self._opening)))
            else:
                self._turns -= 1
        self._opening = {}
        self.turn = None

    # --- text and marks ----------------------------------------------------------------------------------------------

    def text(self, text: Text) -> None:
        """A stretch of the source that is spoken."""
        characters = self.source[text.begin : text.end]
        if self._builder is None:
            if characters.isspace():
                return
            self.open()
        assert self._builder is not None
        self._builder.add(characters, text.begin)

    def insert(self, signs: str) -> None:
        """Signs that are not in the source, right behind the last word."""
        if self._builder is not None:
            self._builder.insert(signs)

    def gap(self) -> None:
        """White space before what comes next."""
        if self._builder is not None:
            self._builder.break_line()

    def new_line(self) -> None:
        """A new line within the paragraph."""
        if self._builder is not None:
            if not self._in_note:
                self._lines.append(self._builder.length)
            self._builder.break_line()

    def here(self) -> Place:
        """The place of what comes next; opens a paragraph where there is none."""
        if self._builder is None:
            self.open()
        assert self._builder is not None
        return Place(self._builder, self._builder.settle())

    def mark(self, begin: Place, kind: InlineKind, value: str = "") -> None:
        """Mark what came since `begin`, as far as it is in the same paragraph."""
        if begin.builder is self._builder:
            begin.builder.mark(begin.offset, kind, value)

    def page(self, n: str) -> None:
        """A print page begins here."""
        if self._builder is not None:
            self._builder.mark_here("pagebreak", n)
        else:
            self.pieces.append(Piece(Block("pagebreak", n=n)))

    def noteref(self, key: str, ahead: bool = False) -> None:
        """A note belongs here: in the paragraph that is open, else at the end of the one before, or `ahead`.

        A note has one mark, the first.
        """
        if key in self._marked:
            return
        self._marked.add(key)
        if self._builder is not None:
            self._builder.mark_here("noteref", key)
        elif ahead:
            self._waiting.append(Inline(0, 0, "noteref", key))
        else:
            self._behind(key)

    def _behind(self, key: str) -> None:
        for index in range(len(self.pieces) - 1, -1, -1):
            piece = self.pieces[index]
            if piece.text.text:
                end = len(piece.text.text)
                text = piece.text.with_marks([Inline(end, end, "noteref", key)])
                self.pieces[index] = replace(piece, text=text)
                return
        self._waiting.append(Inline(0, 0, "noteref", key))

    # --- notes and skips ---------------------------------------------------------------------------------------------

    @contextmanager
    def note(self, key: str, n: str, kind: str = "note") -> Iterator[None]:
        """What comes until the end of the `with` block is a note's."""
        builder, self._builder = self._builder, Builder()
        self._in_note += 1
        try:
            yield
        finally:
            self._in_note -= 1
            text = _trimmed(self._builder.build())
            self._builder = builder
        if text.text:
            spans = tuple(text.spans())
            self.notes.append(Note(key, n, text.text, text.marks, "source" if kind == "source" else "note", spans))

    def skip(self, begin: int, end: int, reason: str) -> None:
        """A stretch of the source that is not spoken, and not printed in the running text either."""
        if _LETTER.search(self.source, begin, end):
            self.skips.append(Skip(begin, end, reason))

    def leave_out(self, element: Element, reason: str) -> None:
        """Skip an element with all that is in it; words on its two sides stay apart if white space is in it."""
        self.skip(element.begin, element.end, reason)

    # --- results -----------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """End everything; marks without a note are dropped, and notes without a mark belong to the last words."""
        self.end_turn()
        for mark in self._waiting:
            self._behind(mark.value)
        self._waiting.clear()
        keys = {note.key for note in self.notes}
        marked = set()
        for index, piece in enumerate(self.pieces):
            kept = tuple(mark for mark in piece.text.marks if mark.kind != "noteref" or mark.value in keys)
            marked |= {mark.value for mark in kept if mark.kind == "noteref"}
            if len(kept) < len(piece.text.marks):
                self.pieces[index] = replace(piece, text=replace(piece.text, marks=kept))
        self.notes = [
            replace(n, marks=tuple(m for m in n.marks if m.kind != "noteref" or m.value in keys)) for n in self.notes
        ]
        marked |= {mark.value for note in self.notes for mark in note.marks if mark.kind == "noteref"}
        for note in self.notes:
            if note.key not in marked:
                self._behind(note.key)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far, in order."""
        return tuple(piece.block() for piece in self.pieces)


def _trimmed(text: Mapped) -> Mapped:
    """Marks without white space at their ends."""
    marks = []
    for mark in text.marks:
        begin, end = mark.begin, mark.end
        if mark.kind not in _POINTS:
            while begin < end and text.text[begin] == " ":
                begin += 1
            while begin < end and text.text[end - 1] == " ":
                end -= 1
            if begin == end:
                continue
        marks.append(replace(mark, begin=begin, end=end))
    return replace(text, marks=tuple(sorted(marks, key=lambda mark: mark.begin)))


def _is_stage(text: Mapped) -> bool:
    """Whether all words stand under stage marks."""
    position = 0
    found = False
    for mark in text.marks:
        if mark.kind == "stage":
            if _LETTER.search(text.text, position, mark.begin):
                return False
            position = max(position, mark.end)
            found = True
    return found and not _LETTER.search(text.text, position)
