"""Memory and cost of very long editions beside a short one.

    python -m tests.benchmarks.day [--hours 24] [--corpus ../shared/corpus]

Memory is that of all processes together, pages that they share counted once (`Pss` of /proc), looked at ten times a second. Aims:
under 400 MB, and CPU time an hour of audio as that of six minutes, start-up left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from tests.benchmarks.long_text import corpus_folder, talk
from tests.benchmarks.main_job import ROOT


def together(pid: int) -> float:
    """MB of a process and all its children."""
    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0.0
    for process in family:
        try:
            told = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
            total += int(next(line for line in told.splitlines() if line.startswith("Pss:")).split()[1])
        except (OSError, StopIteration):
            continue
    return total / 1024


def cost(hours: float, corpus: Path, folder: Path) -> tuple[float, float, float, float]:
    """Hours of audio, CPU seconds, wall seconds, MB at most."""
    source = folder / "talk.txt"
    source.write_text(talk(corpus, 60 * hours), "utf-8")
    command = [
        sys.executable,
        "-m",
        "readaloud",
        "make",
        str(source),
        "-o",
        str(folder / "out"),
        "--format",
        "m4b",
        "--plain",
    ]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, "READALOUD_CACHE": str(folder / "cache")})  # fmt: skip
    most, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.1):
            most[0] = max(most[0], together(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    ended.set()
    watcher.join()
    assert status == 0
    told = json.loads((folder / "out/talk/edition.json").read_text("utf-8"))
    return told["duration_ms"] / 3.6e6, usage.ru_utime + usage.ru_stime, time.monotonic() - began, most[0]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hours", type=float, default=24)
    arguments.add_argument("--corpus", type=Path, default=corpus_folder(ROOT))
    given = arguments.parse_args()
    print(f"{'audio':>9} {'CPU-s':>8} {'wall s':>8} {'CPU-s/h':>8} {'PSS MB':>7}")
    for hours in (0.01, 0.1, given.hours):
        with tempfile.TemporaryDirectory() as folder:
            audio, cpu, wall, memory = cost(hours, given.corpus, Path(folder))
        print(f"{audio:>8.2f}h {cpu:>8.2f} {wall:>8.1f} {cpu / audio:>8.1f} {memory:>7.0f}", flush=True)


if __name__ == "__main__":
    main()
