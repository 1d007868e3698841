"""Writes the navigation control centre, `ncc.html`: the first file that a player reads, and all ways into the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.writers.daisy.text import Entry
from readaloud.writers.daisy.xml import FORMAT, GENERATOR, clock, one_line, xhtml
from readaloud.writers.reading import Labels, View, direction
from readaloud.writers.reading.elements import Element, lines
from readaloud.writers.tags import Tags

NO_DATE = "2000-01-01"
"""`dc:date` is demanded and no clock may be read: of a document whose own day is not told in full."""


@dataclass(frozen=True, slots=True)
class Way:
    """An entry with the place to which it leads."""

    entry: Entry
    href: str
    """`s0001.smil#p3`."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the metadata tells beside the tags."""

    identifier: str
    total_ms: int
    files: int


def ncc_page(view: View, words: Labels, tags: Tags, told: Told, ways: Sequence[Way]) -> Element:
    """The whole file; `ways` are in the order in which they are heard, the title first."""
    title = one_line(view.title) or words.say("title.untitled")
    body = xhtml("body")
    for number, way in enumerate(ways):
        link = xhtml("a", {"href": way.href}, way.entry.text)
        if way.entry.kind == "heading":
            name, kind = f"h{way.entry.level}", "title" if number == 0 else ""
        else:
            name, kind = "span", way.entry.kind
        lines(body, xhtml(name, {"class": kind, "id": f"n{number + 1}"}, link))
    head = lines(
        xhtml("head"), xhtml("title", {}, title),
        xhtml("meta", {"http-equiv": "Content-type", "content": "text/html; charset=utf-8"}),
        *(xhtml("meta", {"name": name, "content": one_line(value), "scheme": scheme})
          for name, value, scheme in _metadata(title, view, words, tags, told, [way.entry for way in ways]) if value.strip()),
    )  # fmt: skip
    written = direction(view.language)
    return lines(xhtml("html", {"lang": view.language, "dir": written if written == "rtl" else ""}), head, body)


def _metadata(
    title: str, view: View, words: Labels, tags: Tags, told: Told, entries: Sequence[Entry]
) -> list[tuple[str, str, str]]:
    """Names, values and schemes (DAISY 2.02, appendix 2); those without a value are left out."""
    day = tags.date if re.fullmatch(r"\d{4}-\d\d-\d\d", tags.date) else ""
    kinds = [entry.kind for entry in entries]
    numbers = [int(entry.text) for entry in entries if entry.kind == "page-normal"]
    return [
        ("dc:title", title, ""),
        ("dc:creator", tags.author or words.say("title.nobody"), ""),
        ("dc:date", day or NO_DATE, "yyyy-mm-dd"),
        ("dc:format", FORMAT, ""),
        ("dc:identifier", told.identifier, ""),
        ("dc:language", view.language or "und", "ISO 639"),
        ("dc:publisher", tags.publisher or "readaloud", ""),
        ("dc:source", f"urn:isbn:{tags.isbn}" if tags.isbn else tags.identifier, ""),
        ("dc:description", tags.description, ""),
        ("dc:rights", tags.rights, ""),
        ("ncc:charset", "utf-8", ""),
        ("ncc:depth", str(max(entry.level for entry in entries)), ""),
        ("ncc:files", str(told.files), ""),
        ("ncc:footnotes", str(kinds.count("noteref")), ""),
        ("ncc:generator", GENERATOR, ""),
        ("ncc:maxPageNormal", str(max(numbers, default=0)), ""),
        ("ncc:multimediaType", "audioFullText", ""),
        ("ncc:narrator", tags.narrator, ""),
        ("ncc:pageFront", str(kinds.count("page-front")), ""),
        ("ncc:pageNormal", str(kinds.count("page-normal")), ""),
        ("ncc:pageSpecial", str(kinds.count("page-special")), ""),
        ("ncc:prodNotes", "0", ""),
        ("ncc:setInfo", "1 of 1", ""),
        ("ncc:sidebars", "0", ""),
        ("ncc:sourceDate", day, "yyyy-mm-dd"),
        ("ncc:sourcePublisher", tags.publisher, ""),
        ("ncc:tocItems", str(len(entries)), ""),
        ("ncc:totalTime", clock(told.total_ms), "hh:mm:ss"),
    ]
