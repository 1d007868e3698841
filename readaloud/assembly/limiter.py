"""Raises a programme to its loudness and holds its peaks under the ceiling without a click."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from readaloud.assembly.peaks import CELL, TAPS, swing, swings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOOK_SECONDS = 0.005
"""How far before and after a peak the gain moves. A period of a low male voice is 10 ms: shorter ones bend the wave,
longer ones are heard as pumping."""


def limited(
    blocks: Iterable[bytes], rate: int, gain_db: float, ceiling_dbtp: float, channels: int = 1
) -> Iterator[bytes]:
    """As `Limiter.limited`, where nobody asks what it did."""
    return Limiter(rate, gain_db, ceiling_dbtp, channels).limited(blocks)


class Limiter:
    """Holds the peaks of one stream of blocks down.

    Both channels get one gain, or a peak on one side would move everybody's place. Looks both ways and has no memory beyond
    that, so what it does to a peak does not depend on what came before, nor on how the samples are cut into blocks.
    """

    def __init__(self, rate: int, gain_db: float, ceiling_dbtp: float, channels: int = 1) -> None:
        self._factor, self._ceiling = 10 ** (gain_db / 20) / 32768, 10 ** (ceiling_dbtp / 20)
        self._look = max(1, round(LOOK_SECONDS * rate))
        self._margin = 2 * self._look + TAPS
        self._channels = channels
        self._done = 0
        self.held: list[tuple[int, int]] = []
        """Samples from and to, among which it held something down; they may meet and overlap."""

    def limited(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The same samples with the gain, no true peak above the ceiling; s16le, of the same length."""
        import numpy as np

        margin, channels = self._margin, self._channels
        shape = (-1,) if channels == 1 else (-1, channels)
        silence = np.zeros(margin * channels, "<i2").reshape(shape)
        held = silence
        for block in blocks:
            held = np.concatenate((held, np.frombuffer(block, "<i2").reshape(shape)))
            if len(held) > 2 * margin:
                yield self._held_down(held)
                held = held[len(held) - 2 * margin :]
        held = np.concatenate((held, silence))
        if len(held) > 2 * margin:
            yield self._held_down(held)

    def _held_down(self, samples: NDArray[np.int16]) -> bytes:
        """The samples without their margins."""
        import numpy as np

        look, margin = self._look, self._margin
        inner = samples[margin : len(samples) - margin] * np.float32(self._factor * 32768)
        over = _over(samples, self._ceiling / self._factor)
        if len(over):
            reach = 3 * look + TAPS + CELL  # of what a peak changes, and the ends that computing it takes off
            for first, last in _stretches(over, 2 * reach):
                begin, end = max(0, first - reach), min(len(samples), last + CELL + reach)
                gain = _gain(samples[begin:end] * self._factor, self._ceiling, look)
                place = begin + look - margin
                gain = gain[max(0, -place) : max(0, len(inner) - place)]
                place = max(0, place)
                part = inner[place : place + len(gain)]
                part *= gain if inner.ndim == 1 else gain[:, None]
                if len(gain):
                    self.held.append((self._done + place, self._done + place + len(gain)))
        self._done += len(inner)
        np.rint(inner, out=inner)
        return np.clip(inner, -32768, 32767, out=inner).astype("<i2").tobytes()


def _over(samples: NDArray[np.int16], limit: float) -> NDArray[np.intp]:
    """First samples of the cells in which a true peak is above the limit, of either channel."""
    import numpy as np

    found = []
    for channel in samples.reshape(len(samples), -1).T:
        near, heights = swings(channel, limit)
        found.append(near[heights.max(axis=1) > limit] if len(near) else near)
    return (found[0] if len(found) == 1 else np.union1d(*found)) * CELL


def _stretches(places: NDArray[np.intp], apart: int) -> Iterator[tuple[int, int]]:
    """First and last of places that lie no more than so many samples apart."""
    import numpy as np

    breaks = np.flatnonzero(np.diff(places) > apart)
    yield from zip(places[[0, *(breaks + 1)]].tolist(), places[[*breaks, -1]].tolist(), strict=True)


def _gain(signal: NDArray[Any], ceiling: float, look: int) -> NDArray[np.float64]:
    """What holds its peaks under the ceiling; `look` values fewer at either end."""
    import numpy as np

    if signal.ndim == 1:
        height = swing(signal, ceiling)
    else:
        height = np.maximum(swing(signal[:, 0], ceiling), swing(signal[:, 1], ceiling))
    height[1:] = np.maximum(height[1:], height[:-1])  # a swing after a sample is one before the next sample too
    allowed = np.minimum(1.0, ceiling / np.maximum(height, ceiling))
    # At the ends and outside of the stretch nothing is held down: what seems to swing there has lost its other half.
    allowed[:TAPS] = allowed[-TAPS:] = 1.0
    edge = np.ones(look)
    return _smoothed(_lowest(np.concatenate((edge, allowed, edge)), look), look)


def _lowest(values: NDArray[np.float64], look: int) -> NDArray[np.float64]:
    """Smallest of the `2 × look + 1` values around each; `look` fewer at either end. In log₂ steps."""
    import numpy as np

    wanted, width = 2 * look + 1, 1
    while width < wanted:
        step = min(width, wanted - width)
        values = np.minimum(values[:-step], values[step:])
        width += step
    return values


def _smoothed(values: NDArray[np.float64], look: int) -> NDArray[np.float64]:
    """Weighted mean by a triangle of `2 × look + 1` values; `look` fewer at either end.

    Every value it takes for a place holds down that place's own peak (`_lowest` saw it), so their mean does too.
    """
    for _ in range(2):
        sums = values.cumsum()
        values = sums[look:].copy()
        values[1:] -= sums[: -look - 1]
        values /= look + 1
    return values
