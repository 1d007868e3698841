"""Which voices fit a speaker: gender and age as far as the document tells them, never by a surname."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readaloud.model import Speaker, Voice
from readaloud.planning.casting.presence import Presence
from readaloud.planning.names import Gender

WORST = 3
"""The largest misfit that is taken when there are too few voices that fit better."""

_AGES: dict[str, dict[str, int]] = {
    # Who is told to be a child is given a child's voice, or else a young one; nobody else is given a child's while
    # another is left. Of an age that is not told nothing is known but that most who speak are grown up and not yet old.
    "child": {"child": 0, "young": 1, "adult": 3, "": 3, "old": 3},
    "young": {"young": 0, "adult": 1, "": 1, "old": 3, "child": 3},
    "adult": {"adult": 0, "young": 0, "": 0, "old": 1, "child": 3},
    "old": {"old": 0, "adult": 1, "": 1, "young": 2, "child": 3},
    "": {"adult": 0, "young": 0, "": 0, "old": 1, "child": 3},
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for in a speaker's voice, and why."""

    gender: Gender
    age: str
    company: bool
    """Whether the gender is only that of the company: an ambassador among men is not given a woman's voice by chance."""
    why: str
    """The beginning of the reason in the cast sheet; empty where the document tells nothing."""


def wishes(speakers: Sequence[Speaker], presence: Presence) -> dict[str, Wish]:
    """What is looked for in the voice of each speaker who is no role."""
    people = {s.id: s for s in speakers if not s.role}
    everyone = _uniform(people.values())
    found: dict[str, Wish] = {}
    for id, speaker in people.items():
        gender, age = _gender(speaker, people), speaker.age if speaker.age in _AGES else ""
        told = " ".join(x for x in ({"child": "child's"}.get(age, age), gender) if x)
        if gender:
            found[id] = Wish(gender, age, False, f"{_article(told)} voice, as the document tells")
            continue
        # Those heard with the speaker count more than those of other documents of a volume.
        near = [people[other] for other in presence.partners[id] if other in people]
        company = everyone if not any(s.gender for s in near) else _uniform(near)
        if company and age != "child":
            shown = f"{_article(' '.join(x for x in (age, company) if x))} voice"
            found[id] = Wish(company, age, True, f"{shown}, like all others of whom the document tells it")
        else:
            found[id] = Wish("", age, False, f"{_article(told)} voice, as the document tells" if told else "")
    return found


def misfit(wish: Wish, voice: Voice) -> int | None:
    """How ill a voice fits, 0 for well to `WORST`; None for one that contradicts what the document tells."""
    ill = _AGES[wish.age][voice.age]
    if wish.gender and voice.gender != wish.gender:
        if not voice.gender:
            ill = max(ill, 1)
        elif wish.company:
            ill = max(ill, 2)
        else:
            return None
    return ill


def _gender(speaker: Speaker, people: Mapping[str, Speaker]) -> Gender:
    """A group of women sounds like women."""
    if speaker.gender or not speaker.members:
        return speaker.gender
    members = [people[id].gender for id in speaker.members if id in people]
    return members[0] if members and len(set(members)) == 1 else ""


def _uniform(speakers: Iterable[Speaker]) -> Gender:
    told = {s.gender for s in speakers if s.gender}
    return told.pop() if len(told) == 1 else ""


def _article(words: str) -> str:
    return f"{'an' if words[:1] in 'aeiou' and words else 'a'} {words}".strip()
