"""Proves that what is lit is what is heard, in every format in which text and sound run together chapter by chapter."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readaloud.checking import audio
from readaloud.checking.edition import check_sound, sounds_of
from readaloud.checking.findings import Finding, some

ROUNDING_MS = 2
"""Times are told in whole milliseconds."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A part of an audio file, and what it lights."""

    audio: str
    begin_ms: float
    words: Callable[[], str | None]
    """The words of what is lit, without the signs of notes and pages in them; None where there is no such element."""


def check_lighting(
    what: str,
    name: str,
    clips: Sequence[Clip],
    sound: Callable[[str], AbstractContextManager[Path]],
    made: dict[str, Any],
) -> Iterator[Finding]:
    """Every cue that is heard lights its own words at its time, and its sound is there; `sound` gives an audio file."""
    heard = [cue for cue in made["cues"] if cue["end_ms"] > cue["begin_ms"]]
    chapters = [c for c in made["chapters"] if any(c["begin_ms"] <= cue["begin_ms"] < c["end_ms"] for cue in heard)]
    files = list(dict.fromkeys(clip.audio for clip in clips))
    if len(files) != len(chapters):
        yield Finding(what, False, f"{name}: {len(files)} audio files for {len(chapters)} chapters that are heard")
        return
    begins = {file: chapter["begin_ms"] for file, chapter in zip(files, chapters, strict=True)}
    starts = [begins[clip.audio] + clip.begin_ms for clip in clips]
    wrong = []
    for cue in heard:
        at = bisect.bisect_right(starts, cue["begin_ms"] + ROUNDING_MS) - 1
        lit = clips[at].words() if at >= 0 else None
        wanted = cue["text"] or cue.get("n", "") or cue.get("spoken", "")
        if lit is None or letters(wanted) not in letters(lit):
            wrong.append(f"“{wanted[:40]}” ({cue['id']}) is not what is lit when it is heard")
    text = some(wrong) or f"{len(heard)} cues light their own words when they are heard"
    yield Finding(what, not wrong, f"{name}: {text}")
    for file, chapter in zip(files, chapters, strict=True):
        cues = [c for c in made["cues"] if chapter["begin_ms"] <= c["begin_ms"] < chapter["end_ms"]]
        length = chapter["end_ms"] - chapter["begin_ms"]
        with sound(file) as path:
            decoded = audio.hear(path)
        yield from check_sound(f"{name}, {path.name}", decoded, length, cues, sounds_of(made), chapter["begin_ms"])


def letters(text: str) -> str:
    """Letters and signs alone: control signs are not printed, and blanks are not compared."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
