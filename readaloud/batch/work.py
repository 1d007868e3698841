"""What a worker does with one document: plans it, or makes its edition. All that it needs comes with the task.

A task runs in a process of its own kind (`child.py`) on whatever machine: engines are not for threads, and one
that crashes takes its document with it and nothing else.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readaloud import folder as folders
from readaloud import pipeline
from readaloud.batch import survey as surveys
from readaloud.batch.units import Unit
from readaloud.errors import EngineError, OutputError, ReadaloudError, ScriptError
from readaloud.readers import registry
from readaloud.readers.base import Raw
from readaloud.settings import Settings

TARGET = "readaloud.batch.work:perform"


@dataclass(frozen=True, slots=True)
class Task:
    """One document to plan or to make."""

    unit: Unit
    raw: Raw
    settings: Settings
    folder: Path | None = None
    """Of the edition; None where the document is only planned."""
    cast_text: str = ""
    """Its cast file."""
    cast_name: str = ""
    """What that is called in messages."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables that hold while the task lasts: where the cache is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task."""

    unit: Unit
    told: Mapping[str, Any] | None
    """The survey, or the edition as `told_of` tells it; None where it failed."""
    reason: str = ""
    tip: str = ""
    kind: str = ""
    """Name of the error's class."""
    lasting: bool = True
    """Whether the same would happen again: it lies in the document, not in the machine."""
    seconds: float = 0.0
    """CPU time, of processes it started too."""
    worker: str = ""
    """Name of the machine on which it failed."""

    @classmethod
    def failed(cls, unit: Unit, error: ReadaloudError, *, lasting: bool | None = None) -> Outcome:
        """A failure; a full disk, a missing voice and the like are the machine's, and do not last."""
        last = not isinstance(error, OutputError | EngineError) if lasting is None else lasting
        return cls(unit, None, error.message, error.tip, type(error).__name__, last, worker=platform.node())


def perform(task: Task) -> Outcome:
    """Does a task; whatever goes wrong with the document is an outcome."""
    os.environ.update(task.environment)
    began = _cpu()
    try:
        told = _planned(task) if task.folder is None else _made(task, task.folder)
    except ReadaloudError as error:
        return Outcome.failed(task.unit, error)
    except MemoryError:
        return Outcome.failed(task.unit, ReadaloudError("There is not enough memory for this."), lasting=False)
    except OSError as error:
        return Outcome.failed(task.unit, OutputError.of(error, str(error.filename or task.unit.name)))
    except Exception as error:  # a fault of ours in one document does not stop the others either
        what = f"Something went wrong that should not: {type(error).__name__}: {error}."
        return Outcome.failed(task.unit, ReadaloudError(what, tip="Please report it."))
    return Outcome(task.unit, told, seconds=_cpu() - began)


def _planned(task: Task) -> dict[str, Any]:
    document = registry.read(task.raw, name=task.unit.reader)
    return surveys.to_json(surveys.survey(document, task.settings))


def _made(task: Task, folder: Path) -> dict[str, Any]:
    _inside(folder)
    document = registry.read(task.raw, name=task.unit.reader)
    try:
        job = pipeline.prepare_document(
            document, task.raw, task.settings, folder, cast_text=(task.cast_text, task.cast_name)
        )  # fmt: skip
    except ScriptError as error:
        if not error.message.startswith(task.cast_name):
            raise
        # We wrote that file and all its voices were there: it is this machine that lacks one.
        why = re.sub(r"^(, line \d+)?: ", "", error.message.removeprefix(task.cast_name))
        raise EngineError(
            f"{platform.node()} lacks a voice that the collection has: {why}", tip="Install it there as on the others."
        ) from error
    pipeline.make(job, task.settings)
    return told_of(folder)


def _inside(folder: Path) -> None:
    """OutputError when the folder's name leads elsewhere: it may be a link that somebody put there."""
    if folder.is_symlink() or folder.resolve().parent != folder.parent.resolve():
        raise OutputError(
            f"{folder} leads outside of the collection.", tip="Remove what is there, or choose another -o."
        )


def told_of(folder: Path) -> dict[str, Any]:
    """A finished edition as `collection.json` tells of it, paths from its own folder on; OutputError when it is not there."""
    made = folders.manifest(folder)
    if made is None:
        raise OutputError(f"{folder} vanished while the collection was made.", tip="Run again.")
    speakers = [{key: s[key] for key in ("id", "name", "role") if s.get(key)} for s in made["speakers"]]
    files = [{key: f[key] for key in ("path", "format", "bytes")} for f in made["files"]]
    kept = {key: made[key] for key in ("title", "language", "duration_ms", "warnings")}
    return {**kept, "speakers": speakers, "files": files}


def _cpu() -> float:
    """Seconds of this process and of those that it started and that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
