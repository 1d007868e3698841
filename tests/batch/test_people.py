"""Who is one person over the documents of a collection, and that one person has one voice, however many there are."""

from __future__ import annotations

import random

import pytest

from readaloud.batch.casting import BLOCK, CollectionCast, cast_collection
from readaloud.batch.people import Person, people_of
from readaloud.batch.survey import Survey
from readaloud.batch.units import Unit
from readaloud.model import Speaker
from readaloud.planning.casting.presence import presence
from readaloud.settings import Settings
from tests.planning.stages import play

NARRATOR = Speaker("narrator", name="Narrator", role="narrator")


def document(
    number: int, *speakers: Speaker, path: str = "v.xml", persons: dict[str, str] | None = None, language: str = "en-US"
) -> tuple[Unit, Survey]:
    """A document in which all of them speak with each other."""
    script = play([s.id for s in speakers] * 2, people=speakers)
    unit = Unit(f"{path[0]}-d{number}", path, f"d{number}", number, "0" * 64, "0" * 64, "frus-tei")
    return unit, Survey("A Talk", language, {}, 100, (*speakers, NARRATOR), persons or {}, presence(script))


def person(id: str, name: str, **given: str) -> Speaker:
    return Speaker(id, name=name, **given)


def found(*documents: tuple[Unit, Survey]) -> dict[str, list[tuple[int, str]]]:
    """The people by their ids, each with the numbers of documents and the speakers in them."""
    return {p.speaker.id: list(p.mentions) for p in people_of(documents, "en") if not p.speaker.role}


def test_a_full_name_is_one_person_in_all_the_forms_in_which_it_is_written() -> None:
    people = found(
        document(1, person("kissinger", "Henry A. Kissinger")),
        document(2, person("kissinger", "Henry Kissinger")),
        document(1, person("k", "Henry Kissinger"), path="w.xml"),
        document(2, person("brown", "L. Dean Brown"), person("brown-2", "Lester Brown"), path="w.xml"),
    )
    assert people == {
        "kissinger": [(0, "kissinger"), (1, "kissinger"), (2, "k")],
        "brown": [(3, "brown")],
        "brown-2": [(3, "brown-2")],
    }


NAMES = ("William P. Rogers", "Bill Rogers", "William Rogers", "W. Rogers")


def test_a_form_that_fits_two_people_is_neither() -> None:
    people = found(
        document(1, person("smith", "John Smith")),
        document(2, person("smith", "James Smith")),
        document(3, person("smith", "J. Smith")),
    )
    assert sorted(len(mentions) for mentions in people.values()) == [1, 1, 1]
    short = found(*(document(n, person("r", name)) for n, name in enumerate(NAMES, 1)))
    assert sorted(map(len, short.values())) == [1, 1, 2], "W. is not short for Bill: both stay alone"
    middle = found(document(1, person("m", "Robert S. Mann")), document(2, person("m", "Robert J. Mann")))
    assert len(middle) == 2
    wife = found(document(1, person("m", "Mr. Kim Mann")), document(2, person("m", "Mrs. Kim Mann")))
    assert len(wife) == 2


def test_a_list_of_persons_says_who_is_who() -> None:
    twins = found(
        document(1, person("ford", "Gerald Ford"), persons={"ford": "p_1"}),
        document(2, person("ford", "Gerald R. Ford"), persons={"ford": "p_2"}),
    )
    assert len(twins) == 2, "two entries of one list are two people"
    once = found(
        document(1, person("the-shah", "Shah"), persons={"the-shah": "p_7"}),
        document(2, person("shah", "Shah"), persons={"shah": "p_7"}),
        document(1, person("shah", "Shah"), path="w.xml", persons={"shah": "p_7"}),
    )
    assert sorted(map(len, once.values())) == [1, 2], "an id means the same within its volume alone"


def test_an_office_or_a_surname_is_a_person_of_its_document() -> None:
    people = found(
        document(1, person("president", "The President"), person("brown", "Mr. Brown")),
        document(2, person("president", "The President"), person("brown", "Mr. Brown")),
    )
    assert sorted(people) == ["brown@v-d1", "brown@v-d2", "president@v-d1", "president@v-d2"]


def test_those_who_speak_together_are_the_same_when_their_members_are() -> None:
    both = Speaker("both", name="Anne Orr and Nils Sund", members=("orr", "sund"))
    crowd = (person("orr", "Anne Orr"), person("sund", "Nils Sund"), both)
    people = people_of([document(1, *crowd), document(2, *crowd), document(3, *crowd[:2])], "en")
    (joint,) = [p for p in people if p.speaker.members]
    assert len(joint.mentions) == 2
    assert joint.speaker.members == ("orr", "sund")


def test_a_person_who_speaks_two_languages_has_two_entries() -> None:
    people = found(document(1, person("orr", "Anne Orr")), document(2, person("orr", "Anne Orr"), language="de"))
    assert people == {"orr": [(0, "orr")], "orr@de": [(1, "orr")]}


def cast(documents: list[tuple[Unit, Survey]], text: str | None = None) -> CollectionCast:
    people = people_of(documents, "en")
    return cast_collection(documents, people, Settings(), text, "cast.toml")


def test_very_many_people_are_cast_some_hundred_at_a_time() -> None:
    chance = random.Random(7)
    documents = []
    for number in range(1, 160):
        who = {0, *chance.sample(range(3 * BLOCK), 5)}
        people = [person(f"p{i}", f"Ann Surname{_letters(i)}", gender="female" if i % 2 else "male") for i in who]
        documents.append(document(number, *people))
    made = cast(documents)
    assert len([p for p in made.people if not p.speaker.role]) > 2 * BLOCK
    voice = {p.speaker.id: made.castings[p.speaker.id].voice for p in made.people}
    owner = {m: p.speaker.id for p in made.people for m in p.mentions}
    for number, (_, one) in enumerate(documents):
        heard = [voice[owner[number, s.id]].id for s in one.speakers]
        assert len(set(heard)) == len(heard), "nobody shares a voice with somebody in the same scene"
    assert cast(documents).text == made.text


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


def test_a_cast_that_is_there_is_kept_to_the_letter_and_completed() -> None:
    first = [document(1, person("orr", "Anne Orr"), person("sund", "Nils Sund"))]
    made = cast(first)
    more = [*first, document(2, person("orr", "Anne Orr"), person("berg", "Kim Berg"))]
    again = cast(more, made.text)
    assert again.text.startswith(made.text.rstrip("\n"))
    assert 'id = "berg"' in again.text
    for id in ("orr", "sund", "narrator"):
        assert again.castings[id].voice == made.castings[id].voice
    assert cast(more, again.text).text == again.text
    fewer = cast([document(1, person("berg", "Kim Berg"))], again.text)
    assert fewer.castings["berg"].voice == again.castings["berg"].voice
    assert fewer.text == again.text, "who is gone may come again"


def test_documents_get_their_part_of_the_cast() -> None:
    made = cast([document(1, person("o", "Anne Orr")), document(2, person("orr", "Anne Orr"))])
    first, second = made.parts(2)
    assert first.ids["o"] == second.ids["orr"]
    assert 'id = "o"' in first.text
    assert 'id = "orr"' in second.text
    assert first.engines == ("pyttsx3",)


@pytest.mark.parametrize("order", [1, -1])
def test_who_is_who_does_not_depend_on_the_order_of_documents(order: int) -> None:
    names = ["William P. Rogers", "Bill Rogers", "William Rogers"]
    documents = [document(n, person("rogers", name)) for n, name in enumerate(names, 1)][::order]
    everybody: list[Person] = [p for p in people_of(documents, "en") if not p.speaker.role]
    assert len(everybody) == 1
    assert everybody[0].speaker.name == "William P. Rogers"
