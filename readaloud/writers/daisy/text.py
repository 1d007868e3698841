"""Writes the text of a chapter, and remembers what is heard of it and what leads into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from readaloud.writers.daisy.xml import one_line, xhtml
from readaloud.writers.reading import Block, Heading, Note, PageMark, Sentence, View, direction, note_id, reference_id
from readaloud.writers.reading.elements import Content, Element, append, lines
from readaloud.writers.reading.html import Target
from readaloud.writers.reading.labels import Labels
from readaloud.writers.reading.lit import Lit

NOTE = "footnote"
"""Type of what is heard within a note."""
PAGE = "pagebreak"
_ROMAN = re.compile(r"(?=.)m*(d?c{0,3}|c[dm])(l?x{0,3}|x[lc])(v?i{0,3}|i[vx])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the navigation control centre leads to."""

    kind: str
    """`heading`, `noteref`, or the class of a page."""
    text: str
    at: int
    """Index into what is heard of the chapter: of its own sound, or of the one after it."""
    level: int = 0
    """Of a heading."""


def page_class(label: str) -> str:
    """Of a page: numbered, front matter in Roman numerals, or special."""
    if re.fullmatch("[0-9]+", label):
        return "page-normal"
    return "page-front" if _ROMAN.fullmatch(label) else "page-special"


class Text(Lit):
    """The XHTML of one chapter while it is written."""

    def __init__(
        self, view: View, words: Labels, tinted: Mapping[str, int], notes: Mapping[str, Note], signs: Mapping[str, str],
        level: int = 0,
    ) -> None:  # fmt: skip
        """`notes` and `signs` of the whole edition by their keys; `level` of the last heading before."""
        super().__init__(view, words, tinted)
        self.entries: list[Entry] = []
        self.deepest = level
        """Level of the last heading."""
        self.links: list[tuple[int, Element]] = []
        """Elements that lead to the sound at an index into `spoken`."""
        self.labels: dict[int, str] = {}
        """Index into `spoken` of a note's label → key of the note."""
        self.marks: list[tuple[Element, str]] = []
        """Marks of notes that lead to the note, with its key."""
        self.backs: list[tuple[Element, str]] = []
        """Ways back from a note to its mark, with the note's key."""
        self._notes, self._signs = notes, signs
        self._in_sentence = False

    def tag(self, name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
        """An element of XHTML 1.0."""
        return xhtml(name, attributes, *content)

    def level(self, heading: Heading) -> int:
        """The document's, but never more than one below the heading before: players step from level to level."""
        self.deepest = min(heading.level, self.deepest + 1, 6)
        return self.deepest

    def enter(self, title: str) -> None:
        """A chapter that begins here and whose text has no heading."""
        self.deepest = 1
        self.entries.append(Entry("heading", one_line(title), len(self.spoken), 1))

    def block(self, block: Block) -> Element:
        """One block; headings are led to."""
        at = len(self.spoken)
        made = super().block(block)
        if isinstance(block, Heading):
            text = one_line(" ".join(part.text for part in block.content)) or self.words.say("nav.start")
            self.entries.append(Entry("heading", text, at, self.deepest))
        return made

    def note(self, note: Note) -> Element:
        """A note, which is heard as a whole after its label."""
        id = note_id(note)
        if note.label.heard is not None:
            self.labels[len(self.spoken)] = note.key
        closing = (note.closing,) if note.closing is not None else ()
        made = xhtml("div", {"id": id, "class": "notebody"})
        append(made, xhtml("p", {}, *self.aside((note.label, *note.content, *closing), (id, NOTE))))
        back = self.back("", self._signs[note.key])
        self.backs.append((back, note.key))
        return lines(made, xhtml("p", {"class": "back"}, back))

    def lit(self, sentence: Sentence) -> Element:
        """A sentence, which leads to its sound."""
        at, self._in_sentence = len(self.spoken), True
        made = super().lit(sentence)
        self._in_sentence = False
        if sentence.heard is not None:
            self.links += [(at, link) for link in _linked(made)]
        return made

    def page(self, page: PageMark) -> Element:
        """The marker of a page; one that is not heard leads to the sentence in which it begins, or the next."""
        at = len(self.spoken) - (self._in_sentence and page.heard is None)
        kind = page_class(page.label)
        self.entries.append(Entry(kind, page.label if kind != "page-special" else self.words.page_name(page.label), at))
        made = super().page(page)
        made.set("class", kind)
        if page.heard is not None:
            self.links += [(at, link) for link in _linked(made)]
        return made

    def mark(self, key: str) -> list[Content]:
        """The mark of a note."""
        made = super().mark(key)
        self.marks += [(part, key) for part in made if not isinstance(part, str)]
        return made

    def sign(self, key: str) -> str:
        """What a note is called."""
        return self._signs[key]

    def target(self, key: str) -> Target | None:
        """The id of a note's first mark; where it leads is told when all chapters are written."""
        note = self._notes.get(key)
        if note is None:
            return None
        return Target("", note.n or "*", "" if self.marked(key) else reference_id(note))


def document(title: str, view: View, body: Element, words: Labels) -> Element:
    """A whole document around its body."""
    head = lines(
        xhtml("head"),
        xhtml("meta", {"http-equiv": "Content-type", "content": "text/html; charset=utf-8"}),
        xhtml("title", {}, one_line(title) or words.say("title.untitled")),
        xhtml("link", {"rel": "stylesheet", "type": "text/css", "href": "default.css"}),
    )
    return lines(xhtml("html", {"lang": view.language, "dir": direction(view.language)}), head, body)


def _linked(made: Element) -> list[Element]:
    """Puts what stands in an element into links, but for marks of notes and pages, which lead elsewhere."""
    parts: list[Content] = [made.text or ""]
    for child in list(made):
        tail, child.tail = child.tail or "", None
        made.remove(child)
        parts += [child, tail]
    made.text = None
    links: list[Element] = []
    group: list[Content] = []
    for part in [*parts, None]:
        if isinstance(part, str) or (part is not None and not _leads_elsewhere(part)):
            group.append(part)
            continue
        if any(one.strip() if isinstance(one, str) else True for one in group):
            link = xhtml("a", {}, *group)
            links.append(link)
            made.append(link)
        else:
            append(made, *group)
        group = []
        if part is not None:
            made.append(part)
    return links


def _leads_elsewhere(made: Element) -> bool:
    return made.get("class") == "noteref" or str(made.get("class")).startswith("page-")
