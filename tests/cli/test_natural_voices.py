"""Natural voices from the installation to a proved edition, with tiny voices in the publishers' formats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.tool import edition, run, tree
from tests.engines import tiny_voices

SPEAKERS = {name: number for number, name in enumerate(("ada", "bob", "cyd", "dan", "eve"))}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    tiny_voices.piper(folder / "piper", "en_XX-many-low", speakers=SPEAKERS)
    tiny_voices.kokoro(folder / "kokoro")
    return folder


@pytest.fixture(scope="module")
def env(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a person who installed both."""
    told = {"READALOUD_DATA": str(tmp_path_factory.mktemp("data"))}
    for name, folder in (("", "piper"), ("tiny-kokoro", "kokoro")):
        ran = run("voices", "install", *([name] if name else []), "--from", published / folder, env=told)
        assert ran.code == 0, ran.err
        assert "Licence: not told" in ran.out and "--engine" in ran.out
    return told


def test_the_sample_passes_its_check(sample: Path, env: dict[str, str], tmp_path: Path) -> None:
    ran = run("make", sample, "--engine", "piper", "-o", tmp_path, "--format", "m4b", env=env)
    assert ran.code == 0, ran.err
    made = tmp_path / sample.stem
    checked = run("check", made, env=env)
    assert checked.code == 0, checked.out
    voices = {s["id"]: s["voice"] for s in edition(made)["speakers"]}
    assert len(set(voices.values())) == 7
    assert all(voice.startswith("piper-") for voice in voices.values())
    assert (made / "words.jsonl").read_text().count("\n") > 350


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten turns, enough for two workers."""
    path = tmp_path_factory.mktemp("talk") / "talk.md"
    lines = [f"**{'Anna' if turn % 2 else 'Bernard'}:** Turn {turn} is said now." for turn in range(1, 11)]
    path.write_text("# A talk\n\n" + "\n\n".join(lines) + "\n")
    return path


def test_the_same_bytes_on_any_number_of_workers(talk: Path, env: dict[str, str], tmp_path: Path) -> None:
    trees = []
    for workers in ("1", "2"):
        options = ("--engine", "piper", "--format", "m4b", "--no-cache", "--workers", workers)
        ran = run("make", talk, "-o", tmp_path / workers, *options, env=env)
        assert ran.code == 0, ran.err
        trees.append(tree(tmp_path / workers / "talk"))
    assert trees[0] == trees[1]


def test_engines_mixed_in_one_cast(talk: Path, env: dict[str, str], tmp_path: Path) -> None:
    assert run("cast", talk, "-o", tmp_path / "cast.toml", env=env).code == 0
    cast = (tmp_path / "cast.toml").read_text()
    for speaker, voice in (("anna", "piper-en-xx-many-low-bob"), ("bernard", "kokoro-af-heart")):
        cast, count = re.subn(rf'(id = "{speaker}"\n(?:.+\n)*?voice = ")[^"]+', rf"\g<1>{voice}", cast)
        assert count == 1
    (tmp_path / "cast.toml").write_text(cast)
    ran = run("make", talk, "--cast", tmp_path / "cast.toml", "-o", tmp_path, "--format", "m4b", env=env)
    assert ran.code == 0, ran.err
    made = edition(tmp_path / "talk")
    voices = {s["id"]: s["voice"] for s in made["speakers"]}
    assert (voices["anna"], voices["bernard"]) == ("piper-en-xx-many-low-bob", "kokoro-af-heart")
    assert len(voices) > 2, "the narrator speaks by the default engine"
    assert run("check", tmp_path / "talk", env=env).code == 0
    loudness = made["loudness"]["by_speaker_lufs"]
    assert abs(loudness["anna"] - loudness["bernard"]) < 1.5


def test_a_document_in_a_language_without_an_installed_voice(env: dict[str, str], tmp_path: Path) -> None:
    """Kokoro's tiny file has English voices alone."""
    (tmp_path / "gespraech.md").write_text(
        "---\nlang: de\n---\n\n# Gespräch\n\n**Anna:** Guten Morgen, wie geht es?\n\n**Bernd:** Danke, sehr gut.\n"
    )
    ran = run("cast", tmp_path / "gespraech.md", "--engine", "kokoro", env=env)
    assert ran.code == 0, ran.err


def test_list_doctor_and_remove(env: dict[str, str]) -> None:
    ran = run("voices", "install", "--list", "--json", env=env)
    listed = {voice["name"]: voice for voice in ran.json}
    assert listed["tiny-kokoro"]["installed"] and listed["en_XX-many-low"]["speakers"] == 5
    assert not listed["en_US-lessac-medium"]["installed"]
    german = run("voices", "install", "--list", "--language", "de", env=env).out
    assert "de_DE-thorsten-medium" in german and "kokoro" not in german
    assert "en_XX-many-low: 5 speaker(s)" in run("doctor", env=env).out
    assert len(run("voices", "list", "--engine", "piper", "--json", env=env).json) == 19
    assert run("voices", "remove", "tiny-kokoro", env=env).code == 0
    assert run("voices", "list", "--engine", "kokoro", env=env).code == 5


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["voices", "install"], 2, "Which voice?"),
        (["voices", "install", "en_US-lesac-medium"], 5, "en_US-lessac-medium"),
        (["voices", "install", "--from", "nowhere"], 5, "no file or folder"),
        (["voices", "install", "--list", "nonesuch"], 5, "no voice like that"),
        (["voices", "remove", "nonesuch"], 5, "no installed voice"),
        (["make", "SAMPLE", "--engine", "piper", "-o", "out"], 5, "voices install --list"),
    ],
)
def test_mistakes_are_told_in_a_line(arguments: list[str], code: int, told: str, sample: Path, tmp_path: Path) -> None:
    arguments = [str(sample) if argument == "SAMPLE" else argument for argument in arguments]
    ran = run(*arguments, cwd=tmp_path, env={"READALOUD_DATA": str(tmp_path / "data")})
    assert ran.code == code
    assert told in ran.err
    assert len(ran.err.strip().splitlines()) <= 2
    assert not (tmp_path / "out").exists()


def test_a_data_folder_that_cannot_be_written(published: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = run("voices", "install", "--from", published / "piper", env={"READALOUD_DATA": str(tmp_path / "file/data")})
    assert ran.code == 1
    assert "READALOUD_DATA" in ran.err
