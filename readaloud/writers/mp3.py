"""Writes one MP3 with ID3 chapters, for podcast players and everything that plays nothing else."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import IO, ClassVar

from readaloud.errors import OutputError
from readaloud.model import Edition, Timeline
from readaloud.settings import Settings
from readaloud.writers import codecs, id3
from readaloud.writers.base import Written
from readaloud.writers.encoding import MP3_CONTAINER_OPTIONS, MP3_OPTIONS, Encoder, lame_lift
from readaloud.writers.tags import tags_of, timed_titles


class Mp3Writer:
    """One MP3 with chapters."""

    name: ClassVar[str] = "mp3"
    description: ClassVar[str] = "one MP3 file with ID3 chapters, for podcast players and every other player"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> Mp3Writing:
        """Opens `folder/stem.mp3`; OutputError above 65,025 chapters."""
        tags = tags_of(edition)
        frames = [
            *id3.text("TIT2", tags.title),
            *id3.text("TRCK", "1/1"),
            *id3.common(tags),
            *id3.chapters(timed_titles(edition), tags.title),
            *id3.picture(edition.cover),
        ]
        return Mp3Writing(Mp3File(folder / f"{stem}.mp3", id3.tag(frames), edition.timeline, settings))


class Mp3Writing:
    """One MP3 being written."""

    def __init__(self, file: Mp3File) -> None:
        self._file = file
        self.coder = file.coder

    def write(self, block: bytes) -> None:
        """The next samples."""
        self._file.write(block)

    def join(self, encoded: bytes) -> None:
        """The next span."""
        self._file.join(encoded)

    def finish(self) -> tuple[Written, ...]:
        """Completes the file."""
        self._file.finish()
        return (Written(self._file.path, "mp3"),)

    def abandon(self) -> None:
        """Closes the file as it is."""
        self._file.abandon()


class Mp3File:
    """A tag and the audio after it: written from front to back, so that nothing is ever moved."""

    def __init__(self, path: Path, tag: bytes, timeline: Timeline, settings: Settings) -> None:
        channels = timeline.channels
        rate = codecs.sample_rate(codecs.MP3, timeline.rate, settings)
        codecs.check_rate(codecs.MP3, rate)
        bitrate = codecs.bitrate(codecs.MP3, rate, settings) * channels
        self.path = path
        try:
            self._file = path.open("w+b")
            self._file.write(tag)
        except OSError as error:
            raise OutputError.of(error, path.name) from error
        self._audio = _After(self._file, len(tag), path.name)
        self._encoder = Encoder(
            self._audio,
            codec="libmp3lame",
            container="mp3",
            rate=timeline.rate,
            sample_rate=rate,
            bitrate=bitrate,
            channels=channels,
            options=MP3_OPTIONS,
            container_options=MP3_CONTAINER_OPTIONS,
            lift=lame_lift(bitrate),
            length=timeline.length,
        )
        self.coder = self._encoder.coder

    def write(self, block: bytes) -> None:
        """The next samples."""
        self._encoder.write(block)
        self._audio.check()

    def join(self, encoded: bytes) -> None:
        """The next span."""
        self._encoder.join(encoded)
        self._audio.check()

    def finish(self) -> None:
        """Completes the file."""
        self._encoder.finish()
        self._audio.check()
        try:
            self._file.close()
        except OSError as error:
            raise OutputError.of(error, self.path.name) from error

    def abandon(self) -> None:
        """Closes the file as it is."""
        self._encoder.abandon()
        with suppress(OSError):  # what was buffered is of no use any more
            self._file.close()


class _After:
    """The part of a file after its tag, as a file of its own: at the end the Xing header is filled in at its start.

    PyAV calls it from C, where an exception would be printed with its traceback instead of raised; what goes wrong is
    kept, and raised by `check` when PyAV has come back.
    """

    def __init__(self, file: IO[bytes], offset: int, name: str) -> None:
        self._file, self._offset, self.name = file, offset, name
        self._failure: OSError | None = None

    def write(self, data: bytes, /) -> int:
        try:
            return self._file.write(data) if self._failure is None else len(data)
        except OSError as error:
            self._failure = error
            return len(data)

    def tell(self) -> int:
        return self._file.tell() - self._offset if self._failure is None else 0

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if self._failure is not None:
            return 0
        try:
            return self._file.seek(offset + (self._offset if whence == io.SEEK_SET else 0), whence) - self._offset
        except OSError as error:  # what was buffered did not fit on the disk
            self._failure = error
            return 0

    def check(self) -> None:
        """Raises what went wrong."""
        if self._failure is not None:
            raise OutputError.of(self._failure, self.name) from self._failure
