"""What earlier runs over a collection left: how each document was planned, and what became of it.

They lie in `.batch/` of the collection, two small files for each document. Each carries a key, a digest of everything
that shapes it; a record whose key is another one is of no use and is made anew.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TypeAlias

from readaloud import __version__
from readaloud import folder as folders
from readaloud.batch.units import Unit
from readaloud.errors import OutputError
from readaloud.settings import Settings

FOLDER = ".batch"
Kind: TypeAlias = Literal["plan", "made"]
FORMAT = 1
"""Part of every key."""

_UNHEARD = frozenset(("workers", "cache"))
"""Settings that change no byte of an edition."""
_UNPLANNED = _UNHEARD | frozenset(
    "formats lexicons player_inline intro outro stems bitrate sample_rate cover loudness loudness_lufs ceiling_dbtp "
    "silent rate pitch style engine".split()
)
"""Settings that change nothing that a survey tells."""
_FILES = ("lexicons", "intro", "outro", "cover")
"""Settings that name files, whose contents count."""


class Records:
    """The records of one collection; with `keep=False` they are only read."""

    def __init__(self, collection: Path, *, keep: bool = True) -> None:
        self._folder = collection / FOLDER
        self._keep = keep

    def get(self, kind: Kind, unit: str, key: str) -> dict[str, Any] | None:
        """What was recorded of a unit under a key; None when nothing was, or not this."""
        try:
            told = json.loads((self._folder / f"{unit}.{kind}").read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(told, dict) or told.get("key") != key or not isinstance(told.get("told"), dict):
            return None
        found: dict[str, Any] = told["told"]
        return found

    def put(self, kind: Kind, unit: str, key: str, told: Mapping[str, Any]) -> None:
        """Records it; OutputError when it cannot be written."""
        if not self._keep:
            return
        path = self._folder / f"{unit}.{kind}"
        part = path.with_name(f".{secrets.token_hex(6)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"key": key, "told": told}, ensure_ascii=False), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OutputError.of(error, str(path)) from error


def plan_key(unit: Unit, settings: Settings) -> str:
    """Everything that shapes how a document is planned."""
    return _digest(unit.sha256, unit.reader, _told(settings, _UNPLANNED))


def made_key(
    unit: Unit, settings: Settings, cast_text: str, engines: Mapping[str, str], files: Mapping[str, str]
) -> str:  # fmt: skip
    """Everything that shapes an edition; `engines` are the versions of those that speak it, `files` as `file_digests`."""
    return _digest(
        unit.sha256, unit.reader, unit.document, unit.name, _told(settings, _UNHEARD), cast_text, dict(engines), dict(files)
    )  # fmt: skip


def file_digests(settings: Settings) -> dict[str, str]:
    """Digests of the files that settings name; those that cannot be read have none, and are told of when they are used."""
    found = {}
    for name in _FILES:
        value = getattr(settings, name)
        for path in (value,) if isinstance(value, str) else value:
            try:
                found[path] = folders.sha256(Path(path).read_bytes())
            except OSError:
                continue
    return found


def _told(settings: Settings, without: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in asdict(settings).items() if name not in without}


def _digest(*parts: object) -> str:
    text = json.dumps([FORMAT, __version__, *parts], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
