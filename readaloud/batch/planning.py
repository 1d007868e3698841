"""The first half of the work: what there is, how it is planned, and who speaks it in which voice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from readaloud import files, pipeline
from readaloud import folder as folders
from readaloud.batch import survey as surveys
from readaloud.batch.casting import CollectionCast, cast_collection
from readaloud.batch.executor import Executor
from readaloud.batch.people import people_of
from readaloud.batch.records import Records, plan_key
from readaloud.batch.sources import Given
from readaloud.batch.survey import Survey
from readaloud.batch.units import Per, Unit, Unread, units
from readaloud.batch.work import Outcome, Task
from readaloud.errors import OutputError, UsageError
from readaloud.languages import primary
from readaloud.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of a collection."""

    sources: tuple[Given, ...]
    folder: Path
    """Where it is to be."""
    settings: Settings
    per: Per = "document"
    reader: str | None = None
    documents: tuple[str, ...] = ()
    """Ids of those of volumes that are wanted; nothing means all."""
    title: str = ""
    cast_path: str | None = None
    retry_failed: bool = False
    """Whether what failed before and was not changed since is tried again."""


@dataclass(slots=True)
class Planned:
    """A collection as planned."""

    units: list[Unit] = field(default_factory=list)
    """In their order."""
    surveys: dict[str, Survey] = field(default_factory=dict)
    """By the unit's name."""
    failures: dict[str, Outcome] = field(default_factory=dict)
    """By the unit's name: of those that could not be planned."""
    again: set[str] = field(default_factory=set)
    """Names of those whose failure was known from before."""
    unread: list[Unread] = field(default_factory=list)

    def whole(self) -> list[tuple[Unit, Survey]]:
        """Those that could be planned, in their order."""
        return [(unit, self.surveys[unit.name]) for unit in self.units if unit.name in self.surveys]


def plan(
    wanted: Wanted, records: Records, executor: Executor, tell: Callable[[int, int], None]
) -> Planned:  # fmt: skip
    """Plans every document that is not planned yet; `tell` is called with how many are done, and found so far."""
    planned = Planned()
    keys: dict[str, str] = {}
    for outcome in executor.run(_tasks(wanted, records, planned, keys)):
        name = outcome.unit.name
        if outcome.told is not None:
            planned.surveys[name] = surveys.from_json(outcome.told)
            records.put("plan", name, keys[name], outcome.told)
        else:
            planned.failures[name] = outcome
            if outcome.lasting:
                records.put("plan", name, keys[name], failure_json(outcome))
        tell(len(planned.surveys) + len(planned.failures), len(planned.units))
    there = {unit.document for unit in planned.units}
    if absent := [id for id in wanted.documents if id not in there]:
        raise UsageError(f"No source has a document {absent[0]!r}.", tip="Their ids are as in the volume: d12.")
    return planned


def _tasks(wanted: Wanted, records: Records, planned: Planned, keys: dict[str, str]) -> Iterator[Task]:
    for one in units(wanted.sources, wanted.per, wanted.reader, wanted.documents):
        if isinstance(one, Unread):
            planned.unread.append(one)
            continue
        unit, raw = one
        planned.units.append(unit)
        keys[unit.name] = plan_key(unit, wanted.settings)
        told = records.get("plan", unit.name, keys[unit.name])
        if told is not None and "failed" in told:
            if not wanted.retry_failed:
                planned.failures[unit.name] = failure_of(unit, told)
                planned.again.add(unit.name)
                continue
        elif told is not None:
            try:
                planned.surveys[unit.name] = surveys.from_json(told)
                continue
            except (KeyError, TypeError, ValueError):
                pass  # a record that was damaged is made anew
        yield Task(unit, raw, wanted.settings)


def cast(wanted: Wanted, planned: Planned) -> CollectionCast:
    """Who speaks in it; the cast file of the collection, or one that a person gives, is kept."""
    own = wanted.folder / folders.CAST
    path = Path(wanted.cast_path) if wanted.cast_path else own
    if wanted.cast_path and own.is_file() and not own.samefile(path if path.exists() else own.parent):
        raise UsageError(
            f"{own} has the voices of this collection already.",
            tip="Change them there, or remove it, and --cast holds.",
        )
    text = pipeline.text_of(path) if wanted.cast_path or own.is_file() else None
    found = planned.whole()
    return cast_collection(found, people_of(found, language_of(planned)), wanted.settings, text, str(path))


def language_of(planned: Planned) -> str:
    """Primary language of most words."""
    words: Counter[str] = Counter()
    for _, one in planned.whole():
        words[primary(one.language)] += one.words
    return min(words, key=lambda tongue: (-words[tongue], tongue), default="en")


def failure_json(outcome: Outcome) -> dict[str, object]:
    """For the records."""
    return {"failed": outcome.reason, "tip": outcome.tip, "kind": outcome.kind}


def failure_of(unit: Unit, told: dict[str, object]) -> Outcome:
    """A recorded failure."""
    return Outcome(unit, None, str(told["failed"]), str(told.get("tip", "")), str(told.get("kind", "")))


def write_cast(folder: Path, text: str) -> None:
    """The collection's cast file; OutputError when it cannot be written."""
    path = folder / folders.CAST
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError.of(error, str(folder)) from error
    if not path.is_file() or pipeline.text_of(path) != text:
        files.write_new(path, text, replan=True)
