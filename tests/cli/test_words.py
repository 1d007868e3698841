"""`readaloud words`: a person sees and hears how names will be said before anything is rendered."""

from __future__ import annotations

import tomllib
import wave
from pathlib import Path
from typing import Any

import pytest

from tests.cli.tool import run
from tests.platforms import espeak_ng

pytestmark = espeak_ng

TALK = """A Call

A: Good morning, Mister Sukhodrev. Have you seen Dr. Kissinger?

B: No. Sukhodrev’s plenipotentiary is at the NSC.

A: And how is he?

B: Well.
"""


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    source = tmp_path / "talk.txt"
    source.write_text(TALK)
    return source


def rows(*arguments: str | Path) -> dict[str, dict[str, Any]]:
    ran = run("words", *arguments, "--json")
    assert ran.code == 0, ran.err
    return {row["word"]: row for row in ran.json["words"]}


def test_names_and_rare_words_with_their_sound_and_place(talk: Path) -> None:
    found = rows(talk)
    one = found["Sukhodrev"]
    assert (one["kind"], one["count"], one["turn"], one["label"], one["lexicon"]) == ("name", 2, 0, "A", "")
    assert one["ipa"].startswith("sˈʌkhə")
    assert one["context"] == "Good morning, Mister Sukhodrev."
    assert found["plenipotentiary"]["kind"] == "rare"
    assert found["Kissinger"]["ipa"].startswith("kˈɪsɪndʒ")
    assert found["Kissinger"]["lexicon"].startswith("en.pls, line ")
    assert next(iter(found)) == "Sukhodrev"


def test_the_table_marks_what_a_lexicon_covers(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_text('Sukhodrev = "/ˈsuːkədrɛf/"\n')
    out = run("words", talk, "--lexicon", tmp_path / "n.toml").out
    line = next(line for line in out.splitlines() if line.startswith("Sukhodrev"))
    assert "/sˈuːkədɹɛf/" in line
    assert "✓" in line
    assert "turn 1  A: Good morning" in line
    rest = run("words", talk, "--lexicon", tmp_path / "n.toml", "--uncovered").out.splitlines()
    assert not [line for line in rest if line.startswith("Sukhodrev")]


def test_the_stub_is_edited_and_given_back(talk: Path, tmp_path: Path) -> None:
    stub = tmp_path / "names.toml"
    assert run("words", talk, "-o", stub, "--uncovered").code == 0
    text = stub.read_text()
    assert tomllib.loads(text) == {}
    # What it says now is a valid entry for the very same sound.
    stub.write_text("\n".join(line[2:] if line.startswith('# "') else line for line in text.splitlines()))
    before, after = rows(talk), rows(talk, "--lexicon", stub)
    assert after["Sukhodrev"]["lexicon"] == f"{stub}, 'Sukhodrev'"
    assert after["Sukhodrev"]["ipa"].replace("ˌ", "") == before["Sukhodrev"]["ipa"].replace("ˌ", "")
    edited = run("words", talk, "-o", stub)
    assert edited.code == 4
    assert "is not overwritten" in edited.err


def test_the_words_are_said_into_a_file(talk: Path, tmp_path: Path) -> None:
    told = run("words", talk, "--audition", tmp_path / "words.wav")
    assert told.code == 0
    with wave.open(str(tmp_path / "words.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
    count = len(rows(talk))
    assert count * 0.8 < seconds < count * 2.5
    assert f"words.wav: {count} words" in told.out
    bad = run("words", talk, "--audition", tmp_path / "no/where.wav")
    assert bad.code == 1
    assert bad.err.startswith("Error: ")


def test_an_edition_keeps_its_lexicons_for_words_too(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_text('Sukhodrev = "soo"\n')
    made = run("make", talk, "-o", tmp_path / "out", "--engine", "tone", "--plain", "--lexicon", tmp_path / "n.toml")
    assert made.code == 0
    found = rows(tmp_path / "out/talk/script.yaml", "--engine", "tone")
    assert found["Sukhodrev"]["said"] == "soo"
    assert found["Sukhodrev"]["ipa"] == ""


def test_a_bad_source_or_lexicon(talk: Path, tmp_path: Path) -> None:
    assert run("words", tmp_path / "nowhere.txt").code == 3
    assert run("words", talk, "--lexicon", tmp_path / "nowhere.toml").code == 4


def test_a_document_without_names(tmp_path: Path) -> None:
    source = tmp_path / "plain.txt"
    source.write_text("A Call\n\nA: Good morning.\n\nB: Good morning to you.\n\nA: Yes.\n")
    assert run("words", source, "--uncovered", "--engine", "tone").out.startswith(("There are no names", "word"))
