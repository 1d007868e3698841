"""Writes one MP3 for each chapter and a playlist, for players that know no chapters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from readaloud.errors import OutputError
from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers import id3
from readaloud.writers.base import Written
from readaloud.writers.cutting import Cutting
from readaloud.writers.mp3 import Mp3File
from readaloud.writers.parts import file_ranges
from readaloud.writers.tags import tags_of

MOST_NAME_BYTES = 120
"""Of a file name's UTF-8: file systems take 255 (encrypted ones 143), and Windows 260 characters with all folders."""


class Mp3ChaptersWriter:
    """One MP3 for each chapter."""

    name: ClassVar[str] = "mp3-chapters"
    description: ClassVar[str] = "one MP3 file for each chapter with an M3U8 playlist, for players without chapters"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> Mp3ChaptersWriting:
        """Makes the folder `folder/stem-chapters` with `01 Title.mp3` … and `stem.m3u8`."""
        place = folder / f"{stem}-chapters"
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{place.name} cannot be made: {error.strerror or error}.") from error
        return Mp3ChaptersWriting(edition, place, stem, settings)


class Mp3ChaptersWriting:
    """The files of an edition being written, one after another."""

    def __init__(self, edition: Edition, place: Path, stem: str, settings: Settings) -> None:
        self._edition, self._place, self._stem, self._settings = edition, place, stem, settings
        self._tags = tags_of(edition)
        self._titles = unique_titles([chapter.title for chapter in edition.chapters], edition.title)
        self._names = file_names(self._titles)
        self._ranges = file_ranges(edition)
        self._cutting = Cutting(self._ranges, edition.timeline.channels, self._open)

    def write(self, block: bytes) -> None:
        """The next samples; a block may reach over several chapters."""
        self._cutting.write(block)

    def finish(self) -> tuple[Written, ...]:
        """Writes the playlist."""
        self._cutting.finish(self._place.name)
        playlist = self._place / f"{self._stem}.m3u8"
        try:
            playlist.write_text(self._playlist(), encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError.of(error, playlist.name) from error
        files = (
            Written(self._place / name, "mp3-chapter", self._edition.milliseconds(begin))
            for name, (begin, _) in zip(self._names, self._ranges, strict=True)
        )
        return (*files, Written(playlist, "m3u8"))

    def abandon(self) -> None:
        """Closes the file that is open as it is."""
        self._cutting.abandon()

    def _open(self, number: int) -> Mp3File:
        frames = [
            *id3.text("TIT2", self._titles[number]),
            *id3.text("TRCK", f"{number + 1}/{len(self._titles)}"),
            *id3.common(self._tags),
            *id3.picture(self._edition.cover),
        ]
        path = self._place / self._names[number]
        return Mp3File(path, id3.tag(frames), self._edition.timeline, self._settings)

    def _playlist(self) -> str:
        """M3U8: whole seconds, as the playlists of HLS before version 3 and every player have them."""
        lines = ["#EXTM3U", f"#PLAYLIST:{_one_line(self._edition.title)}"]
        for (begin, end), title, name in zip(self._ranges, self._titles, self._names, strict=True):
            seconds = round((end - begin) / self._edition.timeline.rate)
            lines += [f"#EXTINF:{seconds},{_one_line(title)}", name]
        return "\n".join(lines) + "\n"


def unique_titles(titles: Sequence[str], book: str) -> tuple[str, ...]:
    """Titles that differ from one another and from the book's: libraries take equal ones for one and the same file."""
    seen = {book.casefold()}
    unique = []
    for number, title in enumerate(titles, 1):
        candidate = title = _one_line(title) or f"Chapter {number}"
        count = 1
        while candidate.casefold() in seen:
            count += 1
            candidate = f"{title} ({count})"
        seen.add(candidate.casefold())
        unique.append(candidate)
    return tuple(unique)


def file_names(titles: Sequence[str]) -> tuple[str, ...]:
    """`01 Title.mp3` …, in characters that every file system takes; their alphabetical order is the chapters' order."""
    digits = max(2, len(str(len(titles))))
    return tuple(f"{number:0{digits}} {_safe(title)}".rstrip() + ".mp3" for number, title in enumerate(titles, 1))


def _safe(title: str) -> str:
    """Without the characters that Windows forbids and ending in no dot or blank; composed, as file systems keep it."""
    name = unicodedata.normalize("NFC", title).replace(": ", " – ")
    name = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in name)
    name = re.sub(r'[<>:"/\\|?*]', "-", name)
    name = re.sub(r"\s+", " ", name).strip()
    name = name.encode()[:MOST_NAME_BYTES].decode(errors="ignore")
    return name.rstrip(". ")


def _one_line(text: str) -> str:
    return " ".join(text.split())
