"""Writes the navigation document: contents, pages, notes, landmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.writers.epub.parts import Part, Places
from readaloud.writers.epub.text import document
from readaloud.writers.epub.xml import html
from readaloud.writers.reading import Labels, View
from readaloud.writers.reading.elements import Element, lines

NAV_FILE = "nav.xhtml"
_ROLES = {"toc": "doc-toc", "page-list": "doc-pagelist"}
"""Digital Publishing WAI-ARIA, for what is no other list of links."""
_LONGEST = 80
"""Letters of a note's beginning in the list of notes."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a list."""

    text: str
    href: str
    type: str = ""
    """`epub:type` of a landmark."""
    own: bool = False
    """Whether the text is a label of ours rather than the document's."""


def nav_page(view: View, words: Labels, front: Sequence[Link], parts: Sequence[Part], found: Places) -> Element:
    """`front` are the pages before the text, each a landmark too if it has a type."""
    own = {"lang": words.language} if words.differ_from(view.language) else {}
    chapters = [
        Link(part.section.title or words.say("nav.start"), f"{part.name}.xhtml") for part in parts if part.first
    ]
    pages = [Link(words.page_name(page.label), place) for page, place in found.pages]
    landmarks = [link for link in front if link.type]
    if parts:
        landmarks.append(Link(words.say("nav.start"), f"{parts[0].name}.xhtml", "bodymatter", True))
    body = html("body", {"epub:type": "frontmatter"})
    lines(body, _list("toc", words.say("nav.heading"), [*front, *chapters], own, "h1"))
    if pages:
        lines(body, _list("page-list", words.say("nav.pages"), pages, own))
    if found.notes:
        lines(body, _list("", words.say("nav.notes"), _notes(found), own))
    lines(body, _list("landmarks", words.say("nav.landmarks"), landmarks, own))
    return document(words.say("nav.heading"), view, body, words)


def _notes(found: Places) -> list[Link]:
    links = []
    for key, place in found.notes.items():
        note = found.numbers[key]
        text = " ".join((note.label.text, *(sentence.text for sentence in note.content)))
        links.append(Link(text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …", place))
    return links


def _list(type: str, heading: str, links: Sequence[Link], own: dict[str, str], tag: str = "h2") -> Element:
    items = html("ol", {"class": "pages" if type == "page-list" else ""})
    for link in links:
        attributes = {"href": link.href, "epub:type": link.type if type == "landmarks" else ""}
        lines(items, html("li", {}, html("a", {**attributes, **(own if link.own else {})}, link.text)))
    id = type or "notes"
    made = html("nav", {"id": id, "epub:type": type, "role": _ROLES.get(type, ""), "aria-labelledby": f"{id}-heading"})
    return lines(made, html(tag, {"id": f"{id}-heading", **own}, heading), items)
