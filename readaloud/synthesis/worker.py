"""One worker process of synthesis: speaks what it is asked for and keeps the clips."""

from __future__ import annotations

import atexit
import functools
from dataclasses import dataclass
from pathlib import Path

from readaloud.engines.base import Engine, clip_fault
from readaloud.model import ClipInfo, Voice
from readaloud.synthesis.cache import ClipCache


class NoClipError(Exception):
    """An engine gave what is no clip; the message says what."""


@dataclass(frozen=True, slots=True)
class Task:
    """One clip to make."""

    key: str
    text: str
    voice: Voice
    folder: Path
    """Of the clip cache."""
    spare: Path | None
    """See `ClipCache`."""


def perform(task: Task) -> tuple[ClipInfo, tuple[str, ...]]:
    """Makes a clip, and tells what the cache warns of; called in the worker's process.

    NoClipError when the engine gave something else.
    """
    cache = _cache(task.folder, task.spare)
    clip = _engine(task.voice.engine).speak(task.text, task.voice)
    if fault := clip_fault(clip, task.text):
        raise NoClipError(fault)
    info = cache.put(task.key, clip)
    return info, tuple(cache.warnings)


@functools.cache
def _engine(name: str) -> Engine:
    from readaloud.engines.registry import engine

    made = engine(name)
    atexit.register(made.close)
    return made


@functools.cache
def _cache(folder: Path, spare: Path | None) -> ClipCache:
    return ClipCache(folder, spare)
