"""The people of a TEI play: from the header's list of persons and from the printed cast list."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from readaloud.model import Person
from readaloud.readers.markup.trees import Element, plain

_GENDERS: dict[str, Literal["female", "male"]] = {
    # ISO 5218 (1 male, 2 female), the single letters of TEI's examples, and DraCor's words
    "1": "male", "m": "male", "male": "male", "2": "female", "f": "female", "w": "female", "female": "female",
}  # fmt: skip


def identifiers(value: str) -> tuple[str, ...]:
    """The ids that an attribute such as `@who` points to: `#a #b`, `file.xml#a`, bare names."""
    return tuple(dict.fromkeys(word.rpartition("#")[2] for word in value.split() if word.rpartition("#")[2]))


def people(source: str, root: Element) -> tuple[Person, ...]:
    """All people, those of the header first; what the cast list adds to one of them is added there."""
    found: dict[str, Person] = {}
    for element in root.iter("person", "personGrp", "role", "castItem"):
        if element.tag in ("person", "personGrp") and element.get("xml:id", "id"):
            person = _of_header(source, element)
            found.setdefault(person.id, person)
    named = bool(found)
    for item in root.iter("castItem"):
        for person in _of_cast(source, item, named):
            _add(found, person)
    return tuple(found.values())


def _of_header(source: str, element: Element) -> Person:
    name = ""
    for candidate in element.elements():
        if candidate.tag in ("persName", "name") and plain(source, candidate):
            name = _reading_order(source, candidate)
            break
    gender = _gender(element.get("sex", "gender"))
    age = element.get("age")
    notes = []
    for child in element.elements():
        if child.tag in ("sex", "gender"):
            gender = gender or _gender(child.get("value") or plain(source, child))
        elif child.tag == "age":
            age = age or child.get("value") or plain(source, child)
        elif child.tag in ("occupation", "note", "state"):
            notes.append(plain(source, child))
    identifier = element.get("xml:id", "id")
    return Person(identifier, name or plain(source, element) or _spelled(identifier), "; ".join(notes), gender, age)


def _of_cast(source: str, item: Element, named: bool) -> list[Person]:
    description = ", ".join(plain(source, child) for child in item.iter("roleDesc"))
    group = item.parent
    if not description and group is not None and group.tag == "castGroup":
        description = ", ".join(plain(source, child) for child in group.elements() if child.tag == "roleDesc")
    found = []
    for role in list(item.iter("role")) or [item]:
        name = plain(source, role).rstrip(".,;: ")
        if role is item:
            name, _, rest = name.partition(",")
            description = description or rest.strip()
        identifier = role.get("xml:id", "id") or item.get("xml:id", "id")
        points_to = identifiers(role.get("corresp", "sameAs", "ref", "who") or item.get("corresp", "sameAs", "who"))
        if not identifier and named and not points_to:
            identifier = f"#{name.casefold()}"
        elif points_to and len(points_to) == 1 and (not identifier or not name):
            identifier = identifier or points_to[0]
        gender = _gender(role.get("sex") or item.get("sex"))
        found.append(Person(identifier or _slug(name), name or _spelled(identifier), description, gender))
    return found


def _add(found: dict[str, Person], person: Person) -> None:
    """Under its id, or under the name of one who is known; `#name` is one known by name or not at all."""
    if person.id.startswith("#"):
        same = [known for known in found.values() if known.name.casefold() == person.id[1:]]
        if len(same) != 1:
            return
        person = replace(person, id=same[0].id)
    known = found.get(person.id)
    if known is None:
        if person.id:
            found[person.id] = person
        return
    found[person.id] = replace(
        known,
        name=known.name or person.name,
        description=known.description or person.description,
        gender=known.gender or person.gender,
    )


def _gender(value: str) -> Literal["", "female", "male"]:
    return _GENDERS.get(value.strip().casefold(), "")


def _reading_order(source: str, name: Element) -> str:
    """`Georg Büchner` from a name that gives its parts, in whatever order they stand."""
    parts: dict[str, list[str]] = {}
    for child in name.elements():
        parts.setdefault(child.tag, []).append(plain(source, child))
    if "surname" in parts and ("forename" in parts or "roleName" in parts):
        order = [*parts.get("roleName", ()), *parts.get("forename", ()), *parts.get("nameLink", ()), *parts["surname"]]
        return " ".join(filter(None, order))
    return plain(source, name)


def _spelled(identifier: str) -> str:
    """A name made of an id, where the source has no other: `first_witch` → `First Witch`."""
    return " ".join(word[:1].upper() + word[1:] for word in identifier.replace("_", " ").replace("-", " ").split())


def _slug(name: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())
