"""A person's lexicon: it is heard, kept with the edition, and shown nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.tool import edition, make, run

TALK = """A Call

A: Good morning, Mr. Sukhodrev.

B: Sukhodrev’s wife is here. I am not.

A: SALT is no salt.
"""
LEXICON = 'Sukhodrev = "soo hod reff of all"\n'


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    source = tmp_path / "talk.txt"
    source.write_text(TALK)
    (tmp_path / "names.toml").write_text(LEXICON)
    return source


def cues(folder: Path) -> list[tuple[str, str]]:
    return [(cue["id"], cue["text"]) for cue in edition(folder)["cues"]]


def lengths(folder: Path) -> dict[str, int]:
    return {cue["text"]: cue["end_ms"] - cue["begin_ms"] for cue in edition(folder)["cues"]}


def clips(*arguments: str | Path) -> dict[str, Any]:
    ran = run("make", *arguments, "--engine", "tone", "--plain", "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = ran.json["clips"]
    return found


def test_it_is_heard_and_changes_no_printed_word(talk: Path, tmp_path: Path) -> None:
    plain = make(talk, tmp_path / "plain")
    said = make(talk, tmp_path / "said", "--lexicon", str(tmp_path / "names.toml"))
    assert cues(plain) == cues(said)
    assert edition(plain)["ledger"] == edition(said)["ledger"]
    before, after = lengths(plain), lengths(said)
    changed = {text for text in before if abs(before[text] - after[text]) > 1}  # of rounding
    assert changed == {"Good morning, Mr. Sukhodrev.", "Sukhodrev’s wife is here."}
    assert (said / "script.yaml").read_bytes() == (plain / "script.yaml").read_bytes()
    assert run("check", said).code == 0


def test_the_edition_keeps_it_and_its_script_sounds_the_same(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "more.toml").write_text('SALT = "the treaty"\n')
    said = make(
        talk, tmp_path / "out", "--lexicon", str(tmp_path / "names.toml"), "--lexicon", str(tmp_path / "more.toml")
    )
    kept = {path.name: path.read_text() for path in (said / "lexicon").iterdir()}
    assert kept == {"1-names.toml": LEXICON, "2-more.toml": 'SALT = "the treaty"\n'}
    before = {path.name: path.read_bytes() for path in said.glob("*.m*")}
    assert clips(said / "script.yaml")["made"] == 0
    assert {path.name: path.read_bytes() for path in said.glob("*.m*")} == before
    assert {path.name for path in (said / "lexicon").iterdir()} == set(kept)
    assert {f["format"] for f in edition(said)["files"]} >= {"lexicon"}


def test_a_persons_change_of_it_is_heard_and_never_lost(talk: Path, tmp_path: Path) -> None:
    said = make(talk, tmp_path / "out", "--lexicon", str(tmp_path / "names.toml"))
    kept = said / "lexicon/1-names.toml"
    kept.write_text('Sukhodrev = "another one"\n')
    assert clips(said / "script.yaml")["made"] == 2
    ran = run("make", talk, "-o", tmp_path / "out", "--engine", "tone", "--plain")
    assert ran.code == 4
    assert "1-names.toml was changed by hand" in ran.err
    assert kept.read_text() == 'Sukhodrev = "another one"\n'
    make(talk, tmp_path / "out", "--replan")
    assert not (said / "lexicon").exists()


def test_one_given_with_a_script_wins_over_those_kept(talk: Path, tmp_path: Path) -> None:
    said = make(talk, tmp_path / "out", "--lexicon", str(tmp_path / "names.toml"))
    before = lengths(said)
    (tmp_path / "new.toml").write_text('Sukhodrev = "x"\n')
    assert clips(said / "script.yaml", "--lexicon", tmp_path / "new.toml")["made"] == 2
    assert lengths(said)["Good morning, Mr. Sukhodrev."] < before["Good morning, Mr. Sukhodrev."]
    assert sorted(path.name for path in (said / "lexicon").iterdir()) == ["1-names.toml", "2-new.toml"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("missing.toml", None, "There is no lexicon"),
        ("broken.toml", "Le Duc = 5", "not valid TOML"),
        ("broken.pls", "<lexicon/>", "not a PLS lexicon"),
        ("ipa.toml", 'Sukhodrev = "/suxodref/"', "takes no IPA"),
        (".", None, "is a directory"),
    ],
)
def test_a_bad_lexicon_stops_before_anything_is_written(
    name: str, data: str | None, told: str, talk: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_text(data)
    ran = run("make", talk, "-o", tmp_path / "out", "--engine", "tone", "--plain", "--lexicon", path)
    assert ran.code == (2 if name == "." else 4)
    assert told in ran.err
    assert len(ran.err.splitlines()) <= 2
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_an_unknown_symbol_is_named(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('Sukhodrev = "/su4odref/"\n')
    ran = run("make", talk, "-o", tmp_path / "out", "--plain", "--lexicon", tmp_path / "x.toml")
    assert ran.code == 4
    assert "'Sukhodrev': the voices for" in ran.err
    assert "have no sound for '4' (U+0034)" in ran.err
