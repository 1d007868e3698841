"""A real Dask scheduler and real workers, each a process of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def scheduler(folder: Path, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a scheduler."""
    arguments = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    with _process(arguments, folder / "scheduler.log", env) as (_, log):
        yield _told(log, r"Scheduler at:\s+(tcp://[\d.:]+)")


@contextlib.contextmanager
def worker(address: str, folder: Path, name: str, env: Mapping[str, str] | None = None) -> Iterator[int]:
    """The process id of a worker with one thread, which registered with the scheduler."""
    arguments = ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name]
    arguments += ["--local-directory", str(folder)]
    with _process(arguments, folder / f"{name}.log", env) as (process, log):
        _told(log, r"(Registered to)")
        yield process.pid


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def _process(
    arguments: list[str], log: Path, env: Mapping[str, str] | None
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
        )
    try:
        yield process, log
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _told(log: Path, pattern: str, patience: float = 60) -> str:
    for _ in range(int(patience / 0.05)):
        if found := re.search(pattern, log.read_text("utf-8", "replace")):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"{pattern} is not in {log.read_text('utf-8', 'replace')}")
