"""Marks of notes against numbers that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readaloud.readers.transcript.notemarks import place, strangers


def placed(text: str, *numbers: str) -> list[tuple[str, str]]:
    """Number of each note that was placed, with the word before its mark."""
    return [(numbers[p.note], text[: p.begin].split()[-1]) for p in place([text], numbers)]


@pytest.mark.parametrize(
    ("text", "numbers", "found"),
    [
        ("(Dobrynin)1 said", "1", [("1", "(Dobrynin)")]),
        ("Siberia.2 In 1972, on the 14th.3", "23", [("2", "Siberia."), ("3", "14th.")]),
        ("second [sense].4", "4", [("4", "[sense].")]),
        ("Saigon 2342 sent", "2", [("2", "234")]),
        ("1 p.m.12", "12", [("1", "p.m."), ("2", "p.m.1")]),
        ("June 15, 19722 came", "2", [("2", "1972")]),
        ("in 1972 and 1973", "23", []),
        ("C–141 flights, then arms.1", "1", [("1", "arms.")]),
        ("It cost $1 and $2, all told.2", "2", [("2", "told.")]),
        ("3,000 men and 2.5 tons; more,3", "3", [("3", "more,")]),
        ("“Captive Nations.”1 They", "1", [("1", "Nations.”")]),
        ("one,4 two,3 three5", "435", [("4", "one,"), ("3", "two,"), ("5", "three")]),
    ],
)
def test_reading(text: str, numbers: str, found: list[tuple[str, str]]) -> None:
    assert placed(text, *numbers) == found


def test_notes_out_of_order_are_placed_where_the_mark_is_plain() -> None:
    assert sorted(placed("one,2 two,1 three.3", "1", "2", "3")) == [("1", "two,"), ("2", "one,"), ("3", "three.")]


def test_brackets_alone_are_marks_where_the_list_has_them() -> None:
    found = place(["It was in 1951.[1] Not 2.", "Yes.[2]"], ["1", "2"], brackets=True)
    assert [(p.note, p.paragraph) for p in found] == [(0, 0), (1, 1)]


def test_a_mark_without_a_note_is_told() -> None:
    text = "One.1 Two.2 Three.3"
    numbers = ["1", "3"]
    assert [found[0] for found in strangers([text], numbers, place([text], numbers))] == ["2"]


@given(
    st.lists(st.sampled_from(["word", "and", "1972", "12", "No.", "(so)", "it.", "B2"]), min_size=1, max_size=40),
    st.data(),
)
def test_every_clean_mark_is_found(words: list[str], data: st.DataObject) -> None:
    """Marks in order, each at the end of a sentence, are all placed."""
    count = data.draw(st.integers(1, 6))
    marked = " ".join(f"{' '.join(words)} here.{number}" for number in range(1, count + 1))
    found = place([marked], [str(number) for number in range(1, count + 1)])
    assert [p.note for p in found] == list(range(count))
