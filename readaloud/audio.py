"""The few things about PCM that assembly and writers share: frames for PyAV, and rates that the codecs take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
