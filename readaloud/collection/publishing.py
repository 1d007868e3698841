"""Writes what makes a collection public beside its editions, and tells what a person should know of it."""

from __future__ import annotations

from pathlib import Path

from readaloud.collection.addresses import base_address
from readaloud.collection.collected import Collection
from readaloud.collection.feed import AUDIO, FEED, INDEX, episodes, feed
from readaloud.collection.index import index_page
from readaloud.collection.opf import METADATA, package
from readaloud.collection.reading import read
from readaloud.collection.words import words_for
from readaloud.errors import OutputError

PICTURE = "collection.jpg"
"""The collection's picture that we draw …"""
OWN_PICTURES = ("cover.jpg", "cover.png", "cover.jpeg")
"""… where a person put none of these there."""
_HEARD = ("m4b", "mp3", "mp3-chapter", "opus", "flac", "wav", "stem", "recording")
"""Formats of which Audiobookshelf takes every file for a part of the book."""


def publish(folder: Path, *, base_url: str | None) -> list[Path]:
    """Writes `index.html`, an edition's `metadata.opf` each, and `feed.xml` where it is told at which address it will be.

    SourceError where the folder is no collection, UsageError for an address that is none. A feed of an earlier time is
    removed where there is no address now: its links may not hold.
    """
    base = base_address(base_url) if base_url is not None else ""
    collection = read(folder)
    written = [_write(folder / INDEX, index_page(collection, feed=bool(base)).encode())]
    words = words_for(collection.language)
    for listing in collection.listings:
        if (folder / listing.folder).is_dir():
            written.append(_write(folder / listing.folder / METADATA, package(listing, words)))
    if base:
        picture = next((name for name in OWN_PICTURES if (folder / name).is_file()), PICTURE)
        if picture == PICTURE:
            written.append(_write(folder / PICTURE, _picture(collection)))
        written.append(_write(folder / FEED, feed(collection, base, picture)))
    else:
        (folder / FEED).unlink(missing_ok=True)
    return written


def remarks(folder: Path, *, base_url: str | None) -> list[str]:
    """What is not as somebody may expect it, a sentence each."""
    collection = read(folder)
    told = []
    if base_url is None:
        told.append(f"There is no podcast feed: its links need the address of the folder (--base-url), in {FEED}.")
    else:
        heard = {listing.id for listing, _ in episodes(collection)}
        silent = [listing.id for listing in collection.listings if listing.id not in heard]
        if silent:
            told.append(f"Not in the feed, for they have none of the formats {' and '.join(AUDIO)}: {_listed(silent)}.")
        plain = [listing.id for listing in collection.listings if listing.file("podcast") is None]
        if plain:
            told.append(f"Without chapters in the feed, which --format podcast makes: {_listed(plain)}.")
    several = [
        listing.id for listing in collection.listings if len({f.format for f in listing.files} & set(_HEARD)) > 1
    ]
    if several:
        told.append(
            "Audiobookshelf would play these twice, for they have sound in more than one format: "
            + _listed(several)
            + "."
        )
    if collection.failed:
        told.append(f"Not listed, for they could not be made: {collection.failed}.")
    return told


def _listed(ids: list[str]) -> str:
    return ", ".join(ids) if len(ids) <= 5 else f"{', '.join(ids[:4])} and {len(ids) - 4} more"


def _picture(collection: Collection) -> bytes:
    from readaloud.writers.cover.drawing import titled

    words = words_for(collection.language)
    return titled(collection.title or words.say("untitled"), words.count("documents", len(collection.listings)))


def _write(path: Path, data: bytes) -> Path:
    """Puts a file there whole; one that holds the same already is left alone."""
    try:
        if path.is_file() and path.read_bytes() == data:
            return path
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise OutputError.of(error, str(path), tip="Copy the collection to where you may write.") from error
    return path
