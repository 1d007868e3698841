"""Casting as numbers: people, voices, and who may be given which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 400
"""Hundredths of the bar. From four times the bar on, which only few voices in one scene can be, the better voice counts for
more than more distance: two who talk with each other are not given the two oddest voices for being the furthest apart."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Who needs a voice, and what is known of the voices; both are numbers counted from 0."""

    domains: Sequence[int]
    """For each person the voices that may be given, one bit each; a single one for a voice that a person chose."""
    partners: Sequence[Sequence[int]]
    """For each person those who are heard with it."""
    distances: Sequence[Sequence[int]]
    """Between voices, in hundredths of the bar."""
    weights: Sequence[int]
    """How much each person says, in thousandths of the whole."""
    ties: Sequence[dict[int, int]]
    """For each person and partner how much they have to do with each other, in thousandths."""
    ranks: Sequence[int]
    """Of each voice, 0 for the best."""
    misfits: Sequence[Sequence[int]]
    """For each person and voice how ill it fits."""
    fixed: frozenset[int] = frozenset()
    """Those whose voice is no question: chosen by a person (two may even share one), or the only one of a role."""


def least_of(problem: Problem, voices: Sequence[int]) -> int:
    """Least distance between two who are heard together, unless both are fixed; `ENOUGH` where it is more."""
    return min(
        (
            ENOUGH,
            *(
                problem.distances[voices[i]][voices[j]]
                for i, mates in enumerate(problem.partners)
                for j in mates
                if i < j and not (i in problem.fixed and j in problem.fixed)
            ),
        )
    )


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
