"""Small editions of pure tones, and what is heard when they are decoded again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from readaloud.assembly.loudness import SpanMeter, loudness
from readaloud.assembly.spans import spans
from readaloud.assembly.stitching import blocks
from readaloud.assembly.timeline import build_edition
from readaloud.model import (
    Cast,
    Casting,
    ClipInfo,
    Cover,
    Cue,
    Edition,
    Entry,
    Loudness,
    Mark,
    Metadata,
    Pause,
    Script,
    Source,
    Speaker,
    Utterance,
    Voice,
    Word,
)
from readaloud.settings import Settings
from readaloud.writers.base import Written
from readaloud.writers.registry import writer

RATE = 22050
SPEAKERS = ("ada", "bob")
COVER = Cover(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 300, "image/jpeg", 1600, 1600, "Cover: The Book – 中文.")
"""Its bytes are no picture; writers look at none."""


def tone(hertz: float, seconds: float, *, rate: int = RATE, amplitude: float = 0.25) -> bytes:
    """A cosine: it begins at its peak, so that an edge that is not faded is a click."""
    time = np.arange(round(seconds * rate)) / rate
    return np.round(amplitude * 32767 * np.cos(2 * np.pi * hertz * time)).astype("<i2").tobytes()


def utterance(id: str, speaker: str = "ada", **fields: object) -> Utterance:
    given: dict[str, object] = {"kind": "speech", "text": f"Text {id}.", "spoken": f"Text {id}.", **fields}
    return Utterance(id=id, speaker=speaker, **given)


def cast_of(*speakers: str, lufs: float = -26.0) -> Cast:
    return Cast(
        tuple(Casting(id, Voice(f"voice-{id}", "tone", id, "en", loudness_lufs=lufs)) for id in speakers),
    )


def script_of(entries: Iterable[Entry], title: str = "The Book", **fields: object) -> Script:
    return Script(
        title=title,
        language="en-US",
        speakers=tuple(Speaker(id, (id.title(),), id.title()) for id in SPEAKERS),
        entries=tuple(entries),
        source=Source("book.txt", "0" * 64),
        **fields,
    )


@dataclass(frozen=True)
class Sounding:
    """An edition with its clips and the frequency of each utterance."""

    edition: Edition
    clips: dict[str, bytes]
    hertz: dict[str, float]

    def blocks(self) -> Iterator[bytes]:
        return blocks(self.edition.timeline, self.clips.__getitem__)

    def samples(self) -> NDArray[np.float64]:
        return np.frombuffer(b"".join(self.blocks()), "<i2") / 32768

    def write(self, format: str, folder: Path, settings: Settings | None = None) -> tuple[Written, ...]:
        folder.mkdir(parents=True, exist_ok=True)
        writing = writer(format).begin(self.edition, folder, "book", settings or Settings())
        for block in self.blocks():
            writing.write(block)
        return writing.finish()


def sounding(
    chapters: int = 3, each: int = 2, *, seconds: float = 0.5, titles: Iterable[str] | None = None, title: str = "The Book",
    cover: Cover | None = None, **metadata: str,
) -> Sounding:  # fmt: skip
    """An edition in which every utterance is a tone of its own."""
    titles = list(titles or (f"Chapter {number + 1}" for number in range(chapters)))
    entries: list[Entry] = []
    clips, infos, hertz = {}, {}, {}
    number = 0
    for name in titles:
        entries += [Pause("chapter"), Mark("chapter", name)]
        for _ in range(each):
            id = f"u{number}"
            hertz[id] = 400.0 + 150.0 * (number % 12)
            length = seconds * (1 + 0.13 * (number % 5))
            clips[id] = tone(hertz[id], length)
            words = (Word(0, 0, 4), Word(len(clips[id]) // 4, 5, len(id)))
            infos[id] = ClipInfo(id, len(clips[id]) // 2, RATE, 8192, words)
            entries += [Pause("turn"), utterance(id, SPEAKERS[number % 2], turn=number)]
            number += 1
    script = script_of(entries, title, metadata=Metadata(**metadata))
    return Sounding(replace(build_edition(script, cast_of(*SPEAKERS), infos), cover=cover), clips, hertz)


def loudness_of(edition: Edition, blocks: Iterable[bytes]) -> Loudness:
    """How loud an edition is with these samples."""
    samples = b"".join(blocks)
    heard = []
    size = 2 * edition.timeline.channels
    for begin, span in zip((0, *edition.timeline.cuts), spans(edition.timeline), strict=True):
        meter = SpanMeter(span.rate, span.channels)
        meter.write(samples[begin * size : (begin + span.length) * size])
        heard.append(meter.heard())
    return loudness(edition, heard)


def decoded(path: Path) -> NDArray[np.float64]:
    """Samples of an audio file, full scale being 1."""
    with av.open(path) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    samples = np.concatenate(frames)
    return samples.astype(np.float64) / (32768 if samples.dtype == np.int16 else 1)


def misplaced(
    cues: Iterable[Cue], hertz: dict[str, float], signal: NDArray[np.float64], *, rate: int = RATE, within: float = 0.02
) -> list[str]:
    """Cues whose tone does not begin and end where they say, within so many seconds, or is not the tone of theirs."""
    faults = []
    slack = round(within * rate)
    for cue in cues:
        middle = signal[cue.begin + slack : cue.end - slack]
        spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)), 8192))
        heard = float(spectrum.argmax()) * rate / 8192
        if abs(heard - hertz[cue.utterance.id]) > 10:
            faults.append(f"{cue.utterance.id}: {heard:.0f} Hz")
        loud = float(np.abs(middle).max()) / 4
        around = np.flatnonzero(np.abs(signal[max(0, cue.begin - 2 * slack) : cue.end + 2 * slack]) > loud)
        first = around[0] + max(0, cue.begin - 2 * slack) - cue.begin
        last = around[-1] + 1 + max(0, cue.begin - 2 * slack) - cue.end
        if abs(first) > slack or abs(last) > slack:
            faults.append(f"{cue.utterance.id}: begins {first} and ends {last} samples off")
    return faults
