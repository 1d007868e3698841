"""What a bank of few voices needs for a whole cast: voices for the edition's own parts, and stand-ins for more speakers.

Systems and installed models bring the voices that they bring; no file of ours can say which of them announces pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from readaloud.model import SpeakerRole, Voice

ENOUGH = 12
"""Speakers, from which on the edition's own parts get voices that no speaker has."""
ROLES: tuple[tuple[SpeakerRole, int], ...] = (("narrator", 165), ("editor", 180), ("notes", 185), ("pages", 190))
"""Words a minute of each of the edition's own parts where they share a speaker's voice."""
_PARTS = 9000
"""Order of the first of the edition's own voices."""


def in_turn(voices: Sequence[Voice]) -> list[Voice]:
    """Men, women and voices that do not tell in turn, each in their order; those begin of whom the first is."""
    genders = dict.fromkeys([*(voice.gender for voice in voices[:1]), "male", "female", ""])
    groups = [[voice for voice in voices if voice.gender == gender] for gender in genders]
    longest = max(map(len, groups), default=0)
    return [group[place] for place in range(longest) for group in groups if place < len(group)]


def complete(speakers: Sequence[Voice], prefix: str, stand_ins: Sequence[tuple[str, int, int]]) -> tuple[Voice, ...]:
    """The voices of one language, with `PREFIX-narrator` and so on.

    Of `ENOUGH` speakers, the first narrates and the last three are kept for editor, notes and pages. Fewer share with
    those parts, and stand in for more speakers as `stand_ins` says: how they differ, pitch, rate.
    """
    if not speakers:
        return ()
    if len(speakers) >= ENOUGH:
        kept = (speakers[0], *reversed(speakers[-3:]))
        speakers = speakers[1:-3]
        stand_ins = ()
        rates = [voice.rate for voice in kept]
    else:
        kept = tuple(speakers[number % len(speakers)] for number in range(len(ROLES)))
        rates = [rate for _, rate in ROLES]
    parts = [
        replace(voice, id=f"{prefix}-{role}", rate=rate, roles=(role,), order=_PARTS + number)
        for number, (voice, rate, (role, _)) in enumerate(zip(kept, rates, ROLES, strict=True))
    ]
    cast = list(speakers) + [
        replace(
            voice,
            id=f"{voice.id}-{how}",
            pitch=pitch,
            rate=rate,
            description=f"{voice.description.rstrip('.')}, {how}.",
        )
        for how, pitch, rate in stand_ins
        for voice in speakers
    ]
    unique = {voice.id: voice for voice in reversed(cast)}
    ordered = [voice for voice in cast if unique[voice.id] is voice]
    return (*(replace(voice, order=number) for number, voice in enumerate(ordered, 1)), *parts)
