"""Bytes under a content address, in a folder of bounded size that several processes share."""

from __future__ import annotations

import contextlib
import os
import secrets
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["clip", "span"]
"""What is kept: the sound of an utterance, an encoded stretch of an edition."""
KINDS: tuple[Kind, ...] = ("clip", "span")

KEPT = 0.9
"""Part of the bound that is left when it was passed, so that not every run has to remove something."""
DAY = 86400.0
_EARLIER: dict[Kind, float] = {"clip": 0.0, "span": DAY}
"""Seconds by which what is of a kind goes before what was used as long ago: a span is made of its clips in a moment, while a
clip may take a model longer than it lasts."""
_MAGIC = b"readaloud kept\n"
_HEAD = struct.Struct("<I")
_NEW = ".new-"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a store."""

    path: Path
    kind: Kind
    size: int
    """Bytes."""
    used: float
    """When it was made or last used, seconds since the epoch."""


class Store:
    """A folder of files named by what they hold; a file appears whole or not at all."""

    def __init__(self, folder: Path, since: float = 0.0) -> None:
        """`since` is the begin of this run: what it finds is marked as used once, if its last use lies before."""
        self.folder = folder
        self.since = since

    def has(self, kind: Kind, key: str) -> bool:
        """Whether something is kept under a key; whether it is as it was written, `get` tells."""
        return self._path(kind, key).is_file()

    def get(self, kind: Kind, key: str) -> bytes | None:
        """What was kept under a key; None when there is nothing, or not every byte of it is as it was written."""
        path = self._path(kind, key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        body = len(_MAGIC) + _HEAD.size
        if len(data) < body or not data.startswith(_MAGIC):
            return None
        if _HEAD.unpack_from(data, len(_MAGIC))[0] != _checksum(key, memoryview(data)[body:]):
            return None
        if self.since:
            with contextlib.suppress(OSError):  # a cache that is read only is read all the same
                if path.stat().st_mtime < self.since:
                    os.utime(path)
        return data[body:]

    def put(self, kind: Kind, key: str, data: bytes) -> None:
        """Keeps bytes under a key; OSError when they cannot be written, and then nothing of them stays."""
        path = self._path(kind, key)
        new = path.with_name(_NEW + secrets.token_hex(8))
        try:
            file = new.open("xb")
        except FileNotFoundError:  # once for each folder, rather than asked for each file
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            file = new.open("xb")
        try:
            with file:
                file.write(_MAGIC + _HEAD.pack(_checksum(key, data)))
                file.write(data)
            new.replace(path)
        except BaseException:  # Ctrl-C too: no half-written file may stay
            with contextlib.suppress(OSError):
                new.unlink()
            raise

    def kept(self) -> Iterator[Kept]:
        """Every file of the store; those that vanish meanwhile are left out."""
        for path, kind in self._files():
            if not path.name.startswith("."):
                with contextlib.suppress(OSError):
                    told = path.stat()
                    yield Kept(path, kind, told.st_size, told.st_mtime)

    def prune(self, bound: int, before: float) -> int:
        """Removes what was used longest ago until `KEPT` of the bound is left, if the bound (bytes) is passed.

        What was used since `before` (the begin of the oldest run that still goes on) stays. A time in the future, left
        by a clock that was wrong, counts as long ago: it would never be removed otherwise. Tells how many files went.
        """
        files = list(self.kept())
        total = sum(file.size for file in files)
        if total <= bound:
            return 0
        now = time.time()
        files.sort(key=lambda file: (0.0 if file.used > now + DAY else file.used - _EARLIER[file.kind], file.path.name))
        return self._remove(files, before, total - int(bound * KEPT))

    def clear(self, before: float) -> int:
        """Removes everything that was not used since `before`, and what killed runs left half written."""
        now = time.time()
        for path, _ in self._files():
            with contextlib.suppress(OSError):
                if path.name.startswith(_NEW) and path.stat().st_mtime < min(before, now - DAY):
                    path.unlink()
        return self._remove(list(self.kept()), before)

    def _remove(self, files: list[Kept], before: float, wanted: int | None = None) -> int:
        removed, now = 0, time.time()
        for file in files:
            if wanted is not None and wanted <= 0:
                break
            if before <= file.used <= now + DAY:
                continue
            with contextlib.suppress(OSError):
                file.path.unlink()
                removed += 1
                if wanted is not None:
                    wanted -= file.size
        return removed

    def _files(self) -> Iterator[tuple[Path, Kind]]:
        for kind in KINDS:
            for first in _listed(self.folder / f"{kind}s"):
                for path in _listed(first):
                    if path.suffix == f".{kind}" or path.name.startswith(_NEW):
                        yield path, kind

    def _path(self, kind: Kind, key: str) -> Path:
        return self.folder / f"{kind}s" / key[:1] / f"{key}.{kind}"


def _checksum(key: str, data: bytes | memoryview) -> int:
    """Of the key too: a file under another's name is no better than a damaged one."""
    return zlib.crc32(data, zlib.crc32(key.encode()))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
