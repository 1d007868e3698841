"""The cast sheet: who speaks how much, in which voice, and whose voice is nearest in the same scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.model import Cast, Casting, Script, Speaker
from readaloud.planning.casting.distances import BAR, Distances
from readaloud.planning.casting.presence import Presence, presence


@dataclass(frozen=True, slots=True)
class Row:
    """One speaker of the sheet."""

    speaker: Speaker
    casting: Casting
    turns: int
    words: int
    nearest: str
    """Id of the speaker heard in the same scene whose voice is nearest; empty where nobody else is heard or measured."""
    distance: float
    """To that voice; 1 is the bar below which a listener may confuse them. 0 where there is none."""


def sheet(script: Script, cast: Cast) -> tuple[Row, ...]:
    """A row for each speaker, in the script's order."""
    return sheet_of(script.speakers, presence(script), cast)


def sheet_of(speakers: Sequence[Speaker], there: Presence, cast: Cast) -> tuple[Row, ...]:
    """The same for speakers of whom it is known elsewhere who is heard with whom."""
    apart = Distances()
    known = {speaker.id: speaker for speaker in speakers}
    order = {speaker.id: i for i, speaker in enumerate(speakers)}
    voices = {casting.speaker: casting.voice for casting in cast.castings}
    rows = []
    for casting in cast.castings:
        others = there.partners[casting.speaker] if casting.voice.sound else ()
        near = [(apart.of(casting.voice, voices[id]), order[id], id) for id in others if voices[id].sound]
        distance, _, nearest = min(near, default=(0, 0, ""))
        speaker = known[casting.speaker]
        rows.append(Row(speaker, casting, there.turns[speaker.id], there.words[speaker.id], nearest, distance / BAR))
    return tuple(rows)
