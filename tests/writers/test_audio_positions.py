"""What is heard in the finished files is where the cues say."""

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from readaloud.assembly.peaks import true_peak
from readaloud.audio import Resampler
from readaloud.model import Edition
from readaloud.settings import Settings
from readaloud.writers.parallel import InThread
from readaloud.writers.registry import writer
from tests.sounds import RATE, Sounding, decoded, misplaced, sounding
from tests.tools import output_of, require


@pytest.fixture(scope="module")
def material() -> Sounding:
    return sounding(chapters=4, each=4)


FORMATS = ["m4b", "mp3", "opus", "flac", "wav"]


def at_rate(material: Sounding, rate: int) -> np.ndarray:
    """The samples that were given, at the rate of a file."""
    if rate == RATE:
        return material.samples()
    resampler = Resampler(RATE, rate)
    frames = [*resampler.write(b"".join(material.blocks())), *resampler.finish()]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float64)


def lag(given: np.ndarray, heard: np.ndarray, begin: int, end: int, most: int) -> int:
    """By how many samples a stretch is heard late: the shift at which it is most like what was given."""
    size = end - begin + 2 * most
    around = heard[begin - most : end + most]
    spectrum = np.fft.rfft(around, 2 * size) * np.conj(np.fft.rfft(given[begin:end], 2 * size))
    return int(np.fft.irfft(spectrum)[: 2 * most + 1].argmax()) - most


@pytest.mark.parametrize(
    ("format", "rate"), [*((f, 0) for f in FORMATS), ("m4b", 44100), ("mp3", 44100), ("flac", 16000), ("wav", 48000)]
)
def test_every_cue_is_heard_where_it_says_within_a_millisecond(
    format: str, rate: int, material: Sounding, tmp_path: Path
) -> None:
    (file,) = material.write(format, tmp_path, Settings(sample_rate=rate))
    rate = rate or (48000 if format == "opus" else RATE)
    heard, given = decoded(file.path), at_rate(material, rate)
    assert 0 <= len(heard) - len(given) <= 1152, "at most one frame of padding"
    for cue in material.edition.cues:
        begin, end = cue.begin * rate // RATE, cue.end * rate // RATE
        assert abs(lag(given, heard, begin, end, rate // 50)) <= rate / 1000, cue.utterance.id


def test_a_lag_is_noticed(material: Sounding) -> None:
    given, cue = material.samples(), material.edition.cues[1]
    for samples in (-30, 0, 30):
        assert lag(given, np.roll(given, samples), cue.begin, cue.end, RATE // 50) == samples


@pytest.mark.parametrize("milliseconds", [-30, 30])
def test_audio_that_is_30_ms_off_is_noticed(milliseconds: int, material: Sounding) -> None:
    heard = np.roll(material.samples(), milliseconds * RATE // 1000)
    assert len(misplaced(material.edition.cues, material.hertz, heard)) == len(material.edition.cues)


def test_audio_of_another_cue_is_noticed(material: Sounding) -> None:
    swapped = {**material.hertz, "u0": material.hertz["u1"]}
    assert misplaced(material.edition.cues, swapped, material.samples()) != []


@pytest.mark.parametrize("format", FORMATS)
def test_another_decoder_hears_the_same(format: str, material: Sounding, tmp_path: Path) -> None:
    (file,) = material.write(format, tmp_path)
    raw = tmp_path / "raw"
    output_of("ffmpeg", "-v", "error", "-i", str(file.path), "-map", "0:a", "-ar", str(RATE), "-f", "f32le", str(raw))
    assert misplaced(material.edition.cues, material.hertz, np.fromfile(raw, "<f4").astype(float), within=0.005) == []


@pytest.mark.parametrize("format", FORMATS)
def test_ffprobe_tells_the_same_length(format: str, material: Sounding, tmp_path: Path) -> None:
    require("ffprobe")
    (file,) = material.write(format, tmp_path)
    told = output_of(
        "ffprobe",
        "-v",
        "error",
        "-of",
        "csv=p=0",
        "-select_streams",
        "a",
        "-show_entries",
        "stream=duration",
        str(file.path),
    )
    seconds = material.edition.timeline.length / RATE
    assert float(told.split()[0].rstrip(",")) == pytest.approx(seconds, abs=0.09), "MP3 counts its padding: two frames"


@pytest.mark.parametrize("format", ["m4b", "mp3", "opus"])
@pytest.mark.parametrize("bitrate", [32, 64, 192])
def test_encoding_changes_no_loudness_and_adds_no_click(
    format: str, bitrate: int, material: Sounding, tmp_path: Path
) -> None:
    (file,) = material.write(format, tmp_path, Settings(bitrate=bitrate))
    given = at_rate(material, 48000 if format == "opus" else RATE)
    heard = decoded(file.path)[: len(given)]
    assert 10 * np.log10(np.mean(heard**2) / np.mean(given**2)) == pytest.approx(0, abs=0.1)
    assert 20 * np.log10(true_peak([heard]) / true_peak([given])) < (0.8 if format == "opus" else 0.5)
    assert np.abs(np.diff(heard)).max() < 1.2 * np.abs(np.diff(given)).max()


@pytest.mark.parametrize("format", [*FORMATS, "mp3-chapters"])
def test_the_same_edition_gives_the_same_bytes(format: str, material: Sounding, tmp_path: Path) -> None:
    def digests(files: tuple) -> list[str]:
        return [hashlib.sha256(file.path.read_bytes()).hexdigest() for file in files]

    one = digests(material.write(format, tmp_path / "one"))
    (tmp_path / "two").mkdir()
    threaded = InThread(writer(format).begin(material.edition, tmp_path / "two", "book", Settings()))
    samples = b"".join(material.blocks())
    for begin in range(0, len(samples), 4000):
        threaded.write(samples[begin : begin + 4000])
    assert digests(threaded.finish()) == one, "cut into other blocks, and in a thread"


@pytest.mark.parametrize("rate", [16000, 24000, 44100, 48000])
@pytest.mark.parametrize("format", FORMATS)
def test_other_rates(format: str, rate: int, tmp_path: Path) -> None:
    from dataclasses import replace

    from readaloud.model import Chapter, Timeline

    base = sounding(1, 1).edition
    length = 2 * rate
    edition: Edition = replace(base, timeline=Timeline(rate, length, ()), chapters=(Chapter("One", 0, length),))
    time = np.arange(rate) / rate
    pulse = np.round(8000 * np.sin(2 * np.pi * 500 * time)).astype("<i2").tobytes()
    writing = writer(format).begin(edition, tmp_path, "book", Settings())
    writing.write(bytes(rate) + pulse + bytes(rate))
    (file,) = writing.finish()
    loud = np.flatnonzero(np.abs(decoded(file.path)) > 0.06) * (rate / 48000 if format == "opus" else 1)
    assert abs(loud[0] - rate / 2) < 0.002 * rate
    assert abs(loud[-1] - 1.5 * rate) < 0.002 * rate


def test_a_rate_that_the_codecs_lack_is_told_before_anything_is_written(tmp_path: Path) -> None:
    from dataclasses import replace

    from readaloud.errors import UsageError

    edition = sounding(1, 1).edition
    odd = replace(edition, timeline=replace(edition.timeline, rate=17000))
    for format in ("m4b", "mp3"):
        with pytest.raises(UsageError, match="17000"):
            writer(format).begin(odd, tmp_path, "book", Settings())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", [*FORMATS, "mp3-chapters"])
def test_a_folder_that_is_not_there_is_an_output_error(format: str, tmp_path: Path) -> None:
    from readaloud.errors import OutputError

    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be"):
        writing = writer(format).begin(sounding(1, 1).edition, tmp_path / "file" / "folder", "book", Settings())
        writing.write(bytes(10 * RATE))


@pytest.mark.parametrize("format", [*FORMATS, "mp3-chapters"])
def test_what_is_abandoned_is_closed(format: str, material: Sounding, tmp_path: Path) -> None:
    writing = writer(format).begin(material.edition, tmp_path, "book", Settings())
    writing.write(bytes(RATE))
    writing.abandon()
    writing.abandon()
    whole = writer(format).begin(material.edition, tmp_path, "whole", Settings())
    for block in material.blocks():
        whole.write(block)
    whole.finish()
    whole.abandon()


class Broken:
    """A writing that fails at its second block."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def write(self, block: bytes) -> None:
        self.calls["write"] += 1
        if self.calls["write"] == 2:
            raise OSError("disk full")

    def finish(self) -> tuple:
        self.calls["finish"] += 1
        return ()

    def abandon(self) -> None:
        self.calls["abandon"] += 1


def test_what_goes_wrong_in_a_thread_is_raised_where_it_is_written() -> None:
    broken = Broken()
    writing = InThread(broken)
    with pytest.raises(OSError, match="disk full"):
        for _ in range(1000):
            writing.write(b"\0\0")
        writing.finish()
    writing.abandon()
    assert broken.calls == {"write": 2, "abandon": 1}


def test_a_failure_at_the_last_block_is_raised_by_finish() -> None:
    writing = InThread(Broken())
    writing.write(b"")
    writing.write(b"")
    with pytest.raises(OSError, match="disk full"):
        writing.finish()
