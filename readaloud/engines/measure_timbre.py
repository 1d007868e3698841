"""The timbre of a voice: mel-frequency cepstral coefficients of the frames that sound.

Source: S. Davis and P. Mermelstein, "Comparison of parametric representations for monosyllabic word recognition",
IEEE TASSP 28 (1980): log energies of triangular filters on the mel scale, and their cosine transform. The coefficient 0,
which is loudness, is left out.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COEFFICIENTS = 12
FILTERS = 26
LOWEST, HIGHEST = 100.0, 7600.0
"""Hz: what every engine's sampling rate (16,000 or more) and every format's coder keeps."""
WINDOW_SECONDS = 0.025
HOP_SECONDS = 0.010
QUIET_DB = 30.0
"""Frames so far below the loudest are left out: pauses and the coder's noise in them."""
FLOOR = 1e-5
"""Of the loudest frame's energy: less in a filter counts as so much, since coders leave out what is not heard."""


def cepstra(wave: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Coefficients 1 to 12 of every frame that sounds, a row each; no rows where nothing sounds."""
    window, hop = round(WINDOW_SECONDS * rate), round(HOP_SECONDS * rate)
    if len(wave) < window:
        return np.empty((0, COEFFICIENTS))
    frames = np.lib.stride_tricks.sliding_window_view(wave, window)[::hop]
    size = 1 << (window - 1).bit_length()
    powers = np.abs(np.fft.rfft(frames * np.hamming(window), size)) ** 2
    energies = powers @ _filters(rate, size).T
    sums = energies.sum(axis=1)
    if sums.max() <= 0:
        return np.empty((0, COEFFICIENTS))
    energies = energies[sums > sums.max() * 10 ** (-QUIET_DB / 10)]
    rows: NDArray[np.float64] = np.log(np.maximum(energies, FLOOR * sums.max())) @ _cosines().T
    return rows


def timbre(wave: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Means, then deviations, of the coefficients; zeros where nothing sounds."""
    rows = cepstra(wave, rate)
    if not len(rows):
        return np.zeros(2 * COEFFICIENTS)
    return np.concatenate([rows.mean(axis=0), rows.std(axis=0)])


@functools.cache
def _filters(rate: int, size: int) -> NDArray[np.float64]:
    mel = np.linspace(_mel(LOWEST), _mel(HIGHEST), FILTERS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    bins = np.arange(size // 2 + 1) * rate / size
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.maximum(np.minimum(rising, falling), 0)


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


@functools.cache
def _cosines() -> NDArray[np.float64]:
    numbers = np.arange(1, COEFFICIENTS + 1)[:, None]
    waves = np.cos(np.pi * numbers * (np.arange(FILTERS) + 0.5) / FILTERS)
    scaled: NDArray[np.float64] = np.sqrt(2 / FILTERS) * waves
    return scaled
