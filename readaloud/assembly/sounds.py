"""Short sounds of what happened in the room, made the same every time: laughter, applause, a knock, a bell and more.

They are drawn by arithmetic from a fixed seed, no recordings: nobody's rights are in them, and they are soft sketches of
a sound, which a listener tells from the talk at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from readaloud.assembly.weighting import SILENCE_LUFS, Steps, gated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREFIX = "sound:"
"""Before the sound's name in `Placement.key`."""

LOUDNESS_LUFS = -30.0
"""Of every sound as `samples` gives it, gated (ITU-R BS.1770-4)."""

BELOW_SPEECH = 4.0
"""LU: heard as something beside the talk, never over it."""

PEAK = 0.35
"""Largest sample, −9 dBFS: a knock is almost all peak, and a louder one startles."""

_FADE = 0.03
_TOP = 4000.0
"""Hertz above which nothing is left: what makes noise harsh."""


def names() -> tuple[str, ...]:
    """The sounds there are; what `Mark.value` of a sound may be."""
    return tuple(_MAKERS)


def length(name: str, rate: int) -> int:
    """Samples of a sound at a rate; KeyError if there is no such sound."""
    return round(_MAKERS[name][0] * rate)


@lru_cache(maxsize=16)
def samples(name: str, rate: int) -> bytes:
    """The sound as s16le mono PCM, without a step at its ends."""
    import numpy as np

    make = _MAKERS[name][1]
    total = length(name, rate)
    # `RandomState` gives the same numbers in every version of NumPy, which newer generators do not promise.
    random = np.random.RandomState(sum(map(ord, name)))
    sound = _softened(make(np.arange(total) / rate, random), rate)
    fade = round(_FADE * rate)
    sound[-fade:] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    sound[:64] *= np.linspace(0, 1, 64)
    sound *= 0.1 / float(np.abs(sound).max())
    loudness = _loudness(sound, rate)
    sound *= min(10 ** ((LOUDNESS_LUFS - loudness) / 20), PEAK / float(np.abs(sound).max()))
    return np.round(sound * 32767).astype("<i2").tobytes()


def _loudness(sound: NDArray[np.float64], rate: int) -> float:
    """Gated, with silence around it so that a short sound fills a block."""
    import numpy as np

    steps = Steps(rate)
    steps.write(np.round(np.concatenate((sound, np.zeros(rate // 2))) * 32767).astype("<i2").tobytes())
    return max(SILENCE_LUFS, gated(steps.energies))


def _softened(sound: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Without what is under 80 Hz, and rolled off above `_TOP`."""
    import numpy as np

    hertz = np.fft.rfftfreq(len(sound), 1 / rate)
    shape = 1 / np.sqrt((1 + (80 / np.maximum(hertz, 1)) ** 4) * (1 + (hertz / _TOP) ** 8))
    result: NDArray[np.float64] = np.fft.irfft(np.fft.rfft(sound) * shape, len(sound))
    return result


def _laughter(time: NDArray[np.float64], random: Any) -> NDArray[np.float64]:
    """Five people: each a falling row of vowel-like bursts, five a second (Bachorowski et al. 2001)."""
    import numpy as np

    room = np.zeros(len(time))
    for number, ground in enumerate((135.0, 150.0, 210.0, 225.0, 190.0)):
        begin, tempo = 0.04 + 0.11 * number, 4.6 + 0.9 * random.random_sample()
        since = time - begin
        bursts = np.maximum(0, np.sin(np.pi * np.clip(since * tempo % 1 / 0.55, 0, 1))) ** 2 * (since > 0)
        bursts *= np.exp(-np.maximum(since, 0) / 0.55)
        hertz = ground * (1.25 - 0.25 * np.clip(since, 0, 1.2)) * (1 + 0.05 * np.sin(2 * np.pi * tempo * since))
        phase = 2 * np.pi * np.cumsum(hertz) * (time[1] - time[0])
        voice = np.zeros(len(time))
        for harmonic in range(1, 16):
            there = harmonic * ground
            # The first two formants of an open vowel, and the falling slope of a voice.
            weight = np.exp(-(((there - 700) / 300) ** 2)) + 0.5 * np.exp(-(((there - 1250) / 350) ** 2)) + 0.08
            voice += weight / harmonic**0.3 * np.sin(harmonic * phase + random.random_sample() * 6.28)
        breath = random.standard_normal(len(time)) * 0.25
        room += (voice + breath) * bursts
    return room


def _applause(time: NDArray[np.float64], random: Any) -> NDArray[np.float64]:
    """A few dozen pairs of hands that fall in, and then out again."""
    import numpy as np

    rate = round(1 / (time[1] - time[0]))
    room = np.zeros(len(time))
    duration = time[-1]
    clap = np.arange(round(0.03 * rate)) / rate
    for _ in range(26):
        hertz, loud = 800 + 900 * random.random_sample(), 0.4 + 0.6 * random.random_sample()
        now, step = 0.35 * random.random_sample(), 0.2 + 0.08 * random.random_sample()
        stop = duration * (0.6 + 0.38 * random.random_sample())
        while now < stop:
            at = round(now * rate)
            noise = random.standard_normal(len(clap)) + np.sin(2 * np.pi * hertz * clap)
            burst = noise * np.exp(-clap / 0.006) * loud
            room[at : at + len(burst)] += burst[: len(room) - at]
            now += step * (0.9 + 0.2 * random.random_sample())
    rise = np.clip(time / 0.4, 0, 1) * np.clip((duration - time) / 0.9, 0, 1)
    result: NDArray[np.float64] = room * rise
    return result


def _struck(time: NDArray[np.float64], begin: float, hertz: float, decay: float) -> NDArray[np.float64]:
    import numpy as np

    since = np.maximum(time - begin, 0)
    wave = np.sin(2 * np.pi * hertz * since) + 0.5 * np.sin(2 * np.pi * 1.6 * hertz * since)
    struck: NDArray[np.float64] = wave * np.exp(-since / decay) * np.clip(since / 0.002, 0, 1)
    return struck


def _knock(time: NDArray[np.float64], random: Any) -> NDArray[np.float64]:
    """Three on wood."""
    import numpy as np

    wood = np.zeros(len(time))
    for number, begin in enumerate((0.02, 0.22, 0.43)):
        wood += _struck(time, begin, 180 + 8 * number, 0.035) + 0.6 * _struck(time, begin, 420, 0.015)
    return wood


def _bell(time: NDArray[np.float64], random: Any) -> NDArray[np.float64]:
    """One stroke of a small bell: partials as bells have them, hum to superquint."""
    import numpy as np

    sound = np.zeros(len(time))
    for ratio, weight, decay in ((0.5, 0.4, 0.9), (1.0, 1.0, 0.7), (1.2, 0.6, 0.5), (1.5, 0.3, 0.4), (2.0, 0.5, 0.3)):
        since = np.maximum(time - 0.01, 0)
        sound += (
            weight * np.sin(2 * np.pi * 660 * ratio * since) * np.exp(-since / decay) * np.clip(since / 0.004, 0, 1)
        )
    return sound


def _telephone(time: NDArray[np.float64], random: Any) -> NDArray[np.float64]:
    """One ring of a bell telephone: two gongs struck in turn, 20 times a second."""
    import numpy as np

    sound = np.zeros(len(time))
    strokes = np.arange(0.02, 0.95, 1 / 20)
    for number, begin in enumerate(strokes):
        sound += _struck(time, float(begin), 1060 if number % 2 else 1330, 0.09)
    return sound


def _door(time: NDArray[np.float64], random: Any) -> NDArray[np.float64]:
    """A latch, and a door that falls shut."""
    import numpy as np

    thud = np.maximum(time - 0.16, 0)
    noise = np.convolve(random.standard_normal(len(time)), np.hanning(41) / 20, "same")
    sound = 0.5 * _struck(time, 0.02, 900, 0.012) + 0.5 * _struck(time, 0.09, 760, 0.012)
    result: NDArray[np.float64] = (
        sound + _struck(time, 0.16, 105, 0.09) + 0.8 * noise * np.exp(-thud / 0.06) * (thud > 0)
    )
    return result


def _steps(time: NDArray[np.float64], random: Any) -> NDArray[np.float64]:
    """Four steps that come or go."""
    import numpy as np

    sound = np.zeros(len(time))
    noise = np.convolve(random.standard_normal(len(time)), np.hanning(25) / 12, "same")
    for number in range(4):
        begin = 0.02 + 0.42 * number
        since = np.maximum(time - begin, 0)
        sound += _struck(time, begin, 120 + 10 * (number % 2), 0.04)
        sound += 0.5 * noise * np.exp(-since / 0.02) * (since > 0)
    return sound


_MAKERS: dict[str, tuple[float, Callable[[NDArray[Any], Any], NDArray[Any]]]] = {
    "laughter": (1.5, _laughter),
    "applause": (2.2, _applause),
    "knock": (0.7, _knock),
    "bell": (1.4, _bell),
    "telephone": (1.2, _telephone),
    "door": (0.5, _door),
    "steps": (1.5, _steps),
}
"""Seconds, and what draws it from the times of its samples."""
