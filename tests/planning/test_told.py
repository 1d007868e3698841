from __future__ import annotations

import pytest

from readaloud.model import Block, Document, Part, Person, Source, Speaker
from readaloud.planning.speakers import identify
from readaloud.planning.told import Told, age_of, told_by_description, told_by_label, told_by_title


@pytest.mark.parametrize(
    ("label", "gender", "age"),
    [
        ("OLD WOMAN", "female", "old"), ("FIRST GENTLEMAN", "male", ""), ("THE KING", "male", ""), ("A BOY", "male", "child"), ("SOME OF THE LADIES", "female", ""),
        ("THE FLOWER GIRL", "female", "young"), ("UNIDENTIFIED MALE", "male", ""), ("Woman 2", "female", ""),
        ("Male Voice", "male", ""), ("EIN MÄDCHEN", "female", "young"), ("ALTE FRAU", "female", "old"),
        ("UN VIEILLARD", "male", "old"), ("Operator", "", ""), ("Nurse", "", ""), ("Voice", "", ""), ("ALL", "", ""),
        ("ERSTER BÜRGER", "", ""), ("Larry King", "", ""), ("Thomas Mann", "", ""), ("2", "", ""), ("", "", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("names_people", [False, True])
def test_what_a_label_tells(label: str, gender: str, age: str, names_people: bool) -> None:
    assert told_by_label(label, names_people=names_people) == Told(gender, age)


@pytest.mark.parametrize("label", ["KING", "Queen", "BOY", "Mann", "Reine", "LADIES"])
def test_a_bare_word_tells_nothing_where_it_may_be_a_surname(label: str) -> None:
    assert told_by_label(label, names_people=True) == Told()
    assert told_by_label(label, names_people=False).gender


@pytest.mark.parametrize(
    ("text", "gender", "age"),
    [
        ("King of Denmark", "male", ""), ("servant to the Queen", "", ""), ("a merchant, father of Portia", "male", ""),
        ("an old servant", "", "old"), ("seine Frau", "female", ""), ("Gemahlin des Königs", "female", ""), ("aged 12", "", "child"),
        ("a man of 70 years", "male", "old"), ("in her sixties", "", "old"), ("Lady Chiltern's maid", "female", ""),
        ("Assistant to the President", "", ""), ("Chairman of the Board", "", ""), ("nurse to Juliet", "", ""), ("45", "", "adult"),
        ("Queen of Denmark, and mother to Hamlet", "female", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_what_a_description_tells(text: str, gender: str, age: str) -> None:
    assert told_by_description(text) == Told(gender, age)


@pytest.mark.parametrize(
    ("name", "gender", "age"),
    [
        ("Queen Gertrude", "female", ""), ("Prince Bandar", "male", ""), ("Sister Agnes", "female", ""), ("Old Adam", "", "old"),
        ("King's Messenger", "", ""), ("Danton", "", ""), ("Dr. King", "", ""),
    ],
)  # fmt: skip
def test_what_a_title_tells(name: str, gender: str, age: str) -> None:
    assert told_by_title(name) == Told(gender, age)


@pytest.mark.parametrize(
    ("text", "age"),
    [("12", "child"), ("30-40", "adult"), ("17", "young"), ("81", "old"), ("child", "child"), ("senior", "old"), ("alt", "old"), ("?", "")],
)  # fmt: skip
def test_ages_of_markup(text: str, age: str) -> None:
    assert age_of(text) == age


def speakers(*labels: str, people: tuple[Person, ...] = (), play: bool = True, who: bool = False) -> dict[str, Speaker]:
    by_label = {label: person.id for person in people for label in person.labels}
    blocks = tuple(
        Block("speech", "Well.", (), label, ":", turn, (by_label[label],) if who and label in by_label else ())
        for turn, label in enumerate(labels)
    )
    part = Part("1", "A Play", blocks, people=people, text_labels=not play)
    found = identify(Document("A Play", "en", Source("x", "0" * 64), (part,))).speakers
    return {label: s for s in found for label in s.labels}


@pytest.mark.parametrize("who", [False, True])
def test_speakers_of_a_play_know_what_the_cast_list_tells(who: bool) -> None:
    people = (
        Person("claudius", "Claudius", "King of Denmark", labels=("KING",)),
        Person("adam", "Adam", "servant to Oliver", age="80", labels=("ADAM",)),
        Person("x", "Orlando", "", "male", labels=("ORLANDO",)),
    )
    found = speakers("KING", "ADAM", "ORLANDO", "OLD WOMAN", "Lady Bracknell", "Dr. Stone", people=people, who=who)
    told = {label: (s.gender, s.age) for label, s in found.items()}
    assert told["KING"] == ("male", "") and told["ADAM"][1] == ("old" if who else told["ADAM"][1])
    assert told["ORLANDO"] == ("male", "") and told["OLD WOMAN"] == ("female", "old")
    assert told["Lady Bracknell"] == ("female", "") and told["Dr. Stone"] == ("", "")


def test_a_given_name_is_a_label_of_plays() -> None:
    assert {x: s.gender for x, s in speakers("JULIET", "EDWARD", "HENRY", "ROBIN").items()} == {
        "JULIET": "female", "EDWARD": "male", "HENRY": "male", "ROBIN": "",
    }  # fmt: skip
    assert speakers("GRACE", "HENRY", play=False)["GRACE"].gender == ""


def test_a_surname_in_a_transcript_tells_nothing() -> None:
    found = speakers("KING", "MANN", "Mrs. Boy", "Dr. Lord", "UNIDENTIFIED WOMAN", play=False)
    assert [found[x].gender for x in ("KING", "MANN", "Dr. Lord")] == ["", "", ""]
    assert found["Mrs. Boy"].gender == found["UNIDENTIFIED WOMAN"].gender == "female"
