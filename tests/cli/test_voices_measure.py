"""`voices list` and `voices measure`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readaloud.engines import bank
from tests.cli.tool import run

PROFILE = '[[voice]]\nid = "{id}"\nengine = "tone"\nengine_voice = "{hertz}"\nlanguage = "tlh"\n'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "voices"
    folder.mkdir()
    (folder / "mine.toml").write_text(
        "\n".join(PROFILE.format(id=id, hertz=hertz) for id, hertz in (("low", 200), ("high", 500))), "utf-8"
    )
    monkeypatch.setenv(bank.VARIABLE, str(folder))
    monkeypatch.setenv("READALOUD_CACHE", str(tmp_path / "cache"))
    return folder


def test_voices_are_measured_side_by_side(own: Path) -> None:
    ran = run("voices", "measure", "--language", "tlh", "--plain")
    assert ran.code == 0
    head, *rows = ran.out.splitlines()
    assert head.split() == ["voice", "pitch", "range", "loudness", "pace", "nearest", "distance"]
    assert [row.split()[0] for row in rows] == ["high", "low"]
    assert float(rows[0].split()[-1]) > 1
    assert rows[1].split()[1:3] == ["200", "Hz"]


def test_measurements_are_kept_and_listed(own: Path) -> None:
    before = run("voices", "list", "--language", "tlh", "--json").json
    assert [voice["sound"] for voice in before] == [None, None]
    measured = run("voices", "measure", "low", "--json", "--plain").json
    after = run("voices", "list", "--language", "tlh", "--json").json
    assert [voice["id"] for voice in after if voice["sound"]] == ["low"]
    assert next(voice for voice in after if voice["id"] == "low") == measured[0]


def test_a_shipped_voice_is_compared(own: Path) -> None:
    assert run("voices", "measure", "tone-narrator", "low", "--check", "--plain").code == 0


def test_a_name_that_is_none(own: Path) -> None:
    ran = run("voices", "measure", "tone-narator")
    assert ran.code == 5
    assert "Error: There is no voice 'tone-narator' here." in ran.err
    assert "tone-narrator" in ran.err


def test_a_voice_that_cannot_be_measured_is_named(own: Path) -> None:
    (own / "broken.toml").write_text(PROFILE.format(id="bad", hertz=99999), "utf-8")
    ran = run("voices", "measure", "--language", "tlh", "--plain")
    assert ran.code == 5
    assert "1 of 3 voices could not be measured; bad: " in ran.err
    assert "low" in ran.out


def test_nothing_ships_in_part(own: Path) -> None:
    assert run("voices", "measure", "low", "--ship").code == 2


@pytest.mark.parametrize("options", [("--gender", "male"), ("--language", "de"), ("--engine", "tone")])
def test_the_list_is_filtered(options: tuple[str, str]) -> None:
    found = run("voices", "list", "--json", *options).json
    value = options[1]
    key = options[0].removeprefix("--")
    assert found
    assert all(voice[key].split("-")[0] == value for voice in found)
    assert json.dumps(found)
