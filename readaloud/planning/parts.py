"""Finds the speakers whom a person names: by id, by label, or by name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from readaloud.errors import UsageError
from readaloud.model import Script, Speaker


def named(script: Script, names: Sequence[str]) -> tuple[str, ...]:
    """Ids of the speakers, each once; UsageError with the nearest names for one who is not in the script."""
    return tuple(dict.fromkeys(_named(script, name) for name in names))


def _named(script: Script, name: str) -> str:
    people = [s for s in script.speakers if not s.role] or list(script.speakers)
    sought = _folded(name)
    for fits in (_is_id, _is_label, _is_name, _is_surname):
        found = [s.id for s in people if fits(s, sought)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{name!r} may be any of {', '.join(found)}.", tip="Give one of these.")
    known = {_folded(x): x for s in people for x in (s.id, *s.labels, s.name) if x}
    near = [known[x] for x in difflib.get_close_matches(sought, known, 3, 0.5)] or [s.id for s in people[:6]]
    raise UsageError(f"There is no speaker {name!r}.", tip=f"Nearest are: {', '.join(near)}.")


def _folded(name: str) -> str:
    return " ".join(name.split()).rstrip(":.").casefold()


def _is_id(speaker: Speaker, name: str) -> bool:
    return speaker.id.casefold() == name


def _is_label(speaker: Speaker, name: str) -> bool:
    return name in (_folded(label) for label in speaker.labels)


def _is_name(speaker: Speaker, name: str) -> bool:
    return _folded(speaker.name) == name


def _is_surname(speaker: Speaker, name: str) -> bool:
    return bool(speaker.name.split()) and _folded(speaker.name.split()[-1]) == name
