"""Which runs of readaloud go on right now in a cache folder: none removes what another one needs."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_FOLDER = "runs"


@contextlib.contextmanager
def run(folder: Path) -> Iterator[float]:
    """Marks a run while the block lasts; gives its begin, by the clock of the file system, or 0 where it cannot write.

    The mark is a file that is locked, so that it ends with the process however that ends.
    """
    path = folder / _FOLDER / f"{os.getpid()}-{secrets.token_hex(4)}"
    try:
        file = _marked(path)
    except OSError:
        yield 0.0
        return
    with file:
        try:
            yield os.fstat(file.fileno()).st_mtime
        finally:
            with contextlib.suppress(OSError):
                path.unlink()


def oldest(folder: Path) -> float:
    """Begin of the oldest run that still goes on, seconds since the epoch; infinity when there is none."""
    begins = [float("inf")]
    try:
        paths = list((folder / _FOLDER).iterdir())
    except OSError:
        return begins[0]
    for path in paths:
        with contextlib.suppress(OSError):
            if _goes_on(path):
                begins.append(path.stat().st_mtime)
    return min(begins)


def _marked(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        file = path.open("xb")
        _lock(file.fileno(), wait=True)
        if path.exists():
            return file
        file.close()  # another run took it for one that had ended, before it was locked


def _goes_on(path: Path) -> bool:
    """Whether its process still holds the file; the mark of one that was killed is removed."""
    with path.open("rb") as file:
        if not _lock(file.fileno()):
            return True
    path.unlink()
    return False


def _lock(handle: int, *, wait: bool = False) -> bool:
    """Whether the lock could be taken; where there are none (Windows), an open file cannot be removed either."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
