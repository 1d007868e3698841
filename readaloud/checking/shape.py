"""Whether an `edition.json` has the shape that we write: what reads it further may then rely on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NUMBER = (int, float)
_TOP: Mapping[str, Any] = {
    "title": str, "language": str, "duration_ms": _NUMBER, "speakers": list, "chapters": list, "pages": list, "notes": list,
    "cues": list, "sounds": list, "ledger": dict, "files": list,
}  # fmt: skip
_ITEMS: Mapping[str, Mapping[str, Any]] = {
    "speakers": {"id": str, "labels": list, "name": str, "voice": str},
    "chapters": {"title": str, "begin_ms": _NUMBER, "end_ms": _NUMBER},
    "pages": {"label": str, "chapter": int, "begin_ms": _NUMBER},
    "notes": {"label": str, "chapter": int, "begin_ms": _NUMBER, "end_ms": _NUMBER},
    "cues": {"id": str, "kind": str, "speaker": str, "text": str, "begin_ms": _NUMBER, "end_ms": _NUMBER},
    "sounds": {"name": str, "begin_ms": _NUMBER, "end_ms": _NUMBER},
    "files": {"path": str, "format": str, "bytes": int, "sha256": str},
}
_LEDGER: Mapping[str, Any] = {
    "words": int,
    "spoken": int,
    "skipped": list,
    "edited": list,
    "dropped": list,
    "added": list,
}


def shape_fault(made: Mapping[str, Any]) -> str:
    """What is wrong, in words; empty where nothing is."""
    fault = _fields(made, _TOP, "")
    if fault:
        return fault
    if made.get("source") is not None and _fields(made["source"], {"path": str, "sha256": str}, "source."):
        return "`source` has no path and sha256"
    for name, fields in _ITEMS.items():
        for number, item in enumerate(made[name]):
            fault = _fields(item, fields, f"{name}[{number}].")
            if fault:
                return fault
    fault = _fields(made["ledger"], _LEDGER, "ledger.")
    if fault:
        return fault
    for name in ("edited", "dropped", "added"):
        if not all(isinstance(entry, dict) for entry in made["ledger"][name]):
            return f"`ledger.{name}` does not hold tables"
    for name in ("settings", "planned", "loudness", "cover", "metadata"):
        if not isinstance(made.get(name), dict | None):
            return f"`{name}` is no table"
    settings = made.get("settings") or {}
    if not all(isinstance(settings.get(name, 0), _NUMBER) for name in ("target_lufs", "ceiling_dbtp")):
        return "`settings` does not hold numbers"
    return ""


def _fields(table: Any, fields: Mapping[str, Any], place: str) -> str:
    if not isinstance(table, dict):
        return f"`{place.rstrip('.') or 'the whole'}` is no table"
    for name, kind in fields.items():
        if name not in table:
            return f"`{place}{name}` is missing"
        if not isinstance(table[name], kind) or isinstance(table[name], bool):
            return f"`{place}{name}` is {type(table[name]).__name__}, which it never is"
    return ""
