"""Pages whose sentences are lit as they are heard: each is an element of its own, with the speaker's label in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readaloud.writers.reading.elements import Content, Element, append, lines
from readaloud.writers.reading.html import Html
from readaloud.writers.reading.labels import Labels
from readaloud.writers.reading.view import Heard, PageMark, Sentence, Turn, View


@dataclass(frozen=True, slots=True)
class Spoken:
    """An element and when it is heard."""

    id: str
    heard: Heard
    type: str = ""
    """What it is to listeners who leave something out, as `pagebreak`."""
    within: tuple[str, str] = ("", "")
    """Id and type of the element that is skipped or left as a whole."""


class Lit(Html):
    """One file while it is written, and what is heard of it."""

    def __init__(self, view: View, words: Labels, tinted: Mapping[str, int]) -> None:
        super().__init__(view, words, tinted)
        self.spoken: list[Spoken] = []
        """What is heard of it, in order."""
        self.within = ("", "")
        """Id and type of what is being set that is skipped or left as a whole."""
        self._count = 0
        self._label: Turn | None = None
        """The turn whose label is still to be written."""

    def turn(self, turn: Turn) -> Element:
        """A turn, whose label stands in its first sentence and is lit with it."""
        colour = self.colours.get(turn.speaker)
        made = self.tag("div", {"class": f"turn voice-{colour}" if colour else "turn"})
        self._label = turn
        lines(made, *self.blocks(turn.blocks))
        self._label = None
        return made

    def aside(self, content: tuple[Sentence, ...], within: tuple[str, str]) -> list[Content]:
        """The sentences of a note: the label of a turn that it interrupts is not theirs."""
        outer, self.within, label, self._label = self.within, within, self._label, None
        made = self.content(content)
        self.within, self._label = outer, label
        return made

    def sentence(self, sentence: Sentence) -> list[Content]:
        """One sentence as an element that is lit."""
        return [self.lit(sentence)]

    def lit(self, sentence: Sentence) -> Element:
        """One sentence; the first of a turn has the speaker's label in it."""
        classes = {"stage": "sentence stage", "announcement": "sentence announcement"}
        own = self.announced if sentence.kind == "announcement" else {}
        made = self.tag("span", {"id": self.new_id("s"), "class": classes.get(sentence.kind, "sentence"), **own})
        self.hear(made, sentence.heard)
        append(made, *self._speaker(), *self.inside(sentence))
        return made

    def page(self, page: PageMark) -> Element:
        """The marker of a page."""
        made = super().page(page)
        self.hear(made, page.heard, "pagebreak")
        return made

    def hear(self, made: Element, heard: Heard | None, type: str = "") -> None:
        """Remembers when an element is heard."""
        if heard is not None:
            self.spoken.append(Spoken(str(made.get("id")), heard, type, self.within))

    def new_id(self, kind: str) -> str:
        """An id that the file does not have yet: `s-3`."""
        self._count += 1
        return f"{kind}-{self._count}"

    def _speaker(self) -> list[Content]:
        turn, self._label = self._label, None
        if turn is None or not turn.label:
            return []
        made = self.tag("b", {"class": "speaker"}, self.words.speaker(turn.label))
        return [made, " ", self.continued(), " "] if turn.continues else [made, " "]
