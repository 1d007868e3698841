"""Soft tones that open and close an aside and mark a page or a remark, made the same every time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREFIX = "tone:"
"""Before the tone's name in `Placement.key`."""

LOUDNESS_LUFS = -30.0
"""Of every tone as `samples` gives it: at 500 to 800 Hz the K weighting of BS.1770 is flat within 0.7 dB."""

BELOW_SPEECH = 6.0
"""LU; chosen by ear so that a tone is noticed but never startles."""

_SECONDS = {"open": 0.36, "close": 0.36, "page": 0.32, "remark": 0.24, "scene": 0.9}
_NOTES = {
    "open": ((523.25, 0.0), (659.26, 0.14)),  # C5 then E5: rising, something begins
    "close": ((659.26, 0.0), (523.25, 0.14)),  # the same falling: it ends
    "page": ((783.99, 0.0),),  # one G5 bell
    "remark": ((440.0, 0.0),),  # one lower A4: something happened in the room
    "scene": ((392.0, 0.0), (523.25, 0.18), (659.26, 0.36)),  # G4, C5, E5: the curtain rises
}


def names() -> tuple[str, ...]:
    """The tones there are; what `Mark.value` may be."""
    return tuple(_NOTES)


def length(name: str, rate: int) -> int:
    """Samples of a tone at a rate; KeyError if there is no such tone."""
    return round(_SECONDS[name] * rate)


@lru_cache(maxsize=16)
def samples(name: str, rate: int) -> bytes:
    """The tone as s16le mono PCM at −30 dBFS RMS; the placement's gain sets its loudness.

    Each note is a fundamental with one soft octave, raised in 12 ms and decaying, so that nothing clicks; the last
    40 ms fade to zero.
    """
    import numpy as np

    total = length(name, rate)
    sound = np.zeros(total)
    for hertz, begin in _NOTES[name]:
        first = round(begin * rate)
        sound[first:] += _bell(hertz, total - first, rate)
    fade = round(0.04 * rate)
    sound[-fade:] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    sound *= 10 ** (LOUDNESS_LUFS / 20) / float(np.sqrt(np.mean(sound**2)))
    return np.round(sound * 32767).astype("<i2").tobytes()


def _bell(hertz: float, count: int, rate: int) -> NDArray[np.float64]:
    import numpy as np

    time = np.arange(count) / rate
    attack = np.sin(np.minimum(time / 0.012, 1) * np.pi / 2) ** 2
    wave = np.sin(2 * np.pi * hertz * time) + 0.2 * np.sin(4 * np.pi * hertz * time)
    bell: NDArray[np.float64] = wave * attack * np.exp(-time / 0.12)
    return bell
