"""The few things about PCM that assembly and writers share: frames for PyAV, rates that the codecs take, other rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.filter import Graph

WIDTH = 2
"""Bytes of one sample of one channel: signed 16-bit little-endian."""

RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""Samples a second that AAC and MP3 both have (ISO/IEC 14496-3 table 1.18, ISO/IEC 11172-3 and 13818-3)."""

RECORDED_LUFS = -26.0
"""What a person's recording is brought to when it is taken in; the timeline brings it to the voices from there."""

LAYOUTS = {1: "mono", 2: "stereo"}
"""What FFmpeg calls one channel, and two interleaved ones."""


def frame(block: bytes, rate: int, begin: int, channels: int = 1) -> AudioFrame:
    """A PyAV frame of s16le PCM whose first sample is number `begin`; two channels are interleaved."""
    import numpy as np
    from av.audio.frame import AudioFrame

    made = AudioFrame.from_ndarray(np.frombuffer(block, "<i2").reshape(1, -1), format="s16", layout=LAYOUTS[channels])
    made.sample_rate = rate
    made.pts = begin
    return made


def pulled(graph: Graph) -> Iterator[AudioFrame]:
    """All frames that a filter graph has ready."""
    import av

    while True:
        try:
            made = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(made, av.AudioFrame)
        yield made


def scaled(samples: int, rate: int, to: int) -> int:
    """A number of samples at one rate as a number at another, rounded half up."""
    return samples if rate == to else (2 * samples * to + rate) // (2 * rate)


TAPS = 128
"""Length of the resampler's filter, in samples of the lower rate."""
CUTOFF = 0.945
"""Where the filter has fallen by 6 dB, as a share of the lower Nyquist frequency.

Measured with tones from 500 Hz to 98.5 % of Nyquist between 16,000, 22,050, 44,100 and 48,000 Hz: no alias or image is above
−104 dB, and up to 90 % of the lower Nyquist frequency the level stays within 0.001 dB. FFmpeg's default lets images through
at −8 dB. A minute of 22,050 Hz takes 0.05 s.
"""


class Resampler:
    """A stream of s16le blocks at another rate, in step with itself to the sample, the same however the blocks are cut."""

    def __init__(self, rate: int, to: int, channels: int = 1, format: Literal["s16", "fltp"] = "fltp") -> None:
        from fractions import Fraction

        from av.filter import Graph

        self._rate, self._to, self._channels, self._format = rate, to, channels, format
        self._taken = self._given = 0
        # FFmpeg applies the cutoff to the rate that goes in; going up, it would be past the images.
        cutoff = CUTOFF * min(1.0, rate / to)
        self._graph = Graph()
        source = self._graph.add_abuffer(
            format="s16", sample_rate=rate, layout=LAYOUTS[channels], time_base=Fraction(1, rate)
        )
        filter = self._graph.add(
            "aresample",
            f"{to}:internal_sample_fmt=fltp:filter_size={TAPS}:filter_type=kaiser:kaiser_beta=10:cutoff={cutoff:.6f}:exact_rational=1",
        )
        wanted = self._graph.add(
            "aformat", f"sample_fmts={format}:sample_rates={to}:channel_layouts={LAYOUTS[channels]}"
        )
        sink = self._graph.add("abuffersink")
        source.link_to(filter)
        filter.link_to(wanted)
        wanted.link_to(sink)
        self._graph.configure()

    def write(self, block: bytes) -> Iterator[AudioFrame]:
        """What is ready after the next samples."""
        self._graph.push(frame(block, self._rate, self._taken, self._channels))
        self._taken += len(block) // (WIDTH * self._channels)
        yield from self._timed(pulled(self._graph))

    def finish(self) -> Iterator[AudioFrame]:
        """The rest; all together have `scaled` samples."""
        self._graph.push(None)
        yield from self._timed(pulled(self._graph))
        missing = scaled(self._taken, self._rate, self._to) - self._given
        if missing > 0:
            yield from self._timed(iter([_silence(missing, self._to, self._channels, self._format)]))

    def _timed(self, frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
        wanted = scaled(self._taken, self._rate, self._to)
        for made in frames:
            spare = self._given + made.samples - wanted
            if spare > 0:
                made = _cut(made, made.samples - spare)
            made.pts = self._given
            self._given += made.samples
            if made.samples:
                yield made


def _cut(made: AudioFrame, samples: int) -> AudioFrame:
    from av.audio.frame import AudioFrame

    width = samples if made.format.is_planar else samples * len(made.layout.channels)
    cut = AudioFrame.from_ndarray(made.to_ndarray()[:, :width].copy(), made.format.name, made.layout.name)
    cut.sample_rate = made.sample_rate
    return cut


def _silence(samples: int, rate: int, channels: int, format: str) -> AudioFrame:
    import numpy as np
    from av.audio.frame import AudioFrame

    shape, kind = ((channels, samples), "f4") if format == "fltp" else ((1, samples * channels), "i2")
    made = AudioFrame.from_ndarray(np.zeros(shape, kind), format, LAYOUTS[channels])
    made.sample_rate = rate
    return made
