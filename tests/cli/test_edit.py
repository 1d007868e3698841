"""A person changes script and cast, and renders again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readaloud.engines.bank import load_voices
from tests.cli.tool import edition, make, run, tree


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "mp3")


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / made.name))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def rendered(folder: Path) -> dict[str, object]:
    ran = run("make", folder / "script.yaml", "--engine", "tone", "--format", "mp3", "--json")
    assert ran.code == 0, ran.err
    return ran.json


def test_an_unchanged_script_renders_the_same_edition(copied: Path) -> None:
    before = tree(copied)
    rendered(copied)
    assert tree(copied) == before


def test_a_changed_line_is_spoken_and_listed_as_edited(copied: Path) -> None:
    change(copied / "script.yaml", "- speech: Eleven minutes.", "- speech: Yes: twelve minutes # no less")
    script = (copied / "script.yaml").read_bytes()
    told = rendered(copied)
    assert told["clips"] == {"made": 1, "reused": told["clips"]["reused"]}
    ledger = edition(copied)["ledger"]
    assert [(e["source"], e["script"]) for e in ledger["edited"]] == [
        ("Eleven", "Yes twelve"),
    ] or ledger["edited"]
    assert any(c["text"] == "Yes: twelve minutes # no less" for c in edition(copied)["cues"])
    assert (copied / "script.yaml").read_bytes() == script
    assert run("check", copied).code == 0


def test_a_dropped_passage_is_listed_and_no_failure(copied: Path) -> None:
    text = (copied / "script.yaml").read_text("utf-8")
    entry = text[text.index("- speech: I counted.") :].split("\n\n")[0] + "\n"
    (copied / "script.yaml").write_text(text.replace(entry, ""), "utf-8")
    rendered(copied)
    assert [d["source"] for d in edition(copied)["ledger"]["dropped"]] == ["I counted"]
    assert run("check", copied).code == 0


def test_an_added_line_is_listed_and_no_failure(copied: Path) -> None:
    change(
        copied / "script.yaml",
        "- speech: I counted.",
        "- speech: Slowly, mind you.\n  speaker: lindqvist\n- speech: I counted.",
    )
    rendered(copied)
    assert [d["script"] for d in edition(copied)["ledger"]["added"]] == ["Slowly mind you"]
    assert run("check", copied).code == 0


def test_another_speaker_and_another_voice(copied: Path) -> None:
    change(
        copied / "cast.toml",
        'voice = "' + _voice(copied, "okafor"),
        'voice = "' + free_voice((copied / "cast.toml").read_text("utf-8")),
    )
    told = rendered(copied)
    cues = edition(copied)["cues"]
    own = {(c["text"] or c.get("spoken")) for c in cues if c["speaker"] == "okafor"}
    assert told["clips"]["made"] == len(own)
    assert run("check", copied).code == 0


def free_voice(cast: str) -> str:
    """A tone voice that nobody in a cast file has."""
    return next(v.id for v in load_voices(language="mul", engine="tone") if v.id not in cast and "" in v.roles)


def _voice(folder: Path, speaker: str) -> str:
    return next(s["voice"] for s in edition(folder)["speakers"] if s["id"] == speaker)


@pytest.mark.parametrize("name", ["script.yaml", "cast.toml"])
def test_a_persons_work_is_never_overwritten(copied: Path, sample: Path, name: str) -> None:
    change(copied / name, "\n", "\n# mine\n")
    before = tree(copied)
    ran = run("make", sample, "-o", copied.parent, "--engine", "tone", "--format", "mp3")
    assert ran.code == 4 and "changed by hand" in ran.err and "--replan" in ran.err
    assert tree(copied) == before
    # Rendering the changes does not make them ours.
    rendered(copied)
    assert run("make", sample, "-o", copied.parent, "--engine", "tone", "--format", "mp3").code == 4
    assert run("make", sample, "-o", copied.parent, "--engine", "tone", "--format", "mp3", "--replan").code == 0
    assert b"# mine" not in (copied / name).read_bytes()


def test_what_others_put_into_an_edition_goes_along(copied: Path, sample: Path) -> None:
    (copied / "recordings").mkdir()
    (copied / "recordings/a.wav").write_bytes(b"RIFF")
    assert run("make", sample, "-o", copied.parent, "--engine", "tone", "--format", "mp3").code == 0
    assert (copied / "recordings/a.wav").read_bytes() == b"RIFF"
    assert run("check", copied).code == 0


@pytest.mark.parametrize("how", ["windows", "bom"])
def test_what_an_editor_does_to_line_ends_and_first_bytes(copied: Path, how: str) -> None:
    path = copied / "script.yaml"
    change(path, "- speech: Eleven minutes.", "- speech: Twelve minutes.")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"\n", b"\r\n") if how == "windows" else b"\xef\xbb\xbf" + data)
    rendered(copied)
    assert "Twelve minutes." in [c["text"] for c in edition(copied)["cues"]]
    assert run("check", copied).code == 0


def test_a_passage_left_out_of_the_audio_is_not_counted_as_spoken(copied: Path) -> None:
    spoken = edition(copied)["ledger"]["spoken"]
    change(copied / "script.yaml", "- speech: I counted.", "- speech: I counted.\n  skipped: yes")
    rendered(copied)
    assert edition(copied)["ledger"]["spoken"] == spoken - 2
    assert run("check", copied).code == 0


def test_a_script_keeps_the_formats_of_its_edition(copied: Path) -> None:
    ran = run("make", copied / "script.yaml", "--engine", "tone")
    assert ran.code == 0, ran.err
    assert {f["format"] for f in edition(copied)["files"]} == {"mp3", "script", "cast", "source", "words", "cover"}


def test_options_that_shape_a_script_are_refused_for_one_that_is_there(copied: Path) -> None:
    ran = run("make", copied / "script.yaml", "--notes", "skip")
    assert ran.code == 2 and "--notes" in ran.err


def test_plan_and_cast_overwrite_nobodys_work(sample: Path, tmp_path: Path) -> None:
    for command, name in (("plan", "s.yaml"), ("cast", "c.toml")):
        path = tmp_path / name
        assert run(command, sample, "-o", path).code == 0
        assert run(command, sample, "-o", path).code == 0, "the same again is no loss"
        path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
        assert run(command, sample, "-o", path).code == 4
        assert "# mine" in path.read_text("utf-8")
        assert run(command, sample, "-o", path, "--replan").code == 0
    source = tmp_path / "call.txt"
    shutil.copy(sample, source)
    assert run("plan", source, "-o", source).code == 4
    assert source.read_bytes() == sample.read_bytes()


def test_two_sources_never_become_one_edition(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    shutil.copy(sample, tmp_path / "b")
    ran = run("make", sample, tmp_path / "b" / sample.name, "-o", tmp_path / "out", "--engine", "tone")
    assert ran.code == 2 and not (tmp_path / "out").exists()


def test_plan_elsewhere_keeps_the_source_beside_the_script(sample: Path, tmp_path: Path) -> None:
    assert run("plan", sample, "-o", tmp_path / "s.yaml").code == 0
    assert run("make", tmp_path / "s.yaml", "-o", tmp_path / "out", "--engine", "tone", "--format", "mp3").code == 0
    assert run("check", tmp_path / "out/lighthouse-call").code == 0
    assert run("plan", tmp_path / "s.yaml", "--json").json["title"].startswith("12. Transcript")


def test_a_script_alone_renders_into_a_folder_of_its_own(sample: Path, tmp_path: Path) -> None:
    shutil.copy(sample, tmp_path / sample.name)
    assert run("plan", sample.name, "-o", "script.yaml", cwd=tmp_path).code == 0
    ran = run("make", "script.yaml", "-o", "out", "--engine", "tone", "--format", "mp3", cwd=tmp_path)
    assert ran.code == 0, ran.err
    told = edition(tmp_path / "out/lighthouse-call")
    assert told["ledger"]["words"] > 400
    assert run("check", tmp_path / "out/lighthouse-call").code == 0


def test_one_voice_for_two_who_talk_is_warned_of(copied: Path) -> None:
    change(copied / "cast.toml", f'voice = "{_voice(copied, "okafor")}"', f'voice = "{_voice(copied, "lindqvist")}"')
    assert any("have one voice" in w for w in rendered(copied)["warnings"])


def test_a_cast_file_is_kept(sample: Path, tmp_path: Path) -> None:
    assert run("cast", sample, "--engine", "tone", "-o", tmp_path / "cast.toml").code == 0
    text = (tmp_path / "cast.toml").read_text("utf-8")
    own = text[text.index('id = "okafor"') :].split('voice = "')[1].split('"')[0]
    (tmp_path / "cast.toml").write_text(
        text.replace(f'voice = "{own}"', f'voice = "{(other := free_voice(text))}"'), "utf-8"
    )
    folder = make(sample, tmp_path / "out", "--cast", str(tmp_path / "cast.toml"), "--format", "mp3")
    assert _voice(folder, "okafor") == other
