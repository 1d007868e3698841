"""Lists of the people present."""

from __future__ import annotations

import pytest

from readaloud.readers.base import Choice, Raw
from readaloud.readers.talk.people import reading_order
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
