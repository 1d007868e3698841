"""Writes the transcript as one page of HTML without a script: headings, names, notes with ways back, pages to go to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from lxml import etree

from readaloud import data
from readaloud.model import Edition, Metadata
from readaloud.settings import Settings
from readaloud.writers.reading import PageMark, Section, direction, labels, needs_heading, printable, units
from readaloud.writers.reading.elements import Element, lines
from readaloud.writers.reading.html import html5
from readaloud.writers.shell import policy
from readaloud.writers.textfile import TextWriting
from readaloud.writers.transcript.blocks import Blocks
from readaloud.writers.transcript.prepared import Transcript, prepared


class PageWriter:
    """One page of HTML."""

    name: ClassVar[str] = "html"
    description: ClassVar[str] = (
        "the transcript as one accessible page without a script, for every browser and to print"
    )

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> TextWriting:
        """Writes `folder/stem.transcript.html`."""
        return TextWriting(edition, "html", [(folder / f"{stem}.transcript.html", html_page)])


def html_page(edition: Edition) -> str:
    """The whole page."""
    transcript = prepared(edition)
    page = _Page(transcript)
    root = html5("html", {"lang": transcript.view.language, "dir": direction(transcript.view.language)})
    lines(root, page.head(), page.body(edition.script.metadata))
    return "<!DOCTYPE html>\n" + str(etree.tostring(root, method="html", encoding="unicode")) + "\n"


class _Page:
    def __init__(self, transcript: Transcript) -> None:
        self._transcript, self._view = transcript, transcript.view
        self._words = labels(self._view.language)
        self._blocks = Blocks(transcript, self._words)
        self._own = self._blocks.own

    def head(self) -> Element:
        style = data.text("templates/transcript.css") + "\n" + data.text("templates/voices.css")
        sheet = html5("style")
        sheet.text = style  # to the letter, as the policy tells its digest
        return lines(
            html5("head"),
            html5("meta", {"charset": "utf-8"}),
            html5("meta", {"http-equiv": "Content-Security-Policy", "content": policy(style)}),
            html5("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            html5("title", {}, self._title()),
            sheet,
        )

    def body(self, told: Metadata) -> Element:
        skip = html5("a", {"class": "skip", "href": "#text", **self._own}, self._words.say("transcript.skip"))
        main = lines(html5("main", {"id": "text", "tabindex": "-1"}), *self._sections())
        if self._transcript.notes:
            lines(main, self._notes())
        return lines(html5("body"), skip, self._header(told), *self._navigation(), main)

    def _title(self) -> str:
        return " ".join(printable(self._view.title).split()) or self._words.say("title.untitled")

    def _header(self, told: Metadata) -> Element:
        words, title = self._words, self._transcript.title
        content = self._blocks.content(title.content) if title is not None else [self._title()]
        made = lines(html5("header"), html5("h1", {}, *content))
        for line, name in (("title.author", told.author), ("title.source", told.identifier)):
            if name:
                lines(made, html5("p", self._own, words.say(line, name=name)))
        said = [words.say("title.heard") + "."]
        said += [words.say(f"transcript.{name}_unheard") for name in self._transcript.unheard]
        lines(made, html5("p", self._own, " ".join(said)))
        people = [speaker for speaker in self._view.speakers if not speaker.role]
        if people:
            lines(made, html5("h2", self._own, words.say("cast.heading")))
            lines(made, lines(html5("ul", {"class": "cast"}), *map(self._blocks.person, people)))
        return made

    # -- ways into the text -------------------------------------------------------------------------------------------

    def _navigation(self) -> list[Element]:
        found = []
        sections = [section for section in self._transcript.sections if section.title.strip()]
        if len(sections) > 1:
            entries = [(f"#part-{section.number}", section.title) for section in sections]
            found.append(self._nav("nav.heading", "contents", entries))
        blocks = [block for section in self._transcript.sections for block in section.blocks]
        marks = [unit for unit in units(blocks) if isinstance(unit, PageMark)]
        if self._transcript.title is not None:
            marks += [unit for unit in units([self._transcript.title]) if isinstance(unit, PageMark)]
        for note in self._transcript.notes:
            marks += [unit for unit in units([note]) if isinstance(unit, PageMark)]
        if marks:
            marks.sort(key=lambda mark: mark.number)
            entries = [(f"#page-{mark.number}", self._words.page_name(mark.label)) for mark in marks]
            found.append(self._nav("nav.pages", "pages", entries))
        return found

    def _nav(self, title: str, kind: str, entries: Sequence[tuple[str, str]]) -> Element:
        heading = self._words.say(title)
        listed = lines(html5("ol", {"class": kind}), *(html5("li", {}, html5("a", {"href": h}, t)) for h, t in entries))
        folded = lines(html5("details"), html5("summary", self._own, heading), listed)
        if len(entries) <= 12:
            folded.set("open", "")
        return lines(html5("nav", {"aria-label": heading}), folded)

    # -- the text -----------------------------------------------------------------------------------------------------

    def _sections(self) -> list[Element]:
        return [self._section(section, number == 0) for number, section in enumerate(self._transcript.sections)]

    def _section(self, section: Section, first: bool) -> Element:
        made = html5("section", {"id": f"part-{section.number}"})
        if section.title.strip() and needs_heading(section.blocks) and not first:
            lines(made, html5("h2", {}, section.title))
        return lines(made, *self._blocks.blocks(section.blocks))

    def _notes(self) -> Element:
        made = html5("section", {"role": "doc-endnotes", "aria-labelledby": "notes"})
        lines(made, html5("h2", {"id": "notes", **self._own}, self._words.say("nav.notes")))
        return lines(made, lines(html5("ol", {"class": "notes"}), *map(self._blocks.endnote, self._transcript.notes)))
