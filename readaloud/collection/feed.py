"""The podcast feed of a collection: RSS 2.0 with Apple's and Podcasting 2.0's tags, and what libraries want to know.

https://www.rssboard.org/rss-specification, https://podcasters.apple.com/support/823-podcast-requirements,
https://podcasting2.org/docs/podcast-namespace; what was chosen, and why, is in the decision 0025.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from lxml import etree

from readaloud.collection.addresses import absolute
from readaloud.collection.collected import CollectedFile, Collection, Listing
from readaloud.collection.dates import published
from readaloud.collection.index import common_rights
from readaloud.collection.words import Words, in_one_line, words_for
from readaloud.languages import canonical

FEED = "feed.xml"
INDEX = "index.html"
_ATOM = "http://www.w3.org/2005/Atom"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of the podcast namespace, from which every feed's own identifier is made."""
_EPISODE_GUIDS = uuid.UUID("5d1b4d3c-6a5e-5b0f-9c53-9a3a3f6f6f2a")
"""Ours: the same document in the same place has the same identifier, wherever the feed is published."""
AUDIO = {"mp3": "audio/mpeg", "m4b": "audio/mp4"}
"""What an episode can be, the one that every app plays first, and its media type."""
_TRANSCRIPTS = (
    ("vtt", ".vtt", "text/vtt", "captions"),
    ("podcast", ".transcript.json", "application/json", "captions"),
    ("srt", ".srt", "application/x-subrip", "captions"),
    ("html", ".html", "text/html", ""),
    ("txt", ".txt", "text/plain", ""),
)
"""Format, end of the file's name, media type, what it is to the episode."""
_LONGEST_NAME = 128
"""Characters of a person's name, as the podcast namespace has it."""
_LONGEST_TEXT = 4000
"""Bytes of a description, as Apple has it."""

_Element = etree._Element


def feed(collection: Collection, base: str, cover: str) -> bytes:
    """The feed's bytes; `base` is the folder's address, `cover` the path of the collection's picture."""
    words = words_for(collection.language)
    root = etree.Element("rss", {"version": "2.0"}, nsmap={
        "atom": _ATOM, "itunes": _ITUNES, "podcast": _PODCAST, "dc": _DC, "dcterms": _DCTERMS,
    })  # fmt: skip
    channel = etree.SubElement(root, "channel")
    listed = episodes(collection)
    title = in_one_line(collection.title) or words.say("untitled")
    total = words.duration(sum(listing.duration_ms for listing, _ in listed))
    about = words.say("about", count=words.count("documents", len(listed)), duration=total)
    self_address = absolute(base, FEED)
    _text(channel, "title", title)
    _text(channel, "link", absolute(base, INDEX))
    _text(channel, "description", about)
    _text(channel, "language", canonical(collection.language) or words.language)
    _text(channel, "copyright", common_rights(collection))
    _text(channel, "generator", "readaloud")
    _text(channel, "docs", "https://www.rssboard.org/rss-specification")
    _text(channel, f"{{{_ATOM}}}link", "", href=self_address, rel="self", type="application/rss+xml")
    image = etree.SubElement(channel, "image")
    for name, value in (("url", absolute(base, cover)), ("title", title), ("link", absolute(base, INDEX))):
        _text(image, name, value)
    _text(channel, f"{{{_ITUNES}}}image", "", href=absolute(base, cover))
    _text(channel, f"{{{_ITUNES}}}author", _common_publisher(collection) or title)
    _text(channel, f"{{{_ITUNES}}}type", "serial")
    _text(channel, f"{{{_ITUNES}}}explicit", "false")
    category = _text(channel, f"{{{_ITUNES}}}category", "", text="Arts")
    if category is not None:
        _text(category, f"{{{_ITUNES}}}category", "", text="Books")
    _text(channel, f"{{{_PODCAST}}}guid", str(uuid.uuid5(_PODCAST_GUIDS, self_address.partition("://")[2].rstrip("/"))))
    _text(channel, f"{{{_PODCAST}}}medium", "audiobook")
    _text(channel, f"{{{_PODCAST}}}locked", "no")
    for number, (listing, audio) in enumerate(listed, 1):
        channel.append(_episode(listing, audio, number, base, words))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def episodes(collection: Collection) -> list[tuple[Listing, CollectedFile]]:
    """What can be an episode, in the collection's own order, each with its sound."""
    found = ((listing, listing.file(*AUDIO)) for listing in collection.listings)
    return [(listing, audio) for listing, audio in found if audio is not None and audio.bytes]


def _episode(listing: Listing, audio: CollectedFile, number: int, base: str, words: Words) -> _Element:
    item = etree.Element("item")
    page = listing.file("player", "html")
    _text(item, "title", in_one_line(listing.title) or words.say("untitled_document"))
    _text(item, "link", absolute(base, page.path if page is not None else INDEX))
    _text(item, "guid", f"urn:uuid:{uuid.uuid5(_EPISODE_GUIDS, listing.id)}", isPermaLink="false")
    _text(item, "pubDate", published(listing.day, number))
    _text(item, "description", _shortened(in_one_line(words.description(listing))))
    _text(item, "enclosure", "", url=absolute(base, audio.path), length=str(audio.bytes), type=AUDIO[audio.format])
    _text(item, f"{{{_DC}}}date", listing.day)
    _text(item, f"{{{_DC}}}identifier", listing.identifier)
    _text(item, f"{{{_DC}}}rights", listing.rights)
    _text(item, f"{{{_DCTERMS}}}bibliographicCitation", listing.citation)
    _text(item, f"{{{_ITUNES}}}duration", str(max(1, round(listing.duration_ms / 1000))))
    _text(item, f"{{{_ITUNES}}}episode", str(number))
    _text(item, f"{{{_ITUNES}}}episodeType", "full")
    _text(item, f"{{{_ITUNES}}}explicit", "false")
    if picture := listing.file("cover"):
        _text(item, f"{{{_ITUNES}}}image", "", href=absolute(base, picture.path))
    shown = in_one_line(listing.number)[:32]
    _text(item, f"{{{_PODCAST}}}episode", str(number), **({"display": shown} if shown else {}))
    if chapters := listing.file("podcast", ending=".chapters.json"):
        _text(item, f"{{{_PODCAST}}}chapters", "", url=absolute(base, chapters.path), type="application/json+chapters")
    for transcript in _transcripts(listing, base):
        _text(item, f"{{{_PODCAST}}}transcript", "", **transcript)
    for name in dict.fromkeys(in_one_line(person.name)[:_LONGEST_NAME] for person in listing.people):
        # Who is given no role is taken for the host, and a role must be one of the Podcast Taxonomy.
        _text(item, f"{{{_PODCAST}}}person", name, group="cast", role="guest")
    return item


def _transcripts(listing: Listing, base: str) -> Iterator[dict[str, str]]:
    language = canonical(listing.language)
    for format, ending, kind, rel in _TRANSCRIPTS:
        if file := listing.file(format, ending=ending):
            told = {"url": absolute(base, file.path), "type": kind, "language": language, "rel": rel}
            yield {name: value for name, value in told.items() if value}


def _common_publisher(collection: Collection) -> str:
    told = {listing.publisher for listing in collection.listings}
    return told.pop() if len(told) == 1 else ""


def _text(parent: _Element, name: str, value: str, **attributes: str) -> _Element | None:
    """Adds an element; none where it would be empty."""
    value = in_one_line(value)
    if not value and not attributes:
        return None
    made = etree.SubElement(parent, name, {key: in_one_line(each) for key, each in attributes.items()})
    made.text = value or None
    return made


def _shortened(told: str) -> str:
    while len(told.encode()) > _LONGEST_TEXT:
        told = told[: len(told) * _LONGEST_TEXT // len(told.encode()) - 2].rstrip() + "…"
    return told
