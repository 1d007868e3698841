"""Takes a timeline apart at its cuts: each span is a timeline of its own, and together they are the whole."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from readaloud.assembly.weighting import STEP_SECONDS, step_size
from readaloud.model import Placement, Timeline


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an edition's sound, silent at both its ends unless it begins or ends the edition."""

    begin: int
    """Samples on the edition's timeline."""
    timeline: Timeline
    """What is heard in it, counted from its begin: the same wherever it stands."""


def spans(timeline: Timeline) -> tuple[Span, ...]:
    """The spans in order, each sample in one of them; one span where nothing can be cut."""
    held: list[list[Placement]] = [[] for _ in range(len(timeline.cuts) + 1)]
    for placement in timeline.placements:
        held[bisect_right(timeline.cuts, placement.begin)].append(placement)
    made = []
    for (begin, end), its in zip(pairwise((0, *timeline.cuts, timeline.length)), held, strict=True):
        moved = tuple(replace(placement, begin=placement.begin - begin) for placement in its)
        made.append(Span(begin, replace(timeline, length=end - begin, placements=moved, cuts=())))
    return tuple(made)


class StepGrid:
    """Where on a timeline the steps lie in which its spans were measured, one span after another.

    Each span is measured in whole steps from its begin; the silence that is over at its end belongs to none.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._begins = (0, *timeline.cuts)
        self._step = timeline.rate * STEP_SECONDS
        lengths = (end - begin for begin, end in pairwise((*self._begins, timeline.length)))
        self._first = (0, *accumulate(length // step_size(timeline.rate) for length in lengths))

    def within(self, begin: int, end: int) -> tuple[int, int]:
        """First step and the one after the last that lie whole in a stretch of samples, which no cut parts."""
        number = bisect_right(self._begins, begin) - 1
        base, first = self._begins[number], self._first[number]
        return first + math.ceil((begin - base) / self._step), first + int((end - base) / self._step)
