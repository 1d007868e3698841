"""`readaloud plan`: the script alone."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import click

from readaloud.cli.options import (
    excerpt_options,
    planning_options,
    profile_option,
    reading_options,
    settings,
    voice_options,
)


@click.command(epilog="Example: readaloud plan transcript.txt -o script.yaml")
@click.argument("source")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the script there (default: print it).",
)
@click.option("--replan", is_flag=True, help="Overwrite what is there, even if it was changed by hand.")
@profile_option
@planning_options
@excerpt_options
@reading_options
@voice_options
@click.option("--json", "as_json", is_flag=True, help="Print speakers and script as JSON.")
@click.option("--report", is_flag=True, help="List the decisions that were uncertain.")
def plan(
    source: str, output: str | None, documents: tuple[str, ...], reader: str | None, cast_file: str | None, as_json: bool,
    report: bool, replan: bool, pages_wanted: str, turns_wanted: str, chapter_wanted: str, **chosen: Any,
) -> None:  # fmt: skip
    """Plans what is read, by whom and in which order, without making a sound."""
    from readaloud import files, pipeline
    from readaloud.planning.excerpt import Excerpt
    from readaloud.planning.plan_json import plan_json, report_lines
    from readaloud.planning.script_writing import write_script

    options = settings(**chosen)
    wanted = Excerpt(pages_wanted, turns_wanted, chapter_wanted)
    script, raw = pipeline.script_of(source, options, documents, reader, wanted)
    text = pipeline.text_of(Path(cast_file)) if cast_file else None
    cast = pipeline.cast(script, options, text, cast_file or "cast.toml")
    if not files.is_script(source):
        script = pipeline.with_names(script, cast, options)
    if report:
        lines = report_lines(script)
        if as_json:
            click.echo(json.dumps({"warnings": list(script.warnings), "doubts": lines}, ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(lines) or "Nothing was uncertain.")
    elif as_json:
        click.echo(json.dumps(plan_json(script, cast), ensure_ascii=False))
    elif output is None:
        click.echo(write_script(script), nl=False)
    else:
        files.write_new(Path(output), write_script(script), replan=replan)
        pipeline.keep_source(raw, script, Path(output))
        speech = sum(1 for u in script.utterances() if u.kind == "speech")
        turns = len({u.turn for u in script.utterances() if u.turn is not None})
        click.echo(f"{output}: {turns} turns, {speech} spoken sentences, {len(script.speakers)} speakers.")
        click.echo(f"Change it, then: readaloud make {shlex.quote(output)}")
    for warning in (*script.warnings, *cast.warnings):
        click.echo(f"Warning: {warning}", err=True)
