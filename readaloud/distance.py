"""How far apart two voices sound, as a number: what casting spreads and the cast sheet shows."""

from __future__ import annotations

import math

from readaloud.model import Voice


def distance(one: Voice, other: Voice) -> float:
    """How different two voices sound; 0 for one voice, 1 at the bar below which a listener may confuse them."""
    if one.sound is None or other.sound is None:
        return 0.0 if one.id == other.id else 1.0
    semitones = 12 * math.log2(one.sound.pitch_hz / other.sound.pitch_hz)
    return math.hypot(semitones / 2.5, math.dist(one.sound.timbre, other.sound.timbre))
