from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from readaloud.engines.bank import load_voices
from readaloud.engines.tone import frequency
from tests.cli.tool import edition, make, run, tree
from tests.tools import output_of


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "m4b,mp3,mp3-chapters")


def test_the_edition_has_what_the_contract_says(made: Path, sample: Path) -> None:
    told = edition(made)
    assert {"readaloud", "source", "title", "language", "duration_ms", "speakers", "chapters", "pages", "notes", "cues",
            "loudness", "ledger", "files"} <= set(told)  # fmt: skip
    assert told["source"]["path"] == sample.name
    assert (made / "source" / sample.name).read_bytes() == sample.read_bytes()
    assert [p["label"] for p in told["pages"]] == ["41", "42"]
    assert [n["label"] for n in told["notes"]] == ["2", "3", "1"]
    names = {s["id"]: s["name"] for s in told["speakers"] if not s.get("role")}
    assert names == {"operator": "Operator", "okafor": "Daniel Okafor", "lindqvist": "Astrid Lindqvist"}
    voices = [s["voice"] for s in told["speakers"]]
    assert len(voices) == len(set(voices)) == 7
    assert [c["title"] for c in told["chapters"]] == [
        "Opening",
        "Beginning",
        "Page 41",
        "Page 42",
        "Note on the source",
    ]
    assert told["ledger"]["words"] == told["ledger"]["spoken"] + sum(s["words"] for s in told["ledger"]["skipped"])
    assert all(s["reason"] for s in told["ledger"]["skipped"])
    assert {f["path"] for f in told["files"]} | {"edition.json"} == set(tree(made))


def test_the_same_command_gives_the_same_bytes_on_any_number_of_workers(
    made: Path, sample: Path, tmp_path: Path
) -> None:
    formats = ("--format", "m4b,mp3,mp3-chapters")
    again = make(sample, tmp_path / "again", *formats)
    one = make(sample, tmp_path / "one", *formats, "--workers", "1", "--no-cache")
    two = make(sample, tmp_path / "two", *formats, "--workers", "2", "--no-cache")
    assert tree(made) == tree(again) == tree(one) == tree(two)


def test_a_second_run_speaks_nothing(made: Path, sample: Path, tmp_path: Path) -> None:
    ran = run("make", sample, "-o", tmp_path, "--engine", "tone", "--json")
    assert ran.json["clips"]["made"] == 0
    assert ran.json["clips"]["reused"] > 0


def decoded(path: Path) -> tuple[np.ndarray, int]:
    import av

    with av.open(path) as container:
        frames = [f.to_ndarray().reshape(-1).astype(np.float64) for f in container.decode(audio=0)]
        rate = container.streams.audio[0].rate
    samples = np.concatenate(frames)
    return samples / (32768 if np.abs(samples).max() > 2 else 1), rate


@pytest.mark.parametrize("ending", ["m4b", "mp3"])
def test_each_cue_sounds_in_its_speakers_voice_within_20_ms(made: Path, ending: str) -> None:
    told = edition(made)
    voices = {v.id: frequency(v) for v in load_voices(language="mul", engine="tone")}
    pitch = {s["id"]: voices[s["voice"]] for s in told["speakers"]}
    (path,) = made.glob(f"*.{ending}")
    samples, rate = decoded(path)
    cues = [c for c in told["cues"] if c["end_ms"] > c["begin_ms"]]

    def heard(begin_ms: float, end_ms: float) -> float:
        sound = samples[round(begin_ms * rate / 1000) : round(end_ms * rate / 1000)]
        return float(np.argmax(np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 16))) * rate / (1 << 16))

    before = None
    for cue in cues:
        begin, end = cue["begin_ms"], cue["end_ms"]
        assert heard(begin, end) == pytest.approx(pitch[cue["speaker"]], rel=0.02), cue
        if before is not None and begin - before["end_ms"] < 60:
            # An interruption: one voice until 20 ms before, the other from 20 ms after.
            assert heard(begin - 80, begin - 20) == pytest.approx(pitch[before["speaker"]], rel=0.05), cue
            assert heard(begin + 20, begin + 80) == pytest.approx(pitch[cue["speaker"]], rel=0.05), cue
        else:
            first = max(0, round((begin - 50) * rate / 1000))
            loud = np.flatnonzero(np.abs(samples[first : round(end * rate / 1000)]) > 0.02)
            assert abs((first + loud[0]) * 1000 / rate - begin) <= 20, cue
        before = cue


def test_ffprobe_reads_the_chapters(made: Path) -> None:
    wanted = [(c["title"], c["begin_ms"]) for c in edition(made)["chapters"]]
    for path in (*made.glob("*.m4b"), *made.glob("*.mp3")):
        told = json.loads(output_of("ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(path)))
        read = [(c["tags"]["title"], float(c["start_time"]) * 1000) for c in told["chapters"]]
        assert [t for t, _ in read] == [t for t, _ in wanted]
        assert all(abs(a - b) <= 1.5 for (_, a), (_, b) in zip(read, wanted, strict=True))


def test_check_proves_it(made: Path) -> None:
    ran = run("check", made)
    assert ran.code == 0, ran.out
    assert "FAILED" not in ran.out


def test_where_finds_page_note_and_words(made: Path) -> None:
    told = edition(made)
    page = run("where", made, "--page", "42", "--json").json["places"][0]
    assert page["begin_ms"] == told["pages"][1]["begin_ms"] and page["chapter"] == "Page 42"
    note = run("where", made, "--note", "3", "--json").json["places"][0]
    assert note["begin_ms"] == next(n["begin_ms"] for n in told["notes"] if n["label"] == "3")
    words = run("where", made, "--words", "two miles off with forty", "--json").json["places"]
    assert [p["text"] for p in words] == ["She was two miles off with forty people in her."]
    nowhere = run("where", made, "--page", "99")
    assert nowhere.code == 3 and "41, 42" in nowhere.err


def test_the_summary_names_paths_duration_cast(made: Path, sample: Path, tmp_path: Path) -> None:
    ran = run("make", sample, "-o", tmp_path, "--engine", "tone", "--plain")
    for words in (
        "lighthouse-call.m4b",
        "lighthouse-call.mp3",
        "script.yaml",
        "5 chapters",
        "Astrid Lindqvist",
        "tone-",
    ):
        assert words in ran.out
    assert "Writing … 100 %" in ran.err


@pytest.mark.parametrize(
    "options",
    [
        ("--notes", "skip"), ("--notes", "at-end", "--pages", "tone"), ("--notes", "after-turn", "--pages", "silent"),
        ("--pages", "skip", "--note-end", "words"), ("--stage", "sound", "--source-note", "at-mark"),
        ("--stage", "skip", "--supplied", "marked"),
    ],
)  # fmt: skip
def test_every_choice_keeps_every_word_accounted_for(sample: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    folder = make(sample, tmp_path, *options)
    ran = run("check", folder)
    assert ran.code == 0, ran.out
    told = edition(folder)
    assert bool(told["notes"]) == ("skip" not in options[:2] or options[0] != "--notes")


def test_the_opening_is_a_chapter_of_at_most_20_s(sample: Path, tmp_path: Path) -> None:
    ran = run("make", sample, "-o", tmp_path, "--format", "mp3", "--plain")
    assert ran.code == 0, ran.err
    first = edition(tmp_path / sample.stem)["chapters"][0]
    assert first["title"] == "Opening" and first["end_ms"] <= 20_000
    assert run("check", tmp_path / sample.stem).code == 0


def test_standard_input_and_several_sources(sample: Path, tmp_path: Path) -> None:
    ran = run("make", "-", "-o", tmp_path, "--engine", "tone", "--format", "mp3", stdin=sample.read_bytes())
    assert ran.code == 0, ran.err
    other = tmp_path / "other.txt"
    other.write_text("A: Good morning.\n\nB: Good morning to you.\n\nA: And how are you?\n\nB: Well.\n")
    ran = run("make", sample, other, "-o", tmp_path / "two", "--engine", "tone", "--format", "mp3", "--json")
    assert [Path(r["edition"]).name for r in ran.json] == ["lighthouse-call", "other"]


def test_help_says_how_with_an_example() -> None:
    assert "Example:" in run("--help").out
    for command in ("make", "batch", "plan", "cast", "check", "where", "doctor", "voices", "cache", "publish", "play"):
        told = run(command, "--help").out
        example = next(line for line in told.splitlines() if "Example: readaloud" in line)
        assert told.rstrip().endswith(example), "it stands on one line, to be copied"
        assert "..." not in told.partition("Commands:")[2], "no command's help is cut short"
