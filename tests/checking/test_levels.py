"""What `check` says of decoded sound: each number with a file that keeps it and one that does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from readaloud.checking import levels
from readaloud.checking.audio import Decoded, coded, decode, gated
from readaloud.checking.findings import Finding
from readaloud.writers.encoding import MP3_CONTAINER_OPTIONS, MP3_OPTIONS, Encoder, lame_lift

RATE = 44100


def speech(seconds: float, rms_dbfs: float, hertz: float = 300.0, rate: int = RATE) -> NDArray[np.float64]:
    """A tone of a level, as long as talk would be."""
    time = np.arange(round(seconds * rate)) / rate
    wave: NDArray[np.float64] = 10 ** (rms_dbfs / 20) * np.sqrt(2) * np.sin(2 * np.pi * hertz * time)
    return wave


def silence(seconds: float, rate: int = RATE) -> NDArray[np.float64]:
    return np.zeros(round(seconds * rate))


def written(path: Path, *parts: NDArray[np.float64], rate: int = RATE, bitrate: int = 192) -> Path:
    encoder = Encoder(
        path, codec="libmp3lame", container="mp3", rate=rate, bitrate=bitrate, options=MP3_OPTIONS,
        container_options=MP3_CONTAINER_OPTIONS, lift=lame_lift(bitrate),
    )  # fmt: skip
    samples = np.round(np.concatenate(parts) * 32767).clip(-32768, 32767).astype("<i2").tobytes()
    for begin in range(0, len(samples), 2 * rate):
        encoder.write(samples[begin : begin + 2 * rate])
    encoder.finish()
    return path


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def good() -> tuple[NDArray[np.float64], ...]:
    return silence(0.7), speech(6, -20), silence(1.5)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((silence(0.7), speech(6, -26), silence(1.5)), "RMS"),
        ((silence(0.7), speech(6, -16), silence(1.5)), "RMS"),
        ((silence(0.7), speech(6, -20), speech(0.05, -4), silence(1.5)), "peak"),
        ((silence(0.7) + 0.004, speech(6, -20), silence(1.5) + 0.004), "noise floor"),
        ((silence(0.2), speech(6, -20), silence(1.5)), "head"),
        ((silence(1.4), speech(6, -20), silence(1.5)), "head"),
        ((silence(0.7), speech(6, -20), silence(0.5)), "tail"),
        ((silence(0.7), speech(20, -20), silence(5.5)), "tail"),
    ],
)
def test_what_acx_refuses(tmp_path: Path, parts: tuple[NDArray[np.float64], ...], told: str) -> None:
    path = written(tmp_path / "a.mp3", *parts)
    finding = only(list(levels.check_acx(path, decode(path))))
    assert not finding.ok
    assert told in finding.text, finding.text


@pytest.mark.parametrize(("rate", "bitrate", "told"), [(22050, 160, "22050"), (44100, 128, "128 kbit/s")])
def test_what_acx_refuses_of_the_coding(tmp_path: Path, rate: int, bitrate: int, told: str) -> None:
    parts = silence(0.7, rate), speech(6, -20, rate=rate), silence(1.5, rate)
    path = written(tmp_path / "a.mp3", *parts, rate=rate, bitrate=bitrate)
    finding = only(list(levels.check_acx(path, decode(path))))
    assert not finding.ok and told in finding.text
    assert coded(path) == (bitrate, True)


def test_what_acx_takes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp3", *good())
    heard = decode(path)
    assert only(list(levels.check_acx(path, heard))).ok
    assert heard.rms_dbfs == pytest.approx(-21.2, abs=0.2)
    assert heard.floor_dbfs < -80
    long = replace(heard, length=RATE * 7300)
    assert "121.7 min" in only(list(levels.check_acx(path, long))).text


def sound(tmp_path: Path, *parts: NDArray[np.float64]) -> Decoded:
    return decode(written(tmp_path / "sound.mp3", *parts))


def test_a_loudness_a_peak_and_an_offset(tmp_path: Path) -> None:
    heard = sound(tmp_path, *good())
    lufs = heard.integrated_lufs
    assert [f.ok for f in levels.check_level("a", [heard], lufs + 0.4, -3)] == [True, True]
    assert [f.ok for f in levels.check_level("a", [heard], lufs + 0.6, -3)] == [False, True]
    assert [f.ok for f in levels.check_level("a", [heard], lufs, heard.true_peak_dbtp - 0.3)] == [False, True]
    leaning = sound(tmp_path, *(part + 0.01 for part in good()))
    assert [f.ok for f in levels.check_level("a", [leaning], lufs, -3)] == [True, False]


def test_chapters_are_one_programme(tmp_path: Path) -> None:
    loud, soft = sound(tmp_path, speech(5, -15)), sound(tmp_path, speech(5, -22))
    whole = sound(tmp_path, speech(5, -15), speech(5, -22)).integrated_lufs
    together = gated([*loud.momentary_lufs, *soft.momentary_lufs])
    assert together == pytest.approx(whole, abs=0.2)
    finding = next(levels.check_level("a", [loud, soft], whole, -3))
    assert finding.ok


def cues(*spoken: tuple[str, float, float]) -> list[dict[str, object]]:
    return [{"speaker": s, "begin_ms": 1000 * a, "end_ms": 1000 * b} for s, a, b in spoken]


@pytest.mark.parametrize(("difference", "ok"), [(1.6, True), (2.6, False)])
def test_speakers_are_alike(tmp_path: Path, difference: float, ok: bool) -> None:
    heard = sound(tmp_path, speech(31, -20), silence(1), speech(31, -20 - difference))
    finding = only(list(levels.check_speakers("a", heard, cues(("ada", 0, 31), ("bob", 32, 63)))))
    assert finding.ok is ok, finding.text
    assert not list(levels.check_speakers("a", heard, cues(("ada", 0, 31), ("bob", 32, 52)))), "bob says too little"


def test_a_file_that_changes_its_rate(tmp_path: Path) -> None:
    first = written(tmp_path / "1.mp3", speech(2, -20)).read_bytes()
    second = written(tmp_path / "2.mp3", speech(2, -20, rate=32000), rate=32000).read_bytes()
    both = tmp_path / "both.mp3"
    both.write_bytes(first + second)
    from readaloud.errors import CheckError

    with pytest.raises(CheckError, match="changes from 44100"):
        decode(both)


def test_credits() -> None:
    def edition(closing: list[str]) -> dict[str, object]:
        said = [("announcement", "The Book."), ("announcement", "Read by nobody."), ("speech", "Yes.")]
        said += [("announcement", line) for line in closing]
        told = [{"kind": k, "spoken": s, "begin_ms": 1000 * i} for i, (k, s) in enumerate(said)]
        chapters = [{"begin_ms": a, "end_ms": b} for a, b in ((0, 2000), (2000, 3000), (3000, 9000))]
        return {"chapters": chapters, "cues": told}

    assert only(list(levels.check_credits(edition(["The Book.", "Read by nobody.", "The end."])))).ok
    assert not only(list(levels.check_credits(edition(["The end."])))).ok
