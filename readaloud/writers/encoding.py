"""Encodes blocks of samples with PyAV, one pass, in constant memory and the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from readaloud.audio import LAYOUTS, WIDTH, Resampler, frame
from readaloud.errors import OutputError
from readaloud.writers.joining import Joiner, SpanCoder
from readaloud.writers.tags import TimedTitle

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

AAC_OPTIONS = {"aac_coder": "fast", "aac_pns": "0", "aac_tns": "0", "flags": "+bitexact"}
"""Measured on 350 s of five espeak-ng voices at 22,050 Hz and 64 kbit/s: `fast` without noise substitution and noise
shaping 1.3 s and 31.2 dB mean SNR per frame, with them 1.4 s and 30.9 dB; `twoloop` 6.5 s and 26.7 dB."""

MP3_OPTIONS = {"compression_level": "7", "reservoir": "0"}
"""LAME's quality 7: 2.2 s and 23.3 dB on the same audio; 5 takes 3.5 s for 22.1 dB, 2 takes 7.7 s for 20.6 dB, and 9
gives what 7 gives."""

OPUS_OPTIONS = {"vbr": "constrained", "compression_level": "10", "flags": "+bitexact"}
"""Measured on 200 s of five espeak-ng voices at 64 kbit/s: 60 kbit/s, 1.1 s and 19.9 dB, with complexity 5 0.9 s and 19.1 dB;
at 32 kbit/s 16.3 dB and 13.6 dB. Without the constraint so tonal a sound takes 100 kbit/s; `voip` filters it (9 dB)."""

OGG_OPTIONS = {"fflags": "+bitexact"}
"""Without it the stream's serial number is random."""

MP4_OPTIONS = {"movflags": "+faststart", "brand": "M4B ", "fflags": "+bitexact"}

MP3_CONTAINER_OPTIONS = {"id3v2_version": "0", "write_xing": "1", "fflags": "+bitexact"}
"""The tag is ours (`id3`). The Xing header carries the encoder's delay: without it a browser is 25 ms late."""


class Output(Protocol):
    """A file that PyAV can write into; what `Encoder` needs beside a path."""

    name: str

    def write(self, data: bytes, /) -> int:
        """Takes the next bytes."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Moves to a place and tells it."""
        ...

    def tell(self) -> int:
        """The place in bytes."""
        ...


Target: TypeAlias = Path | Output


class Encoder:
    """One audio stream being encoded into one file."""

    def __init__(
        self,
        target: Target,
        *,
        codec: Literal["aac", "libmp3lame", "libopus", "flac"],
        container: str,
        rate: int,
        bitrate: int,
        sample_rate: int = 0,
        channels: int = 1,
        options: dict[str, str],
        container_options: dict[str, str],
        chapters: Sequence[TimedTitle] = (),
        language: str = "",
        metadata: Mapping[str, str] | None = None,
        lift: float = 1.0,
        length: int = 0,
    ) -> None:
        """`rate` is that of the blocks, `sample_rate` that of the file where it is another one; `bitrate` in kbit/s of all
        channels, 0 where the codec takes none; `language` an ISO 639-2 code of three letters; `metadata` goes into the file as it is; `lift` multiplies
        the samples; `length` in samples is wanted where spans are joined.
        """
        from fractions import Fraction

        import av

        self._rate = rate
        sample_rate = sample_rate or rate
        self._resampler = Resampler(rate, sample_rate, channels) if sample_rate != rate else None
        self._channels = channels
        self._written = 0
        self._lift = lift
        with _told(target):
            self._target = target
            self._container = av.open(target, "w", format=container, options=container_options)
            self._stream = self._container.add_stream(
                codec, rate=sample_rate, options=options, layout=LAYOUTS[channels]
            )
        self._open = True
        self._length = length
        self._joiner: Joiner | None = None
        self.coder: SpanCoder | None = None
        """What encodes spans for this file; None where they cannot be joined: at another rate, or by another codec."""
        if codec in ("aac", "libmp3lame") and sample_rate == rate:
            self.coder = SpanCoder(codec, rate, channels, bitrate, tuple(options.items()), lift)
        if bitrate:
            self._stream.bit_rate = bitrate * 1000
        self._stream.codec_context.thread_count = 1
        if language:
            self._stream.metadata["language"] = language
        self._container.metadata.update(metadata or {})
        if chapters:
            self._container.set_chapters(
                [
                    {
                        "id": number,
                        "start": chapter.begin_ms,
                        "end": chapter.end_ms,
                        "time_base": Fraction(1, 1000),
                        "metadata": {"title": chapter.title},
                    }
                    for number, chapter in enumerate(chapters, 1)
                ]
            )

    def write(self, block: bytes) -> None:
        """The next samples, s16le."""
        if not block:
            return
        if self._lift != 1.0:
            block = lifted(block, self._lift)
        if self._resampler is not None:
            self._encode(self._resampler.write(block))
        else:
            self._encode([frame(block, self._rate, self._written, self._channels)])
        self._written += len(block) // (WIDTH * self._channels)

    def join(self, encoded: bytes) -> None:
        """In place of samples: the next span, as `coder` encoded it."""
        with _told(self._target):
            if self._joiner is None:
                assert self.coder is not None
                self._container.start_encoding()  # for what the file's head tells of the coder
                self._joiner = Joiner(self.coder, self._stream, self._length)
            for packet in self._joiner.packets(encoded):
                self._container.mux_one(packet)

    def finish(self) -> None:
        """Writes what is still held back and closes the file."""
        if self._resampler is not None:
            self._encode(self._resampler.finish())
        with _told(self._target):
            if self._joiner is None:
                self._container.mux(self._stream.encode(None))
            self._open = False
            self._container.close()

    def _encode(self, frames: Iterable[AudioFrame]) -> None:
        with _told(self._target):
            for given in frames:
                self._container.mux(self._stream.encode(given))

    def abandon(self) -> None:
        """Closes the file as it is; safe to call after `finish`."""
        from av import FFmpegError

        if self._open:
            self._open = False
            with suppress(FFmpegError, OSError):
                self._container.close()


def lame_lift(bitrate: int) -> float:
    """What undoes LAME's own attenuation, which would make an MP3 0.45 dB quieter than the same edition's M4B.

    LAME 3.100 multiplies its input by 0.95 up to 160 kbit/s, by 0.97 at 192, 0.98 at 224 and 1 above; the nearest of
    its table's bit rates counts. Measured with a 440 Hz tone at 16,000 to 44,100 Hz: 0.950, at 192 kbit/s 0.970.
    """
    for most, scale in ((175, 0.95), (207, 0.97), (239, 0.98)):
        if bitrate <= most:
            return 1 / scale
    return 1.0


def lifted(block: bytes, factor: float) -> bytes:
    """s16le samples times a factor."""
    import numpy as np

    return np.clip(np.rint(np.frombuffer(block, "<i2") * factor), -32768, 32767).astype("<i2").tobytes()


@contextmanager
def _told(target: Target) -> Iterator[None]:
    """Makes what PyAV raises an error that names the file."""
    from av import FFmpegError

    try:
        yield
    except (FFmpegError, OSError) as error:
        raise OutputError.of(OSError(error.errno, error.strerror), target.name) from error
