"""Takes a timeline apart at its cuts: each span is a timeline of its own, and together they are the whole."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from operator import attrgetter

from readaloud.assembly.weighting import STEP_SECONDS, step_size
from readaloud.model import Timeline

_BEGIN = attrgetter("begin")


def span(timeline: Timeline, number: int) -> Timeline:
    """The stretch before cut `number`, or after the last one: what is heard in it, counted from its begin.

    It is silent at both its ends unless it begins or ends the edition, and the same wherever it stands.
    """
    ends = (0, *timeline.cuts, timeline.length)
    begin, end = ends[number], ends[number + 1]
    first, after = (bisect_left(timeline.placements, end, key=_BEGIN) for end in (begin, end))
    its = tuple(replace(placement, begin=placement.begin - begin) for placement in timeline.placements[first:after])
    return replace(timeline, length=end - begin, placements=its, cuts=())


def spans(timeline: Timeline) -> Iterator[Timeline]:
    """All of them in order, each sample in one of them; one span where nothing can be cut."""
    return (span(timeline, number) for number in range(len(timeline.cuts) + 1))


class StepGrid:
    """Where on a timeline the steps lie in which its spans were measured, one span after another.

    Each span is measured in whole steps from its begin; the silence that is over at its end belongs to none.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._begins = (0, *timeline.cuts)
        self._step = timeline.rate * STEP_SECONDS
        lengths = (end - begin for begin, end in pairwise((*self._begins, timeline.length)))
        self._first = (0, *accumulate(length // step_size(timeline.rate) for length in lengths))

    def steps(self, number: int) -> slice:
        """Those of a span."""
        return slice(self._first[number], self._first[number + 1])

    def within(self, begin: int, end: int) -> tuple[int, int]:
        """First step and the one after the last that lie whole in a stretch of samples, which no cut parts."""
        number = bisect_right(self._begins, begin) - 1
        base, first = self._begins[number], self._first[number]
        return first + math.ceil((begin - base) / self._step), first + int((end - base) / self._step)
