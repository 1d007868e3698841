"""Voices as a person hears them before a cast is chosen: each on its own, or a whole cast with its first lines."""

from __future__ import annotations

import math
import os
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from readaloud.engines.bank import load_voices
from readaloud.engines.measure import loudness
from tests.cli.tool import COMMAND, make, run
from tests.platforms import player_program

NO_PLAYER = {"PATH": "/nowhere"}


@pytest.fixture(scope="module")
def folder(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of the sample."""
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "mp3")


def sound(path: Path) -> tuple[bytes, int]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.readframes(file.getnframes()), file.getframerate()


def test_voices_of_several_engines_are_equally_loud(tmp_path: Path) -> None:
    names = ("tone-446", *(load_voices(language, "pyttsx3")[0].id for language in ("en", "de", "cmn")))
    ran = run("voices", "audition", *names, "-o", tmp_path, "--json")
    assert ran.code == 0, ran.err
    assert [(told["id"], Path(told["file"]).name) for told in ran.json] == [(n, f"{n}.wav") for n in names]
    loud = [loudness(*sound(Path(told["file"]))) for told in ran.json]
    assert max(loud) - min(loud) < 0.3
    assert loud[0] == pytest.approx(ran.json[0]["lufs"], abs=0.3)
    for told in ran.json:
        samples, rate = sound(Path(told["file"]))
        assert told["seconds"] == pytest.approx(len(samples) / 2 / rate, abs=0.001)
        assert np.abs(np.frombuffer(samples, "<i2").astype(int)).max() <= math.ceil(0.89 * 32768)


def test_a_voice_says_the_standard_sentences_of_its_language_or_what_it_is_told(tmp_path: Path) -> None:
    german = load_voices("de")[0].id
    ran = run("voices", "audition", german, "tone-446", "-o", tmp_path, "--json")
    assert ran.json[0]["text"].startswith("Der alte Hafen")
    assert ran.json[1]["text"].startswith("The old harbour")
    assert all(told["text"].endswith(".") for told in ran.json)
    ran = run("voices", "audition", "tone-446", "--text", "Well, well.", "-o", tmp_path, "--json")
    assert [told["text"] for told in ran.json] == ["Well, well."]


def test_it_tells_each_voice_and_where_its_file_is(tmp_path: Path) -> None:
    ran = run("voices", "audition", "tone-446", "tone-930", "-o", tmp_path / "new" / "folder")
    assert ran.code == 0
    assert [line.split("  ")[0] for line in ran.out.splitlines()] == [
        str(tmp_path / f"new/folder/{name}.wav") for name in ("tone-446", "tone-930")
    ]
    assert "A hum at 446 Hz" in ran.out


def test_each_speaker_of_a_cast_says_their_own_first_line(sample: Path, folder: Path, tmp_path: Path) -> None:
    ran = run("voices", "audition", "--cast", folder / "cast.toml", "-o", tmp_path / "heard", "--json")
    assert ran.code == 0, ran.err
    said = {told["id"]: told["text"] for told in ran.json}
    assert {"okafor", "lindqvist", "narrator"} <= set(said)
    source = " ".join(sample.read_text().split())
    for speaker in ("okafor", "lindqvist"):
        first = said[speaker].split(".")[0]
        assert first in source and "Commissioner" not in first
    assert [Path(told["file"]).name[:3] for told in ran.json] == [f"{n:02}-" for n in range(1, len(said) + 1)]
    assert all(told["engine"] == "tone" for told in ran.json)


def test_a_cast_without_a_script_beside_it_takes_the_source(sample: Path, folder: Path, tmp_path: Path) -> None:
    cast = tmp_path / "cast.toml"
    cast.write_bytes((folder / "cast.toml").read_bytes())
    ran = run("voices", "audition", "--cast", cast, "-o", tmp_path / "heard")
    assert ran.code == 2
    assert "No script.yaml lies beside" in ran.err and "transcript.txt" in ran.err
    beside = run("voices", "audition", "--cast", cast, sample, "-o", tmp_path / "heard", "--json")
    assert beside.code == 0
    assert beside.json == run("voices", "audition", "--cast", cast, folder, "-o", tmp_path / "heard", "--json").json


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "No voice is named"),
        (("tone-44",), 5, "tone-446"),
        (("tone-446", "tone-93"), 5, "tone-930"),
        (("tone-446", "--text", "…"), 2, "no word"),
        (("--cast", "nowhere.toml"), 4, "There is no file nowhere.toml"),
    ],
)
def test_a_mistake_is_told_with_its_fix(tmp_path: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    ran = run("voices", "audition", *arguments, "-o", tmp_path / "heard", cwd=tmp_path)
    assert ran.code == code
    assert told in ran.err
    assert not (tmp_path / "heard").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run("voices", "audition", "tone-446", "-o", tmp_path / "file" / "folder")
    assert ran.code == 1
    assert "cannot be written" in ran.err


# Playing


def fake_player(folder: Path, code: int = 0) -> dict[str, str]:
    """A player that notes what it was given."""
    folder.mkdir()
    program = folder / "ffplay"
    program.write_text(
        f'#!/bin/sh\nfor last; do :; done\necho "$last" >> {folder}/played\necho no device >&2\nexit {code}\n'
    )
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}/bin"}


@player_program
def test_each_file_is_played_in_order(tmp_path: Path) -> None:
    env = fake_player(tmp_path / "bin")
    ran = run("voices", "audition", "tone-446", "tone-930", "--play", "-o", tmp_path / "heard", env=env)
    assert ran.code == 0, ran.err
    assert (tmp_path / "bin/played").read_text().split() == [
        str(tmp_path / f"heard/{name}.wav") for name in ("tone-446", "tone-930")
    ]


@player_program
def test_nothing_is_played_into_a_pipe_unless_it_is_asked_for(tmp_path: Path) -> None:
    env = fake_player(tmp_path / "bin")
    assert run("voices", "audition", "tone-446", "-o", tmp_path / "heard", env=env).code == 0
    assert not (tmp_path / "bin/played").exists()


@player_program
@pytest.mark.parametrize("there", [True, False])
def test_a_player_that_fails_or_is_not_there_says_where_the_files_are(tmp_path: Path, there: bool) -> None:
    env = fake_player(tmp_path / "bin", 1) if there else NO_PLAYER
    ran = run("voices", "audition", "tone-446", "--play", "-o", tmp_path / "heard", env=env)
    assert ran.code == 1
    assert str(tmp_path / "heard") in ran.err
    assert ("no device" if there else "no program that plays sound") in ran.err
    assert (tmp_path / "heard/tone-446.wav").is_file()


@player_program
def test_on_a_terminal_it_is_played_unless_told_otherwise(tmp_path: Path) -> None:
    env = os.environ | fake_player(tmp_path / "bin")
    for option, played in (("--no-play", False), ("--json", False), ("-o", True)):
        ours, theirs = os.openpty()
        arguments = [*COMMAND, "voices", "audition", "tone-446", option, *([str(tmp_path)] if option == "-o" else [])]
        done = subprocess.run(arguments, stdout=theirs, stderr=subprocess.PIPE, env=env, cwd=tmp_path)
        os.close(theirs)
        os.close(ours)
        assert (done.returncode, (tmp_path / "bin/played").exists()) == (0, played), done.stderr
