"""Shapes one clip's worth of sound: its edges, its gain, and with pydub sounds that overlap.

The only module that imports pydub. Its positions are milliseconds, and at 22,050 Hz they are not exact: `silent(7)`
gives 154 frames. Told that the rate is 1,000 Hz, its milliseconds are our samples.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any

from readaloud.audio import WIDTH

EDGE_SECONDS = 0.003
"""Fade at both ends of a clip: espeak-ng's clips begin within 5 samples of the start, and a step there is a click."""


@cache
def _segment_class() -> Any:
    with warnings.catch_warnings():
        # pydub warns that it finds no ffmpeg program, which it is never asked for, and imports the deprecated audioop
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", SyntaxWarning)
        from pydub.audio_segment import AudioSegment
    return AudioSegment


def _segment(samples: bytes, channels: int = 1) -> Any:
    return _segment_class()(samples, sample_width=WIDTH, frame_rate=1000, channels=channels)


def shaped(samples: bytes, rate: int, gain_db: float) -> bytes:
    """The clip with its gain, its ends faded so that nothing clicks; of the same length.

    Rounded once. pydub rounds gain and fade each for itself, and down, in two and ten times the time.
    """
    import numpy as np

    shaped = np.frombuffer(samples, "<i2") * np.float32(10 ** (gain_db / 20))
    edge = min(round(EDGE_SECONDS * rate), len(shaped) // 2)
    if edge:
        ramp = np.arange(edge, dtype="f4") / edge
        shaped[:edge] *= ramp
        shaped[-edge:] *= 1 - ramp
    np.rint(shaped, out=shaped)
    return np.clip(shaped, -32768, 32767, out=shaped).astype("<i2").tobytes()


def mixed(sounds: Sequence[tuple[int, bytes]], channels: int = 1) -> bytes:
    """Sounds that overlap as one, each from its place in samples; peaks past full scale are held there."""
    size = WIDTH * channels
    total = max(begin + len(samples) // size for begin, samples in sounds)
    canvas = _segment(bytes(total * size), channels)
    for begin, samples in sounds:
        canvas = canvas.overlay(_segment(samples, channels), position=begin)
    assert len(canvas.raw_data) == total * size
    return bytes(canvas.raw_data)
