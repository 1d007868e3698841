"""Where each speaker stands in the picture of a dramatized edition: one place each, the same from beginning to end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from readaloud.model import Mark, Script, Space, Utterance

_PLACES = (-0.4, 0.4, 0.0, -0.2, 0.2, -0.5, 0.5, -0.3, 0.3, -0.1, 0.1)
"""`Placement.pan` in the order in which they are given: the two who talk most sit over against each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Of one speaker."""

    pan: float
    space: Space


MIDDLE = Place(0.0, "dry")
"""Of the edition's own voices, of notes, pages, tones and sounds."""


def places(script: Script) -> dict[str, Place]:
    """The place of each speaker of the document; those who are heard in one chapter have different ones if they can."""
    said: Counter[str] = Counter()
    chapters: dict[str, set[int]] = {}
    chapter = 0
    for entry in script.entries:
        if isinstance(entry, Mark) and entry.kind == "chapter":
            chapter += 1
        elif isinstance(entry, Utterance) and entry.kind == "speech":
            said[entry.speaker] += len(entry.text.split())
            chapters.setdefault(entry.speaker, set()).add(chapter)
    people = [speaker for speaker in script.speakers if not speaker.role]
    order = {speaker.id: number for number, speaker in enumerate(people)}
    found: dict[str, Place] = {}
    for speaker in sorted(people, key=lambda s: (-said[s.id], order[s.id])):
        space: Space = "line" if speaker.far else "room"
        if speaker.members:
            found[speaker.id] = Place(0.0, space)  # a chorus stands around the listener
            continue
        here = chapters.get(speaker.id, set())
        taken = Counter(place.pan for id, place in found.items() if chapters.get(id, set()) & here)
        found[speaker.id] = Place(min(_PLACES, key=lambda pan: (taken[pan], _PLACES.index(pan))), space)
    return found
