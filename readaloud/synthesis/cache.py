"""Clips by their content address: what was spoken once, in any run, is never spoken again."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from readaloud.errors import OutputError
from readaloud.model import Clip, ClipInfo, Saying, Voice, Word
from readaloud.places import cache_folder
from readaloud.settings import Settings
from readaloud.synthesis import preparing

FORMAT = 1
"""Part of every key: a change of what is stored makes all clips anew."""
_MAGIC = b"readaloud clip\n"


def key(text: str, voice: Voice, version: str, sayings: tuple[Saying, ...] = ()) -> str:
    """The content address of an utterance: everything that shapes its sound, and nothing that does not.

    `version` is the engine's. A voice's name, description, gender and loudness are not heard in its clips. A text with
    no word that is said otherwise keeps its address, whatever lexicons there are.
    """
    parts: list[object] = [FORMAT, voice.engine, version, voice.engine_voice, voice.language, voice.pitch, voice.rate]
    parts.append(text)
    if sayings:
        parts.append([[s.begin, s.end, s.respelling, s.phonemes, s.language] for s in sayings])
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


class ClipCache:
    """A folder of clips; safe for several processes at once, since a file appears whole or not at all."""

    def __init__(self, folder: Path, spare: Path | None = None) -> None:
        """`spare` is a folder of this run alone that takes the clips when `folder` cannot."""
        self.folder = folder
        self.spare = spare
        self.warnings: list[str] = []
        """What a person should know of the cache, once each."""

    def get(self, key: str) -> Clip | None:
        """The clip of a key; None when there is none, or it is damaged."""
        read = self._read(key)
        return None if read is None else Clip(read[1], read[0].rate, read[0].words)

    def info(self, key: str) -> ClipInfo | None:
        """The same without its samples, which are compared with their checksum all the same."""
        read = self._read(key)
        return None if read is None else read[0]

    def samples(self, key: str) -> bytes:
        """The PCM of a clip that was there; OutputError when it vanished under way."""
        read = self._read(key)
        if read is None:
            raise OutputError(
                f"The clip {key[:12]} vanished from the cache while the edition was made.",
                tip="Run again; nothing else is lost.",
            )
        return read[1]

    def put(self, key: str, clip: Clip) -> ClipInfo:
        """Keeps a clip, its ends cut to their margin, and tells its length."""
        ready = preparing.prepared(clip)
        info = ClipInfo(key, ready.length, ready.rate, preparing.peak(ready), ready.words)
        data = _packed(info, ready.samples)
        for folder in self._places():
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _write(_path(folder, key), data)
                break
            except OSError as error:
                if folder is self.spare or self.spare is None:
                    raise _full(error, folder) from error
                self._warn(f"Clips cannot be kept in {folder} ({error.strerror}); this run keeps them aside.")
        return info

    def places(self) -> tuple[str, ...]:
        """The folders, for a worker process that opens the same cache."""
        return tuple(str(folder) for folder in self._places())

    def _places(self) -> Iterator[Path]:
        yield self.folder
        if self.spare is not None:
            yield self.spare

    def _read(self, key: str) -> tuple[ClipInfo, bytes] | None:
        for folder in self._places():
            try:
                data = _path(folder, key).read_bytes()
            except OSError:
                continue
            if (read := _unpacked(key, data)) is not None:
                return read
        return None

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


@contextlib.contextmanager
def open_cache(settings: Settings) -> Iterator[ClipCache]:
    """The user's cache, or with `cache=False` one of this run alone; what is of this run alone is removed at the end."""
    # Made only when a clip must go there: a run that is killed leaves no empty folders.
    spare = Path(tempfile.gettempdir(), f"readaloud-{secrets.token_hex(8)}")
    try:
        yield ClipCache(cache_folder() / "clips", spare) if settings.cache else ClipCache(spare)
    finally:
        shutil.rmtree(spare, ignore_errors=True)


def _path(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key}.clip"


def _packed(info: ClipInfo, samples: bytes) -> bytes:
    """Magic, checksum, length of the head, head, samples."""
    words = [[w.begin, w.offset, w.length] for w in info.words]
    head = json.dumps({"key": info.key, "rate": info.rate, "peak": info.peak, "words": words}, separators=(",", ":"))
    body = struct.pack("<I", len(head)) + head.encode() + samples
    return _MAGIC + struct.pack("<I", zlib.crc32(body)) + body


def _unpacked(key: str, data: bytes) -> tuple[ClipInfo, bytes] | None:
    """None unless every byte is as it was written: a clip cut short by a power failure is made again."""
    start = len(_MAGIC)
    if len(data) < start + 8 or not data.startswith(_MAGIC):
        return None
    checksum, size = struct.unpack_from("<II", data, start)
    if zlib.crc32(memoryview(data)[start + 4 :]) != checksum:
        return None
    begin = start + 8 + size
    head = json.loads(data[start + 8 : begin])
    if head["key"] != key:
        return None
    words = tuple(Word(*word) for word in head["words"])
    return ClipInfo(key, (len(data) - begin) // 2, head["rate"], head["peak"], words), data[begin:]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:  # Ctrl-C too: no half-written file may stay
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _full(error: OSError, folder: Path) -> OutputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"The disk is full: clips cannot be kept in {folder}.", tip="Free some space, and run again."
        )
    return OutputError(
        f"Clips cannot be kept in {folder}: {error.strerror or error}.", tip="Set TMPDIR to another folder."
    )
