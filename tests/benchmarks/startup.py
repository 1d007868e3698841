"""CPU time of the commands that do nothing but start: `python -m tests.benchmarks.startup`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys


def main() -> None:
    for arguments in (
        ["-c", "pass"],
        ["-m", "readaloud", "--version"],
        ["-m", "readaloud", "--help"],
        ["-m", "readaloud", "make", "--help"],
    ):
        times = []
        for _ in range(9):
            process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            assert status == 0
            times.append(usage.ru_utime + usage.ru_stime)
        print(f"python {' '.join(arguments):32} {statistics.median(times):.3f} s of CPU, median of {len(times)}")


if __name__ == "__main__":
    main()
