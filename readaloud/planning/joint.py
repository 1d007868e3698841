"""Labels that name several speakers: `RSM and McGB`, `Kissinger/Sisco/Colby`, `LBJ or DR`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readaloud.planning import names

_SPLIT = re.compile(r"\s*(?:/|&|\+|,\s*(?:and|und|et)\s+|,|\s(?:and|und|et|with|mit)\s)\s*", re.IGNORECASE)
_OR = re.compile(r"\s+(?:or|oder|ou)\s+", re.IGNORECASE)


def pieces_of(label: str) -> tuple[str, ...]:
    """What stands between the commas, slashes and `and`s of a label; one piece for a label of one speaker."""
    return tuple(piece for piece in _SPLIT.split(names.expanded(label)) if piece)


def members_of(label: str, known: Sequence[str]) -> list[tuple[str, str]]:
    """The pieces of a joint label, each with the label of `known` that it means, or nothing; empty when it is none.

    Two of the pieces at least must be labels of the document; one that is not is somebody who speaks only here.
    """
    pieces = pieces_of(label)
    if len(pieces) < 2:
        return []
    members = _known(label, pieces, known)
    # "RSM and McGB" where McGB has no turn alone: initials joined by "and" are two people all the same, and so are
    # "Mr. Cyrankiewicz and Mr. Winiewicz".
    told = all(map(_titled, pieces)) or (any(m for _, m in members) and all(map(names.is_initials, pieces)))
    return members if told or sum(1 for _, m in members if m) >= 2 else []


def _titled(piece: str) -> bool:
    name = names.parse(piece)
    return bool(name.surname and (name.honorifics or name.roles))


def either_of(label: str, known: Sequence[str]) -> tuple[str, ...]:
    """The labels of those of whom the source is not sure which one speaks, as `known` prints them: `LBJ or DR`."""
    pieces = tuple(piece for piece in _OR.split(names.expanded(label)) if piece)
    found = tuple(found for _, found in _known(label, pieces, known) if found)
    return found if len(pieces) == len(found) > 1 else ()


def listing(parts: Sequence[str], word: str = "and") -> str:
    """`A, B and C`."""
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _known(label: str, pieces: Sequence[str], known: Sequence[str]) -> list[tuple[str, str]]:
    by_key: dict[str, str] = {}
    by_surname: dict[str, str] = {}
    for other in known:
        if other == label or len(pieces_of(other)) > 1 or _OR.search(other):
            continue
        by_key.setdefault(names.key(other), other)
        surname = names.parse(other).surname
        if surname:
            by_surname.setdefault(surname, other)
    return [
        (piece, by_key.get(names.key(piece)) or by_surname.get(names.parse(piece).surname) or "") for piece in pieces
    ]
