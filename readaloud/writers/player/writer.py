"""Writes the player page, with an MP3 beside it or inside of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from readaloud.errors import OutputError
from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers.base import Written
from readaloud.writers.mp3 import Mp3File, Mp3Writer, Mp3Writing
from readaloud.writers.player.page import END, page

_PIECE = 3 << 20
"""Bytes of sound in one element: a multiple of three, so that each is base64 of its own; a browser's string ends at 512 MiB."""


class PlayerWriter:
    """One page to listen and read along."""

    name: ClassVar[str] = "player"
    description: ClassVar[str] = "one page for a browser: text and sound together, to follow, search and teach with"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> PlayerWriting:
        """Opens the sound; the page is written when that is whole.

        Beside the page lies the edition's MP3, which every browser plays and finds its place in; the format `mp3`
        writes it where that is wanted too, else this writer does.
        """
        path = folder / f"{stem}-player.html"
        if settings.player_inline:
            beside = folder / f".{path.name}.mp3"
            return PlayerWriting(path, page(edition, None), Mp3File(beside, b"", edition.timeline, settings))
        sound = None if "mp3" in settings.formats else Mp3Writer().begin(edition, folder, stem, settings)
        return PlayerWriting(path, page(edition, quote(f"{stem}.mp3")), sound)


class PlayerWriting:
    """A page whose sound is being written."""

    def __init__(self, path: Path, page: str, sound: Mp3File | Mp3Writing | None) -> None:
        self._path, self._page, self._sound = path, page, sound

    def write(self, block: bytes) -> None:
        """The next samples."""
        if self._sound is not None:
            self._sound.write(block)

    def finish(self) -> tuple[Written, ...]:
        """Completes the sound, then the page."""
        beside = self._sound.finish() if self._sound is not None else None
        inside = self._sound.path if isinstance(self._sound, Mp3File) else None
        before, end, after = self._page.partition(END)
        try:
            with self._path.open("w", encoding="utf-8", newline="\n") as file:
                file.write(before)
                if inside is not None:
                    for piece in _pieces(inside):
                        file.write(f'<script type="text/plain" class="sound">{piece}</script>\n')
                    inside.unlink()
                file.write(end + after)
        except OSError as error:
            raise OutputError.of(error, self._path.name) from error
        return (Written(self._path, "player"), *(beside or ()))

    def abandon(self) -> None:
        """Closes the sound as it is."""
        if self._sound is not None:
            self._sound.abandon()


def _pieces(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield base64.b64encode(piece).decode()
