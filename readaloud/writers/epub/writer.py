"""Puts the book together: texts are known at once, each chapter's sound is added when its last sample has come."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import ClassVar

from readaloud.errors import OutputError
from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers import codecs
from readaloud.writers.base import Written
from readaloud.writers.books import Book, Sound, encoding
from readaloud.writers.epub.publication import publication

_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every entry: the earliest that a ZIP can hold, so that no clock is read."""


class EpubWriter:
    """One EPUB 3 with media overlays."""

    name: ClassVar[str] = "epub"
    description: ClassVar[str] = (
        "an EPUB 3 in which each sentence is lit as it is heard, for Thorium, Apple Books and others"
    )

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> EpubWriting:
        """Opens `folder/stem.epub` and writes all its texts."""
        codecs.check_rate(codecs.MP3, codecs.sample_rate(codecs.MP3, edition.timeline.rate, settings))
        return EpubWriting(edition, publication(edition), folder / f"{stem}.epub", settings)


class EpubWriting:
    """A book being written; beside it stands the sound of one chapter, however long the edition is."""

    def __init__(self, edition: Edition, book: Book, path: Path, settings: Settings) -> None:
        self._path = path
        self._beside = path.with_name(f".{path.name}.mp3")
        self._cutting = encoding(book, edition.timeline, settings, lambda _: self._beside, self._keep)
        try:
            self._zip = zipfile.ZipFile(path, "w")
            self._store("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            for name, content in book.files:
                self._store(name, content, zipfile.ZIP_DEFLATED)
        except OSError as error:
            raise OutputError.of(error, path.name) from error

    def write(self, block: bytes) -> None:
        """The next samples; a block may reach over several chapters."""
        self._cutting.write(block)

    def finish(self) -> tuple[Written, ...]:
        """Completes the file."""
        self._cutting.finish(self._path.name)
        try:
            self._zip.close()
        except OSError as error:
            raise OutputError.of(error, self._path.name) from error
        return (Written(self._path, "epub"),)

    def abandon(self) -> None:
        """Closes the files as they are."""
        self._cutting.abandon()
        try:
            self._zip.close()
        except (OSError, ValueError):  # what was buffered is of no use any more
            return

    def _keep(self, sound: Sound) -> None:
        entry = _entry(sound.name, zipfile.ZIP_STORED)
        try:
            entry.file_size = self._beside.stat().st_size
            with self._beside.open("rb") as source, self._zip.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            self._beside.unlink()
        except OSError as error:
            raise OutputError.of(error, self._path.name) from error

    def _store(self, name: str, content: bytes, method: int) -> None:
        self._zip.writestr(_entry(name, method), content, compresslevel=9)


def _entry(name: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = method
    entry.create_system = 3  # the same on every system
    entry.external_attr = 0o644 << 16
    return entry
