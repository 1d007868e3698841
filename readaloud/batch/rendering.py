"""The second half of the work: every edition that is not there yet, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from readaloud import folder as folders
from readaloud.batch.casting import CollectionCast, Part
from readaloud.batch.executor import Executor
from readaloud.batch.planning import Planned, Wanted, failure_json, failure_of
from readaloud.batch.records import Records, file_digests, made_key
from readaloud.batch.units import Unit, again
from readaloud.batch.work import Outcome, Task
from readaloud.errors import ReadaloudError
from readaloud.readers.base import Raw
from readaloud.settings import Settings
from readaloud.synthesis import inspecting


@dataclass(slots=True)
class Tally:
    """How far a run is."""

    documents: int
    """All of them."""
    words: int = 0
    """In those that are to be made."""
    made: int = 0
    unchanged: int = 0
    failed: int = 0
    words_made: int = 0
    milliseconds: int = 0
    """Of audio made in this run."""

    @property
    def done(self) -> int:
        """Documents of which nothing is left to do."""
        return self.made + self.unchanged + self.failed

    @property
    def milliseconds_left(self) -> int:
        """Of audio, as the words that are left will take at the pace of those that were said."""
        per_word = self.milliseconds / self.words_made if self.words_made else MS_A_WORD
        return round((self.words - self.words_made) * per_word)


MS_A_WORD = 390
"""At 155 words a minute, until something was measured."""

Tell = Callable[[Tally], None]


@dataclass(slots=True)
class Rendered:
    """What became of the documents."""

    tally: Tally
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By the unit's name: editions, as `work.told_of` tells them."""
    failures: dict[str, Outcome] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    """Names of those whose failure was known from before."""
    seconds: float = 0.0
    """CPU time of what was made."""


def render(
    wanted: Wanted, planned: Planned, cast: CollectionCast, records: Records, executor: Executor, tell: Tell
) -> Rendered:
    """Makes what is not there, or not as it would be made now."""
    whole = planned.whole()
    rendered = Rendered(Tally(len(planned.units)), failures=dict(planned.failures), again=set(planned.again))
    tally = rendered.tally
    tally.failed = len(rendered.failures)
    parts = dict(zip((unit.name for unit, _ in whole), cast.parts(len(whole)), strict=True))
    keys: dict[str, str] = {}
    missing: list[Unit] = []
    versions, files = _versions(cast), file_digests(wanted.settings)
    for unit, one in whole:
        part = parts[unit.name]
        engines = {name: versions[name] for name in part.engines}
        key = keys[unit.name] = made_key(unit, wanted.settings, part.text, engines, files)
        told = records.get("made", unit.name, key)
        if told is not None and "failed" in told:
            if not wanted.retry_failed:
                rendered.failures[unit.name] = failure_of(unit, told)
                rendered.again.add(unit.name)
                tally.failed += 1
                continue
        elif told is not None and _is_there(wanted.folder / unit.name, told):
            rendered.told[unit.name] = told
            tally.unchanged += 1
            continue
        missing.append(unit)
        tally.words += one.words
    tell(tally)
    if not missing:
        return rendered
    executor.prepare(cast.voices())
    own = replace(wanted.settings, workers=executor.processes(len(missing)))
    tasks = _tasks(replace(wanted, settings=own), missing, parts, rendered, executor.environment, tell)
    for outcome in executor.run(tasks):
        name = outcome.unit.name
        if outcome.told is None:
            _fail(rendered, outcome)
            if outcome.lasting:
                records.put("made", name, keys[name], failure_json(outcome))
        else:
            told = dict(outcome.told)
            told["stamp"] = stamp(wanted.folder / name)
            records.put("made", name, keys[name], told)
            rendered.told[name] = told
            rendered.seconds += outcome.seconds
            tally.made += 1
            tally.milliseconds += told["duration_ms"]
            tally.words_made += planned.surveys[name].words
        tell(tally)
    return rendered


def _tasks(
    wanted: Wanted, missing: list[Unit], parts: dict[str, Part], rendered: Rendered, environment: Mapping[str, str], tell: Tell
) -> Iterator[Task]:  # fmt: skip
    for unit, raw in again(missing, wanted.per):
        if isinstance(raw, ReadaloudError):
            _fail(rendered, Outcome.failed(unit, raw, lasting=False))
            tell(rendered.tally)
        else:
            yield task_for(wanted.settings, unit, raw, parts[unit.name], wanted.folder, environment)


def task_for(
    settings: Settings, unit: Unit, raw: Raw, part: Part, collection: Path, environment: Mapping[str, str]
) -> Task:  # fmt: skip
    """The task of making a unit's edition."""
    name = f"the collection's cast for {unit.name}"
    return Task(unit, raw, settings, collection.absolute() / unit.name, part.text, name, environment)


def _fail(rendered: Rendered, outcome: Outcome) -> None:
    rendered.failures[outcome.unit.name] = outcome
    rendered.tally.failed += 1


def _is_there(folder: Path, told: dict[str, Any]) -> bool:
    """Whether an edition is still the one that was recorded: nobody made it again, and no file of it is missing."""
    try:
        if folder.is_symlink() or told.get("stamp") != stamp(folder):
            return False
        return all((folder / entry["path"]).stat().st_size == entry["bytes"] for entry in told["files"])
    except (OSError, KeyError, TypeError):
        return False


def stamp(folder: Path) -> list[int]:
    """Size and time of change (nanoseconds) of an edition's manifest; OSError when there is none."""
    told = (folder / folders.MANIFEST).stat()
    return [told.st_size, told.st_mtime_ns]


def _versions(cast: CollectionCast) -> dict[str, str]:
    """Of the engines; empty for one that is not here, though a cluster's workers may have it."""
    found = {}
    for name in sorted({casting.voice.engine for casting in cast.castings.values()}):
        try:
            found[name] = inspecting.traits(name).version
        except ReadaloudError:
            found[name] = ""
    return found
