"""Profiles of the voices that a system has, for macOS and Windows, where no file of ours can know them.

Untested there; exercised on Linux with pyttsx3's stock espeak driver. A system may have two or three voices of a language:
each also stands in at a slower and a quicker rate, and the edition's own parts share them at rates of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from readaloud.engines.pyttsx3_native import Pyttsx3NativeEngine, SystemVoice
from readaloud.model import SpeakerRole, Voice

_RATES = (("", 170), ("-slower", 145), ("-quicker", 195))
_ROLES: tuple[tuple[SpeakerRole, int], ...] = (("narrator", 165), ("editor", 180), ("notes", 185), ("pages", 190))


def system_voices(language: str | None = None) -> tuple[Voice, ...]:
    """Profiles of the system's voices that speak a language, or of all; women and men in turn where it tells them."""
    engine = Pyttsx3NativeEngine()
    try:
        return profiles(engine.described, language)
    finally:
        engine.close()


def profiles(described: Sequence[SystemVoice], language: str | None) -> tuple[Voice, ...]:
    """What a driver tells of its voices, as profiles."""
    sought = _primary(language) if language else ""
    fitting = _in_turn([voice for voice in described if sought in ("", _primary(voice.language))])
    found: list[Voice] = []
    for number, (role, rate) in enumerate(_ROLES if fitting else ()):
        found.append(_profile(fitting[number % len(fitting)], f"system-{role}", rate, (role,), 9000 + number))
    for suffix, rate in _RATES:
        for voice in fitting:
            name = re.sub(r"[^a-z0-9]+", "-", voice.name.casefold()).strip("-") or "voice"
            id = f"system-{name}{suffix}"
            if id not in {v.id for v in found}:
                found.append(_profile(voice, id, rate, ("",), len(found)))
    return tuple(sorted(found, key=lambda voice: voice.order))


def _profile(voice: SystemVoice, id: str, rate: int, roles: tuple[SpeakerRole, ...], order: int) -> Voice:
    return Voice(
        id, "pyttsx3-native", voice.id, voice.language or "mul", _gender(voice), description=voice.name, rate=rate,
        roles=roles, order=order,
    )  # fmt: skip


def _in_turn(voices: list[SystemVoice]) -> list[SystemVoice]:
    groups = [[v for v in voices if _gender(v) == gender] for gender in ("male", "female", "")]
    longest = max(map(len, groups))
    return [group[place] for place in range(longest) for group in groups if place < len(group)]


def _gender(voice: SystemVoice) -> Literal["", "female", "male"]:
    told = voice.gender.casefold()  # `Male`, `VoiceGenderFemale`
    return "female" if "female" in told else "male" if "male" in told else ""


def _primary(language: str) -> str:
    return re.split(r"[-_]", language.casefold())[0]
