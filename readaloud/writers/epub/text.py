"""Writes the reading view as XHTML, and remembers which element is heard when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from readaloud.writers.epub.parts import Part, Places, note_id, page_id, reference_id
from readaloud.writers.epub.xml import Content, Element, append, html, lines
from readaloud.writers.reading import (
    Block,
    Heading,
    Heard,
    Labels,
    Note,
    PageMark,
    Paragraph,
    Place,
    Run,
    Sentence,
    Turn,
    View,
    direction,
    glue,
    runs,
)
from readaloud.writers.reading.letters import text_direction


@dataclass(frozen=True, slots=True)
class Spoken:
    """An element and when it is heard."""

    id: str
    heard: Heard
    type: str = ""
    """`epub:type` by which readers skip it."""
    within: tuple[str, str] = ("", "")
    """Id and `epub:type` of the element that is skipped or left as a whole."""


@dataclass(slots=True)
class Page:
    """One XHTML file while it is written."""

    view: View
    words: Labels
    colours: dict[str, int]
    """Speaker's id → number of the colour."""
    file: str
    places: Places
    spoken: list[Spoken] = field(default_factory=list)
    _count: int = 0
    _within: tuple[str, str] = ("", "")
    _referred: set[str] = field(default_factory=set)
    _label: Turn | None = None
    """The turn whose label is still to be written."""

    def blocks(self, blocks: Sequence[Block]) -> list[Element]:
        """The elements of blocks; items of a list one after another are one list."""
        made: list[Element] = []
        items: Element | None = None
        for block in blocks:
            if isinstance(block, Paragraph) and block.form == "list-item" and not block.quoted:
                if items is None:
                    items = html("ul", {"id": self._id("list")})
                    made.append(items)
                outer, self._within = self._within, (str(items.get("id")), "list")
                lines(items, html("li", {}, *self._content(block.content)))
                self._within = outer
                continue
            items = None
            made.append(self._block(block))
        return made

    def _block(self, block: Block) -> Element:
        if isinstance(block, Heading):
            return html(f"h{min(block.level, 6)}", {}, *self._content(block.content))
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, PageMark):
            return html("div", {"class": "page"}, self.page(block))
        if isinstance(block, Note):
            return self._note(block)
        return self._turn(block)

    def _paragraph(self, paragraph: Paragraph) -> Element:
        classes = [name for name, on in (
            ("stage", paragraph.stage), ("dateline", paragraph.form == "dateline"), ("continues", paragraph.continues),
        ) if on]  # fmt: skip
        made = html("p", {"class": " ".join(classes)}, *self._content(paragraph.content))
        first = next((part.text for part in paragraph.content if isinstance(part, Sentence)), "")
        way = text_direction(first)
        if way and way != direction(self.view.language):
            made.set("dir", way)
        return html("blockquote", {}, made) if paragraph.quoted else made

    def _turn(self, turn: Turn) -> Element:
        colour = self.colours.get(turn.speaker)
        made = html("div", {"class": f"turn voice-{colour}" if colour else "turn"})
        self._label = turn
        lines(made, *self.blocks(turn.blocks))
        self._label = None
        return made

    def _note(self, note: Note) -> Element:
        id = note_id(note)
        made = html("aside", {"id": id, "class": "note", "epub:type": "footnote", "role": "doc-footnote"})
        outer, self._within, label, self._label = self._within, (id, "footnote"), self._label, None
        closing = (note.closing,) if note.closing is not None else ()
        append(made, html("p", {}, *self._content((note.label, *note.content, *closing))))
        self._within, self._label = outer, label
        back = self.places.references.get(note.key)
        if back:
            shown = note.n or self.words.say("note.sign")
            if sum(other.n == note.n for other in self.places.numbers.values()) > 1:
                shown += f" ({note.number})"
            told = self.words.say("note.back", n=shown)
            lines(made, html("p", {"class": "back"}, html("a", {"href": self._link(back), "role": "doc-backlink",
                                                                 **self.own_language()}, told)))  # fmt: skip
        return made

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _content(self, content: Sequence[Sentence | PageMark]) -> list[Content]:
        made: list[Content] = []
        before = ""
        for part in content:
            after = part.text if isinstance(part, Sentence) else part.words
            if made:
                made.append(glue(before, after))
            made.append(self.sentence(part) if isinstance(part, Sentence) else self.page(part))
            before = after
        return made

    def sentence(self, sentence: Sentence) -> Element:
        """One sentence; the first of a turn has the speaker's label in it."""
        classes = {"stage": "sentence stage", "announcement": "sentence announcement"}
        made = html("span", {"id": self._id("s"), "class": classes.get(sentence.kind, "sentence")})
        if sentence.kind == "announcement":
            _set_language(made, self.view.words_language, self.view.language)
        self._spoken(made, sentence.heard)
        append(made, *self._speaker())
        for part in runs(sentence):
            if isinstance(part, Run):
                append(made, _dressed(part))
            elif part.page is not None:
                append(made, self.page(part.page))
            else:
                append(made, *self._reference(part))
        return made

    def _speaker(self) -> list[Content]:
        turn, self._label = self._label, None
        if turn is None or not turn.label:
            return []
        ends = turn.label[-1:] in ".:!?"
        made = html("b", {"class": "speaker"}, turn.label + ("" if ends else self.words.say("turn.separator")))
        if not turn.continues:
            return [made, " "]
        told = html("span", {"class": "continued", **self.own_language()}, self.words.say("turn.continued"))
        return [made, " ", told, " "]

    def page(self, page: PageMark) -> Element:
        """The marker of a page."""
        label = page.label or self.words.say("page.unnumbered")
        made = html("span", {"id": page_id(page), "class": "pagebreak", "epub:type": "pagebreak", "role": "doc-pagebreak",
                             "aria-label": label}, page.words)  # fmt: skip
        _set_language(made, self.view.words_language, self.view.language)
        self._spoken(made, page.heard, "pagebreak")
        return made

    def _reference(self, place: Place) -> list[Content]:
        note = self.places.numbers.get(place.noteref)
        if note is None:
            return []
        first = place.noteref not in self._referred and self.places.references[place.noteref].startswith(self.file)
        self._referred.add(place.noteref)
        shown = note.n or "*"
        link = html("a", {"id": reference_id(note) if first else "", "href": self._link(self.places.notes[place.noteref]),
                          "epub:type": "noteref", "role": "doc-noteref", "class": "noteref"}, shown)  # fmt: skip
        return [link]

    def _link(self, place: str) -> str:
        file, _, fragment = place.partition("#")
        return f"#{fragment}" if file == self.file else place

    def _spoken(self, made: Element, heard: Heard | None, type: str = "") -> None:
        if heard is not None:
            self.spoken.append(Spoken(str(made.get("id")), heard, type, self._within))

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count}"

    def own_language(self) -> dict[str, str]:
        """Attributes for words of the catalogue of labels."""
        return own_language(self.words, self.view.language)


def text_page(
    part: Part, view: View, words: Labels, colours: dict[str, int], found: Places
) -> tuple[Element, list[Spoken]]:
    """The XHTML of a part and what is heard of it, in order."""
    page = Page(view, words, colours, f"{part.name}.xhtml", found)
    body = html("body", {"epub:type": "bodymatter"})
    section = html(
        "section", {"id": "start", "epub:type": "chapter", "role": "doc-chapter", "aria-label": part.section.title}
    )
    if part.first and _needs_heading(part.section.blocks):
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
    root = html("html", {"lang": view.language, "xml:lang": view.language, "dir": direction(view.language)})
    return lines(root, head, body)


def own_language(words: Labels, language: str) -> dict[str, str]:
    """Attributes for words that are in another language than the document's, as there is no catalogue in that."""
    same = words.language == language.split("-")[0].lower()
    return {} if same else {"lang": words.language, "xml:lang": words.language}


def _set_language(made: Element, words: str, document: str) -> None:
    if words != document:
        made.set("lang", words)
        made.set("{http://www.w3.org/XML/1998/namespace}lang", words)


def _needs_heading(blocks: Sequence[Block]) -> bool:
    """Whether a chapter has neither a heading nor the page that it is named by."""
    first = blocks[0] if blocks else None
    return not isinstance(first, PageMark) and not any(isinstance(block, Heading) for block in blocks)


def _dressed(run: Run) -> Content:
    made: Content = run.text
    for kind, value in reversed(run.looks):
        if kind == "emphasis":
            made = html("em", {}, made)
        elif kind == "strong":
            made = html("strong", {}, made)
        elif kind == "foreign":
            made = html("i", {"lang": value, "xml:lang": value}, made)
        else:
            made = html("span", {"class": "supplied"}, made)
    return made
