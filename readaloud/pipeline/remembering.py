"""What an edition that is made again remembers: its formats and the settings by which it was rendered."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from readaloud import folder as folders
from readaloud.settings import LoudnessChoice, StyleChoice


def formats_of(script: Path) -> tuple[str, ...]:
    """The formats of the edition in which a script lies; empty where it lies in none."""
    from readaloud.writers import registry

    made = folders.manifest(script.resolve().parent) or {}
    told = [f.get("format") for f in made.get("files", []) if isinstance(f, dict)]
    known = {"mp3-chapter": "mp3-chapters"}
    names = dict.fromkeys(known.get(str(name), str(name)) for name in told)
    return tuple(name for name in names if name in registry.BUILTIN)


def rendered_with(script: Path) -> dict[str, Any]:
    """The settings by which the edition in which a script lies was rendered; empty where it lies in none.

    What is not of the kind that we write is left out: the file may have been changed.
    """
    made = folders.manifest(script.resolve().parent) or {}
    told = made.get("settings")
    found: dict[str, Any] = {}
    for name, kind in (
        ("style", str),
        ("rate", int | float),
        ("pauses", int | float),
        ("pitch", int),
        ("bitrate", int),
        ("sample_rate", int),
        ("loudness", str),
        ("chapter_gap", int | float),
        ("longest_chapter", int | float),
        ("player_inline", bool),
    ):
        value = told.get(name) if isinstance(told, dict) else None
        if isinstance(value, kind) and isinstance(value, bool) == (kind is bool):
            found[name] = value
    home = script.resolve().parent
    own = folders.persons_cover(home)
    if own is not None or (folders.manifest(home) or {"cover": ""}).get("cover", "") is None:
        found["cover"] = str(own) if own is not None else "none"
    if isinstance(told, dict) and told.get("stems") is True:
        found["stems"] = True
    for name, choices in (("style", get_args(StyleChoice)), ("loudness", get_args(LoudnessChoice))):
        if found.get(name) not in (None, *choices):
            del found[name]
    silent = told.get("silent") if isinstance(told, dict) else None
    if isinstance(silent, list) and all(isinstance(name, str) for name in silent):
        found["silent"] = tuple(silent)
    return found
