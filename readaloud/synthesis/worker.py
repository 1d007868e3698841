"""One worker process of synthesis: speaks what it is asked for and keeps the clips."""

from __future__ import annotations

import atexit
import functools
from dataclasses import dataclass, replace
from pathlib import Path

from readaloud.engines.base import Engine, Pronouncing, clip_fault
from readaloud.model import Clip, ClipInfo, Saying, Voice
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
    sayings: tuple[Saying, ...] = ()
    """Stretches of the text that are said otherwise than they are spelt."""


def perform(task: Task) -> tuple[ClipInfo, tuple[str, ...]]:
    """Makes a clip, and tells what the cache warns of; called in the worker's process.

    NoClipError when the engine gave something else.
    """
    cache = _cache(task.folder, task.spare)
    clip = spoken(_engine(task.voice.engine), task.text, task.voice, task.sayings)
    if fault := clip_fault(clip, task.text):
        raise NoClipError(fault)
    info = cache.put(task.key, clip)
    return info, tuple(cache.warnings)


def spoken(engine: Engine, text: str, voice: Voice, sayings: tuple[Saying, ...]) -> Clip:
    """The sound of a text; an engine that cannot be told sounds is given the respellings in it."""
    if not sayings:
        return engine.speak(text, voice)
    if isinstance(engine, Pronouncing):
        return engine.speak_as(text, voice, sayings)
    from readaloud.engines import words

    said, places = words.respelled(text, sayings)
    clip = engine.speak(said, voice)
    if fault := clip_fault(clip, said):
        raise NoClipError(fault)
    heard = [(places[word.offset], word.begin) for word in clip.words]
    return replace(clip, words=words.timed(text, heard, clip.length) if heard else ())


@functools.cache
def _engine(name: str) -> Engine:
    from readaloud.engines.registry import engine

    made = engine(name)
    atexit.register(made.close)
    return made


@functools.cache
def _cache(folder: Path, spare: Path | None) -> ClipCache:
    return ClipCache(folder, spare)
