"""Brings a clip of another rate to the timeline's rate."""

from __future__ import annotations

from readaloud.audio import WIDTH, frame


def resampled(samples: bytes, rate: int, to: int) -> bytes:
    """The clip at another rate, with exactly the length that the timeline gives it (rounded half up).

    PyAV's resampler ends a sample or so early or late; the difference is made up with silence or cut off.
    """
    from av.audio.resampler import AudioResampler

    if not samples:
        return samples
    resampler = AudioResampler(format="s16", layout="mono", rate=to)
    made = b"".join(
        part.to_ndarray().astype("<i2").tobytes()
        for given in (frame(samples, rate, 0), None)
        for part in resampler.resample(given)
    )
    wanted = (2 * (len(samples) // WIDTH) * to + rate) // (2 * rate) * WIDTH
    return made[:wanted].ljust(wanted, b"\0")
