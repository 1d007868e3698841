"""`readaloud cast`: who speaks, in which voice, and why."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readaloud.cli.options import reading_options, settings, voice_options
from readaloud.cli.show import table

if TYPE_CHECKING:
    from readaloud.model import Cast
    from readaloud.planning.cast_sheet import Row


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
    from readaloud.planning.cast_file import write_cast
    from readaloud.planning.cast_sheet import sheet

    options = settings(engine=engine)
    script, _ = pipeline.script_of(source, options, documents, reader)
    text = pipeline.text_of(Path(cast_file)) if cast_file else None
    assigned = pipeline.cast(script, options, text, cast_file or "cast.toml")
    if output is not None:
        files.write_new(Path(output), write_cast(script, assigned), replan=replan)
        click.echo(
            f"{output}: {len(assigned.castings)} voices. Change it, then: readaloud make {source} --cast {output}"
        )
    elif as_json:
        rows = [_told(row, assigned) for row in sheet(script, assigned)]
        click.echo(json.dumps({"title": script.title, "speakers": rows}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_shown(sheet(script, assigned))))
    for warning in (*script.warnings, *assigned.warnings):
        click.echo(f"Warning: {warning}", err=True)


def _told(row: Row, assigned: Cast) -> dict[str, Any]:
    from readaloud.planning.plan_json import speaker_json

    voices = {casting.speaker: casting.voice.id for casting in assigned.castings}
    told = speaker_json(row.speaker, assigned)
    told |= {key: value for key, value in (("gender", row.speaker.gender), ("age", row.speaker.age)) if value}
    told |= {"turns": row.turns, "words": row.words, "engine": row.casting.voice.engine, "pinned": row.casting.pinned}
    if row.nearest:
        told["nearest"] = {"speaker": row.nearest, "voice": voices[row.nearest], "distance": row.distance}
    return told | {"say_name": row.casting.named, "reason": row.casting.reason}


_WIDTH = 100
_HEAD = ("speaker", "turns", "words", "voice", "nearest in the same scene", "apart")
_WIDEST = (20, 5, 6, 24, 29, 5)


def _shown(rows: Sequence[Row]) -> Iterator[str]:
    voices = {row.speaker.id: row.casting.voice.id for row in rows}
    lines = []
    for row in rows:
        own = bool(row.speaker.role)
        nearest = f"{row.nearest} ({voices[row.nearest]})" if row.nearest else "–"
        apart = f"{row.distance:.2f}" if row.nearest else "–"
        counts = ("–", str(row.words or "–")) if own else (str(row.turns), str(row.words))
        cells = (row.speaker.id, *counts, row.casting.voice.id, nearest, apart)
        lines.append([_cut(cell, widest) for cell, widest in zip(cells, _WIDEST, strict=True)])
    yield table(lines, _HEAD)
    yield ""
    yield "apart: from 1.00 on listeners tell two voices apart; – where a voice was not measured."
    for row in rows:
        speaker = row.speaker
        who = f"the edition's {speaker.role} voice" if speaker.role else speaker.name
        told = [", ".join(x for x in (who, speaker.description, speaker.gender, speaker.age) if x) + "."]
        if speaker.labels:
            told.append(f"Printed as {', '.join(speaker.labels)}.")
        if speaker.reasons:
            told.append(f"{_capital('; '.join(speaker.reasons))}.")
        told.append(f"Voice {row.casting.voice.id}: {row.casting.reason}.")
        yield ""
        yield textwrap.fill(
            f"{speaker.id}: {' '.join(told)}", _WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str, widest: int) -> str:
    return text if len(text) <= widest else f"{text[: widest - 1]}…"
