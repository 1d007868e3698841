"""What of the machine this process may use."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def cores() -> int:
    """Processors that this process may run on."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def give_back() -> None:
    """Lets the system have the memory that was freed, where the C library keeps it for itself (glibc's `malloc_trim`).

    In a day of sound that is 20 MB after planning and 56 MB after all spans; a call takes some milliseconds.
    """
    if trim := _glibc("malloc_trim"):
        trim(0)


def hold() -> None:
    """Lets this process keep up to 16 MB that it freed, for what it needs next.

    glibc would give the memory of each clip back and ask for it anew: 57,000 page faults in an hour of sound.
    """
    if option := _glibc("mallopt"):
        for name, value in ((_MMAP_THRESHOLD, 1 << 22), (_TRIM_THRESHOLD, 1 << 24)):
            option(name, value)


_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""`M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD` of mallopt(3)."""


def _glibc(name: str) -> Callable[..., int] | None:
    """A function of the C library, where it is glibc."""
    import ctypes

    found: Callable[..., int] | None = None
    if sys.platform == "linux":
        found = getattr(ctypes.CDLL(None), name, None)
    return found
