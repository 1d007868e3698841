"""What a cluster's worker is asked: to do a task, and whether it is fit for that."""

from __future__ import annotations

import functools
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from readaloud import __version__
from readaloud.batch.executor import Apart
from readaloud.batch.work import Outcome, Task
from readaloud.child import Child, ChildLostError
from readaloud.errors import EngineError, ReadaloudError
from readaloud.model import Voice
from readaloud.planning.casting.shifting import base_of

PATIENCE = 120.0
"""Seconds for a worker's engines to answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker tells of itself."""

    host: str
    version: str = ""
    """Of readaloud."""
    read: str = ""
    """What it found in the file that it was asked to read."""
    writable: bool = False
    """Whether it may write beside that."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Voices that it lacks, each with the reason."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """Their versions."""


_TRIMMING = "MALLOC_TRIM_THRESHOLD_"
"""Of the environment that Dask's nannies give to workers, against memory that pandas leaves behind. A process of ours under
it gives memory back and asks for it anew all the time: measured, 20 % more CPU time for an edition."""


@functools.cache
def _apart() -> Apart:
    os.environ.pop(_TRIMMING, None)  # the C library of this process has read it; those that it starts shall not
    return Apart()


def performed(task: Task) -> Outcome:
    """A task, in a process beside the worker's own: its threads need not know of each other."""
    return _apart().perform(task)


def introduced() -> Told:
    """Who it is."""
    return Told(socket.gethostname(), __version__)


def looked(probe: str) -> Told:
    """Whether it sees a file and may write beside it."""
    path = Path(probe)
    try:
        read = path.read_text()
    except OSError:
        read = ""
    return Told(socket.gethostname(), __version__, read, os.access(path.parent, os.W_OK))


def voices_there(voices: tuple[Voice, ...]) -> Told:
    """Which of the voices it lacks. Engines are asked in a process of their own, as they speak in one."""
    child = Child("readaloud.batch.at_worker:voices_here")
    try:
        told: Told = child.ask(voices, PATIENCE)
    except ChildLostError as error:
        raise EngineError(f"The engines on {socket.gethostname()} do not answer: {error}.") from None
    finally:
        child.kill()
    return told


def voices_here(voices: tuple[Voice, ...]) -> Told:
    """The same in this process."""
    from readaloud.engines.bank import load_voices
    from readaloud.engines.speech_server_voices import named
    from readaloud.synthesis import inspecting

    known = {voice.id for voice in load_voices()}
    missing: dict[str, str] = {}
    engines: dict[str, str] = {}
    for voice in voices:
        try:
            if base_of(voice) not in known and named(base_of(voice)) is None:
                missing[base_of(voice)] = "it has no profile of that name."
                continue
            if voice.engine not in engines:
                engines[voice.engine] = inspecting.traits(voice.engine).version
            inspecting.check(voice.engine, (voice,))
        except ReadaloudError as error:
            missing[base_of(voice)] = error.message
    return Told(socket.gethostname(), __version__, missing=missing, engines=engines)
