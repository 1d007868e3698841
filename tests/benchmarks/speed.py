"""CPU and wall time of the main job beside what nobody can do without, cold and after an edited line.

    python -m tests.benchmarks.speed [--minutes 60] [--runs 1] [--plot speed.png] [--corpus ../shared/corpus]

The limit is the CPU time of espeak-ng's C functions and of PyAV's AAC coder alone, for the same text and the same samples, in
the same run (`main_job`). Aims: cold CPU ≤ 1.3 × limit, wall on two cores ≤ 0.6 × wall on one, again after one edited line ≤ 0.15 ×
the cold wall time; the seed, a document of six minutes, CPU ≤ 1.5 × limit + 0.3 s. Other work on the machine lengthens wall
times, and CPU times too where two threads share a core: `--runs` takes medians.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.long_text import corpus_folder, talk
from tests.benchmarks.main_job import ROOT, baseline, utterances

SEED = "plain/frus1969-76v15-d67.txt"
"""A telephone call of 74 paragraphs."""


@dataclass(frozen=True)
class Measured:
    """One run of a command with all its children."""

    cpu: float
    """Seconds."""
    wall: float
    """Seconds."""
    memory: float
    """MB of the largest process."""


def measured(command: list[str], cores: int, cache: Path) -> Measured:
    """Runs it on so many processors."""
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "READALOUD_CACHE": str(cache)},
        preexec_fn=lambda: os.sched_setaffinity(0, allowed),
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return Measured(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024)


def make(source: Path, out: Path, cache: Path, cores: int = 2) -> Measured:
    command = [sys.executable, "-m", "readaloud", "make", str(source), "-o", str(out), "--format", "m4b", "--plain"]
    return measured(command, cores, cache)


def speech_of(edition: dict[str, Any], folder: Path) -> float:
    """CPU seconds of espeak-ng alone for what an edition says."""
    lines = folder / "lines.pickle"
    lines.write_bytes(pickle.dumps(utterances(edition)))
    return baseline("speech", lines)


def hour(source: Path, folder: Path) -> dict[str, float]:
    """All figures of one text."""
    cache, out = folder / "cache", folder / "out"
    cold = make(source, out, cache)
    edition = out / source.stem
    told = json.loads((edition / "edition.json").read_text("utf-8"))
    (m4b,) = edition.glob("*.m4b")
    bare = speech_of(told, folder), baseline("coding", m4b, ("m4b",))
    changed = source.read_text("utf-8").split("\n\n")
    changed[len(changed) // 2] += " And this was added afterwards."
    source.write_text("\n\n".join(changed), "utf-8")
    source_again = make(source, out, cache)
    script = edition / "script.yaml"
    script.write_text(script.read_text("utf-8").replace("And this was added", "And this was then added"), "utf-8")
    again = make(script, out, cache)
    one = make(source, folder / "one", folder / "other-cache", cores=1)
    return {
        "audio": told["duration_ms"] / 1000, "speech": bare[0], "coding": bare[1], "cold cpu": cold.cpu,
        "cold wall": cold.wall, "memory": cold.memory, "one wall": one.wall, "one cpu": one.cpu,
        "source wall": source_again.wall, "again wall": again.wall, "again cpu": again.cpu,
    }  # fmt: skip


def seed(source: Path, folder: Path) -> dict[str, float]:
    """The short document, cold."""
    cold = make(source, folder / "out", folder / "cache")
    edition = folder / "out" / source.stem
    (m4b,) = edition.glob("*.m4b")
    told = json.loads((edition / "edition.json").read_text("utf-8"))
    return {
        "audio": told["duration_ms"] / 1000, "speech": speech_of(told, folder), "coding": baseline("coding", m4b, ("m4b",)),
        "cold cpu": cold.cpu, "cold wall": cold.wall,
    }  # fmt: skip


def medians(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def line(name: str, value: float, aim: float) -> str:
    return f"  {name:46} {value:6.3f}   aim {aim:.2f}   {'met' if value <= aim else 'NOT met'}"


def plot(rows: dict[str, dict[str, float]], path: Path) -> None:
    """Bars of seconds: what is bare, and what the job takes."""
    from PIL import Image, ImageDraw, ImageFont

    bars = []
    for name, row in rows.items():
        bars += [(f"{name}: espeak-ng and AAC alone", row["speech"] + row["coding"], "#595959")]
        bars += [(f"{name}: {key}", row[key], "#0a5c99") for key in row if key.split()[-1] in ("cpu", "wall")]
    picture = Image.new("RGB", (1000, 40 + 34 * len(bars)), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(16)
    scale = 560 / max(seconds for _, seconds, _ in bars)
    for number, (name, seconds, colour) in enumerate(bars):
        top = 20 + 34 * number
        draw.text((20, top), name, "black", font)
        draw.rectangle((330, top, 330 + max(2, seconds * scale), top + 22), colour)
        draw.text((340 + seconds * scale, top), f"{seconds:.2f} s", "black", font)
    picture.save(path)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--runs", type=int, default=1)
    arguments.add_argument("--plot", type=Path)
    arguments.add_argument("--corpus", type=Path, default=corpus_folder(ROOT))
    given = arguments.parse_args()
    long, short = [], []
    # Nothing is removed before the end: after that, new files cost a file system several times as much.
    with tempfile.TemporaryDirectory() as place:
        for number in range(given.runs):
            folder = Path(place, str(number))
            folder.mkdir()
            source = Path(folder, "talk.txt")
            source.write_text(talk(given.corpus, given.minutes, seed=number + 1), "utf-8")
            long.append(hour(source, Path(folder)))
            short.append(seed(given.corpus / SEED, Path(folder, "seed")))
    told = medians(long)
    limit = told["speech"] + told["coding"]
    print(f"{told['audio'] / 60:.0f} minutes of audio, {given.runs} runs, medians")
    print(f"  bare espeak-ng {told['speech']:.2f} CPU-s, bare AAC {told['coding']:.2f}; limit {limit:.2f}")
    print(
        f"  cold on two cores {told['cold cpu']:.2f} CPU-s, {told['cold wall']:.2f} s; on one {told['one cpu']:.2f}, {told['one wall']:.2f}"
    )
    print(
        f"  again after an edited line {told['again cpu']:.2f} CPU-s, {told['again wall']:.2f} s; from the source {told['source wall']:.2f} s"
    )
    print(f"  largest process {told['memory']:.0f} MB")
    print(line("cold CPU / limit", told["cold cpu"] / limit, 1.3))
    print(line("wall on two cores / on one", told["cold wall"] / told["one wall"], 0.6))
    print(line("wall after an edited line / cold", told["again wall"] / told["cold wall"], 0.15))
    few = medians(short)
    small = few["speech"] + few["coding"]
    print(f"the seed, {few['audio']:.0f} s of audio: {few['cold cpu']:.2f} CPU-s; limit {small:.2f}")
    print(line("(CPU − 0.3 s) / limit", (few["cold cpu"] - 0.3) / small, 1.5))
    if given.plot:
        plot({"hour": told, "seed": few}, given.plot)


if __name__ == "__main__":
    main()
