"""Lays clips without gaps over a chapter: readers play on without a seek only from one clip into the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.writers.reading.view import Heard


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an audio file."""

    begin_ms: int
    """From the file's start."""
    end_ms: int
    """Later than `begin_ms`, and not after the file's end."""


def contiguous(heard: Sequence[Heard | None], begin: int, end: int, rate: int) -> tuple[Stretch | None, ...]:
    """For each thing that is heard from sample `begin` to `end` its part of a file of those samples.

    The first begins with the file, each ends where the next begins, the last one with the file: silence belongs to the
    end of the clip before it. None for what is not heard, and for what would not last a millisecond.
    """
    last = (end - begin) * 1000 // rate
    starts: list[tuple[int, int]] = []  # place in `heard` and begin, of those that last
    for index, sound in enumerate(heard):
        if sound is None:
            continue
        start = max(0, sound.begin - begin) * 1000 // rate
        if start >= last:
            continue
        start = start if starts else 0
        while starts and starts[-1][1] >= start:
            starts.pop()
        starts.append((index, start if starts else 0))
    found: list[Stretch | None] = [None] * len(heard)
    after = last
    for index, start in reversed(starts):
        found[index], after = Stretch(start, after), start
    return tuple(found)
