from dataclasses import replace

import pytest

from readaloud.catalogue import catalogue
from readaloud.model import Metadata, Speaker
from readaloud.writers.tags import people, series_part, tags_of
from tests.sounds import sounding


@pytest.mark.parametrize(
    ("title", "series", "part"),
    [
        ("178. Transcript of Telephone Conversation", "Foreign Relations, Volume XII", "178"),
        ("Foreign Relations of the United States, 1969–1976, Volume XXXVIII, Part 1", "Foreign Relations", "38"),
        ("Essays, Vol. 7", "Essays", "7"),
        ("Gespräche, Band IX", "Gespräche", "9"),
        ("178. Transcript", "", ""),
        ("A Call", "Calls", ""),
        ("1984", "Novels", ""),
        ("Volume control", "Manuals", ""),
    ],
)
def test_the_number_in_a_series(title: str, series: str, part: str) -> None:
    assert series_part(title, Metadata(series=series)) == part


@pytest.mark.parametrize(
    ("told", "date", "year"),
    [
        ("1970-07-07T19:30:00", "1970-07-07", "1970"),
        ("1972-02", "1972-02", "1972"),
        ("June 18, 2007 [EBook #21849]", "June 18, 2007", "2007"),
        ("Wednesday, July 20, 2005", "Wednesday, July 20, 2005", "2005"),
        ("undated", "undated", ""),
    ],
)
def test_dates(told: str, date: str, year: str) -> None:
    tags = tags_of(sounding(1, 1, date=told).edition)
    assert (tags.date, tags.year) == (date, year)
    assert "[" not in tags.description


def test_the_description_is_in_the_language_of_the_edition() -> None:
    edition = sounding(1, 1, date="1970-07-07T19:30:00", series="Akten").edition
    german = replace(edition, script=replace(edition.script, language="de"))
    assert tags_of(german).description == (
        "Mit Ada und Bob. 1970-07-07 19:30. Aus Akten. Dies ist eine Lesung mit künstlichen Stimmen."
    )


def test_the_narrator_has_no_comma() -> None:
    """Audiobookshelf takes what commas and ampersands part for people, and would list each voice as a narrator."""
    tags = tags_of(sounding(1, 1).edition)
    assert tags.narrator == "Synthetic voices (tone)"


def test_many_people_are_counted() -> None:
    edition = sounding(1, 1).edition
    speakers = (
        Speaker("n", (), "Narrator", role="narrator"),
        *(Speaker(f"s{n}", (), f"P {n}") for n in range(20)),
        Speaker("both", (), "P 1 and P 2", members=("s1", "s2")),
    )
    edition = replace(edition, script=replace(edition.script, speakers=speakers))
    assert people(edition, 3, catalogue("en")) == "P 0, P 1 and 18 more"
    assert people(edition, 20, catalogue("en")).endswith("P 18 and P 19")
