"""Whether an entry of a script begins a paragraph, when nobody says so."""

from __future__ import annotations

from readaloud.model import Utterance


class Paragraphs:
    """What stands before an entry, from which it is told whether a paragraph begins with it unless the file says so."""

    def __init__(self) -> None:
        self._turn: int | None = None
        self._note = ""

    def opens(self, kind: str, turn: int | None, key: str) -> bool:
        """Whether an entry begins a paragraph when nothing is said of it."""
        if kind in ("heading", "announcement"):
            return kind == "heading" or not key
        if kind == "note":
            return key != self._note
        return kind != "page" and turn is not None and turn != self._turn

    def note(self, utterance: Utterance) -> None:
        """Takes an entry into account for those after it."""
        if utterance.kind == "note":
            self._note = utterance.key
        elif utterance.kind not in ("page", "announcement"):
            self._turn = utterance.turn
