"""Finds what brings speakers to one loudness whom the limiter, or an unlike passage, has parted.

A voice's own gain comes from its standard passage. But voices differ in how high their peaks stand above their loudness, so the
limiter takes 0 to 1.5 LU of them in one channel and up to 2.5 in two, where a voice at one side has its peaks in one channel.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from readaloud.assembly.foresight import Foresight
from readaloud.assembly.spans import StepGrid
from readaloud.assembly.weighting import SILENCE_LUFS, gated, gated_stretches, step_size
from readaloud.model import Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEARD_SECONDS = 15.0
"""Of speech: with less a few words decide a speaker's loudness."""
LET_BE_LU = 0.5
"""A speaker so near the middle is left alone, so that an edit seldom moves anybody."""
STEP_DB = 0.5
MOST_DB = 3.0

_Stretches = Mapping[str, list[tuple[int, int]]]


def spoken(timeline: Timeline) -> dict[str, list[tuple[int, int]]]:
    """Where each speaker who is heard long enough is heard, in whole steps of 100 ms."""
    grid = StepGrid(timeline)
    said: dict[str, int] = {}
    stretches: dict[str, list[tuple[int, int]]] = {}
    for placement in timeline.placements:
        if placement.speaker:
            said[placement.speaker] = said.get(placement.speaker, 0) + placement.length
            whole = grid.within(placement.begin, placement.begin + placement.length)
            stretches.setdefault(placement.speaker, []).append(whole)
    return {speaker: its for speaker, its in stretches.items() if said[speaker] >= HEARD_SECONDS * timeline.rate}


def corrections(foresight: Foresight, stretches: _Stretches, gain_db: float, ceiling_dbtp: float) -> dict[str, float]:
    """dB, in steps, for each speaker who is off the middle of all at a programme gain; the largest of all is 0 or below."""
    levels = _levels(foresight, stretches, gain_db, ceiling_dbtp)
    levels = {speaker: level for speaker, level in levels.items() if level > SILENCE_LUFS}
    if len(levels) < 2:
        return {}
    middle = statistics.median(levels.values())
    off = {speaker: stretches[speaker] for speaker, level in levels.items() if abs(level - middle) > LET_BE_LU}
    best = {speaker: (abs(levels[speaker] - middle), 0) for speaker in off}
    for step in range(1, round(MOST_DB / STEP_DB) + 1) if off else ():
        for signed in (-step, step):  # of a day of sound one step's energies are held at a time
            for speaker, level in _levels(foresight, off, gain_db + signed * STEP_DB, ceiling_dbtp).items():
                if abs(level - middle) < best[speaker][0]:
                    best[speaker] = abs(level - middle), signed
    return {speaker: STEP_DB * step for speaker, (_, step) in best.items()}


def _levels(foresight: Foresight, stretches: _Stretches, gain_db: float, ceiling_dbtp: float) -> dict[str, float]:
    energies = foresight.energies(gain_db, ceiling_dbtp)
    return {speaker: gated_stretches(energies, its) for speaker, its in stretches.items()}


def foreseen(
    foresight: Foresight, stretches: _Stretches, corrected: Mapping[str, float], gain_db: float, ceiling_dbtp: float
) -> float:
    """LUFS of the programme with a gain and the speakers' corrections."""
    energies = foresight.energies(gain_db, ceiling_dbtp).copy()
    for speaker, more in corrected.items():
        own = foresight.energies(gain_db + more, ceiling_dbtp)
        for begin, end in stretches[speaker]:
            energies[begin:end] = own[begin:end]
    return gated(energies)


def moved(
    before: Timeline, after: Timeline, levels: NDArray[np.float32]
) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
    """The energies of a span's steps when its speakers are moved, and where they must be measured: samples from and to.

    A step in which one is heard alone becomes louder or quieter by what that one is moved; others are as they were.
    """
    import numpy as np

    size = step_size(before.rate)
    energies, own, open_ = levels.copy(), np.full(len(levels), np.nan), []
    for was, now in zip(before.placements, after.placements, strict=True):
        more = now.gain_db - was.gain_db
        steps = slice(now.begin // size, -(-(now.begin + now.length) // size))
        if not np.all(np.isnan(own[steps]) | (own[steps] == more)):
            open_.append((now.begin, now.begin + now.length))
        own[steps] = more
    energies *= (10 ** (np.nan_to_num(own) / 10)).astype("f4")
    return energies, open_


def matched(timeline: Timeline, corrected: Mapping[str, float]) -> tuple[Timeline, float]:
    """The timeline with the corrections, and what is to be added to the programme's gain.

    Nobody is raised before the limiter, where a peak would be cut off at full scale: the others are lowered.
    """
    most = max(0.0, *corrected.values()) if corrected else 0.0
    if not corrected:
        return timeline, 0.0
    placements = tuple(
        replace(placement, gain_db=round(placement.gain_db + corrected.get(placement.speaker, 0.0) - most, 2))
        for placement in timeline.placements
    )
    return replace(timeline, placements=placements), most
