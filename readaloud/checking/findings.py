"""What a check tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    what: str
    ok: bool
    text: str
    """What was found, or what is wrong and where."""
    unchecked: bool = False
    """Whether it could not be checked on this machine; that is no fault."""
