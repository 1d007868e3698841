"""The one walk by which the reading view becomes elements of HTML, of whichever kind a format has.

1. A format subclasses `Html` and says how it writes an element (`tag`), a turn, a note, a sentence, and where marks of
   notes lead (`target`); what else it has of its own it overrides.
2. Elements and attributes are those of HTML 5 and EPUB 3. `tag` leaves out what its kind does not have.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from readaloud.model import Speaker
from readaloud.writers.reading.elements import Content, Element, append, lines
from readaloud.writers.reading.inline import Run, runs
from readaloud.writers.reading.labels import Labels
from readaloud.writers.reading.letters import direction, glue, printable, text_direction
from readaloud.writers.reading.naming import colours, name_of, page_id
from readaloud.writers.reading.view import Block, Heading, Note, PageMark, Paragraph, Sentence, Turn, View


@dataclass(frozen=True, slots=True)
class Target:
    """Where the mark of a note leads."""

    href: str
    shown: str
    """The mark's letters."""
    id: str = ""
    """Of the note's first mark, to which the note leads back."""
    more: Mapping[str, str] = field(default_factory=dict)
    """Further attributes of the mark."""


class Html(ABC):
    """Elements for blocks; one for each file, since it remembers which marks of notes it has written."""

    def __init__(self, view: View, words: Labels, tinted: Mapping[str, int] | None = None) -> None:
        """`tinted`: speaker's id → number of the colour, where that is known already."""
        self.view, self.words = view, words
        self.colours: Mapping[str, int] = colours(view) if tinted is None else tinted
        self.own = {"lang": words.language} if words.differ_from(view.language) else {}
        """Attributes for words of the catalogue of labels, where that is in another language than the document."""
        self.announced = {"lang": view.words_language} if view.words_language != view.language else {}
        """The same for words that are said."""
        self._marked: set[str] = set()

    # -- what each kind has of its own --------------------------------------------------------------------------------

    @abstractmethod
    def tag(self, name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
        """An element; attributes that are empty or that this kind does not have are left out."""

    @abstractmethod
    def turn(self, turn: Turn) -> Element:
        """A turn with its label."""

    @abstractmethod
    def note(self, note: Note) -> Element:
        """A note at its place."""

    @abstractmethod
    def sentence(self, sentence: Sentence) -> list[Content]:
        """A sentence; `inside` makes what stands in it."""

    @abstractmethod
    def target(self, key: str) -> Target | None:
        """Where a mark of this note leads; None where there is no such note."""

    def place_of(self, page: PageMark) -> dict[str, str]:
        """Attributes by which a page is found."""
        return {"id": page_id(page)}

    def level(self, heading: Heading) -> int:
        """Of a heading's element."""
        return min(heading.level, 6)

    def listing(self) -> Element:
        """A list that begins."""
        return self.tag("ul")

    def quote(self, made: Element) -> Element:
        """A paragraph that is read out, as a letter is."""
        return self.tag("blockquote", {}, made)

    # -- blocks -------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block]) -> list[Element]:
        """The elements of blocks; items of a list one after another are one list."""
        made: list[Element] = []
        items: Element | None = None
        for block in blocks:
            if isinstance(block, Paragraph) and block.form == "list-item" and not block.quoted:
                if items is None:
                    items = self.listing()
                    made.append(items)
                self.item(items, block)
                continue
            items = None
            made.append(self.block(block))
        return made

    def item(self, listing: Element, paragraph: Paragraph) -> None:
        """Adds an item to a list."""
        lines(listing, self.tag("li", {}, *self.content(paragraph.content)))

    def block(self, block: Block) -> Element:
        """One block that is no item of a list."""
        if isinstance(block, Heading):
            return self.tag(f"h{self.level(block)}", {}, *self.content(block.content))
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, PageMark):
            return self.tag("div", {"class": "page"}, self.page(block))
        return self.note(block) if isinstance(block, Note) else self.turn(block)

    def _paragraph(self, paragraph: Paragraph) -> Element:
        classes = [name for name, on in (
            ("stage", paragraph.stage), ("dateline", paragraph.form == "dateline"), ("continues", paragraph.continues),
        ) if on]  # fmt: skip
        way = text_direction(next((part.text for part in paragraph.content if isinstance(part, Sentence)), ""))
        attributes = {"class": " ".join(classes), "dir": "" if way == direction(self.view.language) else way}
        made = self.tag("p", attributes, *self.content(paragraph.content))
        return self.quote(made) if paragraph.quoted else made

    # -- what stands in a block ---------------------------------------------------------------------------------------

    def content(self, content: Sequence[Sentence | PageMark]) -> list[Content]:
        """Sentences and pages with what joins them."""
        made: list[Content] = []
        before = ""
        for part in content:
            after = part.text if isinstance(part, Sentence) else part.words
            if made:
                made.append(glue(before, after))
            made += self.sentence(part) if isinstance(part, Sentence) else [self.page(part)]
            before = after
        return made

    def inside(self, sentence: Sentence) -> list[Content]:
        """The words of a sentence with the marks of notes and the pages in it."""
        made: list[Content] = []
        for part in runs(sentence):
            if isinstance(part, Run):
                made.append(self._dressed(part))
            elif part.page is not None:
                made.append(self.page(part.page))
            else:
                made += self.mark(part.noteref)
        return made

    def page(self, page: PageMark) -> Element:
        """The marker of a page."""
        return self.tag("span", {
            **self.place_of(page), "class": "pagebreak", "epub:type": "pagebreak", "role": "doc-pagebreak",
            "aria-label": self.words.page_name(page.label), **self.announced,
        }, page.words)  # fmt: skip

    def marked(self, key: str) -> bool:
        """Whether a mark of this note has been written."""
        return key in self._marked

    def continued(self) -> Element:
        """What stands after the label of a turn that began before."""
        return self.tag("span", {"class": "continued", **self.own}, self.words.say("turn.continued"))

    def person(self, speaker: Speaker) -> Element:
        """Somebody who is heard, as an item of a list: name, description, and how the text labels them."""
        name, colour = name_of(speaker, self.words), self.colours.get(speaker.id)
        made = self.tag("li", {"class": f"voice-{colour}" if colour else ""}, self.tag("b", {"class": "speaker"}, name))
        if speaker.description:
            append(made, self.tag("span", {"class": "detail"}, speaker.description))
        others = [label for label in speaker.labels if label.casefold() != name.casefold()]
        if others:
            printed = self.words.say("cast.printed", labels=", ".join(others))
            append(made, self.tag("span", {"class": "detail", **self.own}, printed))
        return made

    def back(self, href: str, sign: str, attributes: Mapping[str, str] | None = None) -> Element:
        """The way from a note back to its mark."""
        told = self.words.say("note.back", n=sign)
        return self.tag("a", {**(attributes or {}), "href": href, "role": "doc-backlink", **self.own}, told)

    def mark(self, key: str) -> list[Content]:
        """The mark of a note; nothing where there is no such note."""
        target = self.target(key)
        if target is None:
            return []
        self._marked.add(key)
        return [self.tag("a", {"id": target.id, "href": target.href, "epub:type": "noteref", "role": "doc-noteref",
                               "class": "noteref", **target.more}, target.shown)]  # fmt: skip

    def _dressed(self, run: Run) -> Content:
        made: Content = run.text
        for kind, value in reversed(run.looks):
            if kind == "emphasis":
                made = self.tag("em", {}, made)
            elif kind == "strong":
                made = self.tag("strong", {}, made)
            elif kind == "foreign":
                made = self.tag("i", {"lang": value}, made)
            else:
                made = self.tag("span", {"class": "supplied"}, made)
        return made


def html5(name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
    """An element of HTML 5; attributes that are empty, or EPUB's own, are left out."""
    made = etree.Element(name)
    for key, value in (attributes or {}).items():
        if value and ":" not in key:
            made.set(key, printable(value))
    append(made, *content)
    return made
