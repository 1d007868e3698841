"""Encodes spans of an edition by themselves, so that their packets one after another are one stream without a seam.

A span is silent at both its ends (`Timeline.cuts`). A frame of AAC or MP3 also needs what stands in the frames beside it, and
where these are silent, packets of one coder fit behind packets of another: nothing but silence reaches over the seam. Each
coder is warmed up with silence whose packets are thrown away, so there is no priming in the middle. MP3 does without a bit
reservoir, in which a packet would lie partly in those before it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from readaloud.audio import LAYOUTS, WIDTH, frame

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext
    from av.packet import Packet
    from av.stream import Stream

WARM_FRAMES = 8
"""Of silence before a span, in which LAME settles. Measured on speech: MP3s that are joined and those of one piece have the same
packets from 1.1 s after a seam on. On the vowels of the tests 0 to 8 do equally well: noise alike to 0.02 dB after each cut."""
FORMAT = 1
"""Part of every coder's name: a change of how spans are encoded or packed makes all of them anew."""

_COUNT = struct.Struct("<I")
_SKIP = struct.Struct("<IIBB")
"""FFmpeg's `AV_PKT_DATA_SKIP_SAMPLES`: samples to leave out at the begin and at the end of a packet, and why."""


@dataclass(frozen=True, slots=True)
class SpanCoder:
    """One coder with its settings."""

    codec: Literal["aac", "libmp3lame"]
    rate: int
    """Samples a second, of the samples and of the file."""
    channels: int
    bitrate: int
    """kbit/s of all channels."""
    options: tuple[tuple[str, str], ...]
    lift: float = 1.0
    """Multiplies the samples."""

    @property
    def name(self) -> str:
        """All that shapes what the coder makes of the same samples, with the versions of its libraries."""
        import av

        told = (
            FORMAT,
            self.codec,
            self.rate,
            self.channels,
            self.bitrate,
            self.options,
            round(self.lift, 6),
            WARM_FRAMES,
        )
        return f"{told} PyAV {av.__version__} {sorted(av.library_versions.items())}"

    @property
    def frame_size(self) -> int:
        """Samples of a packet: ISO/IEC 14496-3 for AAC; ISO/IEC 11172-3 and 13818-3 for MP3."""
        return 1024 if self.codec == "aac" else 1152 if self.rate >= 32000 else 576

    @property
    def delay(self) -> int:
        """Samples by which the coder is late: FFmpeg's AAC one frame, LAME 576 and its decoder's 529."""
        return 1024 if self.codec == "aac" else 1105

    def encoded(self, blocks: Iterable[bytes], *, first: bool, last: bool) -> bytes:
        """A span's packets, packed. `first` and `last` tell whether it begins or ends the edition.

        A span that does not begin the edition begins at a whole number of frames, and all but the last one are as long.
        """
        size = self.frame_size
        before = 0 if first else WARM_FRAMES
        silence = bytes(size * WIDTH * self.channels)
        length = 0

        def counted() -> Iterator[bytes]:
            nonlocal length
            for block in blocks:
                length += len(block) // (WIDTH * self.channels)
                yield block

        # Further frames only bring out what the coder holds back; what it makes of them is thrown away.
        after = [] if last else [silence] * (-(-self.delay // size) + 1)
        packets = list(self._packets(chain([silence] * before, counted(), after)))
        return packed(packets[before:] if last else packets[before : before + length // size])

    def _packets(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        from readaloud.writers.encoding import lifted

        coder = self.context()
        begin = 0
        for block in blocks:
            block = block if self.lift == 1.0 else lifted(block, self.lift)
            yield from map(bytes, coder.encode(frame(block, self.rate, begin, self.channels)))
            begin += len(block) // (WIDTH * self.channels)
        yield from map(bytes, coder.encode(None))

    def context(self) -> AudioCodecContext:
        """A new coder."""
        from av.audio.codeccontext import AudioCodecContext

        coder = AudioCodecContext.create(self.codec, "w")
        coder.sample_rate = self.rate
        coder.layout = LAYOUTS[self.channels]
        coder.format = {"aac": "fltp", "libmp3lame": "s16p"}[self.codec]
        coder.bit_rate = self.bitrate * 1000
        coder.time_base = Fraction(1, self.rate)
        coder.options = dict(self.options)
        coder.thread_count = 1
        return coder


class Joiner:
    """Numbers the packets of one span after another as those of one stream."""

    def __init__(self, coder: SpanCoder, stream: Stream, length: int) -> None:
        """`length` is that of the whole edition in samples."""
        self._coder, self._stream, self._length = coder, stream, length
        self._begin = -coder.delay

    def packets(self, encoded: bytes) -> Iterator[Packet[Any]]:
        """The packets of the next span for the file."""
        from av.packet import Packet

        size, rate = self._coder.frame_size, Fraction(1, self._coder.rate)
        for data in unpacked(encoded):
            packet = Packet(data)
            packet.stream = self._stream
            packet.time_base = rate
            packet.pts = packet.dts = self._begin
            packet.duration = length = min(size, self._length - self._begin)
            packet.is_keyframe = True
            head = self._coder.delay if self._begin == -self._coder.delay else 0
            spare = size - length
            if self._coder.codec == "libmp3lame" and (head or spare):  # what the Xing header tells players to leave out
                self._skip(packet, head, spare)
            self._begin += size
            yield packet

    def _skip(self, packet: Packet[Any], head: int, tail: int) -> None:
        """Tells as LAME does how much of a packet is no sound; PyAV makes no side data of its own, so LAME's is changed."""
        coder = self._coder.context()
        silence = frame(
            bytes(4 * self._coder.frame_size * WIDTH * self._coder.channels), self._coder.rate, 0, self._coder.channels
        )
        told = coder.encode(silence)[0].get_sidedata("skip_samples")
        told.update(_SKIP.pack(head, tail, 0, 0))
        packet.set_sidedata(told)


def packed(packets: list[bytes]) -> bytes:
    """How many, how long each, and all of them."""
    sizes = struct.pack(f"<{len(packets)}I", *map(len, packets))
    return _COUNT.pack(len(packets)) + sizes + b"".join(packets)


def unpacked(data: bytes) -> Iterator[bytes]:
    """The packets of a span; ValueError when they are not whole."""
    count = _COUNT.unpack_from(data)[0]
    begin = _COUNT.size * (1 + count)
    sizes = struct.unpack_from(f"<{count}I", data, _COUNT.size)
    if begin + sum(sizes) != len(data):
        raise ValueError("a span's packets are not whole")
    for size in sizes:
        yield data[begin : begin + size]
        begin += size
