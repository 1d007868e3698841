"""Brings a clip of another rate to the timeline's rate."""

from __future__ import annotations

from readaloud.audio import WIDTH, Resampler, scaled


def resampled(samples: bytes, rate: int, to: int) -> bytes:
    """The clip at another rate, with exactly the length that the timeline gives it (rounded half up)."""
    if not samples:
        return samples
    resampler = Resampler(rate, to, format="s16")
    frames = [*resampler.write(samples), *resampler.finish()]
    made = b"".join(frame.to_ndarray().astype("<i2").tobytes() for frame in frames)
    assert len(made) == scaled(len(samples) // WIDTH, rate, to) * WIDTH
    return made
