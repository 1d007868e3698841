"""Names of folders, the arithmetic of costs, and what a survey keeps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readaloud import pipeline
from readaloud.batch import survey
from readaloud.batch.estimate import makespan
from readaloud.batch.slugs import RESERVED, Names
from readaloud.settings import Settings
from tests.conftest import ROOT


@given(st.lists(st.text(max_size=300), max_size=20))
def test_names_are_distinct_and_stay_in_their_folder(wanted: list[str]) -> None:
    names, again = Names(), Names()
    found = [names.next(name, f"{n}") for n, name in enumerate(wanted)]
    assert found == [again.next(name, f"{n}") for n, name in enumerate(wanted)]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert "/" not in name
        assert name[0] != "."
        assert name not in RESERVED
        assert len(name.encode()) <= 200


def test_as_many_as_one_likes_may_be_called_alike() -> None:
    names = Names()
    assert len({names.next("x" * 400, "the same") for _ in range(300)}) == 300


def test_tasks_are_taken_in_order_by_whoever_is_free() -> None:
    assert makespan([3, 1, 1, 1], 2) == 3
    assert makespan([1, 1, 1, 3], 2) == 4
    assert makespan([2.0] * 10, 100) == 2
    assert makespan([1.0] * 100, 1) == 100


def test_a_survey_is_the_same_after_it_was_kept() -> None:
    document, _ = pipeline.read(str(ROOT / "docs/sample/lighthouse-call.txt"))
    made = survey.survey(document, Settings())
    assert survey.from_json(survey.to_json(made)) == made
    assert made.words > 100
