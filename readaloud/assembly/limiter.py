"""Raises a programme to its loudness and holds its peaks under the ceiling without a click."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from readaloud.assembly.peaks import TAPS, bound, swing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOOK_SECONDS = 0.005
"""How far before and after a peak the gain moves. A period of a low male voice is 10 ms: shorter ones bend the wave,
longer ones are heard as pumping."""


def limited(
    blocks: Iterable[bytes], rate: int, gain_db: float, ceiling_dbtp: float, channels: int = 1
) -> Iterator[bytes]:
    """The same samples with `gain_db`, no true peak above `ceiling_dbtp`; s16le, of the same length.

    Both channels get one gain, or a peak on one side would move everybody's place. Looks both ways and has no memory beyond that, so what it does to a peak does not depend on what came before, nor
    on how the samples are cut into blocks.
    """
    import numpy as np

    factor, ceiling = 10 ** (gain_db / 20), 10 ** (ceiling_dbtp / 20)
    look = max(1, round(LOOK_SECONDS * rate))
    margin = 2 * look + TAPS
    shape = (-1,) if channels == 1 else (-1, channels)
    silence = np.zeros(margin * channels).reshape(shape)
    held = silence
    for block in blocks:
        held = np.concatenate((held, np.frombuffer(block, "<i2").reshape(shape) * (factor / 32768)))
        if len(held) > 2 * margin:
            yield _pcm(_held_down(held, ceiling, look, margin))
            held = held[len(held) - 2 * margin :]
    held = np.concatenate((held, silence))
    if len(held) > 2 * margin:
        yield _pcm(_held_down(held, ceiling, look, margin))


def _held_down(signal: NDArray[np.float64], ceiling: float, look: int, margin: int) -> NDArray[np.float64]:
    """The signal without its margins, its peaks held under the ceiling."""
    import numpy as np

    inner = signal[margin : len(signal) - margin]
    if float(np.abs(signal).max()) * bound() <= ceiling:
        return inner
    if signal.ndim == 1:
        height = swing(signal, ceiling)
    else:
        height = np.maximum(swing(signal[:, 0], ceiling), swing(signal[:, 1], ceiling))
    height[1:] = np.maximum(height[1:], height[:-1])  # a swing after a sample is one before the next sample too
    if float(height.max()) <= ceiling:
        return inner
    allowed = np.minimum(1.0, ceiling / np.maximum(height, ceiling))
    gain = _smoothed(_lowest(allowed, look), look)
    cut = (len(signal) - len(gain)) // 2
    gain = gain[margin - cut : margin - cut + len(inner)]
    result: NDArray[np.float64] = inner * (gain if signal.ndim == 1 else gain[:, None])
    return result


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


def _pcm(signal: NDArray[np.float64]) -> bytes:
    import numpy as np

    return np.clip(np.rint(signal * 32768), -32768, 32767).astype("<i2").tobytes()
