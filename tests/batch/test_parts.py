"""Names of folders, the arithmetic of costs, and what a survey keeps."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from readaloud import pipeline
from readaloud.batch import survey
from readaloud.batch.estimate import makespan
from readaloud.batch.slugs import RESERVED, Names
from readaloud.batch.units import Unit
from readaloud.batch.work import Task, perform
from readaloud.readers import intake
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


def test_a_machine_without_a_voice_says_which_and_takes_no_other(tmp_path: Path) -> None:
    raw = intake.load(ROOT / "docs/sample/lighthouse-call.txt")
    unit = Unit("call", "call.txt", "", 0, "0" * 64, "0" * 64, "plaintext")
    cast = '[[speaker]]\nid = "narrator"\nvoice = "nobody-has-it"\n'
    settings = Settings(engine="tone", formats=("vtt",))
    outcome = perform(Task(unit, raw, settings, tmp_path / "call", cast, "the collection's cast for call"))
    assert outcome.told is None
    assert outcome.kind == "EngineError"
    assert "lacks a voice that the collection has: there is no voice 'nobody-has-it'" in outcome.reason
    assert outcome.worker
    assert not outcome.lasting, "it is tried again without being asked: another machine may have it"
    assert list(tmp_path.iterdir()) == []
