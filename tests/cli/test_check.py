"""`check` finds what is wrong: a negative control for each thing it proves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.tool import edition, make, run


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "m4b,mp3")


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / made.name))


def failed(folder: Path, what: str) -> str:
    ran = run("check", folder)
    assert ran.code == 6, (ran.out, ran.err)
    lines = [line for line in ran.out.splitlines() if line.startswith("FAILED") and f" {what}:" in line]
    assert lines, ran.out
    return lines[0]


def rewrite(folder: Path, **changes: object) -> None:
    told = edition(folder)
    told.update(changes)
    (folder / "edition.json").write_text(json.dumps(told), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("a-lost-word", "She was two miles off", "She was miles off", "“two” is lost"),
        (
            "a-doubled-word",
            "She was two miles off",
            "She was two two miles off",
            "“two” is not in the source or stands twice",
        ),
        ("a-changed-word", "She was two miles off", "She was ten miles off", "“two” became “ten”"),
        ("a-changed-note", "November 5.", "November 6.", "“5” became “6” in note"),
    ],
)
def test_a_word_that_is_not_the_sources(copied: Path, name: str, old: str, new: str, message: str) -> None:
    script = copied / "script.yaml"
    script.write_text(script.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert message in failed(copied, "words")


def test_a_cue_beside_its_sound(copied: Path) -> None:
    cues = edition(copied)["cues"]
    for cue in cues[20:]:
        cue["begin_ms"] += 60
        cue["end_ms"] += 60
    rewrite(copied, cues=cues)
    assert "sound in the pause" in failed(copied, "audio") or "nothing is heard" in failed(copied, "audio")


def test_a_cue_that_is_not_in_the_script(copied: Path) -> None:
    rewrite(copied, cues=edition(copied)["cues"][:-1])
    failed(copied, "cues")


def test_chapters_that_are_not_those_of_the_files(copied: Path) -> None:
    chapters = edition(copied)["chapters"]
    chapters[2]["title"] = "Page 99"
    rewrite(copied, chapters=chapters)
    failed(copied, "chapters")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a-page-moved", "edition.json"),
        ("a-page-deleted", "edition.json"),
        ("a-note-moved", "edition.json"),
        ("no-files", "edition.json"),
        ("another-title", "script"),
        ("another-speaker", "script"),
        ("another-source", "script"),
    ],
)
def test_an_edition_json_that_tells_something_else(copied: Path, name: str, what: str) -> None:
    told = edition(copied)
    if name == "a-page-moved":
        told["pages"][0]["begin_ms"] = 3
    elif name == "a-page-deleted":
        del told["pages"][0]
    elif name == "a-note-moved":
        told["notes"][0] |= {"begin_ms": 3, "end_ms": 4}
    elif name == "no-files":
        told["files"] = []
    elif name == "another-title":
        told["title"] = "Another"
    elif name == "another-speaker":
        told["speakers"][0]["name"] = "Another"
    else:
        told["source"]["sha256"] = "0" * 64
    rewrite(copied, **told)
    failed(copied, what)


@pytest.mark.parametrize(
    "change",
    [
        {"cues": [{}]},
        {"duration_ms": "long"},
        {"pages": None},
        {"files": "bogus"},
        {"ledger": []},
        {"settings": {"target_lufs": "x"}},
    ],
)
def test_an_edition_json_of_another_shape(copied: Path, change: dict[str, object]) -> None:
    rewrite(copied, **change)
    assert run("check", copied).code == 6
    assert run("where", copied, "--page", "42").code == 6


def test_a_wrong_loudness(copied: Path) -> None:
    rewrite(copied, settings={"target_lufs": -23.0, "ceiling_dbtp": -3.0})
    failed(copied, "loudness")


def test_a_peak_over_the_ceiling(copied: Path) -> None:
    rewrite(copied, settings={"target_lufs": -19.0, "ceiling_dbtp": -20.0})
    failed(copied, "loudness")


def test_a_file_that_was_changed_or_is_missing(copied: Path) -> None:
    (copied / "words.jsonl").unlink()
    assert "words.jsonl is missing" in failed(copied, "files")


def test_audio_that_is_cut_short_or_silent(copied: Path) -> None:
    path = copied / "lighthouse-call.mp3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    failed(copied, "audio")


def test_an_edition_json_that_leads_out_of_the_edition(copied: Path) -> None:
    files = edition(copied)["files"]
    files[0]["path"] = "../../../etc/hostname"
    rewrite(copied, files=files)
    assert "leads out" in failed(copied, "files")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"source": 1}'])
def test_an_edition_json_that_is_none(copied: Path, text: str) -> None:
    (copied / "edition.json").write_text(text)
    assert run("check", copied).code in (3, 6)
