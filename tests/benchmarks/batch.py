"""A volume made whole, beside its documents made one by one: throughput, memory, a second run, and Dask's part.

    python -m tests.benchmarks.batch [VOLUME] [--documents 12] [--dask]

Everything is made as M4B, without clips of earlier runs. First each of some documents (short, middling, long) is made by
`readaloud make` on one process: the rate of a single document, in seconds of audio for a second of CPU time. Then the
volume by `readaloud batch` on all cores, with the memory of all its processes (PSS, so that what they share counts once)
over time; then again, when there is nothing to do. With --dask the same on a Dask cluster of this machine.

Other programs may run on the machine: "alone" is the time that it would take without them, the CPU time of our processes and
the time in which a core had nothing to do, over the cores.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from readaloud.readers import intake, registry
from tests.conftest import corpus_folder

SINGLE = 5
"""Documents made alone."""
CORES = len(os.sched_getaffinity(0))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", nargs="?", default="")
    arguments.add_argument("--documents", type=int, default=0, help="only so many, taken evenly (default: all)")
    arguments.add_argument("--dask", action="store_true", help="make them on a Dask cluster too")
    given = arguments.parse_args()
    source = Path(given.source or f"{corpus_folder()}/samples/frus-volume/frus1969-76v38p1.xml")
    pieces = list(registry.split(intake.load(source))[1])
    wanted = evenly(sorted(pieces, key=lambda p: len(p.raw.data)), given.documents or len(pieces))
    ids = [piece.id for piece in wanted]
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        alone = single(evenly(wanted, SINGLE), top)
        local = collection(source, ids, top / "local", top / "cache-local")
        rows = [("one document, one process", alone), ("batch, all cores", local)]
        if given.dask:
            rows.append(
                (
                    "batch, Dask on this machine",
                    collection(source, ids, top / "dask", top / "cache-dask", "--cluster", "local"),
                )
            )
        show(rows, len(ids))


def evenly(found: list[Any], count: int) -> list[Any]:
    return [found[(2 * i + 1) * len(found) // (2 * count)] for i in range(count)] if count < len(found) else found


def single(pieces: list[Any], top: Path) -> dict[str, float]:
    """Each by itself: process, start, imports and all."""
    audio = wall = cpu = 0.0
    for piece in pieces:
        path = top / piece.raw.name
        path.write_bytes(piece.raw.data)
        command = ["make", str(path), "-o", str(top / "single"), "--format", "m4b", "--workers", "1", "--no-cache"]
        began, used = time.monotonic(), children()
        subprocess.run([sys.executable, "-m", "readaloud", *command, "--plain"], check=True, capture_output=True)
        wall, cpu = wall + time.monotonic() - began, cpu + children() - used
        audio += json.loads((top / "single" / path.stem / "edition.json").read_text("utf-8"))["duration_ms"] / 1000
    return {"audio": audio, "wall": wall, "cpu": cpu, "alone": cpu}


def collection(source: Path, ids: list[str], out: Path, cache: Path, *options: str) -> dict[str, float]:
    """The whole, with its memory over time, and once more."""
    command = [sys.executable, "-m", "readaloud", "batch", str(source), "-o", str(out), "--format", "m4b", "--plain"]
    command += [part for id in ids for part in ("--document", id)] + list(options)
    env = {**os.environ, "READALOUD_CACHE": str(cache)}
    began, idle = time.monotonic(), idling()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory: list[float] = []
    cpu: dict[tuple[int, float], float] = {}
    watch = threading.Thread(target=watched, args=(process, memory, cpu))
    watch.start()
    assert process.wait() == 0, command
    told = {"wall": time.monotonic() - began}
    idle = idling() - idle
    watch.join()
    told["cpu"] = sum(cpu.values())
    told["alone"] = (told["cpu"] + idle) / CORES
    began = time.monotonic()
    subprocess.run(command, env=env, check=True, capture_output=True)
    documents = json.loads((out / "collection.json").read_text("utf-8"))["documents"]
    told["again"] = time.monotonic() - began
    told["audio"] = sum(one["duration_ms"] for one in documents) / 1000
    told["disk"] = sum(f["bytes"] for one in documents for f in one["files"]) / 1e6
    quarter = max(1, len(memory) // 4)
    told |= {
        "second quarter": statistics.median(memory[quarter : 2 * quarter] or memory),
        "last quarter": statistics.median(memory[-quarter:]),
    }
    return told | {"most": max(memory)}


def children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def idling() -> float:
    """Seconds in which a core had nothing to do, of all cores, since the machine started."""
    times = psutil.cpu_times()
    return float(times.idle + times.iowait)


def watched(process: subprocess.Popen[bytes], memory: list[float], cpu: dict[tuple[int, float], float]) -> None:
    """MB of all processes together, and CPU seconds of each, five times a second."""
    top = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0.0
        for one in (top, *_descendants(top)):
            try:
                total += one.memory_full_info().pss / 1e6
                used = one.cpu_times()
                cpu[one.pid, one.create_time()] = used.user + used.system
            except psutil.Error:
                continue
        if total:
            memory.append(total)
        time.sleep(0.2)


def _descendants(top: psutil.Process) -> list[psutil.Process]:
    try:
        return top.children(recursive=True)
    except psutil.Error:
        return []


def show(rows: list[tuple[str, dict[str, float]]], count: int) -> None:
    alone, local = rows[0][1], rows[1][1]
    print(f"{count} documents, {local['audio'] / 3600:.2f} h of audio, {local['disk']:.0f} MB; {CORES} cores")
    print(f"{'':30}{'audio h':>9}{'wall s':>9}{'alone s':>9}{'CPU s':>9}{'× real time, a core':>21}{'again s':>9}")
    for name, told in rows:
        again = f"{told['again']:.2f}" if "again" in told else "–"
        cells = f"{told['audio'] / 3600:9.2f}{told['wall']:9.1f}{told['alone']:9.1f}{told['cpu']:9.1f}"
        print(f"{name:30}{cells}{rate(told, told is not alone):21.0f}{again:>9}")
    print(
        f"  a core of the batch against a single document   {rate(local) / rate(alone, False):5.2f}   (aim: at least 0.90)"
    )
    for name, told in rows[1:]:
        growth = told["last quarter"] / told["second quarter"]
        print(
            f"  {name}: memory of all processes {told['second quarter']:.0f} MB in the second quarter of the time, "
            f"{told['last quarter']:.0f} MB in the last (× {growth:.2f}), {told['most']:.0f} MB at most"
        )
    if len(rows) > 2:
        dask = rows[2][1]
        print(
            f"  Dask against local, time alone                  {dask['alone'] / local['alone']:5.2f}   (aim: at most 1.15)"
        )
        print(f"  Dask against local, CPU time                    {dask['cpu'] / local['cpu']:5.2f}")


def rate(told: dict[str, float], every: bool = True) -> float:
    """Seconds of audio for a second of a core."""
    return told["audio"] / told["alone"] / (CORES if every else 1)


if __name__ == "__main__":
    main()
