"""Plays in plain text: from paragraphs and the labels in them to turns, directions and headings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from readaloud.model import Block, Note, Role
from readaloud.readers import reasons
from readaloud.readers.gutenberg.facts import Facts
from readaloud.readers.gutenberg.labels import Label, label_key, likely_label
from readaloud.readers.gutenberg.shape import Piece, heading_level
from readaloud.readers.gutenberg.text import Lines, add_printed, plain, wholly_marked
from readaloud.readers.offsets.stretches import Account, Passage

_ENTERS = re.compile(
    r"(?:Re-?enter|Enter|Exit|Exeunt|Manent|Manet) (?:[A-Z]|the |a |an |two |three |some |certain |severally|all\b|omnes)"
    r"|(?:Exit|Exeunt)[.\s]*$|(?:Flourish|Alarums?|Sennet|Trumpets?|A flourish|Thunder)\b[^a-z]*(?:[.,]| and | within)",
)
_SKIPPED = {
    "contents": reasons.CONTENTS,
    "transcriber": reasons.TRANSCRIBER,
    "picture": reasons.PICTURE,
}


class Play:
    """One play as it is read."""

    def __init__(self, account: Account, begin: int, end: int, title: str = "") -> None:
        self._account = account
        self._source = account.source
        self._title = label_key(title)
        self._turn = -1
        self._speaking = False
        self._pending: Label | None = None
        self._held: list[int] = []
        self._inside = False
        self._marked: Counter[str] = Counter()
        self._defined: Counter[str] = Counter()
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.facts = Facts(account.source, begin, end)
        self._signs = self.facts.signs
        self._keys: Counter[str] = Counter(piece.label for piece in self.facts.pieces if piece.kind == "definition")

    @property
    def turns(self) -> int:
        """Number of turns read."""
        return self._turn + 1

    def read(self) -> None:
        """Read all paragraphs."""
        first = self.facts.first_speech
        for at, piece in enumerate(self.facts.pieces):
            self._read(piece, at, at >= first)
        self._give_up_label()

    # Paragraph after paragraph --------------------------------------------------------------------------------------

    def _read(self, piece: Piece, at: int, begun: bool) -> None:
        lines = piece.lines
        if piece.kind in _SKIPPED:
            self._account.skip(lines.begin, lines.end, _SKIPPED[piece.kind])
        elif piece.kind == "definition":
            self._read_note(piece, at)
        elif piece.kind == "definition-rest":
            return
        elif piece.kind in ("cast", "cast-title"):
            self._read_cast(piece)
        elif piece.kind == "heading":
            self._read_heading(piece)
        elif piece.kind == "closing":
            self._give_up_label()
            self._speaking = False
            role: Role = "stage" if self._source[lines.begin] in "[(" else "narration"
            self._add_block(role, lines.begin, lines.end)
        elif self._title and self._read_title(lines):
            return
        elif begun:
            self._read_plain(lines)
        else:
            acted = any(block.role == "heading" and block.level == 2 for block in self.blocks)
            marked = acted and self._is_direction(lines.begin, lines.end)
            self._add_block("stage" if marked else "narration", lines.begin, lines.end)

    def _read_title(self, lines: Lines) -> bool:
        """Read the paragraph if it is the title or, in its first line, begins with it."""
        source = self._source
        named = any(block.role == "title" for block in self.blocks)
        for end in (lines.end, lines.lines[0][1]):
            if end - lines.begin > 300 or label_key(plain(source, lines.begin, end)) != self._title:
                continue
            if end < lines.end and (named or len(lines.lines) > 4):
                return False
            self._give_up_label()
            self._speaking = False
            self._add_block("narration" if named else "title", lines.begin, end, level=0 if named else 1)
            self._add_block("narration", end, lines.end)
            return True
        return False

    def _add_block(self, role: Role, begin: int, end: int, *, first: bool = False, **values: Any) -> None:
        passage = Passage(self._account)
        inside = self._inside and self._closes_bracket(begin, end)
        if first and self._source[begin : begin + 1] in ("(", "[") and (close := self._dotted(begin, end)) is not None:
            # "RAINA (_eagerly_). Oh!": the full stop belongs to the label.
            add_printed(passage, self._account, begin, close, self._signs, self._noted, first=True)
            self._inside = add_printed(passage, self._account, close + 1, end, self._signs, self._noted)
        else:
            self._inside = add_printed(
                passage, self._account, begin, end, self._signs, self._noted, first=first, inside=inside
            )
        block = passage.block(role, **values)
        if not block.text and len(block.marks) == 1 and block.marks[0].kind == "pagebreak":
            self.blocks.append(Block("pagebreak", n=block.marks[0].value, source_begin=begin))
        elif block.text or block.marks or values.get("turn") is not None:
            self.blocks.append(block)

    def _closes_bracket(self, begin: int, end: int) -> bool:
        close = self._source.find("]", begin, end)
        opened = self._source.find("[", begin, end)
        return close >= 0 and (opened < 0 or close < opened)

    def _dotted(self, begin: int, end: int) -> int | None:
        """Where the direction that opens a speech ends, if a full stop or colon follows that ends the label."""
        closer = ")" if self._source[begin] == "(" else "]"
        close = self._source.find(closer, begin, min(end, begin + 1500))
        if close < 0 or self._source[close + 1 : close + 2] not in (".", ":"):
            return None
        return close + 1

    def _read_heading(self, piece: Piece) -> None:
        self._give_up_label()
        self._speaking = False
        lines = piece.lines
        small = len(lines.lines) <= 3 and len(plain(self._source, lines.begin, lines.end)) <= 160
        begin, level = lines.begin, piece.level
        for at, (line_begin, line_end) in enumerate(lines.lines):
            if at == 0:
                continue
            further = heading_level(plain(self._source, line_begin, line_end))
            if further or not small:
                self._add_block("heading", begin, lines.lines[at - 1][1], level=level)
                begin, level = line_begin, further
                if not further:
                    break
        if level:
            self._add_block("heading", begin, lines.end, level=level)
        elif wholly_marked(self._source, begin, lines.end):
            self._add_block("stage", begin, lines.end)
        else:
            self._add_block("narration", begin, lines.end)

    def _read_cast(self, piece: Piece) -> None:
        if piece.kind == "cast-title":
            self._add_block("heading", *piece.lines.lines[0], level=3)
        for item in self.facts.items[id(piece)]:
            passage = Passage(self._account)
            for begin, end in item.lines:
                passage.gap()
                add_printed(passage, self._account, begin, end, replace(self._signs, asides=False, bracketed=False))
            if passage.length:
                self.blocks.append(passage.block("list-item"))

    # Speech ---------------------------------------------------------------------------------------------------------

    def _read_plain(self, lines: Lines) -> None:
        cut: list[Label | None] = []
        places: list[int] = []
        for at, (begin, end) in enumerate(lines.lines):
            if at and not self.facts.run_on:
                break
            label = likely_label(self._source, begin, end)
            if not self.facts.labels.accept(label) or (
                at and label is not None and label.key not in self.facts.labels.known
            ):
                label = None
            if label is not None or at == 0:
                cut.append(label)
                places.append(begin)
        ends = [self._before(lines, place) for place in places[1:]] + [lines.end]
        for label, begin, end in zip(cut, places, ends, strict=True):
            if label is None:
                self._read_unlabelled(begin, end)
                continue
            self._give_up_label()
            if not self._source[label.after : end].strip(" \t\r\n}"):
                self._pending = label
                continue
            self._begin_turn(label)
            self._speak(label.after, end, label)

    @staticmethod
    def _before(lines: Lines, place: int) -> int:
        return max(end for begin, end in lines.lines if begin < place)

    def _begin_turn(self, label: Label) -> None:
        self._account.skip(label.begin, label.end, reasons.LABEL)
        self._turn += 1
        self._speaking = True
        self._pending = None
        self._held = []

    def _speak(self, begin: int, end: int, label: Label | None) -> None:
        for at in self._held:
            self.blocks[at] = replace(self.blocks[at], turn=self._turn)
        self._held = []
        values: dict[str, Any] = {"turn": self._turn}
        if label is not None:
            values.update(label=label.text, separator=label.separator)
        # "MARA." and below it, in a paragraph of its own, "_Laughing._" before what she says.
        italic = label is not None and label.alone and self._source[begin] == "_"
        role: Role = "stage" if italic and wholly_marked(self._source, begin, end) else "speech"
        self._add_block(role, begin, end, first=label is not None, **values)

    def _read_unlabelled(self, begin: int, end: int) -> None:
        text = self._source[begin:end]
        if not re.search(r"[^\W_]", text):
            return
        bare = (
            self._pending is not None
            and not self._pending.separator
            and self._pending.key not in self.facts.labels.known
        )
        if bare and wholly_marked(self._source, begin, end):
            self._give_up_label()
            self._speaking = False
        if self._pending is not None:
            label = self._pending
            self._begin_turn(label)
            self._speak(begin, end, label)
        elif self._is_direction(begin, end):
            self._add_block("stage", begin, end)
            if self._speaking and self.blocks[-1].role == "stage":
                self._held.append(len(self.blocks) - 1)
        elif self._speaking:
            self._speak(begin, end, None)
        else:
            self._add_block("narration", begin, end)

    def _is_direction(self, begin: int, end: int) -> bool:
        text = self._source[begin : min(end, begin + 80)].replace("_", "").lstrip()
        return wholly_marked(self._source, begin, end) or _ENTERS.match(text) is not None

    def _give_up_label(self) -> None:
        """What looked like a label alone on its line, but nothing was said under it."""
        if self._pending is not None:
            passage = Passage(self._account)
            passage.add(self._pending.begin, self._pending.after)
            self.blocks.append(passage.block("narration"))
            self._pending = None

    # Notes ----------------------------------------------------------------------------------------------------------

    def _noted(self, label: str, at: int) -> str | None:
        if self._marked[label] >= self._keys[label]:
            return None
        self._marked[label] += 1
        return f"{label}-{self._marked[label]}"

    def _read_note(self, piece: Piece, at: int) -> None:
        self._defined[piece.label] += 1
        key = f"{piece.label}-{self._defined[piece.label]}"
        self._account.skip(piece.lines.begin, piece.mark_end, reasons.NOTE_NUMBER)
        passage = Passage(self._account)
        signs = replace(self._signs, asides=False, bracketed=False)
        spans = [(piece.mark_end, piece.lines.end)]
        for rest in self.facts.pieces[at + 1 :]:
            if rest.kind != "definition-rest":
                break
            spans.append((rest.lines.begin, rest.lines.end))
        if (
            self._source[piece.mark_end - 2 : piece.mark_end].strip().endswith(":")
            and self._source[spans[-1][1] - 1] == "]"
        ):
            spans[-1] = (spans[-1][0], spans[-1][1] - 1)  # the bracket that "[Footnote 1:" opened
        for begin, end in spans:
            passage.gap()
            add_printed(passage, self._account, begin, end, signs)
        self.notes.append(passage.note(key, piece.label))
