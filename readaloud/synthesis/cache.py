"""Clips by their content address: what was spoken once, in any run, is never spoken again."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import secrets
import shutil
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

from readaloud import runs
from readaloud.errors import OutputError
from readaloud.model import Clip, ClipInfo, Saying, Voice, Word, Words
from readaloud.places import cache_folder, cache_size
from readaloud.settings import Settings
from readaloud.store import Store
from readaloud.synthesis import preparing

FORMAT = 4
"""Part of every key: a change of what is stored makes all clips anew."""
_SIZE = struct.Struct("<I")


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
    """Clips in a store; safe for several processes at once."""

    def __init__(self, folder: Path, spare: Path | None = None, since: float = 0.0) -> None:
        """`folder` is the cache's own; `spare` one of this run alone that takes the clips when `folder` cannot.

        `since` is the begin of this run, for `Store`.
        """
        self.folder = folder
        self.spare = spare
        self.stores = [Store(place, since) for place in (folder, spare) if place is not None]
        self.warnings: list[str] = []
        """What a person should know of the cache, once each."""
        self.grown = False
        """Whether this run put something in."""

    def get(self, key: str) -> Clip | None:
        """The clip of a key; None when there is none, or it is damaged."""
        read = self._read(key)
        return None if read is None else Clip(read[1], read[0].rate, read[0].words)

    def info(self, key: str) -> ClipInfo | None:
        """The same without its samples, which are compared with their checksum all the same."""
        read = self._read(key)
        return None if read is None else read[0]

    def put(self, key: str, clip: Clip) -> ClipInfo:
        """Keeps a clip, its ends cut to their margin, and tells its length; OutputError where nothing takes it."""
        ready = preparing.prepared(clip)
        info = ClipInfo(key, ready.length, ready.rate, preparing.peak(ready), Words.of(ready.words))
        data = _packed(info, ready.samples)
        self.grown = True
        for store in self.stores:
            try:
                store.put("clip", key, data)
                break
            except OSError as error:
                if store is self.stores[-1]:
                    raise _full(error, store.folder) from error
                self._warn(f"Clips cannot be kept in {store.folder} ({error.strerror}); this run keeps them aside.")
        return info

    def _read(self, key: str) -> tuple[ClipInfo, bytes] | None:
        for store in self.stores:
            if (data := store.get("clip", key)) is not None:
                return _unpacked(key, data)
        return None

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


@contextlib.contextmanager
def open_cache(settings: Settings) -> Iterator[ClipCache]:
    """The user's cache, or with `cache=False` one of this run alone; what is of this run alone is removed at the end.

    At the end the user's cache is brought under its bound, unless other runs still need what it holds.
    """
    # Made only when a clip must go there: a run that is killed leaves no empty folders.
    spare = Path(tempfile.gettempdir(), f"readaloud-{secrets.token_hex(8)}")
    try:
        if not settings.cache:
            yield ClipCache(spare)
            return
        folder, bound = cache_folder(), cache_size()
        with runs.run(folder) as since:
            cache = ClipCache(folder, spare, since)
            yield cache
        if cache.grown:
            Store(folder).prune(bound, runs.oldest(folder))
    finally:
        shutil.rmtree(spare, ignore_errors=True)


def _packed(info: ClipInfo, samples: bytes) -> bytes:
    """Length of the head, head, samples."""
    words = [[w.begin, w.offset, w.length] for w in info.words]
    head = json.dumps({"rate": info.rate, "peak": info.peak, "words": words}, separators=(",", ":")).encode()
    return _SIZE.pack(len(head)) + head + samples


def _unpacked(key: str, data: bytes) -> tuple[ClipInfo, bytes]:
    begin = _SIZE.size + _SIZE.unpack_from(data)[0]
    head = json.loads(data[_SIZE.size : begin])
    words = Words(Word(*word) for word in head["words"])
    return ClipInfo(key, (len(data) - begin) // 2, head["rate"], head["peak"], words), data[begin:]


def _full(error: OSError, folder: Path) -> OutputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"The disk is full: clips cannot be kept in {folder}.", tip="Free some space, and run again."
        )
    return OutputError(
        f"Clips cannot be kept in {folder}: {error.strerror or error}.", tip="Set TMPDIR to another folder."
    )
