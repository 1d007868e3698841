"""Makes every file of the book but its sound, from the edition alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readaloud import data
from readaloud.errors import OutputError
from readaloud.model import Edition, Metadata
from readaloud.writers.books import Book, Sound
from readaloud.writers.contents import name_of_contents
from readaloud.writers.daisy import smil
from readaloud.writers.daisy.ncc import Told, Way, ncc_page
from readaloud.writers.daisy.text import Entry, Text, document
from readaloud.writers.daisy.xml import SMIL_DOCTYPE, XHTML_DOCTYPE, clock, one_line, xhtml
from readaloud.writers.reading import (
    Heading,
    Labels,
    Note,
    Section,
    View,
    colours,
    contiguous,
    labels,
    needs_heading,
    note_id,
    reading_view,
    reference_id,
    signs,
    walk,
)
from readaloud.writers.reading.elements import Element, lines, serialized
from readaloud.writers.tags import tags_of

NCC, MASTER, STYLE = "ncc.html", "master.smil", "default.css"


@dataclass(frozen=True, slots=True)
class _Chapter:
    number: int
    section: Section
    text: Text
    body: Element

    @property
    def file(self) -> str:
        """Names of few letters, as the discs and cards of old players hold them."""
        return f"t{self.number:04}.html"

    @property
    def smil(self) -> str:
        return f"s{self.number:04}.smil"

    @property
    def sound(self) -> str:
        return f"a{self.number:04}.mp3"


def book(edition: Edition) -> Book:
    """The book of an edition, its navigation control centre first, the same bytes every time.

    OutputError when nothing is heard in it.
    """
    view, words, tags = reading_view(edition), labels(edition.script.language), tags_of(edition)
    notes = view.notes()
    chapters = _chapters(view, words, notes, edition.script.metadata)
    marks = _marks(chapters, notes)
    courses = [_course(chapter, marks, view.rate) for chapter in chapters]
    total = sum(course.length_ms for course in courses)
    if not total:
        raise OutputError(
            "A DAISY book is made of sound, and nothing is heard in this edition.", tip="Choose --format html or txt."
        )
    _link(chapters, courses, marks, notes)
    texts = [(chapter.file, serialized(_document(chapter, view, words), doctype=XHTML_DOCTYPE)) for chapter in chapters]
    times = repr([[course.length_ms for course in courses], [course.pars for course in courses]]).encode()
    identifier = name_of_contents([*texts, ("times", times)])
    title = one_line(view.title) or words.say("title.untitled")
    files = [*texts]
    elapsed = 0
    for chapter, course in zip(chapters, courses, strict=True):
        head = smil.head(identifier, title, smil.timed(elapsed, course.length_ms, _title(chapter, words)))
        files.append((chapter.smil, serialized(smil.chapter(course, chapter.sound, head), doctype=SMIL_DOCTYPE)))
        elapsed += course.length_ms
    head = smil.head(identifier, title, {"ncc:timeInThisSmil": clock(total)})
    listed = [(chapter.smil, _title(chapter, words)) for chapter in chapters]
    files.append((MASTER, serialized(smil.master(listed, head), doctype=SMIL_DOCTYPE)))
    files.append((STYLE, "\n".join(data.text(f"templates/{name}") for name in ("daisy.css", "voices.css")).encode()))
    sounds = tuple(
        Sound(chapter.sound, chapter.section.begin, chapter.section.end)
        for chapter, course in zip(chapters, courses, strict=True)
        if course.length_ms
    )
    told = Told(identifier, total, len(files) + len(sounds) + 1)
    ncc = ncc_page(view, words, tags, told, _ways(title, chapters, courses))
    return Book(((NCC, serialized(ncc, doctype=XHTML_DOCTYPE)), *files), sounds)


def _chapters(view: View, words: Labels, notes: Mapping[str, Note], told: Metadata) -> list[_Chapter]:
    """The chapters' texts; the title stands at the head of the first."""
    tinted, named = colours(view), signs(notes.values(), words)
    made: list[_Chapter] = []
    level = 0
    for number, section in enumerate(view.all_sections, 1):
        text = Text(view, words, tinted, notes, named, level)
        body = xhtml("div", {"id": "start", "class": "chapter"})
        if number == 1:
            lines(body, *_front(text, view, told))
            text.deepest = 1
        if section is not view.opening and not any(isinstance(block, Heading) for block in walk(section.blocks)):
            title = section.title.strip() or words.say("nav.start")
            text.enter(title)
            if needs_heading(section.blocks):
                lines(body, xhtml("h1", {}, title))
        lines(body, *text.blocks(section.blocks))
        level = text.deepest
        made.append(_Chapter(number, section, text, body))
    return made


def _front(text: Text, view: View, told: Metadata) -> list[Element]:
    """Title, where the text comes from, and who is heard: for the eye, or a line of braille."""
    words, own = text.words, text.own
    made = [xhtml("h1", {"class": "title"}, view.title.strip() or words.say("title.untitled"))]
    for line, name in (("title.author", told.author), ("title.published", told.publisher), ("title.source", told.identifier)):  # fmt: skip
        if name:
            made.append(xhtml("p", own, words.say(line, name=name)))
    made.append(xhtml("p", own, words.say("title.made")))
    people = [speaker for speaker in view.speakers if not speaker.role]
    if people:
        made.append(xhtml("p", {"class": "people", **own}, words.say("cast.heading")))
        made.append(lines(xhtml("ul", {"class": "cast"}), *map(text.person, people)))
    return made


def _marks(chapters: Sequence[_Chapter], notes: Mapping[str, Note]) -> dict[str, str]:
    """Key of a note → the place of its first mark."""
    found: dict[str, str] = {}
    for chapter in chapters:
        for _, key in chapter.text.marks:
            found.setdefault(key, f"{chapter.file}#{reference_id(notes[key])}")
    return found


def _course(chapter: _Chapter, marks: Mapping[str, str], rate: int) -> smil.Course:
    text, section = chapter.text, chapter.section
    stretches = contiguous([one.heard for one in text.spoken], section.begin, section.end, rate)
    return smil.course(chapter.file, text.spoken, stretches, text.labels, marks)


def _link(
    chapters: Sequence[_Chapter], courses: Sequence[smil.Course], marks: Mapping[str, str], notes: Mapping[str, Note]
) -> None:
    """Tells every link of the texts where it leads: to its sound, a mark to that of its note, a note back to its mark."""
    played = {
        key: f"{chapter.smil}#{par}"
        for chapter, course in zip(chapters, courses, strict=True)
        for key, par in course.marked.items()
    }
    written: dict[str, str] = {}
    for chapter in chapters:
        for _, key in chapter.text.backs:
            written.setdefault(key, f"{chapter.file}#{note_id(notes[key])}")
    for chapter, course in zip(chapters, courses, strict=True):
        for at, link in chapter.text.links:
            link.set("href", f"{chapter.smil}#{course.pars[at]}" if course.pars[at] else "")
        for link, key in chapter.text.marks:
            link.set("href", played.get(key, written.get(key, "")))
        for link, key in chapter.text.backs:
            link.set("href", marks.get(key, ""))
        pairs = (*chapter.text.marks, *chapter.text.backs)
        for link in (*(link for _, link in chapter.text.links), *(link for link, _ in pairs)):
            if not link.get("href"):
                _unlink(link)


def _unlink(link: Element) -> None:
    """A link that leads nowhere is no link."""
    link.tag = xhtml("span").tag
    del link.attrib["href"]


def _document(chapter: _Chapter, view: View, words: Labels) -> Element:
    return document(_title(chapter, words), view, lines(xhtml("body"), chapter.body), words)


def _title(chapter: _Chapter, words: Labels) -> str:
    return chapter.section.title.strip() or words.say("nav.start")


def _ways(title: str, chapters: Sequence[_Chapter], courses: Sequence[smil.Course]) -> list[Way]:
    """All ways into the book, in the order in which they are heard."""
    ways = [Way(Entry("heading", title, 0, 1), f"{chapters[0].smil}#{_nearest(courses[0], 0)}")]
    for chapter, course in zip(chapters, courses, strict=True):
        text = chapter.text
        entries = [*text.entries]
        for at, key in text.labels.items():
            if course.marked.get(key) == course.pars[at] and course.pars[at] is not None:
                entries.append(Entry("noteref", text.sign(key), at))
        entries.sort(key=lambda entry: entry.at)  # stable: a page before the heading that has the same sound
        ways += [Way(entry, f"{chapter.smil}#{_nearest(course, entry.at)}") for entry in entries]
    return ways


def _nearest(course: smil.Course, at: int) -> str:
    """The par of a sound; of one that has none that of the next, or of the last one before."""
    after = next((par for par in course.pars[at:] if par is not None), None)
    before = next((par for par in reversed(course.pars[:at]) if par is not None), None)
    return after or before or course.items[0][0].id
