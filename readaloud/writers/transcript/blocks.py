"""Writes the blocks of a transcript as HTML."""

from __future__ import annotations

from collections.abc import Mapping

from readaloud.writers.reading import Heading, Labels, Note, Sentence, Turn
from readaloud.writers.reading.elements import Content, Element, lines
from readaloud.writers.reading.html import Html, Target, html5
from readaloud.writers.transcript.prepared import Transcript, first_heard


class Blocks(Html):
    """Elements for blocks; notes that are marked in the text stand at its end."""

    def __init__(self, transcript: Transcript, words: Labels) -> None:
        super().__init__(transcript.view, words)
        self._numbers = transcript.numbers
        self._places = {note.key: number for number, note in enumerate(transcript.notes, 1)}
        # The title takes the first level. Levels of a document may begin anywhere.
        self._level = 1

    def tag(self, name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
        """An element of HTML 5."""
        return html5(name, attributes, *content)

    def level(self, heading: Heading) -> int:
        """One below the document's, and never more than one below the heading before."""
        self._level = min(heading.level + 1, self._level + 1, 6)
        return self._level

    def endnote(self, note: Note) -> Element:
        """A note at the end, with the way back."""
        place, sign = self._places[note.key], self._numbers[note.key]
        number = html5("span", {"class": "number"}, f"{sign} ")
        made = html5(
            "li", {"id": f"note-{place}", "class": "note"}, html5("p", {}, number, *self.content(note.content))
        )
        if self.marked(note.key):
            lines(made, self.back(f"#noteref-{place}", sign, {"class": "back"}))
        return made

    def note(self, note: Note) -> Element:
        """A note that no mark leads to."""
        label = html5("span", {"class": "number"}, f"{note.label.text} ")
        return html5("div", {"class": "note", "role": "note"}, html5("p", {}, label, *self.content(note.content)))

    def turn(self, turn: Turn) -> Element:
        """`cite`, `time` and `p`, as Podcasting 2.0 wants transcripts in HTML."""
        colour = self.colours.get(turn.speaker)
        made = html5("div", {"class": f"turn voice-{colour}" if colour else "turn"})
        if turn.label.strip():
            lines(made, html5("cite", {"class": "speaker"}, self.words.speaker(turn.label)))
            if turn.continues:
                lines(made, self.continued())
        begin = first_heard(turn)
        if begin is not None:
            seconds = begin // self.view.rate
            clock = f"{seconds // 60 % 60}:{seconds % 60:02}"
            if seconds >= 3600:
                clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            lines(made, html5("time", {"datetime": f"PT{begin * 1000 // self.view.rate / 1000:.3f}S"}, clock))
        return lines(made, *self.blocks(turn.blocks))

    def sentence(self, sentence: Sentence) -> list[Content]:
        """Nothing is lit here, so that only what is no plain speech has an element."""
        made = self.inside(sentence)
        if sentence.kind == "announcement" and self.announced:
            return [html5("span", self.announced, *made)]
        if sentence.kind == "stage":
            return [html5("em", {}, *made)]
        return made

    def target(self, key: str) -> Target | None:
        """Where a mark of a note leads: to the end of the page."""
        number = self._places.get(key)
        if number is None:
            return None
        told = f"{self.words.say('note.sign')} {self._numbers[key]}"
        id = "" if self.marked(key) else f"noteref-{number}"
        return Target(f"#note-{number}", self._numbers[key], id, {"aria-label": told, **self.own})
