"""What of the machine this process may use."""

from __future__ import annotations

import os


def cores() -> int:
    """Processors that this process may run on."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(allowed(0)) if allowed else os.cpu_count() or 1
