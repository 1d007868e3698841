"""Spans that are encoded by themselves and joined: heard as one piece, without a gap, a click or priming in between."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from readaloud.model import Edition, Timeline
from readaloud.settings import Settings
from readaloud.writers.base import Joining
from readaloud.writers.joining import packed, unpacked
from readaloud.writers.registry import writer
from tests.sounds import sounding
from tests.tools import output_of

GRID = 9216


def material(rate: int, channels: int, *, silent: bool = True) -> tuple[Edition, NDArray[np.int16]]:
    """Four spans of vowels that glide; between them silence, or no silence at all."""
    pieces, cuts = [], []
    for number in range(4):
        length = (14 + number) * GRID
        time = np.arange(length) / rate
        pitch = 110 * (1 + 0.3 * number) * (1 + 0.1 * np.sin(2 * np.pi * 1.5 * time))
        phase = 2 * np.pi * np.cumsum(pitch) / rate
        voice = sum(np.sin(k * phase) / k * (1.2 + np.sin(2 * np.pi * (0.7 + 0.2 * k) * time)) for k in range(1, 12))
        if silent:
            voice[:3072] = 0
            voice[-4000:] = 0
            fade = np.linspace(0, 1, 60)
            voice[3072:3132] *= fade
            voice[-4060:-4000] *= fade[::-1]
        pieces.append(np.round(3000 * voice).astype("<i2"))
        cuts.append(sum(map(len, pieces)))
    pieces[-1] = pieces[-1][:-777]  # no whole number of frames at the end
    mono = np.concatenate(pieces)
    samples = mono if channels == 1 else np.stack((mono, mono // 2), axis=1)
    base = sounding(1, 1).edition
    timeline = Timeline(rate, len(mono), (), channels, tuple(cuts[:-1]))
    return replace(base, timeline=timeline, chapters=(replace(base.chapters[0], begin=0, end=len(mono)),)), samples


def settings(channels: int) -> Settings:
    return Settings(style="dramatic" if channels == 2 else "clear")


def one_piece(edition: Edition, samples: NDArray[np.int16], format: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    writing = writer(format).begin(edition, folder, "book", settings(edition.timeline.channels))
    for begin in range(0, len(samples), 20_000):
        writing.write(samples[begin : begin + 20_000].tobytes())
    return writing.finish()[0].path


def joined(edition: Edition, samples: NDArray[np.int16], format: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    writing = writer(format).begin(edition, folder, "book", settings(edition.timeline.channels))
    assert isinstance(writing, Joining) and writing.coder is not None
    bounds = [0, *edition.timeline.cuts, edition.timeline.length]
    for begin, end in pairwise(bounds):
        blocks = [samples[b : min(b + 20_000, end)].tobytes() for b in range(begin, end, 20_000)]
        writing.join(writing.coder.encoded(blocks, first=begin == 0, last=end == len(samples)))
    return writing.finish()[0].path


def decoded(path: Path, channels: int) -> NDArray[np.float64]:
    """The first channel."""
    with av.open(path) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    found = np.concatenate(frames, axis=1)
    assert found.shape[0] == channels
    return found[0].astype(np.float64)


def levels(signal: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """DB of each tenth of a second."""
    step = rate // 10
    whole = signal[: len(signal) // step * step].reshape(-1, step)
    return 10 * np.log10((whole**2).mean(axis=1) + 1e-9)


def faults(
    edition: Edition, given: NDArray[np.float64], heard: NDArray[np.float64], one: NDArray[np.float64]
) -> list[str]:
    """What a listener could notice at the cuts."""
    rate, found = edition.timeline.rate, []
    if len(heard) != len(one):
        found.append(f"{len(heard) - len(one)} samples too many")
    for cut in edition.timeline.cuts:
        near = slice(cut - 2500, cut + 2500)
        if np.abs(heard[near]).max() > np.abs(one[near]).max() + 2 / 32768:
            found.append(f"{np.abs(heard[near]).max():.4f} is heard in the silence at {cut}")
        after = slice(cut - rate // 2, cut + rate)
        # A frame that lacked what it overlaps with, or was coded coarsely, would be quieter or louder than what was given.
        apart = levels(heard[after], rate) - levels(given[after], rate)
        loud = levels(given[after], rate) > -40
        if np.abs(apart[loud]).max() > 0.3:
            found.append(f"the level is {np.abs(apart[loud]).max():.2f} dB off at {cut}")
        error = heard[after] - given[after], one[after] - given[after]
        # FFmpeg's AAC finds its quantization anew, as at the begin of a file: 0.5 dB on average, seen up to 3.7 at 44,100 Hz.
        if (error[0] ** 2).sum() > 2.8 * (error[1] ** 2).sum() + 1e-7:  # 4.5 dB
            found.append(
                f"there is {10 * np.log10((error[0] ** 2).sum() / (error[1] ** 2).sum()):.1f} dB more noise at {cut}"
            )
    return found


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
@pytest.mark.parametrize("format", ["m4b", "mp3"])
def test_joined_spans_are_heard_as_one_piece(format: str, rate: int, channels: int, tmp_path: Path) -> None:
    edition, samples = material(rate, channels)
    whole = decoded(one_piece(edition, samples, format, tmp_path / "one"), channels)
    heard = decoded(joined(edition, samples, format, tmp_path / "joined"), channels)
    given = (samples if channels == 1 else samples[:, 0]) / 32768
    given = np.concatenate((given, np.zeros(len(whole) - len(given))))
    assert faults(edition, given, heard, whole) == []


@pytest.mark.parametrize("format", ["m4b", "mp3"])
def test_a_cut_where_nothing_is_silent_is_noticed(format: str, tmp_path: Path) -> None:
    edition, samples = material(22050, 1, silent=False)
    whole = decoded(one_piece(edition, samples, format, tmp_path / "one"), 1)
    heard = decoded(joined(edition, samples, format, tmp_path / "joined"), 1)
    given = np.concatenate((samples / 32768, np.zeros(len(whole) - len(samples))))
    assert len(faults(edition, given, heard, whole)) >= 3


@pytest.mark.parametrize("format", ["m4b", "mp3"])
def test_an_edition_of_one_span_has_the_same_bytes_as_one_piece(format: str, tmp_path: Path) -> None:
    edition, samples = material(22050, 1)
    edition = replace(edition, timeline=replace(edition.timeline, cuts=()))
    one = one_piece(edition, samples, format, tmp_path / "one")
    assert joined(edition, samples, format, tmp_path / "joined").read_bytes() == one.read_bytes()


@pytest.mark.parametrize("format", ["m4b", "mp3"])
def test_ffmpeg_reads_the_joined_file_without_a_word(format: str, tmp_path: Path) -> None:
    edition, samples = material(22050, 1)
    path = joined(edition, samples, format, tmp_path / "joined")
    told = output_of("ffprobe", "-v", "warning", "-show_entries", "format=duration", "-of", "csv=p=0", str(path))
    assert float(told) == pytest.approx(len(samples) / 22050, abs=0.09), "MP3 counts its padding"
    raw = tmp_path / "raw"
    said = output_of("ffmpeg", "-v", "warning", "-i", str(path), "-map", "0:a", "-f", "s16le", str(raw))
    assert said.strip() == ""
    heard = np.fromfile(raw, "<i2")
    assert abs(len(heard) - len(samples)) <= 1152


@pytest.mark.parametrize("format", ["m4b", "mp3"])
def test_at_another_rate_nothing_is_joined(format: str, tmp_path: Path) -> None:
    edition, _ = material(22050, 1)
    writing = writer(format).begin(edition, tmp_path, "book", Settings(sample_rate=44100))
    assert isinstance(writing, Joining) and writing.coder is None
    writing.abandon()


def test_packets_come_back_or_are_refused() -> None:
    packets = [b"", b"a", bytes(5000)]
    assert list(unpacked(packed(packets))) == packets
    assert list(unpacked(packed([]))) == []
    with pytest.raises(ValueError, match="whole"):
        list(unpacked(packed(packets)[:-1]))
