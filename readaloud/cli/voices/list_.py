"""`readaloud voices list`: which voices there are."""

from __future__ import annotations

import json

import click

from readaloud.cli.show import table


@click.command(
    "list",
    short_help="the voices, and what each sounds like",
    epilog="Example: readaloud voices list --language en --gender female",
)
@click.option("--language", metavar="TAG", help="Only voices of this language, as de or en-GB.")
@click.option("--gender", type=click.Choice(["female", "male"]), help="Only these.")
@click.option("--engine", metavar="NAME", help="Only voices of this engine.")
@click.option("--json", "as_json", is_flag=True, help="Print the profiles and what was measured of them as JSON.")
def list_(language: str | None, gender: str | None, engine: str | None, as_json: bool) -> None:
    """Lists voice profiles: what each sounds like, and what it is kept for."""
    from dataclasses import asdict

    from readaloud.engines.bank import load_voices
    from readaloud.engines.measuring import kept_voices
    from readaloud.errors import EngineError

    found = [v for v in load_voices(language=language, engine=engine) if gender in (None, v.gender)]
    if not found:
        raise EngineError("There is no voice like that.", tip="`readaloud voices list` shows all.")
    found = list(kept_voices(found))
    if as_json:
        click.echo(json.dumps([asdict(v) for v in found], ensure_ascii=False, indent=2))
        return
    rows = [
        (
            v.id,
            v.language,
            v.gender or "–",
            v.age or "–",
            f"{v.sound.pitch_hz:.0f} Hz" if v.sound and v.sound.pitch_hz else "–",
            v.engine,
            ", ".join(r or "speaker" for r in v.roles),
            v.description,
        )
        for v in found
    ]
    click.echo(table(rows, ("voice", "language", "gender", "age", "pitch", "engine", "for", "what it sounds like")))
