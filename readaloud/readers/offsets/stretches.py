"""Passages built from stretches of the source, and the account of what was taken and what was skipped.

A reader that works on a text container goes through the source in order, takes stretches into passages and skips
others with a reason; `Account.skips` then lists the rest, so that no letter of the source is left unaccounted for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from readaloud.model import Block, InlineKind, Note, Role, Skip, Source
from readaloud.readers import reasons
from readaloud.readers.base import Raw
from readaloud.readers.offsets.mapped import Builder, Mapped
from readaloud.readers.offsets.tidying import tidy

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_LETTER = re.compile(r"[^\W_]")
_POINTS = frozenset({"noteref", "pagebreak"})


def lines(source: str, begin: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Begin and end of each line, without its line end."""
    end = len(source) if end is None else end
    found = []
    while begin < end:
        match = _LINE.match(source, begin, end)
        assert match is not None
        stop = match.end()
        text_end = stop
        while text_end > begin and source[text_end - 1] in "\r\n":
            text_end -= 1
        found.append((begin, text_end))
        begin = stop
    return found


def text_source(raw: Raw, encoding: str) -> Source:
    """The file as a text container."""
    return Source(raw.name, hashlib.sha256(raw.data).hexdigest(), "text", encoding)


class Account:
    """Which stretches of a source went where."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._taken: list[tuple[int, int]] = []
        self._skips: list[Skip] = []

    def take(self, begin: int, end: int) -> None:
        """A stretch whose words are in a block or a note."""
        if begin < end:
            self._taken.append((begin, end))

    def skip(self, begin: int, end: int, reason: str) -> None:
        """A stretch that is not spoken."""
        if begin < end:
            self._skips.append(Skip(begin, end, reason))

    def spoken(self, begin: int, end: int) -> None:
        """Take a stretch out of those that were skipped."""
        kept: list[Skip] = []
        for skip in self._skips:
            if skip.end <= begin or end <= skip.begin:
                kept.append(skip)
                continue
            if skip.begin < begin:
                kept.append(Skip(skip.begin, begin, skip.reason))
            if end < skip.end:
                kept.append(Skip(end, skip.end, skip.reason))
        self._skips = kept

    def skips(self) -> tuple[Skip, ...]:
        """All skips in order; what nobody took or skipped is markup, what was both taken and skipped is skipped."""
        rest: list[Skip] = []
        position = 0
        stretches = [*self._taken, *((skip.begin, skip.end) for skip in self._skips)]
        for begin, end in [*sorted(stretches), (len(self.source), len(self.source))]:
            if begin > position:
                rest.append(Skip(position, begin, reasons.MARKUP))
            position = max(position, end)
        begins, ends = {begin for begin, _ in self._taken}, {end for _, end in self._taken}
        inner = (skip for skip in rest if skip.begin in ends and skip.end in begins and self._is_in_word(skip))
        wordy = (skip for skip in [*self._skips, *rest] if _LETTER.search(self.source, skip.begin, skip.end))
        return tidy([*wordy, *inner], self.source)

    def _is_in_word(self, skip: Skip) -> bool:
        """Whether signs stand inside a word, as in `_dis_like`: the checker must not cut it there."""
        around = self.source[skip.begin - 1 : skip.begin] + self.source[skip.end : skip.end + 1]
        return around.isalnum() and not any(map(str.isspace, self.source[skip.begin : skip.end]))


class Passage:
    """The text of one block or note as it grows, with its marks."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._builder = Builder()

    def add(self, begin: int, end: int) -> None:
        """Take a stretch of the source."""
        if begin < end:
            self._account.take(begin, end)
            self._builder.add(self._account.source[begin:end], begin)

    def literal(self, text: str) -> None:
        """Signs that are printed, but stand in the source as something else (an entity); no letters or digits."""
        if text.isspace():
            self._builder.break_line()
        elif text:
            self._builder.settle()
            self._builder.insert(text)

    def gap(self) -> None:
        """White space before what comes next."""
        self._builder.break_line()

    def here(self) -> int:
        """Offset in the text of what comes next."""
        return self._builder.settle()

    def mark(self, begin: int, kind: InlineKind, value: str = "") -> None:
        """Mark what was added since `begin`, an earlier `here()`."""
        self._builder.mark(begin, kind, value)

    def point(self, kind: InlineKind, value: str) -> None:
        """Set a mark of no length here."""
        self._builder.mark_here(kind, value)

    def unspoken(self, begin: int, end: int, reason: str) -> None:
        """Take a stretch that is printed here but not spoken."""
        here = self.here()
        self._account.skip(begin, end, reason)
        self._builder.add(self._account.source[begin:end], begin)
        self.mark(here, "skip", reason)

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._builder.length

    def build(self) -> Mapped:
        """The text with its marks, none of which has white space at its ends."""
        mapped = self._builder.build()
        marks = []
        for mark in mapped.marks:
            begin, end = mark.begin, mark.end
            if mark.kind not in _POINTS:
                while begin < end and mapped.text[begin] == " ":
                    begin += 1
                while begin < end and mapped.text[end - 1] == " ":
                    end -= 1
                if begin == end:
                    continue
            marks.append(replace(mark, begin=begin, end=end))
        return replace(mapped, marks=tuple(sorted(marks, key=lambda mark: mark.begin)))

    def block(self, role: Role, **values: Any) -> Block:
        """The passage as a block."""
        mapped = self.build()
        return Block(role, mapped.text, mapped.marks, source_begin=mapped.source(0), **values)

    def note(self, key: str, n: str) -> Note:
        """The passage as a note."""
        mapped = self.build()
        return Note(key, n, mapped.text, mapped.marks, spans=tuple(mapped.spans()))


def settled(blocks: Iterable[Block]) -> list[Block]:
    """Blocks whose text is directions alone as `stage`, without marks for them; the label stands on the first speech."""
    found: list[Block] = []
    waiting: tuple[int, str | None, str] | None = None
    for block in blocks:
        if waiting is not None and (block.turn != found[waiting[0]].turn or block.label is not None):
            waiting = None
        if block.role in ("speech", "narration", "stage") and _directs(block):
            marks = tuple(mark for mark in block.marks if mark.kind != "stage")
            if block.label is not None:
                waiting = (len(found), block.label, block.separator)
            block = replace(block, role="stage", marks=marks)
        elif block.role == "speech" and waiting is not None:
            at, label, separator = waiting
            found[at] = replace(found[at], label=None, separator="")
            block = replace(block, label=label, separator=separator)
            waiting = None
        found.append(block)
    return found


def _directs(block: Block) -> bool:
    """Whether nothing but stage directions is in a block."""
    if block.role == "stage":
        return True
    text, stages = block.text, [mark for mark in block.marks if mark.kind == "stage"]
    if not stages or not text:
        return False
    position = 0
    for mark in stages:
        if _LETTER.search(text, position, mark.begin):
            return False
        position = max(position, mark.end)
    return not _LETTER.search(text, position)


def anchored(blocks: Sequence[Block], notes: Sequence[Note]) -> tuple[list[Block], list[Note]]:
    """Each note with its mark: one that no mark points to becomes a paragraph in its place, so that no word is lost."""
    keys = {note.key for note in notes}
    marked = {mark.value for block in blocks for mark in block.marks if mark.kind == "noteref"}
    result = [_without_marks(block, marked - keys) for block in blocks]
    for note in notes:
        if note.key in marked or not note.spans:
            continue
        begin = note.spans[0][0]
        place = next((n for n, block in enumerate(result) if (block.source_begin or 0) > begin), len(result))
        result.insert(place, Block("narration", note.text, note.marks, source_begin=begin))
    return result, [note for note in notes if note.key in marked]


def _without_marks(block: Block, keys: set[str]) -> Block:
    if not keys:
        return block
    return replace(block, marks=tuple(m for m in block.marks if m.kind != "noteref" or m.value not in keys))
