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

    def nearest(self, voice: Voice, others: Iterable[Voice], floor: int = 0) -> tuple[int, str]:
        """The nearest of others and how far it is, up to the bar; the search ends with one that is nearer than `floor`."""
        least, near = BAR, ""
        for other in others:
            apart = self.of(voice, other)
            if apart < least:
                least, near = apart, other.id
                if least < floor:
                    break
        return least, near
