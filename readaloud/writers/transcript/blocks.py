"""Writes the blocks of a transcript as HTML, with lxml alone: text of the document is never joined into markup."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from readaloud.languages import primary
from readaloud.writers.epub.xml import Content, Element, append, lines
from readaloud.writers.reading import (
    Block,
    Heading,
    Labels,
    Note,
    PageMark,
    Paragraph,
    Place,
    Run,
    Sentence,
    Turn,
    colours,
    direction,
    glue,
    printable,
    runs,
)
from readaloud.writers.reading.letters import text_direction
from readaloud.writers.transcript.prepared import Transcript, first_heard


def tag(name: str, attributes: dict[str, str] | None = None, *content: Content) -> Element:
    """An element of HTML; values that are empty are left out."""
    made = etree.Element(name)
    for key, value in (attributes or {}).items():
        if value:
            made.set(key, printable(value))
    append(made, *content)
    return made


class Blocks:
    """Elements for blocks; remembers which marks were written, for the ways back from the notes."""

    def __init__(self, transcript: Transcript, words: Labels) -> None:
        self._transcript, self._view, self._words = transcript, transcript.view, words
        self.colours = colours(transcript.view)
        """Speaker's id → number of the colour."""
        same = primary(words.language) == primary(transcript.view.language)
        self.own = {} if same else {"lang": words.language}
        """Attributes for words of the catalogue, where it is in another language than the document."""
        self._places = {note.key: number for number, note in enumerate(transcript.notes, 1)}
        self._referred: set[str] = set()
        # The title takes the first level. Levels of a document may begin anywhere.
        self._level = 1

    def elements(self, blocks: Sequence[Block]) -> list[Element]:
        """Items of a list one after another are one list."""
        made: list[Element] = []
        items: Element | None = None
        for block in blocks:
            if isinstance(block, Paragraph) and block.form == "list-item" and not block.quoted:
                if items is None:
                    items = tag("ul")
                    made.append(items)
                lines(items, tag("li", {}, *self.content(block.content)))
                continue
            items = None
            made.append(self._block(block))
        return made

    def note(self, note: Note) -> Element:
        """A note at the end, with the way back."""
        place, sign = self._places[note.key], self._transcript.numbers[note.key]
        number = tag("span", {"class": "number"}, f"{sign} ")
        made = tag("li", {"id": f"note-{place}", "class": "note"}, tag("p", {}, number, *self.content(note.content)))
        if note.key in self._referred:
            told = self._words.say("note.back", n=sign)
            back = tag("a", {"class": "back", "href": f"#noteref-{place}", "role": "doc-backlink", **self.own}, told)
            lines(made, back)
        return made

    def content(self, content: Sequence[Sentence | PageMark]) -> list[Content]:
        """Sentences and pages with what joins them."""
        made: list[Content] = []
        before = ""
        for part in content:
            after = part.text if isinstance(part, Sentence) else part.words
            if made:
                made.append(glue(before, after))
            made += self._sentence(part) if isinstance(part, Sentence) else [self._page(part)]
            before = after
        return made

    def _block(self, block: Block) -> Element:
        if isinstance(block, Heading):
            self._level = max(2, min(block.level + 1, self._level + 1, 6))
            return tag(f"h{self._level}", {}, *self.content(block.content))
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, PageMark):
            return tag("div", {"class": "page"}, self._page(block))
        if isinstance(block, Note):
            label = tag("span", {"class": "number"}, f"{block.label.text} ")
            return tag("div", {"class": "note", "role": "note"}, tag("p", {}, label, *self.content(block.content)))
        return self._turn(block)

    def _paragraph(self, paragraph: Paragraph) -> Element:
        kinds = (("stage", paragraph.stage), ("dateline", paragraph.form == "dateline"))
        made = tag("p", {"class": " ".join(name for name, on in kinds if on)}, *self.content(paragraph.content))
        way = text_direction(next((part.text for part in paragraph.content if isinstance(part, Sentence)), ""))
        if way and way != direction(self._view.language):
            made.set("dir", way)
        return tag("blockquote", {}, made) if paragraph.quoted else made

    def _turn(self, turn: Turn) -> Element:
        """`cite`, `time` and `p`, as Podcasting 2.0 wants transcripts in HTML."""
        colour = self.colours.get(turn.speaker)
        made = tag("div", {"class": f"turn voice-{colour}" if colour else "turn"})
        if turn.label.strip():
            ends = turn.label[-1:] in ".:!?"
            shown = turn.label + ("" if ends else self._words.say("turn.separator"))
            lines(made, tag("cite", {"class": "speaker"}, shown))
            if turn.continues:
                lines(made, tag("span", {"class": "continued", **self.own}, self._words.say("turn.continued")))
        begin = first_heard(turn)
        if begin is not None:
            seconds = begin // self._view.rate
            clock = f"{seconds // 60 % 60}:{seconds % 60:02}"
            if seconds >= 3600:
                clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            lines(made, tag("time", {"datetime": f"PT{begin * 1000 // self._view.rate / 1000:.3f}S"}, clock))
        return lines(made, *self.elements(turn.blocks))

    def _sentence(self, sentence: Sentence) -> list[Content]:
        made: list[Content] = []
        for part in runs(sentence):
            if isinstance(part, Run):
                made.append(_dressed(part))
            elif part.page is not None:
                made.append(self._page(part.page))
            else:
                made += self._reference(part)
        if sentence.kind == "announcement" and self._view.words_language != self._view.language:
            return [tag("span", {"lang": self._view.words_language}, *made)]
        return [tag("em", {}, *made)] if sentence.kind == "stage" else made

    def _reference(self, place: Place) -> list[Content]:
        number = self._places.get(place.noteref)
        if number is None:
            return []
        id = "" if place.noteref in self._referred else f"noteref-{number}"
        self._referred.add(place.noteref)
        told = f"{self._words.say('note.sign')} {self._transcript.numbers[place.noteref]}"
        link = {"id": id, "class": "noteref", "href": f"#note-{number}", "role": "doc-noteref", "aria-label": told}
        return [tag("a", {**link, **self.own}, self._transcript.numbers[place.noteref])]

    def _page(self, page: PageMark) -> Element:
        label = page.label or self._words.say("page.unnumbered")
        return tag("span", {"id": f"page-{page.number}", "class": "pagebreak", "role": "doc-pagebreak",
                            "aria-label": label, **self.own}, page.words)  # fmt: skip


def _dressed(run: Run) -> Content:
    made: Content = run.text
    for kind, value in reversed(run.looks):
        if kind == "foreign":
            made = tag("i", {"lang": value}, made)
        elif kind in ("emphasis", "strong"):
            made = tag("em" if kind == "emphasis" else "strong", {}, made)
    return made
