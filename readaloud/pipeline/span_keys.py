"""Under which keys spans are kept: everything that shapes what is heard in one, and nothing that does not.

Where a span stands in the edition, who speaks and what is said are not in its keys: they are heard only by way of the clips,
whose own keys have them (`synthesis.cache.key`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from readaloud.model import Timeline

FORMAT = 2
"""A change of how clips become samples (`assembly/`), or of how what is kept is packed, makes all spans anew."""


def mixed(span: Timeline, rates: Mapping[str, int]) -> str:
    """Of a span's samples before they are mastered; `rates` has the samples a second of each clip."""
    its = [[p.key, p.begin, p.length, p.gain_db, p.pan, p.space, rates.get(p.key, span.rate)] for p in span.placements]
    return _key(FORMAT, _versions(), span.rate, span.channels, span.length, its)


def levels(mixed: str) -> str:
    """Of what is measured before mastering."""
    return _key("levels", mixed)


def finished(measured: str, mixed: str, gain_db: float, ceiling_dbtp: float) -> str:
    """Of the finished samples, and of how loud they are, which follows from what was `measured` before speakers were moved."""
    return _key("finished", measured, mixed, gain_db, ceiling_dbtp)


def encoded(finished: str, coder: str, *, first: bool, last: bool) -> str:
    """Of what a coder makes of them, kept with how loud they are; its name tells its settings and versions."""
    return _key("encoded", finished, coder, first, last)


def _key(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _versions() -> list[object]:
    """Of what computes samples."""
    import av
    import numpy as np

    return [np.__version__, av.library_versions["libswresample"]]
