"""Tells a telephone call from other talk, and who of its parties is the far one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from readaloud.data import table
from readaloud.model import Document, Speaker


def with_far_parties(document: Document, speakers: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """The speakers, those at the far end of the line marked; unchanged where the document is no telephone call.

    Near is the party whose office made the transcript, as the note on the source tells it; else the one whom the title
    names first; else the one who is listed first. Of a volume with several documents nobody is marked, since a speaker
    who telephones in one of them sits in the room in another.
    """
    signs = table("stage.toml")
    words = signs.get(document.language.split("-")[0].lower(), signs["en"])["telephone"]
    people = [speaker for speaker in speakers if not speaker.role and not speaker.members]
    if len(document.parts) != 1 or len(people) < 2 or not re.search(words["title"], document.title, re.IGNORECASE):
        return tuple(speakers)
    sources = " ".join(note.text for note in document.parts[0].notes if note.kind == "source")
    near = _of_the_office(people, sources, words["office"]) or _named_first(people, document.title) or people[0]
    far = {speaker.id for speaker in people if speaker.id != near.id}
    return tuple(
        replace(speaker, far=True)
        if speaker.id in far or (speaker.members and far.issuperset(speaker.members))
        else speaker
        for speaker in speakers
    )


def _surname(speaker: Speaker) -> str:
    return speaker.name.split(",")[0].split()[-1] if speaker.name.split() else ""


def _of_the_office(people: Sequence[Speaker], text: str, pattern: str) -> Speaker | None:
    for speaker in people:
        name = _surname(speaker)
        if len(name) > 1 and re.search(pattern.replace("NAME", re.escape(name)), text, re.IGNORECASE):
            return speaker
    return None


def _named_first(people: Sequence[Speaker], title: str) -> Speaker | None:
    found = []
    for number, speaker in enumerate(people):
        name = _surname(speaker)
        place = re.search(rf"\b{re.escape(name)}\b", title) if len(name) > 1 else None
        if place is not None:
            found.append((place.start(), number, speaker))
    return min(found)[2] if found else None
