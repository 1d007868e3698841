"""A tiny real engine: each voice hums at its own pitch, so that tests hear from finished audio who speaks when."""

from __future__ import annotations

import hashlib
import re
from typing import ClassVar

from readaloud.engines.words import tokens
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice, Word

RATE = 22050
"""Samples a second, those of espeak-ng."""
LEVEL = 0.1
"""Peak amplitude: −20 dBFS, about where speech is."""
SECONDS_A_LETTER = 0.011
"""At 165 words a minute; a sentence takes a sixth of the time that reading it would."""
SHORTEST = 0.12
"""Seconds; less could not be told from a click."""
_RAMP = 0.005
"""Seconds of fade at both ends."""


def frequency(voice: Voice) -> float:
    """Hertz of a voice: what its `engine_voice` says, else one of 40 semitones from its name; moved by its pitch."""
    if re.fullmatch(r"\d{2,5}(?:\.\d+)?", voice.engine_voice):
        own = float(voice.engine_voice)
    else:
        own = 200.0 * float(2.0 ** (hashlib.sha256(voice.engine_voice.encode()).digest()[0] % 40 / 12))
    return own * float(2.0 ** ((voice.pitch - 50) / 96))


class ToneEngine:
    """Hums for as long as the text is."""

    name: ClassVar[str] = "tone"
    harmless: ClassVar[bool] = True

    @property
    def version(self) -> str:
        """Changes with the sound."""
        return "tone 1"

    def check(self, voice: Voice) -> None:
        """Every voice will do whose pitch can be heard."""
        if not 20 <= frequency(voice) <= 10000:
            raise EngineError(
                f"The voice {voice.id!r} hums at {voice.engine_voice} Hz, which is not heard.",
                tip="Take a frequency from 20 to 10000.",
            )

    def speak(self, text: str, voice: Voice) -> Clip:
        """A sine with short fades; its words are timed by their letters."""
        import numpy as np

        self.check(voice)
        if not any(c.isalnum() for c in text):
            return Clip(b"", RATE)
        seconds = max(SHORTEST, len(text) * SECONDS_A_LETTER * 165 / max(voice.rate, 1))
        count = round(seconds * RATE)
        wave = LEVEL * np.sin(2 * np.pi * frequency(voice) / RATE * np.arange(count))
        ramp = round(_RAMP * RATE)
        wave[:ramp] *= np.arange(ramp) / ramp
        wave[-ramp:] *= np.arange(ramp, 0, -1) / ramp
        words = tuple(Word(at * count // len(text), at, size) for at, size in tokens(text))
        return Clip(np.round(wave * 32767).astype("<i2").tobytes(), RATE, words)

    def close(self) -> None:
        """Nothing was started."""
