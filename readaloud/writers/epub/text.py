"""Writes the reading view as XHTML, and remembers which element is heard when."""

from __future__ import annotations

from collections.abc import Mapping

from readaloud.writers.epub.parts import Part, Places
from readaloud.writers.epub.xml import html
from readaloud.writers.reading import (
    Labels,
    Note,
    Paragraph,
    View,
    direction,
    needs_heading,
    note_id,
    reference_id,
    signs,
)
from readaloud.writers.reading.elements import Content, Element, append, lines
from readaloud.writers.reading.html import Target
from readaloud.writers.reading.lit import Lit, Spoken


class Page(Lit):
    """One XHTML file while it is written."""

    def __init__(
        self, view: View, words: Labels, tinted: Mapping[str, int], file: str = "", places: Places | None = None
    ) -> None:
        super().__init__(view, words, tinted)
        self._file, self._places = file, places or Places()
        self._signs = signs(self._places.numbers.values(), words)

    def tag(self, name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
        """An element of XHTML."""
        return html(name, attributes, *content)

    def listing(self) -> Element:
        """A list, which readers can leave as a whole."""
        return html("ul", {"id": self.new_id("list")})

    def item(self, listing: Element, paragraph: Paragraph) -> None:
        """Adds an item to a list."""
        outer, self.within = self.within, (str(listing.get("id")), "list")
        super().item(listing, paragraph)
        self.within = outer

    def note(self, note: Note) -> Element:
        """A note with the way back to its mark."""
        id = note_id(note)
        made = html("aside", {"id": id, "class": "note", "epub:type": "footnote", "role": "doc-footnote"})
        closing = (note.closing,) if note.closing is not None else ()
        append(made, html("p", {}, *self.aside((note.label, *note.content, *closing), (id, "footnote"))))
        back = self._places.references.get(note.key)
        if back:
            lines(made, html("p", {"class": "back"}, self.back(self._link(back), self._signs[note.key])))
        return made

    def target(self, key: str) -> Target | None:
        """Where a mark of a note leads: to the note, in whichever file it is."""
        note = self._places.numbers.get(key)
        if note is None:
            return None
        first = not self.marked(key) and self._places.references[key].startswith(self._file)
        return Target(self._link(self._places.notes[key]), note.n or "*", reference_id(note) if first else "")

    def _link(self, place: str) -> str:
        file, _, fragment = place.partition("#")
        return f"#{fragment}" if file == self._file else place


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
