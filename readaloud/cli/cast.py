"""`readaloud cast`: who speaks, in which voice, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from readaloud.cli.options import reading_options, settings, voice_options
from readaloud.cli.show import table


@click.command(
    epilog="Example: readaloud cast transcript.txt -o cast.toml && readaloud make transcript.txt --cast cast.toml"
)
@click.argument("source")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write a cast file that `make --cast` reads.",
)
@click.option("--replan", is_flag=True, help="Overwrite what is there, even if it was changed by hand.")
@reading_options
@voice_options
@click.option("--json", "as_json", is_flag=True, help="Print the sheet as JSON.")
def cast(
    source: str, output: str | None, documents: tuple[str, ...], reader: str | None, cast_file: str | None, as_json: bool,
    replan: bool,
    engine: str | None,
) -> None:  # fmt: skip
    """Shows the cast sheet of SOURCE (a document or a script)."""
    from readaloud import files, pipeline
    from readaloud.planning.cast_file import words_by_speaker, write_cast
    from readaloud.planning.plan_json import speaker_json

    script, _ = pipeline.script_of(source, settings(engine=engine), documents, reader)
    text = pipeline.text_of(Path(cast_file)) if cast_file else None
    assigned = pipeline.cast(script, settings(engine=engine), text, cast_file or "cast.toml")
    if output is not None:
        files.write_new(Path(output), write_cast(script, assigned), replan=replan)
        click.echo(
            f"{output}: {len(assigned.castings)} voices. Change it, then: readaloud make {source} --cast {output}"
        )
        return
    said = words_by_speaker(script)
    reasons = {c.speaker: c.reason for c in assigned.castings}
    if as_json:
        rows_json: list[dict[str, Any]] = []
        for speaker in script.speakers:
            turns, words = said[speaker.id]
            told = {"turns": turns, "words": words, "reason": reasons.get(speaker.id, "")}
            rows_json.append(speaker_json(speaker, assigned) | told)
        click.echo(json.dumps({"title": script.title, "speakers": rows_json}, ensure_ascii=False, indent=2))
        return
    rows = []
    for speaker in script.speakers:
        turns, words = said[speaker.id]
        who = f"({speaker.role})" if speaker.role else ", ".join(x for x in (speaker.name, speaker.description) if x)
        voice = next((c.voice.id for c in assigned.castings if c.speaker == speaker.id), "")
        rows.append((speaker.id, ", ".join(speaker.labels) or "–", str(turns or "–"), str(words or "–"), voice, who))
    click.echo(table(rows, ("speaker", "labels", "turns", "words", "voice", "who")))
    click.echo()
    for speaker in script.speakers:
        why = [*speaker.reasons, reasons.get(speaker.id, "")]
        click.echo(f"{speaker.id}: {'; '.join(w for w in why if w)}.")
