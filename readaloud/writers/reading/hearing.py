"""Puts each utterance of the script together with when it is heard and in which chapter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from readaloud.model import Edition, Mark, Pause, Utterance
from readaloud.writers.reading.view import Heard

_OURS = ("tone:", "sound:")
"""With what `Placement.key` begins for a soft tone, and for the sound of a stage remark."""


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance on its way into the view."""

    utterance: Utterance
    chapter: int
    """Index into `Edition.chapters`."""
    heard: Heard | None


def said(edition: Edition) -> tuple[Said, ...]:
    """All utterances in the script's order, those left out of the audio too.

    A tone belongs to what it announces, the closing one to what it closes: one cannot be skipped without the other. The
    sound of a remark is when the remark is heard.
    """
    cues = iter(edition.cues)
    tones = (placement for placement in edition.timeline.placements if placement.key.startswith(_OURS))
    found: list[Said] = []
    tone: Heard | None = None
    for entry, chapter in _with_chapters(edition):
        if isinstance(entry, Mark):
            placement = next(tones)
            sound = Heard(placement.begin, placement.begin + placement.length)
            if entry.value == "close" and found:
                found[-1] = replace(found[-1], heard=_both(found[-1].heard, sound))
            else:
                tone = sound
            continue
        heard = None
        if not entry.skipped:
            cue = next(cues)
            own = Heard(cue.begin, cue.end) if cue.end > cue.begin else None
            heard, tone = _both(tone, own), None
        found.append(Said(entry, chapter, heard))
    return tuple(found)


def _both(first: Heard | None, second: Heard | None) -> Heard | None:
    if first is None or second is None:
        return first or second
    return Heard(min(first.begin, second.begin), max(first.end, second.end))


def _with_chapters(edition: Edition) -> Iterator[tuple[Utterance | Mark, int]]:
    """Utterances and tones with their chapter; one that has no cue is in the chapter of its neighbours."""
    cues = iter(edition.cues)
    chapter = 0
    for stretch in _stretches(edition):
        own: list[int | None] = [
            next(cues).chapter if isinstance(entry, Utterance) and not entry.skipped else None for entry in stretch
        ]
        first = next((number for number in own if number is not None), chapter)
        chapter = first
        for entry, number in zip(stretch, own, strict=True):
            chapter = chapter if number is None else number
            yield entry, chapter


def _stretches(edition: Edition) -> Iterator[list[Utterance | Mark]]:
    """The script's utterances and tones from one chapter's mark to the next."""
    stretch: list[Utterance | Mark] = []
    for entry in edition.script.entries:
        if isinstance(entry, Mark) and entry.kind == "chapter":
            yield stretch
            stretch = []
        elif not isinstance(entry, Pause):
            stretch.append(entry)
    yield stretch
