"""Proves the playlist of chapter files: it plays each of them once, in order, and tells what they are and how long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readaloud.checking.findings import Finding, some

TOLERANCE_SECONDS = 1.0
"""Between a file and what the playlist tells of it: players of M3U8 before HLS 3 take whole seconds alone."""
_ENTRY = re.compile(r"#EXTINF:(\d+(?:\.\d+)?),(.*)")


def check_playlist(path: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """What is wrong with an M3U8; `made` is the edition's `edition.json`, of whose chapter files it must be the list."""
    try:
        wrong, count = _faults(path, made)
    except (OSError, UnicodeDecodeError) as error:
        yield Finding("playlist", False, f"{path.name} cannot be read as it was written: {error}")
        return
    yield Finding("playlist", not wrong, f"{path.name}: " + (some(wrong) or f"{count} files in order"))


def _faults(path: Path, made: dict[str, Any]) -> tuple[list[str], int]:
    first, *lines = path.read_bytes().decode("utf-8").split("\n")
    wrong = [] if first.rstrip("\r") == "#EXTM3U" else ["its first line is not #EXTM3U"]
    told: re.Match[str] | None = None
    names: list[str] = []
    for line in (line.strip() for line in lines):
        if line.startswith("#EXTINF:"):
            told = _ENTRY.fullmatch(line)
        if not line or line.startswith("#"):
            continue
        if told is None:
            wrong.append(f"{line} has no #EXTINF with its length")
        else:
            wrong += _file_faults(path.parent / line, float(told[1]), told[2])
        names.append(line)
        told = None
    wanted = [Path(file["path"]).name for file in made["files"] if file["format"] == "mp3-chapter"]
    if names != wanted:
        place = next((n for n, (a, b) in enumerate(zip(names, wanted, strict=False)) if a != b), len(wanted))
        wrong.append(
            f"it lists {len(names)} files, not the {len(wanted)} of the edition in order, from number {place + 1} on"
        )
    return wrong, len(names)


def _file_faults(file: Path, seconds: float, title: str) -> list[str]:
    from mutagen import MutagenError
    from mutagen.mp3 import MP3

    if not file.is_file():
        return [f"{file.name} is not there"]
    try:
        heard: Any = MP3(file)
    except MutagenError as error:
        return [f"{file.name} is no MP3: {error}"]
    wrong = []
    if abs(heard.info.length - seconds) > TOLERANCE_SECONDS:
        wrong.append(f"{file.name} lasts {heard.info.length:.1f} s, not {seconds:g} s")
    named = str(heard.tags["TIT2"]) if heard.tags is not None and "TIT2" in heard.tags else ""
    if " ".join(named.split()) != title:
        wrong.append(f"{file.name} calls itself {named!r}, not {title!r}")
    return wrong
