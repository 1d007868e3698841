"""One cast for a whole collection: whoever is one person has one voice in every document.

The voices are chosen over the scenes of all documents together. With very many people those who say most are cast first,
and the others, some hundred at a time, around them: the work stays in proportion to the people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readaloud import pipeline
from readaloud.batch.people import Person
from readaloud.batch.survey import Survey
from readaloud.batch.units import Unit
from readaloud.languages import primary
from readaloud.model import Cast, Casting, Script, Voice
from readaloud.planning import names
from readaloud.planning.cast_file import Choice, completed_rows, read_cast, write_rows
from readaloud.planning.cast_pins import Pins, pins
from readaloud.planning.cast_sheet import Row, sheet_of
from readaloud.planning.casting import cast_together
from readaloud.planning.casting.presence import Presence, together
from readaloud.planning.casting.shifting import base_of
from readaloud.settings import Settings

BLOCK = 200
"""People who are cast at a time; 81 of a volume take 0.15 s, 500 who meet in one scene take 3 s."""


@dataclass(frozen=True, slots=True)
class Part:
    """The cast of one document."""

    ids: Mapping[str, str]
    """Speaker → id in the collection."""
    text: str
    """Its cast file: the document's own speakers and their voices."""
    engines: tuple[str, ...]
    """Names of those that its voices need."""


@dataclass(frozen=True, slots=True)
class CollectionCast:
    """Who speaks in a collection, and in which voice."""

    people: tuple[Person, ...]
    castings: Mapping[str, Casting]
    """By the collection's ids."""
    text: str
    """The cast file."""
    warnings: tuple[str, ...]

    def parts(self, count: int) -> tuple[Part, ...]:
        """What it says of each of so many documents."""
        found: list[dict[str, str]] = [{} for _ in range(count)]
        for person in self.people:
            for number, id in person.mentions:
                found[number][id] = person.speaker.id
        return tuple(self._part(ids) for ids in found)

    def _part(self, ids: Mapping[str, str]) -> Part:
        castings = {id: self.castings[ids[id]] for id in sorted(ids)}
        text = "".join(_entry(id, casting) for id, casting in castings.items())
        return Part(ids, text, tuple(sorted({casting.voice.engine for casting in castings.values()})))

    def voices(self) -> tuple[Voice, ...]:
        """All that are needed, once each."""
        return tuple({c.voice.id: c.voice for c in self.castings.values()}.values())


def cast_collection(
    found: Sequence[tuple[Unit, Survey]], people: tuple[Person, ...], settings: Settings, text: str | None, name: str
) -> CollectionCast:
    """The cast; `text` is a cast file that is kept to the letter and completed, `name` what it is called in messages."""
    choices = read_cast(text, name) if text is not None else ()
    castings: dict[str, Casting] = {}
    rows: list[Row] = []
    kept: dict[str, Choice] = {}
    warnings: dict[str, None] = {}
    for tongue in dict.fromkeys(primary(person.language) for person in people):
        mine = tuple(person for person in people if primary(person.language) == tongue)
        language = mine[0].language
        voices, told = pipeline.voices_for(language, settings)
        warnings |= dict.fromkeys(told)
        speakers = tuple(person.speaker for person in mine)
        given = _given(choices, mine)
        script = Script("", language, speakers, ())
        said = pins(given, script, pipeline.bank_of(voices, given, language), name) if given else _NOTHING
        warnings |= dict.fromkeys(said.warnings)
        there = _there(found, mine)
        cast = _in_blocks(mine, there, language, voices, said)
        castings |= {casting.speaker: casting for casting in cast.castings}
        kept |= said.choices
        rows += sheet_of(speakers, there, cast)
    written = write_rows(rows) if text is None else completed_rows(text, kept, rows)
    return CollectionCast(people, castings, written, tuple(warnings))


_NOTHING = Pins({}, frozenset(), {})


def _there(found: Sequence[tuple[Unit, Survey]], people: Sequence[Person]) -> Presence:
    """Who is heard with whom, in all documents together."""
    ids: list[dict[str, str]] = [{} for _ in found]
    for person in people:
        for number, id in person.mentions:
            ids[number][id] = person.speaker.id
    own = [person.speaker.id for person in people if person.speaker.role]
    return together(((one.there, ids[number]) for number, (_, one) in enumerate(found) if ids[number]), own)


def _in_blocks(
    people: Sequence[Person], there: Presence, language: str, voices: Sequence[Voice], said: Pins
) -> Cast:  # fmt: skip
    """The edition's own voices first, then people by how much they say, as `people` has them."""
    order = sorted(people, key=lambda person: not person.speaker.role)
    done: dict[str, Casting] = {}
    speakers = {person.speaker.id: person.speaker for person in people}
    for at in range(0, len(order), BLOCK):
        block = dict.fromkeys(person.speaker.id for person in order[at : at + BLOCK])
        near = {id for one in block for id in there.partners[one] if id in done}
        chosen = [speakers[id] for id in speakers if id in near or id in block]
        fixed = {id: done[id].voice for id in near} | {id: v for id, v in said.voices.items() if id in block}
        cast = cast_together(chosen, _among(there, {s.id for s in chosen}), language, voices, fixed, said.named)
        done |= {casting.speaker: casting for casting in cast.castings if casting.speaker in block}
    return Cast(tuple(done[person.speaker.id] for person in people))


def _among(there: Presence, ids: set[str]) -> Presence:
    """What is known of some."""
    if len(ids) == len(there.turns):
        return there
    return Presence(
        {id: there.turns[id] for id in ids},
        {id: there.words[id] for id in ids},
        tuple(scene & ids for scene in there.scenes if scene & ids),
        {id: there.partners[id] & ids for id in ids},
        {pair: count for pair, count in there.answers.items() if pair <= ids},
    )


def _given(choices: Sequence[Choice], people: Sequence[Person]) -> tuple[Choice, ...]:
    """The entries of a cast file by the collection's ids; an id counts for more than a name, unless both contradict."""
    by_id = {person.speaker.id: person.speaker for person in people}
    by_name: dict[str, list[str]] = {}
    for person in people:
        if not person.speaker.role and person.speaker.name:
            by_name.setdefault(names.key(person.speaker.name), []).append(person.speaker.id)
    found: dict[str, Choice] = {}
    later = []
    for choice in choices:
        own = by_id.get(choice.speaker)
        if own is not None and (not choice.name or own.role or names.key(choice.name) == names.key(own.name)):
            found[own.id] = replace(choice, name="")
        elif choice.name:
            later.append(choice)
    for choice in later:
        same = by_name.get(names.key(choice.name), [])
        if len(same) == 1:
            found.setdefault(same[0], replace(choice, speaker=same[0], name=""))
    return tuple(found.values())


def _entry(id: str, casting: Casting) -> str:
    """A table of a document's cast file."""
    voice = casting.voice
    lines = ["[[speaker]]", f'id = "{id}"', f'voice = "{base_of(voice)}"']
    if base_of(voice) != voice.id:
        lines += [f"pitch = {voice.pitch}", f"rate = {voice.rate}"]
    if casting.named:
        lines.append("say_name = true")
    return "\n".join(lines) + "\n\n"
