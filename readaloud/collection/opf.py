"""What Audiobookshelf reads beside an edition's audio: `metadata.opf`, an OPF 2 package with its own few additions.

https://www.audiobookshelf.org/docs/documentation/libraries/book-library/directory-structure: it goes before the tags
of the audio, and a field that is not in it is taken from there: so author and narrator are left to the tags.
"""

from __future__ import annotations

from lxml import etree

from readaloud.collection.collected import Listing
from readaloud.collection.words import Words, in_one_line
from readaloud.languages import canonical

METADATA = "metadata.opf"
_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_EMPTY = f'<package xmlns="{_OPF}" xmlns:dc="{_DC}" version="2.0" unique-identifier="id"><metadata/></package>'
"""Audiobookshelf looks for the elements by their names with these prefixes."""


def package(listing: Listing, words: Words) -> bytes:
    """The file's bytes: people are tags, so that a library can be filtered by who speaks."""
    root = etree.fromstring(_EMPTY)
    metadata = root[0]
    told = [
        ("title", listing.title or words.say("untitled_document")),
        ("subtitle", listing.subtitle),
        ("description", words.description(listing)),
        ("publisher", listing.publisher),
        ("date", listing.day),
        ("language", canonical(listing.language)),
        ("rights", listing.rights),
        *(("tag", person.name) for person in listing.people),
    ]
    identifier = etree.SubElement(metadata, f"{{{_DC}}}identifier", {"id": "id"})
    identifier.text = in_one_line(listing.identifier or listing.id)
    for name, value in told:
        if value := in_one_line(value):
            etree.SubElement(metadata, f"{{{_DC}}}{name}").text = value
    if listing.series:
        for name, value in (("series", listing.series), ("series_index", listing.number)):
            if value := in_one_line(value):
                etree.SubElement(metadata, f"{{{_OPF}}}meta", {"name": f"calibre:{name}", "content": value})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
