"""The fundamental frequency of a voice: YIN, in two passes so that octave errors do not count.

Source: A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for speech and music", JASA 111 (2002),
steps 1 to 5; the second pass is by C. De Looze and D. Hirst, "Detecting changes in key and range", Speech Prosody 2008:
the frequencies that are allowed are narrowed to 0.75 × the lower and 1.5 × the upper quartile of the first pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOWEST, HIGHEST = 50.0, 600.0
"""Hz: deeper than any man's speech, higher than any child's."""
WINDOW_SECONDS = 0.025
HOP_SECONDS = 0.010
THRESHOLD = 0.2
"""Of the normalized difference, below which a frame counts as voiced; YIN's paper has 0.1; against Praat, 0.2 finds more of a deep voice."""
QUIET_DB = 30.0
"""Frames so far below the loudest are not looked at: a stop's silence hums with what came before."""
_BLOCK = 256
"""Frames that are transformed together: 4 MB at 22,050 Hz."""


def pitches(wave: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Fundamental frequency in Hz of every voiced frame, in order; empty where no frame is voiced."""
    window, longest = round(WINDOW_SECONDS * rate), int(rate / LOWEST) + 2
    hop = round(HOP_SECONDS * rate)
    if len(wave) < window + longest:
        return np.empty(0)
    frames = np.lib.stride_tricks.sliding_window_view(wave, window + longest)[::hop]
    energies = np.einsum("ij,ij->i", frames[:, :window], frames[:, :window])
    frames = frames[energies > energies.max() * 10 ** (-QUIET_DB / 10)] if energies.max() > 0 else frames[:0]
    if not len(frames):
        return np.empty(0)
    blocks = [frames[begin : begin + _BLOCK] for begin in range(0, len(frames), _BLOCK)]
    differences = np.concatenate([_difference(block, window, longest) for block in blocks])
    first = _picked(differences, rate, LOWEST, HIGHEST)
    if not len(first):
        return first
    lower, upper = np.percentile(first, (25, 75))
    return _picked(differences, rate, max(0.75 * lower, LOWEST), min(1.5 * upper, HIGHEST))


def _difference(frames: NDArray[np.float64], window: int, longest: int) -> NDArray[np.float64]:
    """YIN's cumulative mean normalized difference (equation 8) of each frame, by lag from 0 on."""
    size = 1 << (window + longest - 1).bit_length()
    spectra = np.fft.rfft(frames, size)
    heads = np.fft.rfft(frames[:, :window], size)
    products = np.fft.irfft(np.conj(heads) * spectra, size)[:, :longest]
    sums = np.cumsum(np.pad(frames**2, ((0, 0), (1, 0))), axis=1)
    energies = sums[:, window : window + longest] - sums[:, :longest]
    difference = np.maximum(energies[:, :1] + energies - 2 * products, 0)
    means = np.cumsum(difference[:, 1:], axis=1) / np.arange(1, longest)
    normalized = np.ones_like(difference)
    normalized[:, 1:] = difference[:, 1:] / np.maximum(means, 1e-12)
    return normalized


def _picked(differences: NDArray[np.float64], rate: int, lowest: float, highest: float) -> NDArray[np.float64]:
    """The frequency of each frame's first dip below the threshold, among the lags of the frequencies allowed."""
    first, last = max(int(rate / highest), 2), min(int(rate / lowest) + 1, differences.shape[1] - 2)
    lags = np.arange(first, last + 1)
    here = differences[:, lags]
    dips = (here < THRESHOLD) & (here <= differences[:, lags - 1]) & (here < differences[:, lags + 1])
    voiced = np.flatnonzero(dips.any(axis=1))
    best = lags[dips[voiced].argmax(axis=1)]
    before, at, after = (differences[voiced, best + step] for step in (-1, 0, 1))
    bend = before - 2 * at + after
    shift = np.where(bend > 0, (before - after) / (2 * np.where(bend > 0, bend, 1)), 0.0)
    found: NDArray[np.float64] = rate / (best + shift)
    return found
