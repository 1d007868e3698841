"""Bytes under a content address: bounded, checked, shared."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readaloud import places, runs
from readaloud.errors import UsageError
from readaloud.store import DAY, KEPT, Store

NEVER = float("inf")


def filled(folder: Path, sizes: list[int], used: list[float] | None = None) -> Store:
    """A store with a file of each size; each used an hour after the one before, unless told otherwise."""
    store = Store(folder)
    begin = time.time() - DAY
    for number, size in enumerate(sizes):
        store.put("clip", f"{number:064x}", bytes(size))
        when = used[number] if used else begin + 60 * number
        os.utime(folder / "clips" / "0" / f"{number:064x}.clip", (when, when))
    return store


def keys(store: Store) -> set[int]:
    return {int(kept.path.stem, 16) for kept in store.kept()}


@given(data=st.binary(max_size=300), key=st.from_regex("[0-9a-f]{64}", fullmatch=True), bit=st.integers(0, 10**6))
def test_what_is_kept_is_found_to_the_byte_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, key: str, bit: int
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    assert store.get("span", key) is None
    store.put("span", key, data)
    assert store.get("span", key) == data
    assert store.get("clip", key) is None
    (kept,) = store.kept()
    damaged = bytearray(kept.path.read_bytes())
    damaged[bit // 8 % len(damaged)] ^= 1 << bit % 8
    kept.path.write_bytes(damaged)
    assert store.get("span", key) is None


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = filled(tmp_path, [1000] * 10)
    total = sum(kept.size for kept in store.kept())
    assert store.prune(total, NEVER) == 0
    store.prune(total - 1, NEVER)
    assert keys(store) == set(range(2, 10))
    assert sum(kept.size for kept in store.kept()) <= KEPT * (total - 1)


def test_what_is_used_is_marked_once_a_run(tmp_path: Path) -> None:
    filled(tmp_path, [1000] * 3)
    begin = time.time() - 1
    using = Store(tmp_path, since=begin)
    assert using.get("clip", f"{0:064x}") is not None
    marked = next(kept.used for kept in using.kept() if kept.path.stem == f"{0:064x}")
    assert marked >= begin
    assert using.get("clip", f"{0:064x}") is not None
    assert marked == next(kept.used for kept in using.kept() if kept.path.stem == f"{0:064x}")
    using.prune(2200, NEVER)
    assert keys(using) == {0}


def test_what_a_run_needs_stays_however_small_the_bound(tmp_path: Path) -> None:
    begin = time.time() - 1000
    store = filled(tmp_path, [1000] * 4, [begin - 10, begin, begin + 10, begin + 20])
    assert store.prune(1, begin) == 1
    assert keys(store) == {1, 2, 3}
    assert store.clear(begin) == 0
    assert store.clear(NEVER) == 3


def test_a_time_in_the_future_keeps_nothing_for_ever(tmp_path: Path) -> None:
    """A clock that was wrong, and is right again."""
    ahead = time.time() + 1000 * DAY
    store = filled(tmp_path, [1000] * 3, [ahead, time.time() - 50, ahead + 1])
    store.prune(2100, NEVER)
    assert keys(store) == {1}


def test_clearing_touches_nothing_that_is_not_ours(tmp_path: Path) -> None:
    store = filled(tmp_path, [10] * 2)
    own = [tmp_path / "letter.txt", tmp_path / "clips" / "letter.txt", tmp_path / "clips" / "0" / "letter.txt"]
    for path in own:
        path.write_text("mine")
    left = tmp_path / "clips" / "0" / ".new-abc"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    assert store.clear(NEVER) == 2
    assert all(path.read_text() == "mine" for path in own)
    assert not left.exists()


# Runs that go on


HOLD = """
import sys, time
from pathlib import Path
from readaloud import runs
with runs.run(Path(sys.argv[1])):
    print("holding", flush=True)
    time.sleep(60)
"""


def test_a_run_counts_until_its_process_ends_however_it_ends(tmp_path: Path) -> None:
    assert runs.oldest(tmp_path) == NEVER
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "holding\n"
    with runs.run(tmp_path) as begin:
        assert runs.oldest(tmp_path) <= begin < NEVER
    assert runs.oldest(tmp_path) < NEVER
    process.kill()
    process.wait()
    process.stdout.close()
    assert runs.oldest(tmp_path) == NEVER
    assert not list((tmp_path / "runs").iterdir())


def test_where_nothing_can_be_written_a_run_goes_on_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with runs.run(tmp_path / "file") as begin:
        assert begin == 0.0


# The bound


@pytest.mark.parametrize(
    ("told", "size"), [("500M", 500 * 10**6), ("20G", 20 * 10**9), ("1.5 GB", 15 * 10**8), ("7", 7), ("3k", 3000)]
)
def test_the_bound_is_told_as_people_write_it(monkeypatch: pytest.MonkeyPatch, told: str, size: int) -> None:
    monkeypatch.setenv(places.CACHE_SIZE, told)
    assert places.cache_size() == size


@pytest.mark.parametrize("told", ["much", "-1", "5X", "G"])
def test_a_bound_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv(places.CACHE_SIZE, told)
    with pytest.raises(UsageError, match="no size"):
        places.cache_size()
