"""Measures how loud a voice is, for the `loudness_lufs` of its profile."""

from __future__ import annotations

import tomllib
from importlib import resources

from readaloud.engines.base import Engine
from readaloud.errors import EngineError
from readaloud.model import Voice

SILENCE_LUFS = -70.0
"""BS.1770's absolute gate: what is told of silence and of less than 400 ms, one block of the measurement."""
FALLBACK = "en"
"""Language of the passage for voices of any language and of languages that have none."""


def passage(language: str) -> str:
    """The standard passage of a language, about 60 words of plain prose."""
    texts = tomllib.loads(resources.files("readaloud.data").joinpath("passages.toml").read_text(encoding="utf-8"))
    text: str = texts.get(language.split("-")[0].casefold(), texts[FALLBACK])["text"]
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


def measured(engine: Engine, voice: Voice) -> float:
    """Loudness of the standard passage in a voice, to a tenth, as its profile gives it."""
    clip = engine.speak(passage(voice.language), voice)
    value = loudness(clip.samples, clip.rate)
    if value <= SILENCE_LUFS:
        raise EngineError(f"The voice {voice.id!r} gives silence.", tip="Give it another variant in its profile.")
    return round(value, 1)
