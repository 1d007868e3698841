"""Distances between voices as whole numbers, so that no platform rounds another voice into place."""

from __future__ import annotations

from collections.abc import Iterable

from readaloud.distance import distance
from readaloud.model import Voice

BAR = 100
"""Hundredths of the distance below which a listener may confuse two voices."""


class Distances:
    """Remembers what was computed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}

    def of(self, one: Voice, other: Voice) -> int:
        """In hundredths of the bar; 0 for one voice."""
        if one.id == other.id:
            return 0
        pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = round(BAR * distance(one, other))
        return known

    def least(self, voice: Voice, others: Iterable[Voice], floor: int = 0) -> int:
        """Distance to the nearest of others, never looking on once it is less than `floor`; a large number for nobody."""
        least = 1_000_000
        for other in others:
            least = min(least, self.of(voice, other))
            if least < floor:
                break
        return least
