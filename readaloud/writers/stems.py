"""Writes stems: `stems/02-lindqvist.flac`, one file for each speaker and one for tones and sounds, for an editing program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from readaloud.folder import safe_name
from readaloud.model import Edition
from readaloud.writers import flac
from readaloud.writers.base import Written
from readaloud.writers.pcm import Pcm

FOLDER = "stems"
OPTIONS = {"compression_level": "5", "frame_size": "4608", "flags": "+bitexact"}
"""An hour of silence, of which stems have most, takes 0.6 s and 0.24 MB in the longest frames of FLAC's streamable subset
(RFC 9639, section 7); with FFmpeg's usual ones 0.9 s and 0.45 MB, at level 0 1.6 s and 1.9 MB."""


def write_stem(edition: Edition, number: int, speaker: str, blocks: Iterable[bytes], folder: Path) -> Written:
    """One stem: FLAC at the timeline's rate, 16 bits, exactly as long as the timeline. `speaker` is empty for sounds."""
    path = folder / FOLDER / f"{number:02}-{safe_name(speaker or 'sounds')}.flac"
    path.parent.mkdir(exist_ok=True)
    name = edition.script.speaker(speaker).name if speaker else ""
    told = flac.comments([("TITLE", f"{edition.title}: {name or speaker or 'sounds'}".replace("\0", ""))])
    pcm = Pcm(edition.timeline, edition.timeline.rate)
    writing = flac.FlacWriting(path, pcm, [(flac.COMMENTS, told)], OPTIONS)
    try:
        for block in blocks:
            writing.write(block)
        writing.finish()
    except BaseException:  # Ctrl-C too: the file must not stay open
        writing.abandon()
        raise
    return Written(path, "stem")
