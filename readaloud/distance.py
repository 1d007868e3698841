"""How far apart two voices sound, as a number: what casting spreads and the cast sheet shows.

Two voices are as far apart as a recognizer of speakers finds them. What it hears of a sentence is the median of the
fundamental frequency in semitones and the means and deviations of 12 mel-frequency cepstral coefficients (`Sound`). Each
of these 25 numbers differs a little from sentence to sentence of one voice; the distance counts differences in units of
that deviation (P. C. Mahalanobis, "On the generalized distance in statistics", 1936, without correlations), so what is
steady in a voice weighs more. Pace is left out: one person speaks now faster, now slower.

DEVIATIONS and BAR are measured by `python -m tests.benchmarks.voices --bar`; docs/decisions/0009 has the table.
"""

from __future__ import annotations

import functools
import math

from readaloud.model import Sound, Voice

DEVIATIONS = (
    0.494,
    0.894, 0.428, 0.721, 0.474, 0.387, 0.507, 0.324, 0.270, 0.212, 0.208, 0.194, 0.178,
    0.729, 0.211, 0.442, 0.354, 0.270, 0.220, 0.202, 0.200, 0.162, 0.151, 0.138, 0.126,
)  # fmt: skip
"""Of a sentence from its voice's mean: semitones of the median pitch, the coefficients' means, their deviations."""
BAR = 7.0
"""Deviations that are called distance 1: of 1,445 pairs of voices that far apart, all but one were told apart in at least
95 % of sentences, from finished MP3."""
STEP_SEMITONES = 0.155
"""By which one step of a profile's pitch moves the median: measured over 12 voices from 20 steps below to 35 above,
0.14 to 0.19."""
_NO_PITCH_HZ = 150.0
"""Where a voice without any, as a whisper, stands."""


def distance(one: Voice, other: Voice) -> float:
    """How different two voices sound; 0 for one voice, 1 at the bar below which a listener may confuse them.

    A metric among voices that were measured. A voice that was not is at the bar from any other, except from itself and
    from one of the same engine and engine's name for it, from which it differs by the steps of pitch alone.
    """
    if one.sound is None or other.sound is None:
        if one.id == other.id:
            return 0.0
        if (one.engine, one.engine_voice) != (other.engine, other.engine_voice):
            return 1.0
        return min(abs(one.pitch - other.pitch) * STEP_SEMITONES / DEVIATIONS[0] / BAR, 1.0)
    return math.dist(_place(one.sound), _place(other.sound))


def moved(sound: Sound, steps: int, speed: float = 1.0) -> Sound:
    """What a voice will sound like when `pitch` of its profile is changed by so many steps and `rate` by a factor.

    Pitch moves by STEP_SEMITONES a step, pace by the factor, timbre stays. Timbre does move a little, since espeak-ng raises
    the formants too and the harmonics fall elsewhere: measured on 12 men's voices 0.3 of the bar for 20 steps up, 0.15 for
    130 or 200 words a minute; on women's up to 0.6 for 14 steps. So a voice is at least as far from itself as foretold.
    """
    return Sound(
        round(sound.pitch_hz * 2 ** (steps * STEP_SEMITONES / 12), 1), sound.pitch_range, sound.timbre,
        round(sound.pace / speed, 2),
    )  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _place(sound: Sound) -> tuple[float, ...]:
    """A point in a space in which the straight line is the distance."""
    semitones = 12 * math.log2(sound.pitch_hz if sound.pitch_hz > 0 else _NO_PITCH_HZ)
    return tuple(n / (d * BAR) for n, d in zip((semitones, *sound.timbre), DEVIATIONS, strict=True))
