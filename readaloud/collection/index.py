"""The index page of a collection: a list that needs nothing but a browser, and a search over it that needs its script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from readaloud.collection.addresses import relative
from readaloud.collection.collected import CollectedFile, Collection, Listing, Person
from readaloud.collection.words import Words, in_one_line, words_for
from readaloud.data import text
from readaloud.languages import canonical
from readaloud.writers import shell

FORMATS = ("player", "html", "mp3", "m4b", "m3u8", "opus", "flac", "wav", "epub", "daisy", "txt", "print")
"""What a document's line links to, in this order; the title leads to the first that there is."""
_SHOWN = ("player", "html", "txt", "print", "m3u8")
"""Pages and lists: their size tells nothing."""

_MANY = 300
"""From so many documents on they are drawn only when they come near …"""
_TOGETHER = 100
"""… those of one list together."""


def index_page(collection: Collection, *, feed: bool) -> str:
    """The whole page; `feed` is whether a podcast feed lies beside it."""
    words = words_for(collection.language)
    people = _people(collection.listings)
    style = text("templates/theme.css") + text("collection/index.css")
    script = shell.in_strict_mode(text("collection/index.js"))
    title = in_one_line(collection.title) or words.say("untitled")
    link = f'<link rel="alternate" type="application/rss+xml" href="feed.xml" title="{escape(title)}">\n'
    filled = {
        "own": words.language,
        "whole": escape(_whole(collection.listings, words)),
        "speakers": "".join(_speaker(person, number, count) for number, (person, count) in enumerate(people)),
        "years": "".join(
            f"<option>{year}</option>" for year in sorted({each.year for each in collection.listings if each.year})
        ),
        "undated": "" if any(each.year for each in collection.listings) else " hidden",
        "many": ' class="many"' if len(collection.listings) > _MANY else "",
        "documents": "".join(_sections(collection, words, [person for person, _ in people])),
        "footer": "".join(_footer(collection, words, feed=feed)),
    }
    return shell.page(
        "collection/index.html", words.lines, filled, language=canonical(collection.language), title=title, style=style,
        script=script, links=link if feed else "",
    )  # fmt: skip


def in_order(listings: Sequence[Listing]) -> list[Listing]:
    """By date, those of one day as the collection has them; those without a date last."""
    return sorted(listings, key=lambda each: each.day or "9")


def _people(listings: Sequence[Listing]) -> list[tuple[Person, int]]:
    """Everybody by name, with the number of documents in which they speak."""
    counts: dict[str, int] = {}
    known: dict[str, Person] = {}
    for listing in listings:
        for person in listing.people:
            known.setdefault(person.id, person)
            counts[person.id] = counts.get(person.id, 0) + 1
    return [(known[id], counts[id]) for id in sorted(known, key=lambda id: (known[id].name.casefold(), id))]


def _speaker(person: Person, number: int, count: int) -> str:
    return f'<option value="{number}" data-id="{escape(in_one_line(person.id))}">{escape(in_one_line(person.name))} ({count:,})</option>'


def _whole(listings: Sequence[Listing], words: Words) -> str:
    total = words.duration(sum(listing.duration_ms for listing in listings))
    return words.say("whole", count=words.count("documents", len(listings)), duration=total)


def _sections(collection: Collection, words: Words, people: Sequence[Person]) -> Iterator[str]:
    numbers = {person.id: number for number, person in enumerate(people)}
    ordered = in_order(collection.listings)
    dated = any(listing.year for listing in ordered)
    for year, listings in groupby(ordered, lambda listing: listing.year):
        heading = escape(year or words.say("undated" if dated else "documents"))
        own = "" if year else f' class="own" lang="{words.language}"'
        yield f'<section aria-labelledby="y{year}">\n<h2 id="y{year}"{own}>{heading}</h2>\n'
        rows = [_row(listing, words, numbers, collection.language) for listing in listings]
        for first in range(0, len(rows), _TOGETHER):
            yield f"<ol>\n{''.join(rows[first : first + _TOGETHER])}</ol>\n"
        yield "</section>\n"


def _row(listing: Listing, words: Words, numbers: dict[str, int], language: str) -> str:
    files = [file for format in FORMATS if (file := listing.file(format)) is not None]
    title = in_one_line(listing.title) or words.say("untitled_document")
    lang = canonical(listing.language)
    foreign = f' lang="{escape(lang)}"' if lang and lang != canonical(language) else ""
    heading = f'<a href="{escape(relative(files[0].path))}">{escape(title)}</a>' if files else escape(title)
    who = " ".join(str(numbers[person.id]) for person in listing.people)
    names = ", ".join(in_one_line(person.name) for person in listing.people)
    found = " ".join(
        filter(None, (in_one_line(listing.identifier), in_one_line(listing.series), in_one_line(listing.number)))
    )
    parts = [
        f'<li data-year="{listing.year}" data-ms="{listing.duration_ms}" data-who="{who}" data-find="{escape(found)}">',
        f'<h3 dir="auto"{foreign}>{heading}</h3>',
    ]
    if listing.subtitle:
        parts.append(f'<p dir="auto"{foreign}>{escape(in_one_line(listing.subtitle))}</p>')
    parts.append(f'<p class="about">{"".join(_about(listing, title, words))}</p>')
    if names:
        parts.append(f'<p class="own" lang="{words.language}">{escape(words.say("with", names=names))}</p>')
    if files:
        linked = "".join(f"<li>{_link(file, words)}</li>" for file in files)
        parts.append(f'<ul class="files own" lang="{words.language}">{linked}</ul>')
    return "".join(parts) + "</li>\n"


def _about(listing: Listing, title: str, words: Words) -> Iterator[str]:
    if listing.date or listing.day:
        shown = escape(in_one_line(words.date(listing)))
        yield f'<time datetime="{listing.day}">{shown}</time>' if listing.day else f"<span>{shown}</span>"
    yield f"<span>{escape(words.duration(listing.duration_ms))}</span>"
    if listing.number and not title.startswith(listing.number):
        yield f"<span>{escape(words.say('number', n=in_one_line(listing.number)))}</span>"


def _link(file: CollectedFile, words: Words) -> str:
    size = "" if file.format in _SHOWN else f"<small>{words.size(file.bytes)}</small>"
    return f'<a href="{escape(relative(file.path))}">{escape(words.say(file.format))}{size}</a>'


def _footer(collection: Collection, words: Words, *, feed: bool) -> Iterator[str]:
    if feed:
        yield f'<p><a href="feed.xml">{escape(words.say("feed"))}</a></p>\n'
    if rights := common_rights(collection):
        yield f"<p>{escape(words.say('all_rights', rights=in_one_line(rights)))}</p>\n"
    yield f"<p>{escape(words.say('made'))}</p>\n"


def common_rights(collection: Collection) -> str:
    """What holds for every document; empty where they differ."""
    told = {listing.rights for listing in collection.listings}
    return told.pop() if len(told) == 1 else ""
