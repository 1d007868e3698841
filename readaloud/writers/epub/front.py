"""Writes what stands before the text: the title page and the page that tells who is heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readaloud.model import Cast, Cover, Metadata, Speaker
from readaloud.writers.epub.package import day
from readaloud.writers.epub.text import Page, document
from readaloud.writers.epub.xml import html
from readaloud.writers.reading import Labels, Paragraph, Sentence, View, name_of
from readaloud.writers.reading.elements import Element, append, lines
from readaloud.writers.reading.lit import Spoken

TITLE_FILE = "title.xhtml"
CAST_FILE = "cast.xhtml"


def cover_name(cover: Cover) -> str:
    """Of the picture's file in the book."""
    return "cover.jpg" if cover.media_type == "image/jpeg" else "cover.png"


def opening_lines(view: View) -> tuple[Sentence, ...]:
    """What is said before the document, in order."""
    blocks = view.opening.blocks if view.opening is not None else ()
    return tuple(
        part for block in blocks if isinstance(block, Paragraph) for part in block.content if isinstance(part, Sentence)
    )


def title_page(
    view: View, words: Labels, told: Metadata, said: Sequence[Sentence], cover: Cover | None
) -> tuple[Element, list[Spoken]]:
    """Title, author and where the text comes from; `said` is heard here."""
    page = Page(view, words, {})
    section = html("section", {"id": "start", "epub:type": "titlepage"})
    if cover is not None:
        image = html("img", {"src": cover_name(cover), "alt": cover.alt})
        lines(section, html("p", {"class": "cover"}, image))
    lines(section, html("h1", {}, view.title.strip() or words.say("title.untitled")))
    own = page.own
    if told.author:
        lines(section, html("p", {"class": "author", **own}, words.say("title.author", name=told.author)))
    for text in (told.description, day(told.date), told.series):
        if text:
            lines(section, html("p", {}, text))
    if told.publisher:
        lines(section, html("p", own, words.say("title.published", name=told.publisher)))
    for sentence in said:
        lines(section, html("p", {}, page.lit(sentence)))
    if not said:
        lines(section, html("p", own, words.say("title.made")))
    if told.identifier:
        lines(section, html("p", {"class": "small", **own}, words.say("title.source", name=told.identifier)))
    if told.rights:
        lines(section, html("p", {"class": "small"}, told.rights))
    body = lines(html("body", {"epub:type": "frontmatter", "class": "titlepage"}), section)
    return document(view.title, view, body, words), page.spoken


def cast_page(
    view: View, words: Labels, cast: Cast, colours: Mapping[str, int], said: Sequence[Sentence]
) -> tuple[Element, list[Spoken]]:
    """Everybody who is heard, with description and voice; `said` are the lines of the opening."""
    writing = _CastPage(Page(view, words, colours), cast)
    heading = words.say("cast.heading")
    section = html("section", {"id": "start"})
    lines(section, html("h1", writing.page.own, heading))
    people = {speaker.id: speaker for speaker in view.speakers if not speaker.role}
    rest = dict(people)
    listing: Element | None = None
    for sentence in said:
        speaker = rest.pop(sentence.speaker, None)
        if speaker is None:
            listing = None
            lines(section, html("p", {}, writing.page.lit(sentence)))
            continue
        if listing is None:
            listing = html("ul", {"class": "cast"})
            lines(section, listing)
        lines(listing, writing.entry(speaker, sentence))
    for title, others in (
        ("cast.more" if len(rest) < len(people) else "", list(rest.values())),
        ("cast.own", [speaker for speaker in view.speakers if speaker.role]),
    ):
        if others and title:
            lines(section, html("h2", writing.page.own, words.say(title)))
        if others:
            lines(section, lines(html("ul", {"class": "cast"}), *(writing.entry(speaker, None) for speaker in others)))
    body = lines(html("body", {"epub:type": "frontmatter"}), section)
    return document(heading, view, body, words), writing.page.spoken


@dataclass(frozen=True, slots=True)
class _CastPage:
    page: Page
    cast: Cast

    def entry(self, speaker: Speaker, sentence: Sentence | None) -> Element:
        """One who is heard: what is said of them, how they are labelled, and in which voice."""
        words, own = self.page.words, self.page.own
        colour = self.page.colours.get(speaker.id)
        made = html("li", {"class": f"voice-{colour}" if colour else ""})
        if sentence is not None:
            named = html("b", {"class": "speaker"}, self.page.lit(sentence))
        else:
            named = html("b", own if speaker.role else {"class": "speaker"}, name_of(speaker, words))
        lines(made, named)
        if speaker.description and speaker.description not in (sentence.text if sentence else ""):
            self._detail(made, speaker.description, {})
        names = [other.name for id in speaker.members for other in self.page.view.speakers if other.id == id]
        if len(names) > 1:
            self._detail(made, words.say("cast.members", names=", ".join(names)), own)
        labels = [label for label in speaker.labels if label != speaker.name]
        if labels:
            self._detail(made, words.say("cast.printed", labels=", ".join(labels)), own)
        voice = next((casting.voice for casting in self.cast.castings if casting.speaker == speaker.id), None)
        if voice is not None:  # those who speak only together with others have none
            self._detail(made, f"{words.say('cast.voice')} ", own)
            # Profiles are described in English.
            told = f"{voice.id} ({voice.description.rstrip('.')})" if voice.description else voice.id
            english = self.page.view.language.lower().split("-")[0] == "en"
            append(made[-1], html("span", {} if english else {"lang": "en"}, told))
        return made

    def _detail(self, made: Element, text: str, attributes: dict[str, str]) -> None:
        lines(made, html("span", {"class": "detail", **attributes}, text))
