"""What a check tells."""

from __future__ import annotations

from collections.abc import Sequence
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


def some(faults: Sequence[str]) -> str:
    """The first five faults, and how many more there are; empty without any."""
    return "; ".join(faults[:5]) + (f"; and {len(faults) - 5} more" if len(faults) > 5 else "")
