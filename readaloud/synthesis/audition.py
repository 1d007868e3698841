"""Short samples of voices, brought to one loudness, so that a person compares voices and not levels."""

from __future__ import annotations

import contextlib
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readaloud.engines.measure import SILENCE_LUFS, loudness_of_any_length
from readaloud.errors import OutputError
from readaloud.model import Cast, Casting, Script, Speaker, Utterance, Voice
from readaloud.settings import Settings
from readaloud.synthesis.cache import open_cache
from readaloud.synthesis.workers import Progress, synthesize

HEADROOM = 0.89
"""Largest amplitude, −1 dBFS: when one sample would pass it, all become softer alike."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a voice is to say."""

    id: str
    """Of the speaker, or the voice; a name for the file."""
    voice: Voice
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice that can be heard."""

    line: Line
    samples: bytes
    """Signed 16-bit little-endian PCM, mono."""
    rate: int
    """Samples a second."""
    lufs: float
    """Its loudness, the same for all that are heard together."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / 2 / self.rate


def audition(lines: Sequence[Line], settings: Settings, progress: Progress | None = None) -> tuple[Sample, ...]:
    """A sample of each line, all at one loudness; EngineError when a voice cannot speak."""
    speakers = tuple(Speaker(f"s{number}") for number in range(len(lines)))
    entries = tuple(Utterance(f"u{i}", "speech", line.text, line.text, f"s{i}") for i, line in enumerate(lines))
    cast = Cast(tuple(Casting(f"s{i}", line.voice) for i, line in enumerate(lines)))
    with open_cache(settings) as cache:
        spoken = synthesize(Script("", "", speakers, entries), cast, settings, cache, progress)
        infos = spoken.infos
        sounds = [(spoken.samples(infos[u.id].key), infos[u.id].rate) if u.id in infos else (b"", 1) for u in entries]
    return _levelled(lines, sounds, settings.target_lufs)


def write(sample: Sample, path: Path) -> None:
    """A WAV file, under its name only when it is whole."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(part), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(sample.rate)
            file.writeframes(sample.samples)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise OutputError.of(error, str(path)) from error


def _levelled(lines: Sequence[Line], sounds: Sequence[tuple[bytes, int]], target: float) -> tuple[Sample, ...]:
    import numpy as np

    waves = [np.frombuffer(samples, "<i2").astype(np.float64) / 32768 for samples, _ in sounds]
    loud = [loudness_of_any_length(*sound) for sound in sounds]
    gains = [10 ** ((target - lufs) / 20) if lufs > SILENCE_LUFS else 1.0 for lufs in loud]
    peak = max((float(np.abs(w).max()) * gain for w, gain in zip(waves, gains, strict=True) if w.size), default=0.0)
    common = min(1.0, HEADROOM / peak) if peak else 1.0
    made = []
    for line, (_, rate), wave_, gain in zip(lines, sounds, waves, gains, strict=True):
        samples = np.round(wave_ * gain * common * 32767).astype("<i2").tobytes()
        made.append(Sample(line, samples, rate, round(target + 20 * float(np.log10(common)), 1)))
    return tuple(made)
