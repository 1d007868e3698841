"""Measures loudness and true peak of a programme and of its speakers, and chooses the programme's gain."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readaloud.assembly.peaks import TruePeak
from readaloud.assembly.spans import StepGrid
from readaloud.assembly.weighting import SILENCE_LUFS, Steps, gated, gated_stretches, step_size
from readaloud.assembly.weighting import energies as weighted
from readaloud.model import Edition, Loudness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PEAK = struct.Struct("<d")

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


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a span of the finished programme sounds like."""

    energies: NDArray[np.float32]
    """K-weighted mean square of each whole step of 100 ms, of two channels the sum."""
    peak: float
    """Largest true peak; full scale is 1."""

    def packed(self) -> bytes:
        """As bytes to keep."""
        return _PEAK.pack(self.peak) + self.energies.astype("<f4").tobytes()


def unpacked(data: bytes) -> Heard:
    """What `Heard.packed` gave."""
    import numpy as np

    return Heard(np.frombuffer(data, "<f4", offset=_PEAK.size), _PEAK.unpack_from(data)[0])


class SpanMeter:
    """Takes the blocks of one span."""

    def __init__(self, rate: int, channels: int) -> None:
        self._channels = channels
        self._steps = Steps(rate, channels)
        self._peaks = tuple(TruePeak() for _ in range(channels))

    def write(self, block: bytes) -> None:
        """The next samples."""
        import numpy as np

        self._steps.write(block)
        samples = np.frombuffer(block, "<i2")
        for number, peak in enumerate(self._peaks):
            peak.write(samples[number :: self._channels])

    def heard(self) -> Heard:
        """Of what was written."""
        import numpy as np

        return Heard(np.array(self._steps.energies, "f4"), max(peak.value() for peak in self._peaks) / 32768)


def heard(
    blocks: Sequence[bytes], rate: int, channels: int, before: NDArray[np.float32], gain_db: float,
    changed: Iterable[tuple[int, int]],
) -> Heard:  # fmt: skip
    """Of a finished span whose blocks are all at hand.

    `before` are its energies before a gain. They are measured again only where more than the gain has `changed` them, in samples
    from and to: where the limiter held something down.
    """
    import numpy as np

    sound = np.frombuffer(b"".join(blocks), "<i2")
    size = step_size(rate)
    energies = before * np.float32(10 ** (gain_db / 10))
    again = np.zeros(len(energies), bool)
    for begin, end in changed:
        again[begin // size : -(-end // size)] = True
    rows = sound[: len(energies) * size * channels].reshape(len(energies), size * channels)
    energies[again] = weighted(rows[again], channels)
    largest = max(int(sound.max()), -int(sound.min())) if len(sound) else 0
    peaks = [TruePeak(largest) for _ in range(channels)]
    for block in blocks:
        for number, peak in enumerate(peaks):
            peak.write(np.frombuffer(block, "<i2")[number::channels])
    return Heard(energies, max(peak.value() for peak in peaks) / 32768)


def loudness(edition: Edition, spans: Iterable[Heard]) -> Loudness:
    """Of an edition whose spans were heard, in order. A speaker of whom nothing passes the gate has none and is left out."""
    import numpy as np

    heard = list(spans)
    energies = np.concatenate([part.energies for part in heard]).astype(np.float64)
    peak = max(part.peak for part in heard)
    dbtp = round(20 * math.log10(peak), 2) if peak else SILENCE_DBTP
    return Loudness(round(gated(energies), 2), dbtp, _by_speaker(edition, energies))


def _by_speaker(edition: Edition, energies: NDArray[np.float64]) -> tuple[tuple[str, float], ...]:
    grid = StepGrid(edition.timeline)
    stretches: dict[str, list[tuple[int, int]]] = {}
    for cue in edition.cues:
        if cue.end > cue.begin and not cue.silent:
            stretches.setdefault(cue.utterance.speaker, []).append(grid.within(cue.begin, cue.end))
    told = []
    for speaker, its in sorted(stretches.items()):
        value = gated_stretches(energies, its)
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
    best, off = 0.0, math.inf
    for step in range(least, least + round(MOST_LIMITING_DB / GAIN_STEP_DB) + 1):
        above = foreseen(step * GAIN_STEP_DB) - target_lufs
        if abs(above) < off:
            best, off = step * GAIN_STEP_DB, abs(above)
        if above >= 0:  # more gain makes nothing quieter
            break
    return best
