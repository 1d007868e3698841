"""Measures a voice on the standard passage of its language: pitch and its range, timbre, loudness, pace."""

from __future__ import annotations

from dataclasses import replace

from readaloud.data import table
from readaloud.engines.base import Engine
from readaloud.errors import EngineError
from readaloud.languages import primary
from readaloud.model import Sound, Voice

SILENCE_LUFS = -70.0
"""BS.1770's absolute gate: what is told of silence and of less than 400 ms, one block of the measurement."""
_LEAST_SECONDS = 1.0
FALLBACK = "en"
"""Language of the passage for voices of any language and of languages that have none."""


def passage(language: str) -> str:
    """The standard passage of a language, about 60 words of plain prose."""
    texts = table("passages.toml")
    text: str = texts.get(primary(language), texts[FALLBACK])["text"]
    return " ".join(text.split())


def loudness(samples: bytes, rate: int) -> float:
    """Gated loudness in LUFS (ITU-R BS.1770-4) of s16le mono samples, by FFmpeg's `ebur128` filter."""
    from fractions import Fraction

    from av.filter import Graph

    from readaloud.audio import frame, pulled

    value = SILENCE_LUFS
    if not samples:
        return value
    graph = Graph()
    source = graph.add_abuffer(format="s16", sample_rate=rate, layout="mono", time_base=Fraction(1, rate))
    meter = graph.add("ebur128", "peak=none:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    graph.push(frame(samples, rate, 0))
    for made in pulled(graph):
        value = float(made.metadata.get("lavfi.r128.I", value))
    return value


def loudness_of_any_length(samples: bytes, rate: int) -> float:
    """The same of sounds that may be shorter than the meter's 400 ms: those are heard several times on end."""
    if not samples:
        return SILENCE_LUFS
    times = max(1, -(-round(_LEAST_SECONDS * rate) * 2 // len(samples)))
    return loudness(samples * times, rate)


def sound(samples: bytes, rate: int) -> Sound:
    """What is heard of a voice in s16le mono samples; pitch and range are 0 where nothing is voiced.

    Pitch to a tenth of a hertz, the rest to a hundredth: the same on machines whose last bits differ.
    """
    import numpy as np

    from readaloud.engines.measure_pitch import pitches
    from readaloud.engines.measure_timbre import timbre

    wave = np.frombuffer(samples, "<i2") / 32768
    found = pitches(wave, rate)
    low, middle, high = np.percentile(found, (10, 50, 90)) if len(found) else (1.0, 0.0, 1.0)
    return Sound(
        pitch_hz=round(float(middle), 1),
        pitch_range=round(float(12 * np.log2(high / low)), 2),
        timbre=tuple(round(float(value), 2) + 0.0 for value in timbre(wave, rate)),
        pace=round(len(wave) / rate, 2),
    )


def measured(engine: Engine, voice: Voice) -> Voice:
    """The voice with what was measured of it; EngineError when it cannot speak or gives silence."""
    clip = engine.speak(passage(voice.language), voice)
    value = loudness(clip.samples, clip.rate)
    if value <= SILENCE_LUFS:
        raise EngineError(f"The voice {voice.id!r} gives silence.", tip="Give it another variant in its profile.")
    return replace(voice, loudness_lufs=round(value, 1), sound=sound(clip.samples, clip.rate))
