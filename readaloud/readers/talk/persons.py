"""The list of persons in the front matter of a FRUS volume."""

from __future__ import annotations

from collections.abc import Iterator

from readaloud.model import Person
from readaloud.readers.talk.people import reading_order
from readaloud.readers.tei.tree import TEI, XML, Element, attribute, words


def persons_list(division: Element) -> tuple[Person, ...]:
    """A volume's list of persons: `Kissinger, Henry A., Assistant to the President …`."""
    return tuple(_listed(division))


def _listed(division: Element) -> Iterator[Person]:
    for item in division.iter(f"{TEI}item"):
        name = next((e for e in item.iter(f"{TEI}persName") if e.get(f"{XML}id")), None)
        if name is None:
            continue
        printed, rest = words(name), words(item)
        description = rest.partition(printed)[2].strip(" ,;") if printed in rest else ""
        yield Person(attribute(name, f"{XML}id"), reading_order(printed), description)
