"""One profile at another pitch and rate: what a person asks for, and what is left when voices run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from readaloud.distance import moved
from readaloud.model import Voice

PITCHES, RATES = range(100), range(80, 451)
"""espeak-ng's scale of pitch; words a minute."""
PITCH_STEP, RATE_STEP = 13, 30
"""Steps that are heard: about two semitones, and about one word in six. Two steps of pitch are past the bar."""


def shifted_voice(voice: Voice, pitch: int, rate: int) -> Voice:
    """A profile at another pitch and rate, named after both; what was measured of it follows."""
    if (pitch, rate) == (voice.pitch, voice.rate):
        return voice
    sound = voice.sound and moved(voice.sound, pitch - voice.pitch, rate / voice.rate)
    return replace(voice, id=f"{base_of(voice)}@{pitch}p{rate}r", pitch=pitch, rate=rate, sound=sound)


def base_of(voice: Voice) -> str:
    """The name of the profile that a voice was shifted from; its own where it was not."""
    return voice.id.split("@")[0]


def variants(voice: Voice) -> Iterator[tuple[int, Voice]]:
    """A voice at other pitches and rates, each an audible step from all others, with how far it is moved, nearest first.

    After them come half steps, for the few scenes that have used all the others up.
    """
    found: dict[tuple[int, int], int] = {}
    for parts in (1, 2):
        steps = range(-3 * parts, 3 * parts + 1)
        for up in steps:
            for quicker in (s for s in steps if abs(s) <= parts):
                pitch = voice.pitch + up * PITCH_STEP // parts
                rate = voice.rate + quicker * RATE_STEP // parts
                if (up or quicker) and pitch in PITCHES and rate in RATES:
                    found.setdefault((pitch, rate), 100 * parts + 10 * abs(up) + abs(quicker))
    for (pitch, rate), far in sorted(found.items(), key=lambda item: (item[1], item[0])):
        yield far, shifted_voice(voice, pitch, rate)
