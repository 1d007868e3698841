"""What of the machine this process may use."""

from __future__ import annotations

import os
import sys


def cores() -> int:
    """Processors that this process may run on."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def give_back() -> None:
    """Lets the system have the memory that was freed, where the C library keeps it for itself (glibc's `malloc_trim`).

    In a day of sound that is 20 MB after planning and 56 MB after all spans; a call takes some milliseconds.
    """
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
