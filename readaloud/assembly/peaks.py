"""Finds how high a signal swings between its samples (ITU-R BS.1770-4, annex 2), where that can matter at all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAPS = 16
"""Samples that one value in between is computed from. BS.1770-4 takes 12 at 48 kHz; at 22,050 Hz speech reaches nearer
to half the rate. On 6 minutes of espeak-ng 12, 16, 24 and 32 agree within 0.004 dB."""

_CELL = 16
"""Samples that are looked at or passed over together: a power of two, at least half of `TAPS`. Of 8 to 128 the fastest:
7 % of the cells of a limited programme are looked at."""


@cache
def _interpolator() -> NDArray[np.float64]:
    """`TAPS` × 3: windowed sinc (Kaiser, β 6: −60 dB) at a quarter, a half and three quarters of a sample."""
    import numpy as np

    places = np.arange(TAPS)[:, None] - (TAPS // 2 - 1) - np.array([0.25, 0.5, 0.75])[None, :]
    inside = np.sqrt(np.maximum(0, 1 - (places / (TAPS / 2)) ** 2))
    weights = np.sinc(places) * np.i0(6 * inside) / np.i0(6.0)
    scaled: NDArray[np.float64] = weights / weights.sum(axis=0)
    return scaled


@cache
def bound() -> float:
    """No value in between is larger than this times the largest sample around it."""
    import numpy as np

    return float(np.abs(_interpolator()).sum(axis=0).max())


def swing(signal: NDArray[np.float64], floor: float) -> NDArray[np.float64]:
    """For each sample the largest absolute value from it to the next one.

    Exact to the interpolator wherever it can be above `floor`; elsewhere only the samples themselves. Before and
    after the signal is silence.
    """
    import numpy as np

    count = len(signal)
    cells = -(-count // _CELL)
    before = TAPS // 2 - 1
    padded = np.zeros(before + cells * _CELL + TAPS - before)
    padded[before : before + count] = signal
    found = np.abs(padded[before : before + cells * _CELL])
    loudest = found
    while len(loudest) > cells:  # by halves, ten times as fast as a maximum along rows of 16
        loudest = np.maximum(loudest[::2], loudest[1::2])
    around = loudest.copy()
    around[1:] = np.maximum(around[1:], loudest[:-1])
    around[:-1] = np.maximum(around[:-1], loudest[1:])
    near = np.flatnonzero(around * bound() > floor)
    if len(near):
        windows = padded[near[:, None] * _CELL + np.arange(_CELL + TAPS - 1)[None, :]]
        between = np.abs(np.lib.stride_tricks.sliding_window_view(windows, TAPS, axis=1) @ _interpolator())
        table = found.reshape(cells, _CELL)
        table[near] = np.maximum(table[near], np.maximum(np.maximum(between[..., 0], between[..., 1]), between[..., 2]))
    return found[:count]


class TruePeak:
    """The largest true peak of a stream of blocks."""

    def __init__(self) -> None:
        import numpy as np

        self._largest = 0.0
        self._held = np.zeros(TAPS)
        """The last samples, whose swing depends on what follows, after those that it depends on too."""

    def write(self, block: NDArray[np.float64]) -> None:
        """The next samples, full scale being 1."""
        import numpy as np

        if len(block):
            self._largest = max(self._largest, float(np.abs(block).max()))
            signal = np.concatenate((self._held, block))
            self._held = signal[-TAPS:]
            self._look(signal)

    def value(self) -> float:
        """Full scale is 1; after the last block is silence."""
        import numpy as np

        self._look(np.concatenate((self._held, np.zeros(TAPS))))
        return self._largest

    def _look(self, signal: NDArray[np.float64]) -> None:
        reliable = swing(signal, self._largest)[TAPS // 2 - 1 : len(signal) - TAPS // 2]
        self._largest = max(self._largest, float(reliable.max()))


def true_peak(blocks: Iterable[NDArray[np.float64]]) -> float:
    """Of a whole signal, full scale being 1."""
    meter = TruePeak()
    for block in blocks:
        meter.write(block)
    return meter.value()
