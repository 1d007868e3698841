"""A class records its lines, an archive has the original: what `recordings/` does to an edition."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from tests.cli.tool import edition, make, run, tree
from tests.recording import save, talk

SOURCE = """Telephone Conversation Between Ada and Bob

Operator: Go ahead, please.

Ada: I counted every turn of the lens. It took all night.

Bob: And nobody knew?

Ada: Nobody at all.

Bob: Then I shall not tell.

Operator: Three minutes.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "call.txt"
    path.write_text(SOURCE, "utf-8")
    return path


def again(folder: Path, *options: str) -> dict[str, object]:
    ran = run("make", folder / "script.yaml", "--json", "--plain", *options)
    assert ran.code == 0, ran.err
    return dict(ran.json)


def decoded(path: Path) -> tuple[np.ndarray, int]:
    with av.open(path) as file:
        frames = [frame.to_ndarray() for frame in file.decode(audio=0)]
        return np.concatenate(frames, axis=1)[0].astype(float), file.streams.audio[0].rate


def hertz(wave: np.ndarray, rate: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(wave * np.hanning(len(wave))))) * rate / len(wave))


def test_from_the_id_of_a_line_to_its_recording_in_every_further_edition(source: Path, tmp_path: Path) -> None:
    made = make(source, tmp_path / "out", "--format", "mp3")
    found = run("where", made, "--words", "turn of the lens", "--json").json["places"]
    part = run("where", made, "--speaker", "ada")
    line = found[0]["id"]
    assert line in part.out and len(part.out.splitlines()) >= 2
    save(made / f"recordings/{line}.flac", talk(1234, 1.0, 44100, level=0.02), 44100)
    save(tmp_path / "music.wav", np.stack([talk(330, 2.0, 48000, pad=0.0)] * 2), 48000)

    told = again(made, "--intro", str(tmp_path / "music.wav"), "--stems")
    assert told["recordings"] == 1
    assert told["clips"]["made"] == 0
    assert run("check", made).code == 0
    first = edition(made)
    cue = next(c for c in first["cues"] if c["id"] == line)
    assert cue["recording"] == f"recordings/{line}.flac"
    assert [c["recording"] for c in first["cues"] if "recording" in c] == [cue["recording"]]
    assert abs(first["loudness"]["integrated_lufs"] + 19) <= 0.5
    heard, rate = decoded(made / "call.mp3")
    inside = heard[cue["begin_ms"] * rate // 1000 + 2000 : cue["end_ms"] * rate // 1000 - 2000]
    assert hertz(inside, rate) == pytest.approx(1234, abs=5)
    assert hertz(heard[rate : 2 * rate], rate) == pytest.approx(330, abs=5)
    stems = sorted((made / "stems").iterdir())
    lengths = {len(decoded(stem)[0]) for stem in stems}
    assert len(lengths) == 1
    assert lengths.pop() * 1000 // decoded(stems[0])[1] == first["duration_ms"]

    before = tree(made)
    again(made)
    assert tree(made) == before, "rendered again it has the same recording, intro and stems, to the byte"
    ran = run("make", source, "-o", tmp_path / "out", "--engine", "tone", "--format", "mp3", "--json")
    assert ran.code == 0 and ran.json["recordings"] == 1, "and so has the source made anew"
    assert run("make", made / "script.yaml", "-o", tmp_path / "elsewhere", "--json").json["recordings"] == 1

    script = made / "script.yaml"
    script.write_text(script.read_text("utf-8").replace("every turn of the lens", "each turn of the lens"), "utf-8")
    told = again(made)
    assert told["recordings"] == 1, "an id that stands in the script is kept when its words are changed"
    script.write_text(script.read_text("utf-8").replace(f"  id: {line}\n", ""), "utf-8")
    told = again(made)
    assert told["recordings"] == 0
    assert "each turn of the lens" in json.dumps(told["warnings"])
    assert (made / f"recordings/{line}.flac").is_file(), "nobody's work is lost"
    assert again(made)["warnings"] == told["warnings"]


def test_a_bad_recording_is_an_answer_and_changes_nothing(source: Path, tmp_path: Path) -> None:
    made = make(source, tmp_path / "out", "--format", "mp3")
    line = edition(made)["cues"][-2]["id"]
    (made / "recordings").mkdir()
    (made / f"recordings/{line}.wav").write_bytes(b"RIFF\0\0")
    before = tree(made)
    ran = run("make", made / "script.yaml")
    assert ran.code == 4
    assert f"{line}.wav is empty, damaged" in ran.err and "Tip:" in ran.err
    assert tree(made) == before
    (made / f"recordings/{line}.wav").unlink()
    ran = run("make", made / "script.yaml", "--intro", tmp_path / "nothing.mp3")
    assert ran.code == 4 and "nothing.mp3" in ran.err
