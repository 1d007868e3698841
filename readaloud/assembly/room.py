"""Gives one voice its place in a picture of two channels: dry, in a small room, or over a telephone line.

What the room and the line do is done before the voice is placed, and places differ in level alone, never in time: so the
sum of both channels is the voice itself, by at most 20·log10(cos 22.5°) = −0.69 dB quieter than one in the middle.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from readaloud.assembly.weighting import response
from readaloud.model import Space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDEST = 0.5
"""Of `Placement.pan`: at half of the way to one side the far channel is 7.7 dB quieter, which is plainly heard as a place,
and a mono sum loses 0.69 dB."""

LINE_HERTZ = (300.0, 3400.0)
"""The telephone band (ITU-T G.712: what a telephone channel passes); half of the power is left at either end."""
_STEEPNESS = 16
"""Order of the band's slopes: at 200 Hz 28 dB and at 5,000 Hz 27 dB are gone."""
_MOST_MAKEUP = 3.0
"""Factor by which the line is raised at most, to be as loud as the voice was."""

_REFLECTIONS = ((0.0067, -17.0), (0.0113, -18.5), (0.0179, -20.5), (0.0257, -23.0))
"""Seconds and dB of the first reflections of a furnished room of some 4 × 5 m. Synthesis leaves 30 ms after the last sound,
so the last one has ended where the clip ends, and no pause gets shorter."""


def placed(sound: bytes, rate: int, pan: float, space: Space) -> bytes:
    """A mono sound as two interleaved channels, of the same length; a constant-power law, so loudness stays."""
    import numpy as np

    samples = np.frombuffer(sound, "<i2").astype(np.float64)
    if space == "room":
        samples = _in_room(samples, rate)
    elif space == "line":
        samples = _over_line(samples, rate)
    angle = (1 + max(-WIDEST, min(WIDEST, pan))) * math.pi / 4
    both = np.empty((len(samples), 2))
    both[:, 0] = samples * math.cos(angle)
    both[:, 1] = samples * math.sin(angle)
    return np.clip(np.rint(both), -32768, 32767).astype("<i2").tobytes()


def _in_room(samples: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    heard = samples.copy()
    power = 1.0
    for seconds, level in _REFLECTIONS:
        later, gain = round(seconds * rate), 10 ** (level / 20)
        if later < len(samples):
            heard[later:] += gain * samples[: len(samples) - later]
        power += gain**2
    heard /= math.sqrt(power)
    return heard


def _over_line(samples: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Band-passed without a shift in time, and as loud (K-weighted) as before: a line takes a low voice's ground away."""
    import numpy as np

    count = len(samples)
    size = -(-(count + rate // 20) // 4096) * 4096  # room for what the filter rings, and a length that the FFT likes
    spectrum = np.fft.rfft(samples, size)
    band = _band(rate, size)
    power = (spectrum.real**2 + spectrum.imag**2) * response(rate, size)
    before, after = float(power.sum()), float((power * band**2).sum())
    passed = spectrum * band
    makeup = min(_MOST_MAKEUP, math.sqrt(before / after)) if after > 0 else 1.0
    heard = np.fft.irfft(passed, size)[:count] * makeup
    return faded(heard, rate)


@lru_cache(maxsize=8)
def _band(rate: int, size: int) -> NDArray[np.float64]:
    """How much of each frequency of an FFT of `size` samples the line lets through."""
    import numpy as np

    hertz = np.maximum(np.fft.rfftfreq(size, 1 / rate), 1e-3)
    low, high = LINE_HERTZ
    band: NDArray[np.float64] = 1 / np.sqrt((1 + (low / hertz) ** _STEEPNESS) * (1 + (hertz / high) ** _STEEPNESS))
    return band


def faded(samples: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """With 3 ms of fade at both ends, where what the filter rings is cut off."""
    import numpy as np

    edge = min(round(0.003 * rate), len(samples) // 2)
    if edge:
        ramp = np.arange(edge) / edge
        samples[:edge] *= ramp
        samples[len(samples) - edge :] *= ramp[::-1]
    return samples
