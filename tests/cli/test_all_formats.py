"""`--format all`: every format from one pass over the samples, proved by `check`, which says what it could not prove."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.checking.formats import AUDIO, TEXT, TOGETHER
from readaloud.writers.registry import BUILTIN, wanted
from tests.cli.tool import edition, run

FILES = {"mp3-chapters": "mp3-chapter"}
"""What the files of a format are called in `edition.json`, where it is not the format's own name."""


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The edition in all formats, and how many clips were spoken for it."""
    place = tmp_path_factory.mktemp("all")
    env = {"READALOUD_CACHE": str(place / "cache")}
    ran = run("make", sample, "-o", place, "--engine", "tone", "--format", "all", "--json", env=env)
    assert ran.code == 0, ran.err
    return place / sample.stem, ran.json["clips"]["made"]


def test_every_format_is_made_and_nothing_is_spoken_twice(made: tuple[Path, int], sample: Path, tmp_path: Path) -> None:
    folder, spoken = made
    told = [file["format"] for file in edition(folder)["files"]]
    assert {FILES.get(name, name) for name in BUILTIN} <= set(told)
    env = {"READALOUD_CACHE": str(tmp_path / "cache")}
    ran = run("make", sample, "-o", tmp_path, "--engine", "tone", "--format", "vtt", "--json", env=env)
    assert ran.json["clips"]["made"] == spoken > 0


def test_check_knows_of_every_format_whether_it_is_heard_or_read() -> None:
    assert {FILES.get(name, name) for name in BUILTIN} == {*AUDIO, *TOGETHER, *TEXT}


def test_check_proves_all_and_says_what_it_cannot(made: tuple[Path, int], tmp_path: Path) -> None:
    ran = run("check", made[0], "--json", env={"PATH": str(tmp_path)})
    assert ran.code == 0 and ran.json["ok"], [f for f in ran.json["findings"] if not f["ok"]]
    unchecked = [f for f in ran.json["findings"] if f["unchecked"]]
    assert {f["what"] for f in unchecked} == {"epub"}
    assert all(f["ok"] for f in unchecked), "what cannot be checked is no fault"
    assert any("needs Java" in f["text"] for f in unchecked)


def test_check_marks_what_it_could_not_check(made: tuple[Path, int], tmp_path: Path) -> None:
    lines = run("check", made[0], env={"PATH": str(tmp_path)}).out.splitlines()
    assert ["needs Java" in line for line in lines if line.startswith("?")] == [True]


def test_names_of_formats() -> None:
    assert wanted(["all"])[: len(BUILTIN)] == tuple(BUILTIN)
    assert wanted(["vtt, srt", "vtt"]) == ("vtt", "srt")
    assert wanted(["vtt", "all"])[0] == "vtt" and len(wanted(["vtt", "all"])) == len(wanted(["all"]))
