"""Makes every file of the book but its sound, from the edition alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readaloud import data
from readaloud.model import Cover, Edition
from readaloud.writers.books import Book, Sound
from readaloud.writers.contents import name_of_contents
from readaloud.writers.epub import front, nav, package
from readaloud.writers.epub.front import cover_name
from readaloud.writers.epub.overlay import Clip, duration, overlay
from readaloud.writers.epub.package import Described, Resource
from readaloud.writers.epub.parts import parts, places
from readaloud.writers.epub.text import text_page
from readaloud.writers.reading import Section, colours, contiguous, labels, reading_view
from readaloud.writers.reading.elements import Element, serialized
from readaloud.writers.reading.lit import Spoken
from readaloud.writers.tags import tags_of

_DOCTYPE = "<!DOCTYPE html>"


@dataclass(frozen=True, slots=True)
class _Text:
    """An XHTML file with what is heard of it."""

    name: str
    root: Element
    spoken: Sequence[Spoken]
    chapter: int | None


def publication(edition: Edition) -> Book:
    """The book of an edition; the same edition gives the same bytes."""
    view, told, cover = reading_view(edition), edition.script.metadata, edition.cover
    words, tinted = labels(view.language), colours(view)
    cut = parts(view)
    found = places(cut)
    said = front.opening_lines(view)
    # The first line says what this is; a single one is kept for the cast, so that no page with words of ours is silent.
    title_lines = said[:1] if len(said) > 1 else ()
    opening = view.opening.number if view.opening is not None else None
    texts = [
        _Text(front.TITLE_FILE, *front.title_page(view, words, told, title_lines, cover), opening),
        _Text(front.CAST_FILE, *front.cast_page(view, words, edition.cast, tinted, said[len(title_lines) :]), opening),
        *(
            _Text(f"{part.name}.xhtml", *text_page(part, view, words, tinted, found), part.section.number)
            for part in cut
        ),
    ]
    sections = view.all_sections
    overlays = _overlays(texts, sections, view.rate)
    links = [
        nav.Link(words.say("nav.title"), front.TITLE_FILE, "titlepage", own=True),
        nav.Link(words.say("cast.heading"), front.CAST_FILE, own=True),
    ]
    files = [(text.name, serialized(text.root, doctype=_DOCTYPE)) for text in texts]
    files.append((nav.NAV_FILE, serialized(nav.nav_page(view, words, links, cut, found), doctype=_DOCTYPE)))
    files += [(_overlay_name(name), serialized(overlay(name, clips))) for name, clips in overlays.items()]
    sheets = ("epub.css", "voices.css", "epub-highlight.css")  # in this order: what is lit is black on yellow
    files.append(("style.css", "\n".join(data.text(f"templates/{sheet}") for sheet in sheets).encode()))
    if cover is not None:
        files.append((cover_name(cover), cover.data))
    described = Described(
        name_of_contents(files), bool(found.pages), bool(found.notes), sound=bool(overlays), images=cover is not None
    )
    resources = _resources(texts, overlays, sections, cover)
    opf = package.package(view, words, tags_of(edition), described, resources)
    return Book(
        files=(
            ("META-INF/container.xml", serialized(package.container())),
            (package.PACKAGE_FILE, serialized(opf)),
            *((f"EPUB/{name}", content) for name, content in files),
        ),
        sounds=tuple(
            Sound(f"EPUB/{_sound_name(section)}", section.begin, section.end)
            for section in sections
            if _used(section, overlays)
        ),
    )


def _overlays(texts: Sequence[_Text], sections: Sequence[Section], rate: int) -> dict[str, list[Clip]]:
    """The clips of each XHTML file, by its name; the files of one chapter share its audio."""
    made: dict[str, list[Clip]] = {}
    for section in sections:
        heard = [(text.name, spoken) for text in texts if text.chapter == section.number for spoken in text.spoken]
        stretches = contiguous([spoken.heard for _, spoken in heard], section.begin, section.end, rate)
        for (name, spoken), stretch in zip(heard, stretches, strict=True):
            if stretch is not None:
                made.setdefault(name, []).append(Clip(spoken, _sound_name(section), stretch))
    return made


def _resources(
    texts: Sequence[_Text], overlays: dict[str, list[Clip]], sections: Sequence[Section], cover: Cover | None
) -> list[Resource]:
    made = [
        Resource(f"x-{_stem(text.name)}", text.name, "application/xhtml+xml", spine=True,
                 overlay=f"o-{_stem(text.name)}" if text.name in overlays else "")
        for text in texts
    ]  # fmt: skip
    made.append(Resource("nav", nav.NAV_FILE, "application/xhtml+xml", "nav"))
    made += [
        Resource(f"o-{_stem(name)}", _overlay_name(name), "application/smil+xml", duration_ms=duration(clips))
        for name, clips in overlays.items()
    ]
    made += [
        Resource(f"a-{section.number}", _sound_name(section), "audio/mpeg")
        for section in sections
        if _used(section, overlays)
    ]
    made.append(Resource("style", "style.css", "text/css"))
    if cover is not None:
        made.append(Resource("cover", cover_name(cover), cover.media_type, "cover-image"))
    return made


def _used(section: Section, overlays: dict[str, list[Clip]]) -> bool:
    return any(clip.audio == _sound_name(section) for clips in overlays.values() for clip in clips)


def _sound_name(section: Section) -> str:
    return f"audio-{section.number:04}.mp3"


def _overlay_name(text: str) -> str:
    return f"{_stem(text)}.smil"


def _stem(name: str) -> str:
    return name.rpartition(".")[0]
