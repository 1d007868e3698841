"""Whether the files that a podcast feed links to are what it says: length, kind, and what an app will read in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_KINDS = {
    ".mp3": ("audio/mpeg",),
    ".m4b": ("audio/mp4", "audio/x-m4a"),
    ".m4a": ("audio/mp4", "audio/x-m4a"),
    ".vtt": ("text/vtt",),
    ".srt": ("application/x-subrip",),
    ".html": ("text/html",),
    ".txt": ("text/plain",),
    ".xml": ("application/rss+xml",),
    ".json": ("application/json", "application/json+chapters"),
}
_HEADS = {".mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3"), ".jpg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG",)}
_CUE = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})")
_LATE = 2.0
"""Seconds after the end of an episode that a time may be: the feed rounds its length."""


def file_faults(element: Any, path: Path, seconds: int) -> Iterator[str]:
    """What is wrong with the file of an element, whose episode has this length (0 where it is not told)."""
    kind, suffix = element.get("type"), path.suffix.lower()
    if kind and kind not in _KINDS.get(suffix, (kind,)):
        yield f"is not of the type {kind}"
    length = element.get("length")
    if length and int(length) != path.stat().st_size:
        yield f"has {path.stat().st_size} bytes, not {length}"
    if suffix in _HEADS:
        with path.open("rb") as file:
            if not file.read(4).startswith(_HEADS[suffix]):
                yield "is no such file inside"
    name = str(element.tag).rpartition("}")[2]
    if name not in ("chapters", "transcript"):
        return
    try:
        yield from _timed(name, path, seconds)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"cannot be read: {error}"


def _timed(name: str, path: Path, seconds: int) -> Iterator[str]:
    text = path.read_text("utf-8")
    times: list[float] = []
    if name == "chapters":
        told = json.loads(text)
        if not re.fullmatch(r"1\.\d+\.\d+", told["version"]):
            yield f"has the version {told['version']!r}"
        times = [float(chapter["startTime"]) for chapter in told["chapters"]]
        if not all(str(chapter["title"]).strip() for chapter in told["chapters"]):
            yield "has a chapter without a title"
    elif path.suffix == ".json":
        segments = json.loads(text)["segments"]
        times = [float(segment["startTime"]) for segment in segments]
        if not all(segment["endTime"] >= segment["startTime"] and segment["body"] for segment in segments):
            yield "has a segment that ends before it begins, or says nothing"
    elif path.suffix in (".vtt", ".srt"):
        if path.suffix == ".vtt" and not re.match(r"\ufeff?WEBVTT([ \t\n]|$)", text):
            yield "does not begin with WEBVTT"
        times = [_seconds(found) for found in _CUE.finditer(text)]
    elif not text.strip():
        yield "is empty"
    if path.suffix in (".json", ".vtt", ".srt") and not times:
        yield "has no times"
    if times != sorted(times):
        yield "has times that go back"
    if seconds and times and max(times) > seconds + _LATE:
        yield f"goes on after the end of the episode, at {max(times):.0f} s"


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds, ms = (int(found[n] or 0) for n in (1, 2, 3, 4))
    return hours * 3600 + minutes * 60 + seconds + ms / 1000
