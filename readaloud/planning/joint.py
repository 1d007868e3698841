"""Labels that name several speakers at once: `RSM and McGB`, `Kissinger/Sisco/Colby`, `JIMMIE, MRS. UPJOHN, AND ROPER`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readaloud.planning import names

_SPLIT = re.compile(r"\s*(?:/|&|\+|,\s*(?:and|und|et)\s+|,|\s(?:and|und|et|with|mit|AND|UND|ET)\s)\s*", re.IGNORECASE)


def members_of(label: str, known: Sequence[str]) -> tuple[str, ...]:
    """The labels that a joint label is made of, each as `known` prints it; empty when it is no joint label.

    Two of the pieces at least must be labels of the document; one that is not is somebody who speaks only here.
    """
    pieces = [piece for piece in _SPLIT.split(names.expanded(label)) if piece]
    if len(pieces) < 2:
        return ()
    by_key: dict[str, str] = {}
    by_surname: dict[str, str] = {}
    for other in known:
        if other == label or len(_SPLIT.split(names.expanded(other))) > 1:
            continue
        by_key.setdefault(names.key(other), other)
        surname = names.parse(other).surname
        if surname:
            by_surname.setdefault(surname, other)
    members = []
    for piece in pieces:
        found = by_key.get(names.key(piece)) or by_surname.get(names.parse(piece).surname)
        if found:
            members.append(found)
    # "RSM and McGB" where McGB has no turn alone: initials joined by "and" are two people all the same.
    if len(members) >= 2 or (members and all(names.is_initials(piece) for piece in pieces)):
        return tuple(dict.fromkeys(members))
    return ()
