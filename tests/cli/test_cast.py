"""A person looks at the cast, changes it, and gives it back."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_edit import free_voice
from tests.cli.tool import edition, make, run

TONE = ("--engine", "tone")
MP3 = ("--format", "mp3", "--json")

FIRST = """1. Transcript of a Telephone Conversation Between Henry Kissinger and Anna Bell

K: Good morning. How are you?
B: Well. Is it done?
K: It is done.
"""
SECOND = """2. Transcript of a Telephone Conversation Between Henry Kissinger and Carl Dane

D: Are you there?
K: Good evening. Where else would I be?
D: I do not know.
"""


def cast_of(path: Path) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in tomllib.loads(path.read_text("utf-8"))["speaker"]}


def voices_of(folder: Path) -> dict[str, str]:
    return {s["id"]: s["voice"] for s in edition(folder)["speakers"]}


@pytest.fixture(autouse=True)
def _own_clips(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Clips are counted here: another test may have made them already."""
    monkeypatch.setenv("READALOUD_CACHE", str(tmp_path / "cache"))


def made(*arguments: str | Path) -> dict[str, Any]:
    ran = run("make", *arguments, *TONE, *MP3)
    assert ran.code == 0, ran.err
    return ran.json


@pytest.mark.parametrize("engine", ["tone", "pyttsx3"])
def test_the_sheet_fits_a_hundred_columns_and_says_why(sample: Path, engine: str) -> None:
    ran = run("cast", sample, "--engine", engine)
    assert ran.code == 0, ran.err
    assert max(map(len, ran.out.splitlines())) <= 100
    for wanted in (
        "nearest in the same scene",
        "apart",
        "okafor",
        "Printed as",
        "kept for the narrator",
        "turns",
        "words",
    ):
        assert wanted in ran.out
    told = run("cast", sample, "--engine", engine, "--json").json["speakers"]
    assert all(s["voice"] and s["reason"] and s["engine"] == engine and not s["pinned"] for s in told)
    assert all({"turns", "words", "labels", "say_name"} <= set(s) for s in told)


def test_changing_one_voice_makes_exactly_that_speakers_lines_anew(sample: Path, tmp_path: Path) -> None:
    assert run("cast", sample, *TONE, "-o", tmp_path / "cast.toml").code == 0
    before = make(sample, tmp_path / "a", "--format", "mp3", "--cast", str(tmp_path / "cast.toml"))
    text = (tmp_path / "cast.toml").read_text("utf-8")
    own = cast_of(tmp_path / "cast.toml")["okafor"]["voice"]
    (tmp_path / "cast.toml").write_text(text.replace(f'"{own}"', f'"{(other := free_voice(text))}"'), "utf-8")
    told = made(sample, "-o", tmp_path / "b", "--cast", tmp_path / "cast.toml")
    after = tmp_path / "b" / before.name
    cues = edition(after)["cues"]
    lines = {c.get("spoken", c["text"]) for c in cues if c["speaker"] == "okafor" and c.get("spoken", c["text"])}
    assert told["clips"]["made"] == len(lines) > 3
    assert voices_of(after) == voices_of(before) | {"okafor": other}
    assert run("check", after).code == 0


def test_a_voice_taken_away_is_chosen_anew_around_the_others(sample: Path, tmp_path: Path) -> None:
    folder = make(sample, tmp_path, "--format", "mp3")
    before = voices_of(folder)
    text = (folder / "cast.toml").read_text("utf-8")
    line = f'voice = "{before["okafor"]}"\n'
    # The others are pinned, and one of them to what okafor had.
    text = text.replace(line, "", 1).replace(f'"{before["operator"]}"', f'"{before["okafor"]}"')
    (folder / "cast.toml").write_text(text, "utf-8")
    made(folder / "script.yaml")
    after = voices_of(folder)
    assert after == before | {"operator": before["okafor"], "okafor": after["okafor"]}
    assert after["okafor"] not in (before["okafor"], *(v for s, v in after.items() if s != "okafor"))
    assert cast_of(folder / "cast.toml")["okafor"]["voice"] == after["okafor"], "written down, so that it stays"
    assert made(folder / "script.yaml")["clips"]["made"] == 0


def test_one_cast_file_serves_a_series(tmp_path: Path) -> None:
    for name, text in (("one.txt", FIRST), ("two.txt", SECOND)):
        (tmp_path / name).write_text(text)
    assert run("cast", tmp_path / "one.txt", *TONE, "-o", tmp_path / "series.toml").code == 0
    chosen = free_voice((tmp_path / "series.toml").read_text("utf-8"))
    own = cast_of(tmp_path / "series.toml")["kissinger"]["voice"]
    text = (tmp_path / "series.toml").read_text("utf-8").replace(f'"{own}"', f'"{chosen}"')
    (tmp_path / "series.toml").write_text(text, "utf-8")
    told = made(tmp_path / "two.txt", "-o", tmp_path, "--cast", tmp_path / "series.toml")
    assert voices_of(tmp_path / "two")["kissinger"] == chosen and told["warnings"] == []
    assert len(set(voices_of(tmp_path / "two").values())) == len(voices_of(tmp_path / "two"))
    (tmp_path / "typed.toml").write_text('[[speaker]]\nid = "kisinger"\nvoice = "tone-1"\n')
    ran = run("make", tmp_path / "two.txt", "-o", tmp_path, *TONE, "--cast", tmp_path / "typed.toml")
    assert ran.code == 4 and "there is no speaker 'kisinger'" in ran.err and "kissinger" in ran.err.splitlines()[1]


def test_engines_are_mixed_and_a_foreign_voice_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(FIRST)
    (tmp_path / "c.toml").write_text('[[speaker]]\nid = "bell"\nvoice = "de-man-warm"\n')
    ran = run("make", tmp_path / "one.txt", "-o", tmp_path, *TONE, "--format", "mp3", "--cast", tmp_path / "c.toml")
    assert ran.code == 0, ran.err
    warning = "c.toml, line 1: the voice 'de-man-warm' speaks de, but what Anna Bell says is in en"
    assert warning in ran.out and any(warning in w for w in edition(tmp_path / "one")["warnings"])
    assert voices_of(tmp_path / "one")["bell"] == "de-man-warm"
    assert voices_of(tmp_path / "one")["kissinger"].startswith("tone-")
    assert run("check", tmp_path / "one").code == 0


def test_a_voice_whose_engine_is_missing(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(FIRST)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/own.toml").write_text(
        '[[voice]]\nid = "ghost"\nengine = "phantom"\nengine_voice = "x"\nlanguage = "en"\n'
    )
    (tmp_path / "c.toml").write_text('[[speaker]]\nid = "bell"\nvoice = "ghost"\n')
    own = {"READALOUD_VOICES": str(tmp_path / "mine")}
    ran = run("make", tmp_path / "one.txt", "-o", tmp_path, *TONE, "--cast", tmp_path / "c.toml", env=own)
    assert ran.code == 5 and "c.toml, line 1" in ran.err and "'phantom', which is not there" in ran.err
    assert not (tmp_path / "one").exists()


# -- names ----------------------------------------------------------------------------------------------------------------


def test_names_are_said_and_nothing_else_changes(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READALOUD_CACHE", str(tmp_path / "cache"))  # else another test may have said the names
    plain = make(sample, tmp_path / "plain", "--format", "mp3")
    told = made(sample, "-o", tmp_path / "named", "--speaker-names", "scene")
    named = tmp_path / "named" / plain.name
    a, b = edition(plain), edition(named)
    added = [c for c in b["cues"] if c["id"] not in {x["id"] for x in a["cues"]}]
    assert [c["id"] for c in b["cues"] if c not in added] == [c["id"] for c in a["cues"]]
    assert {c["kind"] for c in added} == {"announcement"} and len(added) >= 3
    assert told["clips"]["made"] == len({c["spoken"] for c in added})
    assert a["ledger"] == b["ledger"] and a["speakers"] == b["speakers"]
    assert [c["title"] for c in a["chapters"]] == [c["title"] for c in b["chapters"]]
    assert run("check", named).code == 0
    # A script given back says them once.
    made(named / "script.yaml")
    assert edition(named)["cues"] == b["cues"]
    ran = run("make", named / "script.yaml", "--speaker-names", "always", *TONE)
    assert ran.code == 2 and "--speaker-names" in ran.err


def test_gaps_before_turns_stay_and_a_name_follows_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(FIRST)
    make(tmp_path / "one.txt", tmp_path / "plain", "--format", "mp3")
    make(tmp_path / "one.txt", tmp_path / "named", "--format", "mp3", "--speaker-names", "always")
    gaps = []
    for folder in ("plain", "named"):
        cues = edition(tmp_path / folder / "one")["cues"]
        heard = [c for c in cues if c["end_ms"] > c["begin_ms"]]
        pairs = list(itertools.pairwise(heard))
        name_after = [
            b["begin_ms"] - a["end_ms"] for a, b in pairs if a["kind"] == "announcement" and b["kind"] == "speech"
        ]
        gaps.append([b["begin_ms"] - a["end_ms"] for a, b in pairs if a["kind"] == "speech"])
    assert len(name_after) == 3 and all(150 <= gap <= 260 for gap in name_after)
    # How long the words beside a gap are has a little to do with it.
    assert all(abs(x - y) <= 15 for x, y in zip(*gaps, strict=True)), gaps


def test_plan_says_the_names_that_make_says(sample: Path, tmp_path: Path) -> None:
    assert run("plan", sample, "-o", tmp_path / "s.yaml", *TONE, "--speaker-names", "first").code == 0
    folder = make(sample, tmp_path / "out", "--format", "mp3", "--speaker-names", "first")
    assert (tmp_path / "s.yaml").read_bytes() == (folder / "script.yaml").read_bytes()
