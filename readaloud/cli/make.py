"""`readaloud make`: the main job."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readaloud.cli.options import (
    cache_option,
    excerpt_options,
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
from readaloud.cli.show import clock, counted, progress, table
from readaloud.errors import ReadaloudError, UsageError

if TYPE_CHECKING:
    from readaloud.pipeline import Made


@click.command(epilog="Example: readaloud make transcript.txt -o editions --format m4b --notes at-end")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=True),
    metavar="DIR",
    help="Write to DIR/<name>/ (default: output/<name>/).",
)
@format_option
@profile_option
@planning_options
@excerpt_options
@rendering_options
@file_options
@extra_options
@reading_options
@voice_options
@pronunciation_options
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Processes that speak (default: one a core).")
@cache_option
@click.option("--replan", is_flag=True, help="Make the source anew even if its script or cast were changed by hand.")
@click.option("--plain", is_flag=True, help="Plain lines instead of a progress bar.")
@click.option("--json", "as_json", is_flag=True, help="Tell what was made as JSON.")
def make(
    sources: tuple[str, ...], output: str | None, formats: tuple[str, ...], documents: tuple[str, ...], reader: str | None,
    cast_file: str | None, replan: bool, plain: bool, as_json: bool, pages_wanted: str, turns_wanted: str,
    chapter_wanted: str, **chosen: Any,
) -> int:  # fmt: skip
    """Makes an edition of each SOURCE: a document, or a script.yaml that you changed. `-` reads standard input."""
    wanted = formats_of(formats, chosen["bitrate"])
    parts = {"pages": pages_wanted, "turns": turns_wanted, "chapter": chapter_wanted}
    _refuse_one_name(sources, output)
    given = [f"--{name.replace('_', '-')}" for name in _PLANNED if chosen.get(name) is not None]
    given += [f"--{name.rstrip('s') if name == 'pages' else name}" for name, value in parts.items() if value]
    given += [name for name, value in (("--document", documents), ("--reader", reader)) if value]
    results: list[dict[str, Any]] = []
    failures: list[ReadaloudError] = []
    for source in sources:
        try:
            done = _make(
                source,
                {"formats": wanted, **chosen},
                output,
                documents,
                reader,
                cast_file,
                replan=replan,
                plain=plain,
                planned=given,
                parts=parts,
            )
        except ReadaloudError as error:
            # One source that fails does not keep the others from being made.
            if len(sources) == 1:
                raise
            failures.append(error)
            click.echo(f"Error: {source}: {error.message}", err=True)
            continue
        results.append(_told(done))
        if not as_json:
            click.echo(_summary(done))
    if as_json:
        click.echo(json.dumps(results[0] if len(sources) == 1 else results, ensure_ascii=False, indent=2))
    if failures:
        raise type(failures[0])(
            f"{len(failures)} of {len(sources)} sources could not be made; the first: {failures[0].message}",
            tip=failures[0].tip,
        )
    return 0


def _make(
    source: str, chosen: dict[str, Any], output: str | None, documents: tuple[str, ...], reader: str | None,
    cast_file: str | None, *, replan: bool, plain: bool, planned: list[str], parts: dict[str, str],
) -> Made:  # fmt: skip
    from readaloud import files, pipeline
    from readaloud.planning.excerpt import Excerpt
    from readaloud.readers.base import Choice

    if Path(source).is_dir() and (Path(source) / "script.yaml").is_file():
        raise UsageError(
            f"{source} is an edition.", tip=f"`readaloud make {Path(source) / 'script.yaml'}` makes it again."
        )
    if files.is_script(source):
        if planned:
            raise UsageError(
                f"{', '.join(planned)} shape a script, and {source} is one already.",
                tip="Change the script itself, or make the source again.",
            )
        where = Path(output) if output is not None else None
        before = pipeline.rendered_with(Path(source))
        if formats := pipeline.formats_of(Path(source)):
            before["formats"] = formats
        options = settings(before=before, **chosen)
        job = pipeline.prepare_script(Path(source), options, where, cast_path=cast_file)
    else:
        options = settings(**chosen)
        job = pipeline.prepare(
            source, options, Path(output or "output"), choice=Choice(documents), reader=reader, cast_path=cast_file,
            replan=replan, wanted=Excerpt(**parts),
        )  # fmt: skip
    with progress(plain=plain) as tell:
        return pipeline.make(job, options, tell)


_PLANNED = (
    "notes",
    "pages",
    "note_end",
    "source_note",
    "stage",
    "supplied",
    "speaker_names",
    "credits",
    "thinking_time",
)


def _refuse_one_name(sources: tuple[str, ...], output: str | None) -> None:
    """Two sources must not become one edition: the second would replace the first."""
    seen: dict[str, str] = {}
    for source in sources:
        name = Path(source).stem.casefold() if source != "-" else "-"
        if name in seen and Path(source).suffix not in (".yaml", ".yml"):
            raise UsageError(
                f"{seen[name]} and {source} would both become {Path(output or 'output') / Path(source).stem}.",
                tip="Make them one after another with different -o, or rename one.",
            )
        seen[name] = source


def _told(done: Made) -> dict[str, Any]:
    edition = done.edition
    return {
        "edition": str(done.folder),
        "title": edition.title,
        "duration_ms": edition.milliseconds(edition.timeline.length),
        "files": [str(path) for path in done.files],
        "clips": {"made": done.clips_made, "reused": done.clips_reused},
        "spans": {"encoded": done.spans_encoded, "reused": done.spans_reused},
        "recordings": done.recordings,
        "warnings": list(done.warnings),
    }


def _summary(done: Made) -> str:
    edition = done.edition
    script = edition.script
    lines = [f"{edition.title}", ""]
    lines += [
        f"  {path}"
        for path in done.files
        if path.suffix not in (".json", ".jsonl", ".yaml", ".toml")
        and path.relative_to(done.folder).parts[0] not in ("source", "recordings", "stems")
    ]
    if stems := [path for path in done.files if path.parent == done.folder / "stems"]:
        lines.append(f"  {stems[0].parent}  ({len(stems)} files)")
    lines += [
        f"  {done.folder / 'script.yaml'}  (change it, then: readaloud make {shlex.quote(str(done.folder / 'script.yaml'))})",
        "",
    ]
    duration = edition.milliseconds(edition.timeline.length)
    counts = [f"{clock(duration)} long", counted(len(edition.chapters), "chapter")]
    counts += [counted(len(found), what) for found, what in ((edition.pages, "page"), (edition.notes, "note")) if found]
    told = f"; {counted(done.clips_made, 'clip')} spoken, {done.clips_reused} taken from the cache"
    if done.recordings:
        told += f", {done.recordings} recorded by people"
    lines.append(", ".join(counts) + told)
    rows = []
    for casting in edition.cast.castings:
        speaker = script.speaker(casting.speaker)
        who = speaker.name if not speaker.role else f"({speaker.role})"
        rows.append((", ".join(speaker.labels) or "–", who, casting.voice.id))
    lines += ["", table(rows, ("label", "speaker", "voice"))]
    if done.warnings:
        lines += ["", *(f"Warning: {warning}" for warning in done.warnings)]
    return "\n".join(lines) + "\n"
