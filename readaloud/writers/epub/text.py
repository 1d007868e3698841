"""Writes the reading view as XHTML, and remembers which element is heard when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readaloud.writers.epub.parts import Part, Places
from readaloud.writers.epub.xml import html
from readaloud.writers.reading import (
    Heard,
    Labels,
    Note,
    PageMark,
    Paragraph,
    Sentence,
    Turn,
    View,
    direction,
    needs_heading,
    note_id,
    reference_id,
    signs,
)
from readaloud.writers.reading.elements import Content, Element, append, lines
from readaloud.writers.reading.html import Html, Target


@dataclass(frozen=True, slots=True)
class Spoken:
    """An element and when it is heard."""

    id: str
    heard: Heard
    type: str = ""
    """`epub:type` by which readers skip it."""
    within: tuple[str, str] = ("", "")
    """Id and `epub:type` of the element that is skipped or left as a whole."""


class Page(Html):
    """One XHTML file while it is written."""

    def __init__(
        self, view: View, words: Labels, tinted: Mapping[str, int], file: str = "", places: Places | None = None
    ) -> None:
        super().__init__(view, words, tinted)
        self.spoken: list[Spoken] = []
        """What is heard of it, in order."""
        self._file, self._places = file, places or Places()
        self._signs = signs(self._places.numbers.values(), words)
        self._count = 0
        self._within = ("", "")
        self._label: Turn | None = None
        """The turn whose label is still to be written."""

    def tag(self, name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
        """An element of XHTML."""
        return html(name, attributes, *content)

    def listing(self) -> Element:
        """A list, which readers can leave as a whole."""
        return html("ul", {"id": self._id("list")})

    def item(self, listing: Element, paragraph: Paragraph) -> None:
        """Adds an item to a list."""
        outer, self._within = self._within, (str(listing.get("id")), "list")
        super().item(listing, paragraph)
        self._within = outer

    def turn(self, turn: Turn) -> Element:
        """A turn, whose label stands in its first sentence and is lit with it."""
        colour = self.colours.get(turn.speaker)
        made = html("div", {"class": f"turn voice-{colour}" if colour else "turn"})
        self._label = turn
        lines(made, *self.blocks(turn.blocks))
        self._label = None
        return made

    def note(self, note: Note) -> Element:
        """A note with the way back to its mark."""
        id = note_id(note)
        made = html("aside", {"id": id, "class": "note", "epub:type": "footnote", "role": "doc-footnote"})
        outer, self._within, label, self._label = self._within, (id, "footnote"), self._label, None
        closing = (note.closing,) if note.closing is not None else ()
        append(made, html("p", {}, *self.content((note.label, *note.content, *closing))))
        self._within, self._label = outer, label
        back = self._places.references.get(note.key)
        if back:
            lines(made, html("p", {"class": "back"}, self.back(self._link(back), self._signs[note.key])))
        return made

    def sentence(self, sentence: Sentence) -> list[Content]:
        """One sentence as an element that is lit."""
        return [self.lit(sentence)]

    def lit(self, sentence: Sentence) -> Element:
        """One sentence; the first of a turn has the speaker's label in it."""
        classes = {"stage": "sentence stage", "announcement": "sentence announcement"}
        own = self.announced if sentence.kind == "announcement" else {}
        made = html("span", {"id": self._id("s"), "class": classes.get(sentence.kind, "sentence"), **own})
        self._hear(made, sentence.heard)
        append(made, *self._speaker(), *self.inside(sentence))
        return made

    def page(self, page: PageMark) -> Element:
        """The marker of a page."""
        made = super().page(page)
        self._hear(made, page.heard, "pagebreak")
        return made

    def target(self, key: str) -> Target | None:
        """Where a mark of a note leads: to the note, in whichever file it is."""
        note = self._places.numbers.get(key)
        if note is None:
            return None
        first = not self.marked(key) and self._places.references[key].startswith(self._file)
        return Target(self._link(self._places.notes[key]), note.n or "*", reference_id(note) if first else "")

    def _speaker(self) -> list[Content]:
        turn, self._label = self._label, None
        if turn is None or not turn.label:
            return []
        made = html("b", {"class": "speaker"}, self.words.speaker(turn.label))
        return [made, " ", self.continued(), " "] if turn.continues else [made, " "]

    def _link(self, place: str) -> str:
        file, _, fragment = place.partition("#")
        return f"#{fragment}" if file == self._file else place

    def _hear(self, made: Element, heard: Heard | None, type: str = "") -> None:
        if heard is not None:
            self.spoken.append(Spoken(str(made.get("id")), heard, type, self._within))

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count}"


def text_page(
    part: Part, view: View, words: Labels, colours: Mapping[str, int], found: Places
) -> tuple[Element, list[Spoken]]:
    """The XHTML of a part and what is heard of it, in order."""
    page = Page(view, words, colours, f"{part.name}.xhtml", found)
    body = html("body", {"epub:type": "bodymatter"})
    section = html(
        "section", {"id": "start", "epub:type": "chapter", "role": "doc-chapter", "aria-label": part.section.title}
    )
    if part.first and needs_heading(part.section.blocks):
        lines(section, html("h2", {}, part.section.title))
    lines(section, *page.blocks(part.blocks))
    lines(body, section)
    return document(part.section.title or view.title, view, body, words), page.spoken


def document(title: str, view: View, body: Element, words: Labels) -> Element:
    """A whole XHTML document around its body."""
    head = lines(
        html("head"),
        html("meta", {"charset": "utf-8"}),
        html("title", {}, title.strip() or words.say("title.untitled")),
        html("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"}),
    )
    return lines(html("html", {"lang": view.language, "dir": direction(view.language)}), head, body)
