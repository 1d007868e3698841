"""Takes a timeline apart by who is heard: one timeline of the same length for each, which add up to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from readaloud.model import Script, Timeline

SOUNDS = ""
"""In place of a speaker: tones, sounds, an intro and an outro."""


def stems(timeline: Timeline, script: Script) -> Iterator[tuple[str, Timeline]]:
    """The speakers' ids with what is heard of them, in the script's order; those who are not heard have none.

    All clips keep their gains, places and rooms, so that the stems' sum is the mix before it is mastered.
    """
    for who in (*(speaker.id for speaker in script.speakers), SOUNDS):
        its = tuple(placement for placement in timeline.placements if placement.speaker == who)
        if its:
            yield who, replace(timeline, placements=its)
