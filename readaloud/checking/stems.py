"""Proves stems: each is as long as the edition, and holds what its speaker says, where he says it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from readaloud.checking import audio
from readaloud.checking.edition import check_sound
from readaloud.checking.findings import Finding
from readaloud.errors import CheckError
from readaloud.folder import safe_name

TOLERANCE_MS = 1.0
"""FLAC loses no sample, but `edition.json` tells whole milliseconds."""


def check_stem(path: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """What was found in one stem, whose name tells who is heard; `made` is the edition's `edition.json`."""
    try:
        heard = audio.hear(path)
    except CheckError as error:
        yield Finding("stem", False, error.message)
        return
    if abs(heard.duration_ms - made["duration_ms"]) >= TOLERANCE_MS:
        yield Finding(
            "stem", False, f"{path.name} lasts {heard.duration_ms:.1f} ms, the edition {made['duration_ms']} ms"
        )
        return
    who = path.stem.partition("-")[2]
    its = [cue for cue in made["cues"] if safe_name(cue["speaker"]) == who]
    # No tones are excepted: they have a stem of their own, which has no cues.
    for finding in check_sound(f"{path.parent.name}/{path.name}", heard, made["duration_ms"], its, (), 0):
        yield replace(finding, what="stem")
