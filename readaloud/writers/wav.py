"""Writes one WAV file with cue points, for editors and measuring programs."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from readaloud.audio import WIDTH, scaled
from readaloud.errors import OutputError
from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers import codecs, id3
from readaloud.writers.base import Written
from readaloud.writers.pcm import Pcm
from readaloud.writers.tags import GENRE, Tags, tags_of

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

MOST_BYTES = 0xFFFF_FFFE
"""Of what RIFF can count; a longer file becomes RF64 (EBU Tech 3306), which FFmpeg, VLC and editors read."""


class WavWriter:
    """One WAV file."""

    name: ClassVar[str] = "wav"
    description: ClassVar[str] = "one WAV file with cue points, for editors and other programs"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> WavWriting:
        """Opens `folder/stem.wav`."""
        pcm = Pcm(edition.timeline, codecs.sample_rate(codecs.WAV, edition.timeline.rate, settings))
        return WavWriting(folder / f"{stem}.wav", pcm, head(edition, pcm))


class WavWriting:
    """A WAV being written, from front to back: its length is known before its first sample."""

    def __init__(self, path: Path, pcm: Pcm, head: bytes) -> None:
        self._path, self._pcm = path, pcm
        try:
            self._file = path.open("wb")
            self._file.write(head)
        except OSError as error:
            raise OutputError.of(error, path.name) from error

    def write(self, block: bytes) -> None:
        """The next samples."""
        self._put(self._pcm.write(block))

    def finish(self) -> tuple[Written, ...]:
        """Completes the file."""
        self._put(self._pcm.finish())
        try:
            self._file.close()
        except OSError as error:
            raise OutputError.of(error, self._path.name) from error
        return (Written(self._path, "wav"),)

    def abandon(self) -> None:
        """Closes the file as it is."""
        with suppress(OSError):
            self._file.close()

    def _put(self, frames: Iterable[AudioFrame]) -> None:
        try:
            for given in frames:
                self._file.write(given.to_ndarray().astype("<i2").tobytes())
        except OSError as error:
            raise OutputError.of(error, self._path.name) from error


def head(edition: Edition, pcm: Pcm) -> bytes:
    """All that stands before the samples.

    The tags are there twice, as WAV has no one way: `LIST INFO`, which editors read, and an ID3 tag with the cover, which
    libraries and players read. Chapters are `cue ` points with titles in `LIST adtl` alone: FFmpeg mixes up a second list.
    """
    tags = tags_of(edition)
    size = pcm.length * pcm.channels * WIDTH
    frames = [
        *id3.text("TIT2", tags.title),
        *id3.text("TRCK", "1/1"),
        *id3.common(tags),
        *id3.picture(edition.cover),
    ]
    chunks = _format(pcm) + _info(tags) + _cues(edition, pcm) + _chunk(b"id3 ", id3.tag(frames))
    whole = 4 + len(chunks) + 8 + size
    if whole <= MOST_BYTES:
        return b"RIFF" + struct.pack("<I", whole) + b"WAVE" + chunks + b"data" + struct.pack("<I", size)
    sizes = _chunk(b"ds64", struct.pack("<QQQI", whole + 36, size, pcm.length, 0))
    unknown = struct.pack("<I", 0xFFFF_FFFF)
    return b"RF64" + unknown + b"WAVE" + sizes + chunks + b"data" + unknown


def _format(pcm: Pcm) -> bytes:
    frame = pcm.channels * WIDTH
    return _chunk(b"fmt ", struct.pack("<HHIIHH", 1, pcm.channels, pcm.rate, pcm.rate * frame, frame, 8 * WIDTH))


def _info(tags: Tags) -> bytes:
    """`LIST INFO` in UTF-8, which all its readers but the oldest take."""
    told = {
        b"INAM": tags.title,
        b"IPRD": tags.title,
        b"IART": tags.author,
        b"ICRD": tags.date,
        b"IGNR": GENRE,
        b"ICMT": tags.description,
        b"ICOP": tags.rights,
        b"ILNG": tags.language,
    }
    return _chunk(b"LIST", b"INFO" + b"".join(_chunk(id, _text(value)) for id, value in told.items() if value))


def _cues(edition: Edition, pcm: Pcm) -> bytes:
    """A cue point at the first sample of each chapter, and its title up to 2³² samples, which are 24 hours at 48,000 Hz."""
    places = [scaled(chapter.begin, edition.timeline.rate, pcm.rate) for chapter in edition.chapters]
    counted = [place for place in places if place < 1 << 32]
    points, labels = struct.pack("<I", len(counted)), b"adtl"
    for number, (place, chapter) in enumerate(zip(counted, edition.chapters, strict=False), 1):
        points += struct.pack("<II4sIII", number, place, b"data", 0, 0, place)
        labels += _chunk(b"labl", struct.pack("<I", number) + _text(chapter.title))
    return _chunk(b"cue ", points) + _chunk(b"LIST", labels)


def _text(value: str) -> bytes:
    return value.replace("\0", "").encode() + b"\0"


def _chunk(id: bytes, body: bytes) -> bytes:
    return id + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
