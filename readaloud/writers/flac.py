"""Writes one FLAC file with chapters: every sample is kept, for archives and for cutting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from readaloud.audio import LAYOUTS
from readaloud.errors import OutputError
from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers import codecs, vorbis
from readaloud.writers.base import Written
from readaloud.writers.pcm import Pcm

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

OPTIONS = {"compression_level": "5", "flags": "+bitexact"}
"""Measured on 529 s of speech: 12.5 MB in 0.3 s; 8 makes 12.4 MB in 0.6 s, 12 makes 12.2 MB in 3 s."""

SEEK_SECONDS = 10
"""Distance of the points in the seek table: without one, players search a long file by guessing."""

_STREAMINFO, _SEEKTABLE, COMMENTS, _PICTURE = 0, 3, 4, 6
"""Types of metadata blocks."""
_MOST_BLOCK = (1 << 24) - 1
"""Bytes of a metadata block: its length has three bytes."""


class FlacWriter:
    """One FLAC file."""

    name: ClassVar[str] = "flac"
    description: ClassVar[str] = "one lossless FLAC file with chapters, for archives, VLC and Audiobookshelf"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> FlacWriting:
        """Opens `folder/stem.flac`; OutputError above 1,000 chapters or 100 hours."""
        rate = codecs.sample_rate(codecs.FLAC, edition.timeline.rate, settings)
        pcm = Pcm(edition.timeline, rate)
        blocks = [(COMMENTS, comments(vorbis.comments(edition, "FLAC")))]
        if edition.cover is not None:
            blocks.append((_PICTURE, vorbis.picture(edition.cover)))
        if any(len(body) > _MOST_BLOCK for _, body in blocks):
            raise OutputError("The chapters, tags or cover of this edition are too long for FLAC (16 MB).")
        return FlacWriting(folder / f"{stem}.flac", pcm, blocks)


class FlacWriting:
    """A FLAC file being written (RFC 9639): what stands at its front, then the coder's frames.

    Written here, since FFmpeg's FLAC writes no seek table and a later save by mutagen would move all the audio. At the
    end only the two blocks of known length are filled in.
    """

    def __init__(
        self, path: Path, pcm: Pcm, blocks: Sequence[tuple[int, bytes]], options: Mapping[str, str] = OPTIONS
    ) -> None:
        from av.audio.codeccontext import AudioCodecContext

        self._path, self._pcm = path, pcm
        coder = AudioCodecContext.create("flac", "w")
        coder.sample_rate = pcm.rate
        coder.layout = LAYOUTS[pcm.channels]
        coder.format = "s16"
        coder.time_base = Fraction(1, pcm.rate)
        coder.options = dict(options)
        coder.thread_count = 1
        coder.open()
        self._coder = coder
        self._wanted = list(range(0, pcm.length, SEEK_SECONDS * pcm.rate)) or [0]
        self._points: list[bytes] = []
        self._place = 0
        self._info, table = bytes(34), bytes(18 * len(self._wanted))
        try:
            self._file = path.open("wb")
            self._file.write(b"fLaC")
            every = [(_STREAMINFO, self._info), (_SEEKTABLE, table), *blocks]
            for number, (kind, body) in enumerate(every, 1):
                last = 0x80 if number == len(every) else 0
                self._file.write(bytes([last | kind]) + len(body).to_bytes(3, "big") + body)
        except OSError as error:
            raise OutputError.of(error, path.name) from error

    def write(self, block: bytes) -> None:
        """The next samples."""
        self._encode(self._pcm.write(block))

    def finish(self) -> tuple[Written, ...]:
        """Completes the file: the number of samples, their MD5 and the seek table are known only now."""
        self._encode(self._pcm.finish())
        self._encode([None])
        table = b"".join(self._points).ljust(18 * len(self._wanted), b"\xff")  # all ones: a point that is not used
        try:
            self._file.seek(len("fLaC") + 4)
            self._file.write(self._info)
            self._file.seek(4, 1)
            self._file.write(table)
            self._file.close()
        except OSError as error:
            raise OutputError.of(error, self._path.name) from error
        return (Written(self._path, "flac"),)

    def abandon(self) -> None:
        """Closes the file as it is."""
        with suppress(OSError):
            self._file.close()

    def _encode(self, frames: Iterable[AudioFrame | None]) -> None:
        for given in frames:
            for packet in self._coder.encode(given):
                if not packet.size:  # what the coder knows of the whole stream at its end, the MD5 with it
                    self._info = bytes(packet.get_sidedata("new_extradata"))
                    continue
                self._point(packet.pts or 0, packet.duration or 0)
                self._place += packet.size
                try:
                    self._file.write(bytes(packet))
                except OSError as error:
                    raise OutputError.of(error, self._path.name) from error

    def _point(self, first: int, samples: int) -> None:
        """A seek point for the frame in which the next wanted sample is."""
        if len(self._points) < len(self._wanted) and self._wanted[len(self._points)] < first + samples:
            self._points.append(first.to_bytes(8, "big") + self._place.to_bytes(8, "big") + samples.to_bytes(2, "big"))


def comments(told: Iterable[tuple[str, str]]) -> bytes:
    """A block of comments, names with their values, without the framing bit that Vorbis has."""
    listed = [f"{name}={value}".encode() for name, value in told]
    return _counted(b"readaloud") + len(listed).to_bytes(4, "little") + b"".join(map(_counted, listed))


def _counted(text: bytes) -> bytes:
    return len(text).to_bytes(4, "little") + text
