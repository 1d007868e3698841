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
    starts: list[int | None] = []
    open_at: list[int] = []
    for sound in heard:
        start = None if sound is None else max(0, sound.begin - begin) * 1000 // rate
        if start is not None and start >= last:
            start = None
        if start is not None:
            start = start if open_at else 0
            while open_at and starts[open_at[-1]] >= start:  # type: ignore[operator]
                starts[open_at.pop()] = None
            start = start if open_at else 0
            open_at.append(len(starts))
        starts.append(start)
    found: list[Stretch | None] = [None] * len(starts)
    after = last
    for index in reversed(open_at):
        start = starts[index]
        assert start is not None
        found[index], after = Stretch(start, after), start
    return tuple(found)
