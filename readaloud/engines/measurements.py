"""What was measured of voices, as files: beside the shipped profiles, and in the user's cache for all other voices.

`voices/measured/<name>.json` belongs to `voices/<name>.toml`: one voice a line, so that a change is read as a diff. A
measurement counts only while engine, engine's name of the voice, pitch and rate are those of the profile.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from readaloud.errors import ScriptError
from readaloud.languages import primary
from readaloud.model import Sound, Voice
from readaloud.places import cache_folder

FORMAT = 1
"""Changes when measuring is done otherwise, so that what was kept before is measured anew."""
FOLDER = "measured"
"""Beside the profiles."""

Entry = Mapping[str, Any]


def shipped_path(profiles: Path) -> Path:
    """Where the measurements for a file of profiles are."""
    return profiles.parent / FOLDER / f"{profiles.stem}.json"


def read_shipped(profiles: Path) -> dict[str, Entry]:
    """Voice's id → measurement; empty where a file of profiles has none."""
    path = shipped_path(profiles)
    try:
        return {entry["id"]: entry for entry in json.loads(path.read_bytes())["voices"]}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScriptError(
            f"{path}: cannot be read: {error}.", tip="Delete it; `readaloud voices measure --ship` writes it anew."
        ) from error


def shipped_text(voices: Iterable[Voice], versions: Mapping[str, str]) -> str:
    """The measurements of a file's voices, in its order, as the text of their file; `versions` are the engines'."""
    lines = ",\n".join(json.dumps(_entry(voice), ensure_ascii=False) for voice in voices if voice.sound is not None)
    head = json.dumps(dict(sorted(versions.items())), ensure_ascii=False)
    return f'{{"format": {FORMAT}, "engines": {head}, "voices": [\n{lines}\n]}}\n'


def with_entry(voice: Voice, entry: Entry | None) -> Voice:
    """The voice with a measurement; as it is where there is none, or it was made of other settings."""
    if entry is None or any(entry.get(key) != getattr(voice, key) for key in _SETTINGS):
        return voice
    try:
        timbre = tuple(float(value) for value in entry["timbre"])
        sound = Sound(float(entry["pitch_hz"]), float(entry["pitch_range"]), timbre, float(entry["pace"]))
        return replace(voice, loudness_lufs=float(entry["loudness_lufs"]), sound=sound)
    except (KeyError, TypeError, ValueError):
        return voice


def kept(voice: Voice, version: str) -> Voice:
    """The voice with what was kept of it in the user's cache; as it is where nothing was, or it is damaged."""
    try:
        entry = json.loads(_kept_path(voice, version).read_bytes())
    except (OSError, ValueError):
        return voice
    return with_entry(voice, entry) if isinstance(entry, dict) else voice


def keep(voice: Voice, version: str) -> None:
    """Keeps a measurement for the next time; where the cache cannot be written, it is measured again."""
    path = _kept_path(voice, version)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_text(json.dumps(_entry(voice), ensure_ascii=False), encoding="utf-8")
        part.replace(path)


_SETTINGS = ("engine", "engine_voice", "pitch", "rate")


def _entry(voice: Voice) -> dict[str, Any]:
    assert voice.sound is not None
    sound = voice.sound
    return {
        "id": voice.id,
        **{key: getattr(voice, key) for key in _SETTINGS},
        "loudness_lufs": voice.loudness_lufs,
        "pitch_hz": sound.pitch_hz,
        "pitch_range": sound.pitch_range,
        "pace": sound.pace,
        "timbre": list(sound.timbre),
    }


def _kept_path(voice: Voice, version: str) -> Path:
    """The passage's language shapes the measurement too; a voice's name does not."""
    parts = [FORMAT, version, primary(voice.language), *(getattr(voice, key) for key in _SETTINGS)]
    name = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
    return cache_folder() / "voices" / f"{name}.json"
