"""Who is who: one person, one speaker; two people of one surname stay two; names as the document tells them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from readaloud.model import Block, Document, Note, Part, Person, Source, Speaker
from readaloud.planning.speakers import Identities, identify

SOURCE = Source("x.txt", "", "text")


def part(
    labels: str | Sequence[tuple[str, str]], title: str = "Minutes", people: Sequence[Person] = (), before: str = "",
    notes: Sequence[str] = (),
) -> Part:  # fmt: skip
    """A part whose turns have these labels (set off by `|`), each with the id that markup gives it if there is one."""
    turns = [(label, "") for label in labels.split("|")] if isinstance(labels, str) else labels
    blocks = [Block("narration", before)] if before else []
    blocks += [
        Block("speech", f"Words {turn}.", turn=turn, label=label, who=(who,) if who else ())
        for turn, (label, who) in enumerate(turns)
    ]
    kept = tuple(Note(f"n{i}", str(i), text) for i, text in enumerate(notes, 1))
    return Part("d1", title, tuple(blocks), kept, tuple(people))


def identified(*parts: Part, everyone: Sequence[Person] = ()) -> Identities:
    return identify(Document("T", "en-US", SOURCE, parts, tuple(everyone)))


def groups(found: Identities) -> list[set[str]]:
    return [set(speaker.labels) for speaker in found.speakers]


def named(found: Identities) -> dict[str, str]:
    return {speaker.labels[0]: speaker.name for speaker in found.speakers}


def present(*names: str) -> list[Person]:
    return [Person(name.lower(), name, present=True) for name in names]


CALL = "Telephone Conversation Between President Johnson and Mrs. Kennedy"


@pytest.mark.parametrize(
    ("document", "people"),
    [
        (part("K|P|Kissinger|HAK", "Telephone Conversation Between President Nixon and Henry Kissinger"),
         [{"K", "Kissinger", "HAK"}, {"P"}]),
        (part("H|K|AMH|K|Gen. Haig|K|General Haig|K|Haig", "Conversation Between Secretary Kissinger and General Haig"),
         [{"H", "AMH", "Gen. Haig", "General Haig", "Haig"}, {"K"}]),
        (part("Mr. McGeorge Bundy|William Bundy|Bill Bundy|Mr. Bundy|McGeorge Bundy"),
         [{"Mr. McGeorge Bundy", "McGeorge Bundy"}, {"William Bundy", "Bill Bundy"}, {"Mr. Bundy"}]),
        (part("President Kennedy|Mr. Robert Kennedy|The President|The Attorney General|David Kennedy",
              before="Present were Attorney General Robert Kennedy and Under Secretary David Kennedy."),
         [{"President Kennedy", "The President"}, {"Mr. Robert Kennedy", "The Attorney General"}, {"David Kennedy"}]),
        (part("JFK|RFK|JFK", "Meeting With President Kennedy"), [{"JFK"}, {"RFK"}]),
        (part("LBJ|Mrs. Kennedy|LBJ|Mrs. Johnson|LBJ", CALL), [{"LBJ"}, {"Mrs. Kennedy"}, {"Mrs. Johnson"}]),
        (part("Mrs. Kissinger|Dinitz|Secretary Kissinger|Dinitz|Kissinger",
              people=present("Secretary Kissinger", "Mrs. Nancy Kissinger")),
         [{"Mrs. Kissinger"}, {"Dinitz"}, {"Secretary Kissinger", "Kissinger"}]),
        (part("Prime Minister Meir|Dinitz|Mrs. Meir|Dinitz|Meir"), [{"Prime Minister Meir", "Mrs. Meir", "Meir"}, {"Dinitz"}]),
        (part("President Johnson|Rusk|Ambassador Johnson|Rusk|Johnson"),
         [{"President Johnson"}, {"Rusk"}, {"Ambassador Johnson"}, {"Johnson"}]),
        (part("PM Chou|Yeh Chien-ying|Chou|Marshal Yeh", people=present("Prime Minister Chou En-lai", "Yeh Chien-ying")),
         [{"PM Chou", "Chou"}, {"Yeh Chien-ying", "Marshal Yeh"}]),
        (part("Le Duc Tho|Kissinger|Special Adviser Le Duc Tho|Mr. Thach|Nguyen Co Thach"),
         [{"Le Duc Tho", "Special Adviser Le Duc Tho"}, {"Kissinger"}, {"Mr. Thach", "Nguyen Co Thach"}]),
        (part("King Faysal|al-Saqqaf|The King|Saqqaf|King", people=present("King Faysal ibn Abd al-Aziz", "Umar al-Saqqaf")),
         [{"King Faysal", "The King", "King"}, {"al-Saqqaf", "Saqqaf"}]),
        (part("Giscard d’Estaing|Couve|President Giscard|Couve de Murville", people=present("Valéry Giscard d’Estaing")),
         [{"Giscard d’Estaing", "President Giscard"}, {"Couve", "Couve de Murville"}]),
        (part("WL|CSK|LORD", "Interview with Ambassador Winston Lord"), [{"WL", "LORD"}, {"CSK"}]),
        (part("General Taylor [MDT]|McN|MDT|Secretary McNamara [hereafter McN]"),
         [{"General Taylor [MDT]", "MDT"}, {"McN", "Secretary McNamara [hereafter McN]"}]),
        (part("MR. SHLAUDEMAN|MR. SHLAUDEMAH|MR. ROGERS|MR. SHLAUDEMAN|MR. ROGERS"),
         [{"MR. SHLAUDEMAN", "MR. SHLAUDEMAH"}, {"MR. ROGERS"}]),
        (part("The Under Secretary|The Secretary|The Under Secretary", "Conversation Between Under Secretary Ball and Mr. Vane"),
         [{"The Under Secretary"}, {"The Secretary"}]),
    ],
)  # fmt: skip
def test_labels_of_one_person(document: Part, people: list[set[str]]) -> None:
    assert groups(identified(document)) == people


@pytest.mark.parametrize(
    ("document", "label", "name"),
    [
        (part("K|EK|K", "Conversation Between Secretary Kissinger and Senator Edward Kennedy"), "K", "Secretary Kissinger"),
        (part("M|T|M", "Call Between the Mayor and the Harbor Master"), "M", "M"),
        (part("The President|Vane", "Talk Between President Ford and the President’s Assistant (Vane)"), "The President", "President Ford"),
        (part("The President|Vane", notes=["President Richard Nixon was elected in 1968."]), "The President", "The President"),
        (part("President|Vane|President|President Nixon"), "President", "President Nixon"),
        (part("Secretary Vane|Mrs. Vane|Orne", notes=["Mrs. Nancy Vane spoke."]), "Secretary Vane", "Secretary Vane"),
        (part("AMB BUNKER|LTG KHUYEN"), "AMB BUNKER", "Ambassador Bunker"),
        (part("LTG KHUYEN|AMB BUNKER"), "LTG KHUYEN", "Lieutenant General Khuyen"),
        (part("Q|A|Q"), "Q", "Question"),
        (part("Vane|Orne|Vane, Orne and Kerr|Kerr"), "Vane, Orne and Kerr", "Vane, Orne and Kerr"),
        (part("RSM|DR|RSM and McGB", notes=["Dean Rusk, Robert McNamara, and McGeorge Bundy arrived."]), "RSM and McGB",
         "Robert McNamara and McGeorge Bundy"),
        (part("LBJ|DR|LBJ or DR", "Meeting With President Johnson", notes=["Dean Rusk came."]), "LBJ or DR",
         "President Johnson or Dean Rusk"),
    ],
)  # fmt: skip
def test_names(document: Part, label: str, name: str) -> None:
    assert named(identified(document))[label] == name


KISSINGER = Person("p_KHA1", "Henry A. Kissinger", "Assistant to the President")
BROWN = Person("p_BLD1", "L. Dean Brown", "Ambassador to Jordan")


def speaker(found: Identities, label: str) -> Speaker:
    return next(one for one in found.speakers if label in one.labels)


def test_markup_of_names_may_be_missing() -> None:
    found = identified(part([("K", "p_KHA1"), ("D", ""), ("K", ""), ("Dr. Kissinger", "")]), everyone=[KISSINGER])
    assert groups(found) == [{"K", "Dr. Kissinger"}, {"D"}]
    assert speaker(found, "K").name == "Henry A. Kissinger"
    assert found.of(0, "K", ()) == found.of(0, "K", ("p_KHA1",)) == "kissinger"


def test_markup_tells_people_of_one_label_apart() -> None:
    nixon, thieu = Person("p_NRM1", "Richard M. Nixon"), Person("p_TNV1", "Nguyen Van Thieu")
    found = identified(
        part([("President", "p_NRM1"), ("President", "p_TNV1"), ("President", "p_NRM1")]), everyone=[nixon, thieu]
    )
    assert [one.name for one in found.speakers] == ["Richard M. Nixon", "Nguyen Van Thieu"]


def test_who_is_present_comes_before_a_namesake_of_the_list() -> None:
    found = identified(part("MR. BROWN|MR. VANE", people=present("Lester Brown")), everyone=[BROWN])
    assert speaker(found, "MR. BROWN").name == "Lester Brown"


def test_one_person_in_two_documents() -> None:
    first = part("Mr. Kissinger|Vane", people=present("Henry Kissinger"))
    second = part("K|D", "Conversation Between Ambassador Vane and the President’s Assistant (Kissinger)")
    found = identified(first, second, everyone=[KISSINGER])
    assert found.of(0, "Mr. Kissinger", ()) == found.of(1, "K", ())


def test_every_merge_says_why_in_a_sentence() -> None:
    found = identified(part("K|HAK|P", "Talk Between President Nixon and Secretary Kissinger"))
    assert speaker(found, "K").reasons == ("“K” and “HAK” are “Secretary Kissinger”, named in the title",)


@pytest.mark.parametrize(
    ("label", "gender"),
    [
        ("Mrs. Vane", "female"),
        ("Herr Vane", "male"),
        ("Golda Vane", "female"),
        ("U. Alexis Vane", ""),
        ("Jean Vane", ""),
    ],
)
def test_gender_only_where_the_document_tells_it(label: str, gender: str) -> None:
    assert identified(part(f"{label}|Orne")).speakers[0].gender == gender
