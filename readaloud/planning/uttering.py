"""A block becomes utterances: its pieces, each with who says it, how, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from readaloud.model import Block, Delivery, Form, Mark, Utterance, UtteranceKind
from readaloud.planning import stage
from readaloud.planning.desk import Desk
from readaloud.planning.navigation import Navigation
from readaloud.planning.pieces import Piece, extract, pieces, trimmed
from readaloud.planning.reported import Span, nested
from readaloud.planning.spoken import default_spoken
from readaloud.planning.tongues import words_for
from readaloud.planning.turns import Turns

KINDS: dict[str, UtteranceKind] = {
    "title": "heading",
    "heading": "heading",
    "speech": "speech",
    "narration": "narration",
    "list-item": "narration",
    "dateline": "narration",
    "stage": "stage",
}
"""Role of a block → kind of its utterances."""

_FORMS: dict[str, Form] = {"list-item": "list-item", "dateline": "dateline"}


def cut(desk: Desk, block: Block, letters: tuple[Span, ...]) -> tuple[Piece, ...]:
    """The pieces of a block; `letters` are the stretches of it that are read out, at whose ends it is cut too."""
    whole = len(block.text)
    if KINDS[block.role] == "stage":
        return (Piece(0, whole, "stage", True),) if whole else ()
    if KINDS[block.role] == "heading":  # "67. Transcript of …" is one title
        return (Piece(0, whole, "text", True),) if whole else ()
    inner = [span for letter in letters for span in nested(block.text, letter)]
    breaks = [place for span in (*letters, *inner) for place in span]
    supplied = desk.settings.supplied == "marked"
    return pieces(block.text, block.marks, desk.language, cut_supplied=supplied, breaks=breaks)


@dataclass(slots=True)
class Uttering:
    """Puts the words of the body on the desk."""

    desk: Desk
    navigation: Navigation
    turns: Turns

    def utter(self, piece: Piece, block: Block, letter: Span | None, *, opens: bool) -> None:
        """One piece of a block, in `letter` when it is read out; `opens` when it is the block's first."""
        text, marks = extract(block.text, block.marks, piece.begin, piece.end)
        text, marks = trimmed(text, marks)
        if not text:
            return
        turns, kind = self.turns, KINDS[block.role]
        # A heading within a turn is a question that somebody asks.
        speaker = turns.speaker if turns.open and kind in ("speech", "heading") else "narrator"
        if piece.kind == "stage":
            kind, speaker = "stage", "editor"
        say = default_spoken(kind, text, words_for(text, marks, self.desk.words))
        quoted = letter is not None
        if quoted != turns.quoted and kind != "stage":
            self.desk.pause("quotation")
            turns.quoted = quoted
        delivery: Delivery = ""
        if kind == "stage":
            say = self._remark(text, say)
        elif piece.kind == "supplied":
            speaker = "editor"
        elif kind == "speech":
            inner = nested(block.text, letter) if letter is not None else ()
            delivery = "quote" if any(a <= piece.begin < b for a, b in inner) else turns.delivery
        self.desk.add(
            Utterance(
                id=self.desk.ids.next(turns.label or kind, text),
                kind=kind,
                text=text,
                spoken=say,
                speaker=speaker,
                turn=turns.number if turns.open else None,
                label=turns.label if turns.open else None,
                opens=opens,
                quoted=quoted and kind != "stage",
                delivery=delivery,
                marks=marks,
                level=block.level if kind == "heading" else 0,
                form=_FORMS.get(block.role, ""),
            )
        )
        self.navigation.said()
        if kind == "speech":
            turns.last_words = text

    def _remark(self, text: str, say: str) -> str:
        """What is said of a remark; its sound or its silence is heard before its place."""
        desk, language = self.desk, self.desk.language
        if self.turns.open:
            self.turns.delivery = stage.delivery(text, language)  # one that tells nothing ends what one before told
        if desk.settings.stage == "speak":
            return say
        if desk.settings.stage == "sound" and say:
            name = stage.sound(text, language)
            if name:
                desk.add(Mark("sound", name))
            elif stage.is_silence(text, language):
                desk.pause("silence")
            elif not stage.interrupts(text, language):
                desk.add(Mark("tone", "remark"))
        return ""
