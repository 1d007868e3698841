"""Profiles of the voices that a system has, for macOS and Windows, where no file of ours can know them.

Untested there; exercised on Linux with pyttsx3's stock espeak driver. A system may have two or three voices of a language:
each also stands in at a slower and a quicker rate, and the edition's own parts share them at rates of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from readaloud.engines import small_bank
from readaloud.engines.pyttsx3_native import Pyttsx3NativeEngine, SystemVoice
from readaloud.model import Voice

_RATE = 170
_STAND_INS = (("slower", 50, 145), ("quicker", 50, 195))


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
    fitting = [_profile(voice) for voice in described if sought in ("", _primary(voice.language))]
    return small_bank.complete(small_bank.in_turn(fitting), "system", _STAND_INS)


def _profile(voice: SystemVoice) -> Voice:
    name = re.sub(r"[^a-z0-9]+", "-", voice.name.casefold()).strip("-") or "voice"
    return Voice(
        f"system-{name}", "pyttsx3-native", voice.id, voice.language or "mul", _gender(voice), description=voice.name,
        rate=_RATE,
    )  # fmt: skip


def _gender(voice: SystemVoice) -> Literal["", "female", "male"]:
    told = voice.gender.casefold()  # `Male`, `VoiceGenderFemale`
    return "female" if "female" in told else "male" if "male" in told else ""


def _primary(language: str) -> str:
    return re.split(r"[-_]", language.casefold())[0]
