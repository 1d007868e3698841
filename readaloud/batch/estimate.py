"""What a collection will cost before it is made: hours of audio, of computing, and the disk that it takes.

A few documents, short, middling and long ones, are made for it and thrown away; the rest is arithmetic.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from readaloud.batch.casting import CollectionCast
from readaloud.batch.executor import LocalExecutor
from readaloud.batch.planning import Planned, Wanted
from readaloud.batch.rendering import task_for
from readaloud.batch.units import again
from readaloud.batch.work import Outcome
from readaloud.errors import ReadaloudError
from readaloud.machine import cores

SAMPLES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Which documents are made, as parts of all when sorted by words."""
LONGEST = 20_000
"""Words; a longer one would make the measurement a long one."""
CLUSTERS = (1, 10, 100, 1000)
"""Cores for which it is told how long it takes, beside those of this machine."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was measured on this machine."""

    ms_a_word: float
    """Of audio."""
    seconds_a_document: float
    """Of one core, whatever its length: starting, planning, covers, files."""
    seconds_a_word: float
    """Of one core."""
    bytes_a_document: float
    """Of an edition, less its audio."""
    bytes_a_word: float
    measured: int
    """Documents."""

    def seconds(self, words: int) -> float:
        """Of one core, for a document."""
        return self.seconds_a_document + self.seconds_a_word * words


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a collection will cost."""

    documents: int
    failed: int
    """That could not be read or planned."""
    words: int
    audio_hours: float
    cpu_hours: float
    disk_bytes: int
    """Of the editions; the cache has a bound of its own."""
    hours: dict[int, float]
    """Number of cores → hours until all is done."""
    pace: Pace | None
    """None where nothing can be made."""


def estimate(wanted: Wanted, planned: Planned, cast: CollectionCast | None) -> Estimate:
    """Measures, and says what it will cost; ReadaloudError when none of the samples can be made."""
    failed = len(planned.failures) + sum(one.failed for one in planned.unread)
    words = [one.words for _, one in planned.whole()]
    if cast is None or not words:
        return Estimate(0, failed, 0, 0.0, 0.0, 0, {}, None)
    pace = measure(wanted, planned, cast)
    seconds = [pace.seconds(count) for count in words]
    several = sorted({*CLUSTERS, cores()})
    return Estimate(
        len(words),
        failed,
        sum(words),
        sum(words) * pace.ms_a_word / 3_600_000,
        sum(seconds) / 3600,
        round(len(words) * pace.bytes_a_document + sum(words) * pace.bytes_a_word),
        {count: makespan(seconds, count) / 3600 for count in several},
        pace,
    )


def measure(wanted: Wanted, planned: Planned, cast: CollectionCast) -> Pace:
    """Makes the samples, without the cache and in a folder that is removed."""
    whole = planned.whole()
    parts = dict(zip((unit.name for unit, _ in whole), cast.parts(len(whole)), strict=True))
    order = sorted(whole, key=lambda pair: (pair[1].words, pair[0].name))
    order = [pair for pair in order if pair[1].words <= LONGEST] or order[:1]
    chosen = {(pair := order[min(len(order) - 1, int(part * len(order)))])[0].name: pair for part in SAMPLES}
    settings = replace(wanted.settings, cache=False, workers=1)
    executor = LocalExecutor(1)
    found: list[tuple[int, Outcome]] = []
    why = ""
    with tempfile.TemporaryDirectory(prefix="readaloud-") as folder:
        try:
            for number, (unit, raw) in enumerate(again([unit for unit, _ in chosen.values()], wanted.per)):
                if isinstance(raw, ReadaloudError):
                    why = raw.message
                    continue
                # What each process loads once is no cost of a document: the first one is made twice.
                for turn in range(1 if number else 2):
                    task = task_for(settings, unit, raw, parts[unit.name], Path(folder, str(turn)), {})
                    outcome = next(executor.run([task]))
                if outcome.told is None:
                    why = outcome.reason
                else:
                    found.append((chosen[unit.name][1].words, outcome))
        finally:
            executor.close()
    if not found:
        raise ReadaloudError(f"Nothing could be measured: {why}", tip="Make one document alone to see what is wrong.")
    return _pace(found)


def _pace(found: Sequence[tuple[int, Outcome]]) -> Pace:
    words = [count for count, _ in found]
    told = [outcome.told or {} for _, outcome in found]
    fixed, each = _line(words, [outcome.seconds for _, outcome in found])
    own, more = _line(words, [sum(entry["bytes"] for entry in one["files"]) for one in told])
    audio = sum(one["duration_ms"] for one in told) / sum(words)
    return Pace(audio, fixed, each, own, more, len(found))


def _line(x: Sequence[int], y: Sequence[float]) -> tuple[float, float]:
    """Begin and slope of the straight line nearest to the points (least squares), neither of them negative."""
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - mean_x) ** 2 for a in x)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread if spread else mean_y / mean_x
    slope = min(max(slope, 0.0), mean_y / mean_x)
    return mean_y - slope * mean_x, slope


def makespan(seconds: Iterable[float], workers: int) -> float:
    """When so many workers are done with tasks that they take in order, each as soon as it is free."""
    free = [0.0] * workers
    for one in seconds:
        heapq.heapreplace(free, free[0] + one)
    return max(free)
