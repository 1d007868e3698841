"""Who is one person in all documents of a collection.

The same entry of a volume's list of persons is one person, and so is one full name, in the forms in which names are
written (Henry Kissinger, Henry A. Kissinger), unless a list of persons says that they are two. Whoever is called by an
office, a surname or initials alone is a person of that document only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readaloud.batch.survey import Survey
from readaloud.batch.units import Unit
from readaloud.languages import primary
from readaloud.model import Speaker
from readaloud.planning import names
from readaloud.planning.names import Name

_Mention = tuple[int, str]
"""Number of a document, and id of a speaker in it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person, group, or voice of the editions' own, in one language."""

    speaker: Speaker
    """What the documents tell together; its id is that of the collection."""
    language: str
    """As the documents tag it; a person who speaks two languages needs two voices."""
    person: str
    """Id in a list of persons; empty where there is none."""
    mentions: tuple[_Mention, ...]
    words: int


@dataclass(slots=True)
class _Group:
    """Mentions that are one person."""

    mentions: list[_Mention] = field(default_factory=list)
    listed: set[tuple[str, str]] = field(default_factory=set)
    """Source and id, where lists of persons name them."""


def people_of(found: Sequence[tuple[Unit, Survey]], main: str) -> tuple[Person, ...]:
    """Everybody, whoever says most first; `main` is the language whose people have ids without a tag."""
    groups = _single(found)
    owner = {mention: key for key, group in groups.items() for mention in group.mentions}
    for number, (_, one) in enumerate(found):
        for speaker in one.speakers:
            if speaker.members:
                members = frozenset(owner.get((number, m), ("", number, m)) for m in speaker.members)
                key = ("joint", primary(one.language), members)
                groups.setdefault(key, _Group()).mentions.append((number, speaker.id))
    owner = {mention: key for key, group in groups.items() for mention in group.mentions}
    drafts = [_draft(found, group) for group in groups.values()]
    keys = list(groups)
    order = sorted(
        range(len(drafts)), key=lambda i: (bool(drafts[i].speaker.role), -drafts[i].words, drafts[i].mentions)
    )
    ids: dict[object, str] = {}
    taken: set[str] = set()
    for i in order:
        ids[keys[i]] = _fresh(_wanted(drafts[i], found, main), taken)
    return tuple(_named(drafts[i], ids[keys[i]], ids, owner) for i in order)


def _single(found: Sequence[tuple[Unit, Survey]]) -> dict[object, _Group]:
    """Everybody but those who speak together."""
    groups: dict[object, _Group] = {}
    texts: dict[object, Name] = {}
    for number, (unit, one) in enumerate(found):
        tongue = primary(one.language)
        for speaker in one.speakers:
            if speaker.members:
                continue
            full = names.parse(speaker.name)
            listed = one.persons.get(speaker.id, "")
            key: object
            if speaker.role:
                key = ("role", tongue, speaker.role)
            elif full.given and full.surname:
                key = ("name", tongue, names.key(speaker.name))
                texts[key] = full
            elif listed:
                key = ("listed", tongue, unit.path, listed)
            else:
                key = ("alone", number, speaker.id)
            group = groups.setdefault(key, _Group())
            group.mentions.append((number, speaker.id))
            if listed:
                group.listed.add((unit.path, listed))
    for several in _written_alike(texts, groups):
        first, *others = several
        for other in others:
            groups[first].mentions += groups[other].mentions
            groups[first].listed |= groups[other].listed
            del groups[other]
        groups[first].mentions.sort()
    return groups


def _written_alike(texts: Mapping[object, Name], groups: Mapping[object, _Group]) -> list[list[object]]:
    """Names that are forms of one name: all of them agree with each other.

    Of names that agree with some and not with others of their company, as J. Smith does with John and James, those that
    agree with fewest stay alone, until the rest agree.
    """
    by_surname: dict[tuple[object, str], list[object]] = defaultdict(list)
    for key, name in texts.items():
        assert isinstance(key, tuple)
        by_surname[key[1], name.surname].append(key)
    found = []
    for keys in by_surname.values():
        left = list(keys) if len(keys) > 1 else []
        mates = {
            a: {b for b in left if b is not a and _one(texts[a], texts[b], groups[a], groups[b])} for a in left
        }  # fmt: skip
        while left:
            company = _company(left[0], mates)
            several = [key for key in left if key in company]
            while any(len(mates[a] & company) < len(company) - 1 for a in several):
                least = min(len(mates[a] & company) for a in several)
                several = [a for a in several if len(mates[a] & company) > least]
                company = set(several)
            if len(several) > 1:
                found.append(several)
            whole = _company(left[0], mates)
            left = [key for key in left if key not in whole]
    return found


def _company(first: object, mates: Mapping[object, set[object]]) -> set[object]:
    """All that agree with one, with those that agree with these, and so on."""
    found, fresh = {first}, {first}
    while fresh:
        fresh = {b for a in fresh for b in mates[a]} - found
        found |= fresh
    return found


def _one(a: Name, b: Name, of_a: _Group, of_b: _Group) -> bool:
    """Whether two full names can be one person's."""
    if {a.gender, b.gender} == {"female", "male"} or not names.one_given(a, b):
        return False
    if any(x[:1] != y[:1] for x, y in zip(a.given[1:], b.given[1:], strict=False)):
        return False  # Robert S. and Robert J.
    lists = {path for path, _ in of_a.listed} & {path for path, _ in of_b.listed}
    return all(
        {id for path, id in of_a.listed if path == one} == {id for path, id in of_b.listed if path == one}
        for one in lists
    )


def _draft(found: Sequence[tuple[Unit, Survey]], group: _Group) -> Person:
    """What the documents tell of one person; where they contradict each other, nothing."""
    said = [(number, _speaker(found[number][1], id)) for number, id in group.mentions]
    first = said[0][1]
    genders = {s.gender for _, s in said if s.gender}
    ages = Counter(s.age for _, s in said if s.age)
    speaker = Speaker(
        first.id,
        name=max((s.name for _, s in said), key=lambda name: (len(name.split()), name)),
        description=next((s.description for _, s in said if s.description), ""),
        gender=next(iter(genders)) if len(genders) == 1 else "",
        age=ages.most_common(1)[0][0] if len(ages) == 1 else "",
        role=first.role,
        members=first.members,
    )
    words = sum(found[number][1].there.words.get(id, 0) for number, id in group.mentions)
    language = Counter(found[number][1].language for number, _ in group.mentions).most_common(1)[0][0]
    return Person(speaker, language, min((id for _, id in group.listed), default=""), tuple(group.mentions), words)


def _speaker(one: Survey, id: str) -> Speaker:
    return next(speaker for speaker in one.speakers if speaker.id == id)


def _wanted(draft: Person, found: Sequence[tuple[Unit, Survey]], main: str) -> str:
    """The id that a person should have; one of a single document is told apart by it, so that it stays the same."""
    speaker = draft.speaker
    full = names.parse(speaker.name)
    known = speaker.role or draft.person or (full.given and full.surname) or speaker.members
    id = speaker.id if known else f"{speaker.id}@{found[draft.mentions[0][0]][0].name}"
    return id if primary(draft.language) == main else f"{id}@{primary(draft.language)}"


def _fresh(wanted: str, taken: set[str]) -> str:
    id, number = wanted, 2
    while id in taken:
        id, number = f"{wanted}-{number}", number + 1
    taken.add(id)
    return id


def _named(draft: Person, id: str, ids: Mapping[object, str], owner: Mapping[_Mention, object]) -> Person:
    number = draft.mentions[0][0]
    members = tuple(ids[owner[number, m]] for m in draft.speaker.members if (number, m) in owner)
    s = draft.speaker
    speaker = Speaker(
        id, name=s.name, description=s.description, gender=s.gender, age=s.age, role=s.role, members=members
    )  # fmt: skip
    return Person(speaker, draft.language, draft.person, draft.mentions, draft.words)
