"""`readaloud batch`: whole collections."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readaloud.cli.options import (
    cache_option,
    extra_options,
    file_options,
    format_option,
    formats_of,
    planning_options,
    profile_option,
    pronunciation_options,
    reading_options,
    rendering_options,
    settings,
    voice_options,
)
from readaloud.cli.show import clock, counted, size, table
from readaloud.errors import ReadaloudError, UsageError

if TYPE_CHECKING:
    from readaloud.batch.collection import Result
    from readaloud.batch.estimate import Estimate
    from readaloud.batch.executor import Executor
    from readaloud.settings import Settings


@click.command(epilog="Example: readaloud batch --dir volumes -o frus --format m4b --dry-run")
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option(
    "--list", "lists", multiple=True, metavar="FILE", help="A file with a source on each line (repeat for more)."
)
@click.option(
    "--dir", "folders", multiple=True, metavar="DIR", help="All documents in a folder and below (repeat for more)."
)
@click.option(
    "-o", "--output", default="collection", metavar="DIR", help="The collection's folder (default: collection)."
)
@click.option("--title", default="", help="Of the collection.")
@click.option(
    "--per",
    type=click.Choice(["document", "volume"]),
    default="document",
    help="What one edition is made of: each document of a volume (default), or the whole volume.",
)
@format_option
@profile_option
@planning_options
@rendering_options
@file_options
@extra_options
@reading_options
@voice_options
@pronunciation_options
@click.option("--dry-run", is_flag=True, help="Plan everything and say what it will cost; nothing is written.")
@click.option("--retry-failed", is_flag=True, help="Try again what failed before and was not changed since.")
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Documents made at a time (default: one a core)."
)
@click.option("--scheduler", metavar="tcp://HOST:PORT", help="Make them on the workers of this Dask scheduler.")
@click.option("--cluster", type=click.Choice(["local"]), help="Make them on a Dask cluster of this machine alone.")
@cache_option
@click.option("--base-url", metavar="URL", help="Where the collection will be published, for its podcast feed.")
@click.option("--plain", is_flag=True, help="Plain lines instead of a progress bar.")
@click.option("--json", "as_json", is_flag=True, help="Tell the report as JSON.")
def batch(
    sources: tuple[str, ...], lists: tuple[str, ...], folders: tuple[str, ...], output: str, title: str, per: Any,
    formats: tuple[str, ...], documents: tuple[str, ...], reader: str | None,
    cast_file: str | None, dry_run: bool, retry_failed: bool,
    workers: int | None, scheduler: str | None, cluster: str | None, plain: bool, as_json: bool, base_url: str | None,
    **chosen: Any,
) -> int:  # fmt: skip
    """Makes a collection: an edition of each document in each SOURCE, all with one cast. What is there already is kept."""
    from readaloud.batch import collection
    from readaloud.batch.planning import Wanted
    from readaloud.batch.sources import collected
    from readaloud.cli.batch_view import view

    if scheduler and (cluster or workers):
        raise UsageError(
            "--scheduler has the workers of its cluster.", tip=f"Leave {'--cluster' if cluster else '--workers'} out."
        )
    if scheduler:
        from readaloud.batch.cluster import check_address

        check_address(scheduler)
    if documents and per == "volume":
        raise UsageError(
            "--document chooses documents, and --per volume takes them whole.", tip="Leave one of them out."
        )
    options = settings(formats=formats_of(formats, chosen["bitrate"]), **chosen)
    folder = Path(output)
    wanted = Wanted(
        collected(sources, lists, folders, folder), folder, _anywhere(options), per, reader, documents, title, cast_file, retry_failed
    )  # fmt: skip
    start = _starter(folder, workers or 0, scheduler, cluster)
    with view(plain=plain) as watch:
        if dry_run:
            told = collection.dry_run(wanted, watch, workers or 0)
        else:
            result = collection.run(wanted, start, watch, base_url)
    if dry_run:
        click.echo(json.dumps(asdict(told), indent=2) if as_json else _costs(told, options))
        return 0
    if as_json:
        click.echo(json.dumps(result.report, ensure_ascii=False, indent=2))
    else:
        click.echo(_summary(result, folder))
    failures = result.report["failures"]
    if failures:
        first = failures[0]
        raise ReadaloudError(
            f"{len(failures)} of {counted(result.report['documents'], 'document')} failed; the first, {first['id']}: {first['reason']}",
            tip=f"{folder / 'report.json'} has the reason of each; --retry-failed tries those again that were not changed.",
        )
    return 0


def _starter(folder: Path, workers: int, scheduler: str | None, cluster: str | None) -> Callable[[], Executor]:
    """What starts the workers, when there is something to do."""

    def start() -> Executor:
        if scheduler or cluster:
            from readaloud.batch.cluster import DaskExecutor

            return DaskExecutor(scheduler, folder, workers)
        from readaloud.batch.executor import LocalExecutor

        return LocalExecutor(workers)

    return start


def _anywhere(options: Settings) -> Settings:
    """Settings that mean the same files in whatever folder a worker is."""

    def whole(path: str) -> str:
        return str(Path(path).absolute()) if path not in ("", "none", "drawn") else path

    return replace(
        options,
        lexicons=tuple(map(whole, options.lexicons)),
        cover=whole(options.cover),
        intro=whole(options.intro),
        outro=whole(options.outro),
    )


def _summary(result: Result, folder: Path) -> str:
    report = result.report
    lines = [f"{folder}: {counted(report['documents'], 'document')}, {clock(report['audio_ms'])} of audio."]
    lines.append(
        f"  {report['made']} made now ({clock(report['audio_ms_made'])} in {clock(round(report['seconds'] * 1000))}), "
        f"{report['unchanged']} unchanged, {report['failed']} failed, {counted(len(report['skipped']), 'file')} left out"
    )
    for failure in report["failures"][:10]:
        again = "" if failure["tried"] else " (as before; --retry-failed tries it again)"
        lines.append(f"  {failure['id']}: {failure['reason']}{again}")
    if len(report["failures"]) > 10:
        lines.append(f"  … and {len(report['failures']) - 10} more, in {folder / 'report.json'}")
    lines += [f"Warning: {warning}" for warning in report["warnings"][""]]
    return "\n".join(lines)


def _costs(told: Estimate, options: Settings) -> str:
    if told.pace is None:
        return f"There is nothing to make; {counted(told.failed, 'document')} cannot be read."
    rows = [
        ("documents", f"{told.documents:,}" + (f" ({told.failed} more cannot be read)" if told.failed else "")),
        ("words", f"{told.words:,}"),
        ("audio", _hours(told.audio_hours)),
        ("computing", f"{_hours(told.cpu_hours)} of one core of this machine"),
        ("disk", f"{size(told.disk_bytes)} as {', '.join(options.formats)}"),
        *((f"with {count} core{'s' if count > 1 else ''}", _hours(hours)) for count, hours in told.hours.items()),
    ]
    measured = f"Measured on {counted(told.pace.measured, 'document')} of this collection."
    return f"{table(rows)}\n{measured}"


def _hours(hours: float) -> str:
    if hours < 1 / 3600:
        return "under 1 s"
    if hours < 1 / 60:
        return f"{hours * 3600:.0f} s"
    return f"{hours * 60:.0f} min" if hours < 2 else f"{hours:,.1f} h"
