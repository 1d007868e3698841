"""Whose turn it is: where one begins, goes on and ends, and the gap between two."""

from __future__ import annotations

from dataclasses import dataclass, field

from readaloud.model import Block, Delivery, Part, PauseKind
from readaloud.planning import stage
from readaloud.planning.desk import Desk
from readaloud.planning.gaps import between_turns
from readaloud.planning.noting import Notes
from readaloud.planning.speakers import turn_heads


@dataclass(slots=True)
class Turns:
    """The current turn, and what the last one left for the next."""

    desk: Desk
    notes: Notes
    number: int = -1
    """Of the current or last turn, over the whole script."""
    speaker: str = ""
    label: str | None = None
    """As printed; None outside of a turn."""
    last_words: str = ""
    """What was said last by a speaker, for the gap before the next turn."""
    quoted: bool = False
    """Whether what was said last is matter that is read out."""
    delivery: Delivery = ""
    """How the rest of the turn is said, as a remark told."""
    _key: tuple[int, int] | None = None
    """Part and number of the current turn within it."""
    _part: int = 0
    _heads: dict[int, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)
    """Label and ids of each turn of the part."""

    @property
    def open(self) -> bool:
        """Whether a turn is going on."""
        return self._key is not None

    def part(self, number: int, part: Part) -> None:
        """A part begins; no turn goes on into it."""
        self._part, self._heads = number, turn_heads(part)
        self.leave()

    def enter(self, block: Block) -> None:
        """Goes on with the current turn, begins the next or leaves dialogue."""
        if block.turn is None or block.turn not in self._heads:
            self.leave()
            self.desk.pause("paragraph")
            return
        key = (self._part, block.turn)
        if key == self._key:
            self.desk.pause("paragraph")
            return
        was_talk = self.open
        self.leave()
        self._key, self.number = key, self.number + 1
        self.label, who = self._heads[block.turn]
        self.speaker = self.desk.who.of(self._part, self.label, who)
        self.desk.pause(self._between(block) if was_talk else "turn")

    def leave(self) -> None:
        """The turn ends, and the notes that waited for its end are read."""
        if self.quoted:
            self.desk.pause("quotation")
        self.notes.turn_ended()
        self._key, self.label, self.quoted, self.delivery = None, None, False, ""

    def _between(self, block: Block) -> PauseKind:
        """The gap before a turn; one whose remark says so cuts in, where the remark itself is not heard."""
        remarks = [block.text[m.begin : m.end] for m in block.marks if m.kind == "stage" and m.begin == 0]
        if self.desk.settings.stage != "speak" and any(stage.interrupts(r, self.desk.language) for r in remarks):
            return "interruption"
        return between_turns(self.last_words, block.text)
