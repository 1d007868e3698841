"""What of the machine this process may use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from readaloud.machine import cores, give_back


# macOS and Windows have no such call for a process of its own.
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no processor can be forbidden here")
def test_only_processors_that_may_be_used_are_counted() -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert cores() == len(allowed)


# `give_back` asks glibc, and does nothing elsewhere.
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


# `hold` asks glibc too.
@pytest.mark.skipif(sys.platform != "linux", reason="of the C library of Linux alone")
def test_memory_that_is_held_is_not_asked_for_anew() -> None:
    code = (
        "import resource; from readaloud.machine import hold\n"
        "def faults():\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "    for _ in range(50): pieces = [bytes(300_000) + b'x' for _ in range(4)]\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before\n"
        "{}faults(); print(faults())"
    )
    given, held = (
        int(
            subprocess.run(
                [sys.executable, "-c", code.format(first)], capture_output=True, text=True, check=True
            ).stdout
        )
        for first in ("", "hold(); ")
    )
    assert held < 100
    assert held < given / 10, f"{given} page faults without it"
