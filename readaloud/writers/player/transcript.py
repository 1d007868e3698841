"""Sets the reading view as the transcript of the player page, and the table of what is heard when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from readaloud.writers.reading import (
    Block,
    Heading,
    Heard,
    Labels,
    Note,
    PageMark,
    Section,
    Sentence,
    Turn,
    View,
    note_id,
    printable,
    reference_id,
    signs,
    walk,
)
from readaloud.writers.reading.elements import Content, Element, append, lines
from readaloud.writers.reading.html import Html, Target, html5

PART = 40
"""Blocks in a part; the style sheet guesses its height before it is drawn."""
SPEECH, NOTE, PAGE = 0, 1, 2
"""`Timing.kinds`: what a listener can leave out."""


@dataclass(slots=True)
class Timing:
    """What is heard, one entry a sentence or page, in the order of the page; entry 5 is the element `u5`."""

    begins: list[int] = field(default_factory=list)
    """Milliseconds."""
    ends: list[int] = field(default_factory=list)
    """Milliseconds; the end of the sound."""
    blocks: list[int] = field(default_factory=list)
    """The block `b…` that it stands in: a turn, or a heading or paragraph outside of turns."""
    kinds: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    """Index into the speakers of the page; −1 for nobody known."""
    pages: list[int] = field(default_factory=list)
    """How many pages began before it or with it."""

    def as_json(self) -> dict[str, Any]:
        """As the page reads it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Transcript(Html):
    """The transcript while it is set."""

    def __init__(self, view: View, words: Labels) -> None:
        super().__init__(view, words)
        self.timing = Timing()
        self._speakers = {speaker.id: index for index, speaker in enumerate(view.speakers)}
        self._names = {speaker.id: printable(speaker.name) for speaker in view.speakers if not speaker.role}
        self._named: set[str] = set()
        """Whose whole name stands in this chapter."""
        self._notes = view.notes()
        self._signs = signs(self._notes.values(), words)
        self._block = -1
        self._depth = 0
        """How many turns the block that is set stands in."""
        self._page = 0
        self._level = 1
        self._kind = SPEECH

    def html(self) -> str:
        """All sections."""
        return "\n".join(self._section(section) for section in self.view.all_sections)

    def _section(self, section: Section) -> str:
        kind = "chapter opening" if section is self.view.opening else "chapter"
        made = html5("section", {"class": kind, "id": f"c{section.number}"})
        # A chapter that is named by the page with which it begins has its name there.
        titled = isinstance(next(iter(section.blocks), None), PageMark) or any(
            isinstance(block, Heading) for block in walk(section.blocks)
        )
        if not titled and section.title.strip():
            self._level = 2
            lines(made, html5("h2", {"class": "title"}, section.title))
        self._named.clear()
        lines(made, *_parts(self.blocks(section.blocks)))
        return str(etree.tostring(made, method="html", encoding="unicode"))

    # -- blocks -------------------------------------------------------------------------------------------------------

    def tag(self, name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
        """An element of HTML 5."""
        return html5(name, attributes, *content)

    def block(self, block: Block) -> Element:
        """One block; outside of turns it has an id, by which it is found when something in it is heard."""
        if self._depth:
            return super().block(block)
        self._block += 1
        made = super().block(block)
        if isinstance(block, Note):
            made = html5("div", {}, made)
        made.set("id", f"b{self._block}")
        return made

    def listing(self) -> Element:
        """A list, with such an id too."""
        if self._depth:
            return html5("ul")
        self._block += 1
        return html5("ul", {"id": f"b{self._block}"})

    def level(self, heading: Heading) -> int:
        """One below the document's, and never more than one below the heading before."""
        self._level = min(heading.level + 1, self._level + 1, 6)
        return self._level

    def quote(self, made: Element) -> Element:
        """A paragraph that is read out: it may be a block of the page, and so has the class itself."""
        made.set("class", f"{made.get('class', '')} quoted".strip())
        return made

    def turn(self, turn: Turn) -> Element:
        """A turn; its label stands beside what is said."""
        made = html5("div", {"class": f"turn v{self.colours.get(turn.speaker, 0)}"})
        if turn.label:
            # The colon is for ears and print: on the screen the name stands apart.
            colon = self.words.speaker(turn.label).removeprefix(turn.label)
            label = html5(
                "p",
                {"class": "speaker", **self._whole_name(turn)},
                turn.label,
                html5("span", {"class": "colon"}, colon),
            )
            if turn.continues:
                append(label, " ", self.continued())
            lines(made, label)
        self._depth += 1
        append(made, html5("div", {"class": "said"}, *self.blocks(turn.blocks)))
        self._depth -= 1
        return made

    def _whole_name(self, turn: Turn) -> dict[str, str]:
        """The name of who has but a letter in the text, shown with the first turn of a chapter and to a class."""
        name = self._names.get(turn.speaker, "")
        if _bare(name) in ("", _bare(turn.label)):
            return {}
        first = turn.speaker not in self._named
        self._named.add(turn.speaker)
        return {"class": "speaker first" if first else "speaker", "data-name": name}

    def note(self, note: Note) -> Element:
        """A note with the way back to its mark."""
        kind, self._kind = self._kind, NOTE
        closing = (note.closing,) if note.closing is not None else ()
        body = html5("p", {}, *self.content((note.label, *note.content, *closing)))
        self._kind = kind
        if self.marked(note.key):
            told = self.words.say("note.back", n=self._signs[note.key])
            back = {"class": "back", "href": f"#{reference_id(note)}", "role": "doc-backlink", "aria-label": told}
            append(body, " ", html5("a", back, "↩"))
        return html5("div", {"class": "note", "id": note_id(note), "role": "doc-footnote"}, body)

    # -- sentences ----------------------------------------------------------------------------------------------------

    def sentence(self, sentence: Sentence) -> list[Content]:
        """A sentence as an element that is lit."""
        told = {"class": f"s {sentence.kind}" if sentence.kind in ("stage", "announcement") else "s"}
        told |= self._heard(sentence.heard, self._kind, sentence.speaker)
        if sentence.kind == "announcement":
            told |= self.announced
        return [html5("span", told, *self.inside(sentence))]

    def place_of(self, page: PageMark) -> dict[str, str]:
        """Attributes by which a page is found, and lit."""
        self._page += 1
        return {"data-page": str(page.number), **self._heard(page.heard, PAGE, "pages")}

    def target(self, key: str) -> Target | None:
        """Where a mark of a note leads."""
        note = self._notes.get(key)
        if note is None:
            return None
        id = "" if self.marked(key) else reference_id(note)
        return Target(f"#{note_id(note)}", note.n or "*", id)

    def _heard(self, heard: Heard | None, kind: int, speaker: str) -> dict[str, str]:
        """The element's id; what is not heard has none."""
        if heard is None:
            return {}
        timing, rate = self.timing, self.view.rate
        timing.begins.append(heard.begin * 1000 // rate)
        timing.ends.append(heard.end * 1000 // rate)
        timing.blocks.append(self._block)
        timing.kinds.append(kind)
        timing.speakers.append(self._speakers.get(speaker, -1))
        timing.pages.append(self._page)
        return {"id": f"u{len(timing.begins) - 1}"}


def _parts(blocks: list[Element]) -> Iterator[Element]:
    """Blocks in parts that a browser draws when they come near, however long a chapter is."""
    for begin in range(0, len(blocks), PART):
        part = blocks[begin : begin + PART]
        yield lines(html5("div", {"class": "part short" if len(part) <= PART // 4 else "part"}), *part)


def _bare(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
