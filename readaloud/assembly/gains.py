"""How loud each voice is set: one constant gain each, and what the document tells of a sentence on top of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from readaloud.audio import RECORDED_LUFS
from readaloud.data import table
from readaloud.errors import ScriptError
from readaloud.model import Cast, ClipInfo, Utterance

REFERENCE_LUFS = -26.0
"""What every voice is brought to before the programme's own gain.

Speech peaks reach 20 dB above its loudness, so at −26 LUFS no clip meets full scale and nothing is lost before the
limiter; what counts here is only that all speakers are alike.
"""

MAX_GAIN_DB = 12.0
"""A voice that would need more is left quieter: its noise would come up with it."""


class Gains:
    """Each voice's constant gain, so that a voice never changes its loudness from one sentence to the next."""

    def __init__(self, cast: Cast, *, dramatic: bool = False) -> None:
        """`dramatic` lets a whisper be softer than talk; otherwise every sentence is equally loud."""
        self._deliveries: Mapping[str, Mapping[str, float]] = table("delivery.toml") if dramatic else {}
        self._voices = {casting.speaker: casting.voice for casting in cast.castings}

    def of(self, utterance: Utterance, info: ClipInfo) -> float:
        """Gain in dB; held back where the clip's own peak would pass full scale."""
        voice = self._voices.get(utterance.speaker)
        if voice is None:
            raise ScriptError(
                f"The cast has no voice for {utterance.speaker!r}, who says {utterance.spoken[:40]!r}.",
                tip="Add the speaker to cast.toml, or make the edition again with --replan.",
            )
        gain = max(-MAX_GAIN_DB, min(MAX_GAIN_DB, REFERENCE_LUFS - voice.loudness_lufs))
        gain += self._deliveries.get(utterance.delivery, {}).get("gain", 0.0)
        if info.peak:
            gain = min(gain, 20 * math.log10(32767 / info.peak))
        return round(gain, 2)

    def of_recording(self, utterance: Utterance, info: ClipInfo) -> float:
        """The same for a person's recording, which was levelled by itself: no voice's loudness counts."""
        gain = REFERENCE_LUFS - RECORDED_LUFS + self._deliveries.get(utterance.delivery, {}).get("gain", 0.0)
        if info.peak:
            gain = min(gain, 20 * math.log10(32767 / info.peak))
        return round(gain, 2)
