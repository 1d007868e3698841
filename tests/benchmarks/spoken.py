"""What preparing the words to say costs, beside making their audio, and that it grows in proportion to length.

    python -m tests.benchmarks.spoken [SOURCE] [--runs 3] [--most 1000000]

Preparing is measured in a process of its own, imports, tables and patterns included; the audio is the whole main job,
without the cache. The second table repeats the source's own sentences with other numbers, so that nothing is remembered.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.main_job import ROOT, measured

SHARE = 0.05
"""Of the CPU time of the main job; the aim."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", nargs="?", default=str(ROOT / "docs/sample/lighthouse-call.txt"))
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--most", type=int, default=1_000_000, help="words of the longest text")
    arguments.add_argument("--only", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    source = Path(given.source)
    if given.only is not None:
        print(json.dumps(prepared(source, given.only)))
        return
    share(source, given.runs)
    growth(source, given.most)


def share(source: Path, runs: int) -> None:
    """Preparing beside the whole job, medians of CPU seconds."""
    jobs, costs = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            make = [sys.executable, "-m", "readaloud", "make", str(source), "-o", folder, "--no-cache", "--plain"]
            jobs.append(measured(make)[0])
        costs.append(once(source, 0)["seconds"])
    job, cost = statistics.median(jobs), statistics.median(costs)
    told = "met" if cost <= SHARE * job else "NOT met"
    print(f"{source.name}: whole job {job:.2f} s of CPU, preparing its words {cost:.3f} s")
    print(f"  {100 * cost / job:.1f} % (aim: at most {100 * SHARE:.0f} %, which is {told})")


def growth(source: Path, most: int) -> None:
    """Preparing ever longer texts."""
    print(f"{'words':>10} {'seconds':>9} {'µs/word':>9} {'words/s':>9}")
    size = 1_000
    while size <= most:
        told = once(source, size)
        each = told["seconds"] / told["words"]
        print(f"{told['words']:>10,.0f} {told['seconds']:>9.3f} {each * 1e6:>9.1f} {1 / each:>9,.0f}")
        size *= 10


def once(source: Path, least: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.spoken", str(source), "--only", str(least)]
    found: dict[str, float] = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    )
    return found


def prepared(source: Path, least: int) -> dict[str, float]:
    """CPU seconds for all that is said of a source, repeated up to `least` words."""
    from readaloud import pipeline
    from readaloud.settings import Settings

    document, _ = pipeline.read(str(source))
    lines = [(u.kind, u.text) for u in pipeline.plan(document, Settings()).utterances() if u.text]
    texts = list(lines)
    words = sum(len(text.split()) for _, text in texts)
    number = 0
    while words < least:
        for kind, text in lines:
            number += 1
            texts.append((kind, f"{text} {number}"))
            words += len(text.split()) + 1
    # Planning has imported and remembered all of it: this is forgotten, to be measured once.
    for name in [n for n in sys.modules if n.startswith(("readaloud.planning.spoken", "num2words", "readaloud.data"))]:
        del sys.modules[name]
    from readaloud.planning.announcements import catalogue

    began = time.process_time()
    from readaloud.planning.spoken import default_spoken

    told = catalogue(document.language)
    for kind, text in texts:
        default_spoken(kind, text, told)
    return {"words": words, "seconds": time.process_time() - began}


if __name__ == "__main__":
    main()
