"""Chooses the silences at which an edition may be cut into spans, and fits its pauses so that every span is whole frames.

A span is encoded by itself and kept under what is heard in it, so that an edited line encodes its own span again and no
other. For that, where the cuts lie must follow from what is heard near them alone; and each must lie where every coder
begins a frame, wherever the edits before it have moved it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from readaloud.model import Chapter, Cue, Edition, Timeline, Words

GRID = 9216
"""Samples between which a cut may lie: whole frames of AAC (1024) and of MP3 (1152, below 32,000 Hz 576)."""
LEAD = 3072
"""Samples of silence that a span begins with: three frames of AAC, since the coder looks one ahead and mixes in the one before."""
SILENCE_SECONDS = 0.3
"""Of a gap that may be cut."""
APART_SECONDS = 15.0
"""Between cuts at least. A gap is cut where it wins over all others as near as that, so spans are twice as long on average."""
FITTING = 0.1
"""Of the length of a pause, by which it may be stretched or shortened at most: half a second by 50 ms. The pauses of talk grow
by more than that with the words beside them (`data/pacing.toml`)."""
_FITTED_SECONDS = 0.2
"""Shorter pauses stay as they are."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Silence between two sounds."""

    begin: int
    """Samples; the end of all sounds before."""
    end: int
    """The begin of the next sound."""
    key: str
    """Of the clip after it."""

    @property
    def length(self) -> int:
        """Samples."""
        return self.end - self.begin


def cut(edition: Edition, rigid: Collection[int]) -> Edition:
    """The edition with `Timeline.cuts`, and its pauses fitted to them.

    `rigid` has the begins of the sounds before which no pause may change: the lengths that a person wrote.
    """
    timeline = edition.timeline
    gaps = _gaps(timeline, edition.cues)
    fixed = {*rigid, *(chapter.begin for chapter in edition.chapters)}
    shifts: list[tuple[int, int]] = [(0, 0)]
    cuts: list[int] = []
    first = 0
    for number in _chosen(gaps, timeline):
        moved = shifts[-1][1]
        soft = [
            g for g in gaps[first : number + 1] if g.end not in fixed and g.length >= _FITTED_SECONDS * timeline.rate
        ]
        room = sum(gap.length for gap in soft)
        now = gaps[number].end + moved - LEAD
        place = (now + GRID // 2) // GRID * GRID
        if abs(place - now) > FITTING * room:
            continue  # the pauses since the last cut are too short for it
        passed = 0
        for gap in soft:
            passed += gap.length
            shifts.append((gap.end, moved + round((place - now) * passed / room)))
        cuts.append(place)
        first = number + 1
    return _moved(edition, shifts, tuple(cuts))


def _gaps(timeline: Timeline, cues: Iterable[Cue]) -> list[_Gap]:
    """What is silent between two sounds; the time of an unheard speaker is none, nor are head and tail."""
    sounds = [(p.begin, p.begin + p.length, p.key) for p in timeline.placements]
    sounds += [(cue.begin, cue.end, cue.utterance.id) for cue in cues if cue.silent]
    sounds.sort(key=itemgetter(0))
    gaps: list[_Gap] = []
    end = sounds[0][1] if sounds else 0
    for begin, stop, key in sounds[1:]:
        if begin > end:
            gaps.append(_Gap(end, begin, key))
        end = max(end, stop)
    return gaps


def _chosen(gaps: Sequence[_Gap], timeline: Timeline) -> list[int]:
    """Which gaps to cut: of those that are long enough the ones whose number, drawn from the clip after, wins far around."""
    least = max(SILENCE_SECONDS * timeline.rate, 2 * LEAD)
    drawn = {i: (hashlib.sha256(gap.key.encode()).digest(), -i) for i, gap in enumerate(gaps) if gap.length >= least}
    found = list(drawn)
    apart = round(APART_SECONDS * timeline.rate)
    chosen, first, last = [], 0, 0
    for number in found:
        end = gaps[number].end
        while gaps[found[first]].end < end - apart:
            first += 1
        while last < len(found) and gaps[found[last]].end <= end + apart:
            last += 1
        if apart <= end <= timeline.length - apart and all(
            drawn[other] < drawn[number] for other in found[first:last] if other != number
        ):
            chosen.append(number)
    return chosen


def _moved(edition: Edition, shifts: list[tuple[int, int]], cuts: tuple[int, ...]) -> Edition:
    """The edition in which all that begins at a place of `shifts`, or after it, is moved by the samples told there."""
    if not cuts:
        return edition
    places = [place for place, _ in shifts]

    def at(place: int) -> int:
        return place + shifts[bisect_right(places, place) - 1][1]

    def cue(its: Cue) -> Cue:
        shift = at(its.begin) - its.begin
        return replace(its, begin=its.begin + shift, end=its.end + shift, words=Words.of(its.words).moved(shift))

    timeline = edition.timeline
    length = at(timeline.length)
    begins = [at(chapter.begin) for chapter in edition.chapters]
    placements = tuple(replace(p, begin=at(p.begin)) for p in timeline.placements)
    return replace(
        edition,
        timeline=replace(timeline, length=length, placements=placements, cuts=cuts),
        chapters=tuple(
            Chapter(chapter.title, begin, end)
            for chapter, (begin, end) in zip(edition.chapters, pairwise([*begins, length]), strict=True)
        ),
        cues=tuple(map(cue, edition.cues)),
        pages=tuple(replace(page, begin=at(page.begin)) for page in edition.pages),
        notes=tuple(replace(note, begin=at(note.begin), end=at(note.end)) for note in edition.notes),
        sounds=tuple(replace(sound, begin=at(sound.begin), end=at(sound.end)) for sound in edition.sounds),
    )
