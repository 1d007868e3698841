"""Measures loudness and true peak of a programme and of its speakers, and chooses the programme's gain."""

from __future__ import annotations

import math
from collections.abc import Iterable

from readaloud.assembly.peaks import TruePeak
from readaloud.assembly.weighting import SILENCE_LUFS, STEP_SECONDS, Steps, gated, gated_stretches
from readaloud.model import Edition, Loudness
from readaloud.settings import Settings

SILENCE_DBTP = -120.0
"""Told as the true peak of digital silence, since JSON has no −∞; 16 bits end at −96."""

LIMITING_LOSS_LU = 0.2
"""Loudness that holding the peaks down takes: 0.21 LU on 6 minutes of five espeak-ng voices brought to −19 LUFS under
−3.5 dBTP, 0.13 under −3."""

CODEC_MARGIN_DB = 0.5
"""How far under the ceiling the peaks are held, since a decoder swings past what it was given: 0.25 dB with AAC, 0.22
with MP3 at 48 kbit/s on the same audio, 0.05 at 128."""

KEPT_BY_THE_LIMITER = 0.65
"""LU that a limited programme gains for each dB that is added: 1 dB gave 0.6 on a telephone call of two espeak-ng voices."""

GAIN_STEP_DB = 0.5
"""Coarse, so that an edit in one sentence does not move the loudness, and with it every sample, of the others."""


def integrated(blocks: Iterable[bytes], rate: int, channels: int = 1) -> float:
    """Loudness of a whole programme, LUFS (ITU-R BS.1770-4, gated)."""
    steps = Steps(rate, channels)
    for block in blocks:
        steps.write(block)
    return gated(steps.energies)


class EditionMeter:
    """Loudness of an edition's programme, its true peak, and the loudness of each speaker."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._channels = edition.timeline.channels
        self._steps = Steps(edition.timeline.rate, self._channels)
        self._peaks = tuple(TruePeak() for _ in range(self._channels))

    def write(self, block: bytes) -> None:
        """The next samples of the timeline."""
        import numpy as np

        self._steps.write(block)
        samples = np.frombuffer(block, "<i2") / 32768
        for number, peak in enumerate(self._peaks):
            peak.write(samples[number :: self._channels])

    def loudness(self) -> Loudness:
        """Of what was written. A speaker of whom nothing passes the gate has no loudness and is left out."""
        peak = max(peak.value() for peak in self._peaks)
        dbtp = round(20 * math.log10(peak), 2) if peak else SILENCE_DBTP
        return Loudness(round(gated(self._steps.energies), 2), dbtp, self._by_speaker())

    def _by_speaker(self) -> tuple[tuple[str, float], ...]:
        step = self._edition.timeline.rate * STEP_SECONDS
        stretches: dict[str, list[tuple[int, int]]] = {}
        for cue in self._edition.cues:
            if cue.end > cue.begin and not cue.silent:
                whole = (math.ceil(cue.begin / step), int(cue.end / step))
                stretches.setdefault(cue.utterance.speaker, []).append(whole)
        told = []
        for speaker, its in sorted(stretches.items()):
            value = gated_stretches(self._steps.energies, its)
            if value > SILENCE_LUFS:
                told.append((speaker, round(value, 2)))
        return tuple(told)


def correction(reached_lufs: float, settings: Settings) -> float:
    """dB, in the same steps, that a limited programme still lacks; 0 for silence."""
    if reached_lufs <= SILENCE_LUFS:
        return 0.0
    missing = settings.target_lufs - reached_lufs
    if missing > GAIN_STEP_DB / 2:
        missing /= KEPT_BY_THE_LIMITER
    return round(missing / GAIN_STEP_DB) * GAIN_STEP_DB


def programme_gain(integrated_lufs: float, settings: Settings) -> float:
    """dB, in steps of `GAIN_STEP_DB`, that bring the programme to the target; 0 for silence.

    The ceiling is not its business: `limiter` holds the peaks down.
    """
    if integrated_lufs <= SILENCE_LUFS:
        return 0.0
    missing = settings.target_lufs - integrated_lufs + LIMITING_LOSS_LU
    return round(missing / GAIN_STEP_DB) * GAIN_STEP_DB
