"""What planning finds in one document, in numbers: enough to cast a collection and to tell how long it will take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from readaloud import pipeline
from readaloud.errors import SourceError
from readaloud.model import Document, Metadata, Script, Speaker
from readaloud.planning import names
from readaloud.planning.casting.presence import Presence, presence
from readaloud.settings import Settings


@dataclass(frozen=True, slots=True)
class Survey:
    """One document as planned."""

    title: str
    language: str
    metadata: Mapping[str, str]
    """What the source tells of itself; only what it does tell."""
    words: int
    """That are spoken."""
    speakers: tuple[Speaker, ...]
    """Without labels and reasons, which are many and stand in the edition."""
    persons: Mapping[str, str]
    """Speaker → id in the document's list of persons; those who are not in it are not here."""
    there: Presence


def survey(document: Document, settings: Settings) -> Survey:
    """Plans a document; SourceError when it has nothing to speak."""
    script = pipeline.plan(document, settings)
    words = sum(len(u.spoken.split()) for u in script.utterances())
    if not words:
        raise SourceError(f"{document.source.name} holds no words to speak.", tip="Leave it out of the collection.")
    slim = tuple(_slim(speaker) for speaker in script.speakers)
    told = told_of(script.metadata)
    return Survey(script.title, script.language, told, words, slim, _persons(document, script), presence(script))


def told_of(metadata: Metadata) -> dict[str, str]:
    """What metadata tells, by the names of its fields."""
    return {field.name: value for field in fields(metadata) if (value := str(getattr(metadata, field.name)))}


def _slim(speaker: Speaker) -> Speaker:
    return Speaker(
        speaker.id,
        name=speaker.name,
        description=speaker.description,
        gender=speaker.gender,
        age=speaker.age,
        role=speaker.role,
        members=speaker.members,
    )


def _persons(document: Document, script: Script) -> dict[str, str]:
    """A speaker found in a list of persons has the name that stands there; a name that stands there twice tells nothing."""
    ids: dict[str, list[str]] = {}
    for person in document.people:
        ids.setdefault(names.key(person.name), []).append(person.id)
    people = [speaker for speaker in script.speakers if not speaker.role and not speaker.members and speaker.name]
    found = ((speaker.id, ids.get(names.key(speaker.name), ())) for speaker in people)
    return {id: listed[0] for id, listed in found if len(listed) == 1}


# ---------------------------------------------------------------------------------------------------------------------
# As JSON
# ---------------------------------------------------------------------------------------------------------------------


def to_json(one: Survey) -> dict[str, Any]:
    """Everything of it."""
    there = one.there
    return {
        "title": one.title,
        "language": one.language,
        "metadata": dict(one.metadata),
        "words": one.words,
        "speakers": [_speaker(speaker) for speaker in one.speakers],
        "persons": dict(one.persons),
        "turns": there.turns,
        "said": there.words,
        "scenes": [sorted(scene) for scene in there.scenes],
        "partners": {id: sorted(others) for id, others in there.partners.items()},
        "answers": [[*sorted(pair), count] for pair, count in there.answers.items()],
    }


def from_json(told: Mapping[str, Any]) -> Survey:
    """The same again; KeyError, TypeError or ValueError when it is not one."""
    there = Presence(
        dict(told["turns"]),
        dict(told["said"]),
        tuple(frozenset(scene) for scene in told["scenes"]),
        {id: frozenset(others) for id, others in told["partners"].items()},
        {frozenset((a, b)): count for a, b, count in told["answers"]},
    )
    speakers = tuple(Speaker(**{**entry, "members": tuple(entry.get("members", ()))}) for entry in told["speakers"])
    return Survey(
        told["title"], told["language"], told["metadata"], told["words"], speakers, told["persons"], there
    )  # fmt: skip


def _speaker(speaker: Speaker) -> dict[str, Any]:
    told: dict[str, Any] = {"id": speaker.id}
    for name in ("name", "description", "gender", "age", "role"):
        if value := getattr(speaker, name):
            told[name] = value
    if speaker.members:
        told["members"] = list(speaker.members)
    return told
