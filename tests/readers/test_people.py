"""Lists of the people present."""

from __future__ import annotations

import pytest

from readaloud.model import Person
from readaloud.readers.base import Choice, Raw
from readaloud.readers.offsets.mapped import Mapped
from readaloud.readers.talk.paragraphs import Paragraph
from readaloud.readers.talk.people import people_of, reading_order
from readaloud.readers.transcript.plaintext import PlainText


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Kissinger, Henry A.", "Henry A. Kissinger"),
        ("Goodpaster, Lieutenant General Andrew J.", "Lieutenant General Andrew J. Goodpaster"),
        ("Claxton, Philander P. Jr.", "Philander P. Claxton, Jr."),
        ("Stoessel, Walter J., Jr.", "Walter J. Stoessel, Jr."),
        ("Mobutu, Sésé Seko (born Joseph-Désiré Mobutu)", "Sésé Seko Mobutu"),
        ("Sihanouk", "Sihanouk"),
    ],
)
def test_reading_order(printed: str, read: str) -> None:
    assert reading_order(printed) == read


def present(text: str) -> list[tuple[str, str]]:
    document = PlainText().read(
        Raw("x.txt", f"Minutes\n\n{text}\n\nK: Hello.\n\nD: Hi.\n\nK: Bye.\n".encode()), Choice()
    )
    return [(person.name, person.description) for person in document.parts[0].people]


def test_a_list_of_participants() -> None:
    assert present(
        "PARTICIPANTS\n\n  * W. Gomulka, First Secretary\n  * Dr. Milton Eisenhower\n  * The Vice President\n"
        "  * Walter J. Stoessel, Jr., Ambassador"
    ) == [
        ("W. Gomulka", "First Secretary"),
        ("Dr. Milton Eisenhower", ""),
        ("The Vice President", ""),
        ("Walter J. Stoessel, Jr.", "Ambassador"),
    ]


def test_heads_of_groups_are_no_people() -> None:
    assert present("PARTICIPANTS\n\n  * USSR\n    * L. Brezhnev, Secretary\n  * NSC Staff\n  * Peter Rodman") == [
        ("L. Brezhnev", "Secretary"),
        ("Peter Rodman", ""),
    ]


def test_members_in_a_sentence() -> None:
    assert present(
        "Members Present: Deputy Secretary of Defense William P. Clements; Under Secretary of State Joseph Sisco."
    ) == [("William P. Clements", "Deputy Secretary of Defense"), ("Joseph Sisco", "Under Secretary of State")]


def test_people_on_lines_of_their_own_even_full_ones() -> None:
    assert present(
        "PRESENT\nPrime Minister Ada Vane\nValéry Orne d’Estel, President of the Republic of Ellis and the Islands\n"
        "Berndt von Kerr, Ambassador\nKing Faysal ibn Abd al-Aziz\nDeputy Secretary Colt"
    ) == [
        ("Prime Minister Ada Vane", ""),
        ("Valéry Orne d’Estel", "President of the Republic of Ellis and the Islands"),
        ("Berndt von Kerr", "Ambassador"),
        ("King Faysal ibn Abd al-Aziz", ""),
        ("Deputy Secretary Colt", ""),
    ]


def test_people_behind_the_bodies_they_come_from() -> None:
    assert present("PARTICIPANTS\nChairman—Henry A. Vane\nState—U. Alexis Orne\nJCS—Adm. Thomas H. Kerr") == [
        ("Henry A. Vane", "Chairman"),
        ("U. Alexis Orne", "State"),
        ("Adm. Thomas H. Kerr", "JCS"),
    ]


@pytest.mark.parametrize(
    ("printed", "who"),
    [("Lester Brown", "lester-brown"), ("Dean Brown", "p_BLD1"), ("Mr. Brown", "p_BLD1"), ("L. Brown", "p_BLD1")],
)
def test_markup_that_points_to_a_namesake(printed: str, who: str) -> None:
    begin = len("Participants: ")
    text = f"Participants: {printed}, Director; Ada Vane, Professor"
    paragraph = Paragraph(Mapped(text), people=((begin, begin + len(printed), "p_BLD1"),))
    listed = Person("p_BLD1", "L. Dean Brown", "Ambassador")
    assert people_of([paragraph], [listed])[0].id == who
