"""A collection from its sources to its reports: the wiring of `batch`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from readaloud.batch import planning, reports
from readaloud.batch.casting import CollectionCast
from readaloud.batch.estimate import Estimate, estimate
from readaloud.batch.executor import Executor, LocalExecutor
from readaloud.batch.planning import Planned, Wanted
from readaloud.batch.records import Records
from readaloud.batch.rendering import Rendered, Tally, render
from readaloud.errors import OutputError


class Watch(Protocol):
    """Whom a run tells how far it is."""

    def planning(self, done: int, found: int) -> None:
        """Called for each document that was planned, with how many are known so far."""
        ...

    def rendering(self, tally: Tally) -> None:
        """Called for each document that is done."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to."""

    planned: Planned
    cast: CollectionCast | None
    """None where no document could be planned."""
    rendered: Rendered
    report: dict[str, Any]


def run(wanted: Wanted, start: Callable[[], Executor], watch: Watch, base_url: str | None = None) -> Result:
    """Makes a collection; a document that fails is told of and stops no other.

    `base_url` is where it will be published, for its feed. UsageError for one that is none, before anything is made.
    """
    from readaloud.collection.addresses import base_address
    from readaloud.collection.publishing import publish

    began = time.monotonic()
    if base_url is not None:
        base_address(base_url)
    check_folder(wanted.folder)
    records = Records(wanted.folder)
    executor = start()
    try:
        planned = planning.plan(wanted, records, executor, watch.planning)
        cast = planning.cast(wanted, planned) if planned.surveys else None
        if cast is not None:
            planning.write_cast(wanted.folder, cast.text)
            rendered = render(wanted, planned, cast, records, executor, watch.rendering)
        else:
            rendered = Rendered(Tally(len(planned.units)), failures=planned.failures, again=planned.again)
    finally:
        executor.close()
    report = reports.report_json(planned, cast, rendered, time.monotonic() - began)
    told = reports.collection_json(wanted, planned, cast, rendered)
    reports.write(wanted.folder, reports.COLLECTION, told)
    reports.write(wanted.folder, reports.REPORT, report)
    publish(wanted.folder, base_url=base_url)
    return Result(planned, cast, rendered, report)


def dry_run(wanted: Wanted, watch: Watch, workers: int = 0) -> Estimate:
    """Plans a collection on this machine and says what it will cost; its folder is read and not touched."""
    check_folder(wanted.folder)
    executor = LocalExecutor(workers)
    try:
        planned = planning.plan(wanted, Records(wanted.folder, keep=False), executor, watch.planning)
    finally:
        executor.close()
    return estimate(wanted, planned, planning.cast(wanted, planned) if planned.surveys else None)


def check_folder(folder: Path) -> None:
    """OutputError when a collection cannot be there."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; a collection is a folder.", tip="Choose another folder with -o.")
