"""Parts made on several cores: in order, not far ahead, and whatever happens to a process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from readaloud.child import COPIES
from readaloud.errors import OutputError
from readaloud.pipeline import side_by_side as module
from readaloud.pipeline.side_by_side import side_by_side
from tests.platforms import copies


@pytest.fixture(params=[pytest.param(True, marks=copies), False])
def copied(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """In copies, and in threads as where there are none."""
    monkeypatch.setattr(module, "COPIES", request.param)
    return bool(request.param)


def children() -> list[int]:
    return [child.pid for child in psutil.Process().children()]


def test_what_comes_last_is_first_if_it_is_number_one(copied: bool) -> None:
    def make(number: int) -> tuple[int, int]:
        time.sleep(0.02 * (5 - number % 5))
        return number, os.getpid()

    made = list(side_by_side(make, range(20), 3))
    assert [number for number, _ in made] == list(range(20))
    assert len({pid for _, pid in made} - {os.getpid()}) == (3 if copied else 0)
    assert not set(children()) & {pid for _, pid in made}


def test_no_more_is_made_than_will_soon_be_wanted(copied: bool, tmp_path: Path) -> None:
    def make(number: int) -> int:
        (tmp_path / str(number)).touch()
        return number

    made = side_by_side(make, range(100), 2)
    assert [next(made) for _ in range(3)] == [0, 1, 2]
    time.sleep(0.3)
    assert len(list(tmp_path.iterdir())) <= 3 + 2 * 2
    made.close()


def test_one_worker_needs_no_process(copied: bool) -> None:
    assert set(side_by_side(lambda _: os.getpid(), range(10), 1)) == {os.getpid()}


@pytest.mark.parametrize(("count", "share", "workers"), [(9, 5, 1), (10, 5, 2), (30, 5, 4), (3, 1, 3), (0, 1, 0)])
def test_a_worker_has_its_share(count: int, share: int, workers: int) -> None:
    def make(number: int) -> int:
        time.sleep(0.02)
        return os.getpid()

    pids = set(side_by_side(make, range(count), 4, share))
    assert len(pids) == workers
    if COPIES:
        assert (os.getpid() in pids) == (workers == 1)


def test_an_error_is_raised_in_its_place_and_all_ends(copied: bool) -> None:
    before = children()

    def make(number: int) -> int:
        if number == 3:
            raise OutputError("The disk is full.")
        return number

    made = side_by_side(make, range(50), 2)
    assert [next(made) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(OutputError, match="disk is full"):
        next(made)
    assert children() == before


def test_who_is_left_in_the_midst_leaves_nobody(copied: bool) -> None:
    before = children()
    made = side_by_side(lambda number: number, range(50), 2)
    assert next(made) == 0
    made.close()
    assert children() == before


@copies
def test_parts_of_a_process_that_is_killed_are_made_here() -> None:
    here = os.getpid()

    def make(number: int) -> tuple[int, int]:
        if number in (4, 11) and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number, os.getpid()

    made = list(side_by_side(make, range(20), 2))
    assert [number for number, _ in made] == list(range(20))
    assert {made[number][1] for number in (4, 11)} == {here}


@copies
def test_where_no_process_can_be_had_all_is_made_in_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none)
    assert set(side_by_side(lambda _: os.getpid(), range(10), 2)) == {os.getpid()}
