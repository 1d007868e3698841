"""The voice for one utterance: its speaker's own, at the rate and pitch that the settings and the document ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from readaloud.data import table
from readaloud.model import Utterance, Voice
from readaloud.settings import Settings

_PITCHES = (0, 99)
_RATES = (80, 450)
"""Words a minute that espeak-ng speaks: below it stops slowing down, above it leaves out sound. Voices of other engines are
held within it too: nobody follows faster speech."""
_ESPEAK = ("pyttsx3",)
"""Engines that take espeak-ng's variants."""


def delivered(voice: Voice, utterance: Utterance, settings: Settings) -> Voice:
    """The voice as it says this; the profile itself where nothing is asked for."""
    told: list[dict[str, Any]] = []
    if utterance.quoted:
        told.append(table("delivery.toml")["reading"])
    if utterance.delivery:
        told.append(table("delivery.toml")[utterance.delivery])
    rate, pitch = voice.rate * settings.rate, voice.pitch + settings.pitch
    name = voice.engine_voice
    for manner in told:
        rate *= manner.get("rate", 1.0)
        pitch += manner.get("pitch", 0)
        if "variant" in manner and settings.style == "dramatic" and voice.engine in _ESPEAK:
            variant = manner["variant"].get(voice.gender, manner["variant"]["other"])
            name = f"{name.partition('+')[0]}+{variant}"
    least, most = min(_RATES[0], voice.rate), max(_RATES[1], voice.rate)
    rate, pitch = min(max(round(rate), least), most), min(max(pitch, _PITCHES[0]), _PITCHES[1])
    if (rate, pitch, name) == (voice.rate, voice.pitch, voice.engine_voice):
        return voice
    return replace(voice, rate=rate, pitch=pitch, engine_voice=name)
