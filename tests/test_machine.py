"""What of the machine this process may use."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from readaloud.machine import cores, give_back


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no processor can be forbidden here")
def test_only_processors_that_may_be_used_are_counted() -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert cores() == len(allowed)


@pytest.mark.skipif(sys.platform != "linux", reason="other C libraries give back by themselves")
def test_freed_memory_is_given_back() -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    held = [bytes(60_000) for _ in range(2000)]  # 120 MB in pieces that the library keeps for itself
    last = bytes(60_000)  # lies behind them, so that nothing is given back from the end
    before = resident()
    del held
    give_back()
    assert before - resident() > 60_000_000
    assert len(last) == 60_000
