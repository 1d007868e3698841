"""Puts the folder together: texts are known at once, each chapter's sound is encoded as its samples come."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from readaloud.errors import OutputError
from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers import codecs
from readaloud.writers.base import Written
from readaloud.writers.books import Book, encoding
from readaloud.writers.daisy.book import NCC, book


class DaisyWriter:
    """One DAISY 2.02 book."""

    name: ClassVar[str] = "daisy"
    description: ClassVar[str] = (
        "a DAISY 2.02 book with full text and audio, a folder to copy to the card of a player for blind readers"
    )

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> DaisyWriting:
        """Makes the folder `folder/stem-daisy` and writes all texts into it."""
        codecs.check_rate(codecs.MP3, codecs.sample_rate(codecs.MP3, edition.timeline.rate, settings))
        made, place = book(edition), folder / f"{stem}-daisy"
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError.of(error, place.name) from error
        return DaisyWriting(edition, made, place, settings)


class DaisyWriting:
    """A book being written."""

    def __init__(self, edition: Edition, book: Book, place: Path, settings: Settings) -> None:
        self._book, self._place = book, place
        for name, content in book.files:
            try:
                (place / name).write_bytes(content)
            except OSError as error:
                raise OutputError.of(error, name) from error
        self._cutting = encoding(book, edition.timeline, settings, lambda sound: place / sound.name)

    def write(self, block: bytes) -> None:
        """The next samples."""
        self._cutting.write(block)

    def finish(self) -> tuple[Written, ...]:
        """Tells the files; they are whole."""
        self._cutting.finish(self._place.name)
        names = [*(name for name, _ in self._book.files), *(sound.name for sound in self._book.sounds)]
        return tuple(Written(self._place / name, "daisy" if name == NCC else "daisy-file") for name in names)

    def abandon(self) -> None:
        """Closes the file that is open as it is."""
        self._cutting.abandon()
