"""Measures loudness and true peak of a programme and of its speakers, and chooses the programme's gain."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from readaloud.assembly.peaks import TruePeak
from readaloud.assembly.weighting import SILENCE_LUFS, STEP_SECONDS, Steps, gated, gated_stretches
from readaloud.model import Edition, Loudness

SILENCE_DBTP = -120.0
"""Told as the true peak of digital silence, since JSON has no −∞; 16 bits end at −96."""

GAIN_STEP_DB = 0.5
"""Coarse, so that an edit in one sentence seldom moves the loudness, and with it every sample, of the others: one that
changes the programme by 0.02 LU does so once in 25 times."""

MOST_LIMITING_DB = 6.0
"""Gain that is added at most for what the limiter takes: a voice that is almost all peaks is left quieter."""


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


def codec_margin(bitrate: int) -> float:
    """DB under the ceiling at which peaks are held, since a decoder swings past what its coder was given.

    By the kbit/s of a channel. Seen with AAC and MP3 on espeak-ng voices: up to 0.8 dB at 64, 0.05 at 128 and more. What is
    allowed above 128 and below 64 is a guess on the safe side.
    """
    return 0.4 if bitrate >= 128 else 0.8 if bitrate >= 64 else 1.2


def programme_gain(foreseen: Callable[[float], float], now: float, target_lufs: float) -> float:
    """dB, in steps of `GAIN_STEP_DB`, that bring a programme of `now` LUFS to the target; 0 for silence.

    `foreseen` tells its LUFS at a gain, with its peaks held down.
    """
    if now <= SILENCE_LUFS:
        return 0.0
    least = round((target_lufs - now) / GAIN_STEP_DB)
    tried = [step * GAIN_STEP_DB for step in range(least, least + round(MOST_LIMITING_DB / GAIN_STEP_DB) + 1)]
    return min(tried, key=lambda gain: abs(foreseen(gain) - target_lufs))
