"""Writes media overlays: which element is lit while which part of the audio sounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readaloud.writers.epub.xml import SMIL, element
from readaloud.writers.reading import Stretch
from readaloud.writers.reading.elements import Element, lines
from readaloud.writers.reading.lit import Spoken


@dataclass(frozen=True, slots=True)
class Clip:
    """An element and its part of an audio file."""

    spoken: Spoken
    audio: str
    """Path from the overlay."""
    stretch: Stretch


def overlay(file: str, clips: Sequence[Clip]) -> Element:
    """The SMIL of an XHTML file; notes and lists are sequences that a reader skips or leaves as a whole."""
    body = element(SMIL, "body", {"epub:textref": file})
    inner, within = body, ("", "")
    for clip in clips:
        if clip.spoken.within != within:
            within, inner = clip.spoken.within, body
            if within[0]:
                inner = element(SMIL, "seq", {"epub:textref": f"{file}#{within[0]}", "epub:type": within[1]})
                lines(body, inner)
        times = {"src": clip.audio, "clipBegin": clock(clip.stretch.begin_ms), "clipEnd": clock(clip.stretch.end_ms)}
        par = element(
            SMIL, "par", {"epub:type": clip.spoken.type},
            element(SMIL, "text", {"src": f"{file}#{clip.spoken.id}"}),
            element(SMIL, "audio", times),
        )  # fmt: skip
        lines(inner, par)
    root = element(SMIL, "smil", {"version": "3.0"})
    return lines(root, body)


def duration(clips: Iterable[Clip]) -> int:
    """Milliseconds."""
    return sum(clip.stretch.end_ms - clip.stretch.begin_ms for clip in clips)


def clock(ms: int) -> str:
    """A full clock value (EPUB Media Overlays 3.3, appendix B): `0:03:07.045`."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
