"""`readaloud voices install` and `remove`: natural voices, from their publisher or from files at hand."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from readaloud.cli.show import progress, table
from readaloud.errors import EngineError, UsageError


@click.command(short_help="fetch a natural voice", epilog="Example: readaloud voices install en_US-lessac-medium")
@click.argument("name", required=False, default="")
@click.option(
    "--from", "source", metavar="PATH", help="A model, folder or ZIP archive at hand, in place of the network."
)
@click.option("--list", "listed", is_flag=True, help="List what can be installed, and what is.")
@click.option("--language", metavar="TAG", help="With --list: only voices of this language.")
@click.option("--force", is_flag=True, help="Install it anew, also where it is there.")
@click.option("--plain", is_flag=True, help="Plain lines, no bar.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done, or the list, as JSON.")
def install(
    name: str, source: str | None, listed: bool, language: str | None, force: bool, plain: bool, as_json: bool
) -> None:
    """Installs the natural voice NAME, which Piper or Kokoro speaks.

    It is fetched over HTTPS and its checksum compared; an interrupted download goes on where it broke off. On a machine
    without a network, --from takes the files that another one fetched.
    """
    if listed:
        _list(name, language, as_json)
        return
    if not name and source is None:
        raise UsageError("Which voice?", tip="`readaloud voices install --list` shows what there is.")
    from readaloud.engines import installing
    from readaloud.engines.installed import installed_voices

    with progress(plain=plain) as tell:
        model, anew = installing.install(
            name, Path(source) if source else None, force=force, say=lambda line: click.echo(line, err=True),
            progress=tell,
        )  # fmt: skip
    voices = [v for v in installed_voices(model.engine) if v.engine_voice.startswith(f"{model.name}@")]
    if as_json:
        told = {"name": model.name, "engine": model.engine, "folder": str(model.folder), "licence": model.licence}
        click.echo(
            json.dumps(told | {"installed": anew, "voices": [v.id for v in voices]}, ensure_ascii=False, indent=2)
        )
        return
    said = "is installed" if anew else "is installed already (--force installs it anew)"
    click.echo(
        f"{model.name} {said}: {len(model.speakers)} speaker(s) for the engine {model.engine}, in {model.folder}"
    )
    click.echo(f"Licence: {model.licence or 'not told; ask whom you have the files from'}")
    speakers = [v.id for v in voices if "" in v.roles]
    click.echo(f"In casts: {', '.join(speakers[:4])}{' …' if len(speakers) > 4 else ''}")
    click.echo(f"Use it: readaloud make SOURCE --engine {model.engine}")


@click.command(short_help="take an installed voice away", epilog="Example: readaloud voices remove en_US-lessac-medium")
@click.argument("name")
def remove(name: str) -> None:
    """Takes the installed voice NAME away."""
    from readaloud.engines import installing

    model = installing.remove(name)
    click.echo(f"{model.name} is removed from {model.folder.parent}")


@dataclass(frozen=True, slots=True)
class _Row:
    """A voice that can be installed, or is."""

    name: str
    engine: str
    languages: tuple[str, ...]
    speakers: int
    bytes: int
    licence: str
    installed: bool


def _list(sought: str, language: str | None, as_json: bool) -> None:
    rows = [row for row in _rows() if sought.casefold() in row.name.casefold() and _speaks(row.languages, language)]
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        raise EngineError("There is no voice like that.", tip="`readaloud voices install --list` shows all.")
    cells = [
        (
            row.name, row.engine, ", ".join(row.languages), str(row.speakers), f"{row.bytes / 1e6:.0f} MB",
            "installed" if row.installed else "",
        )
        for row in rows
    ]  # fmt: skip
    click.echo(table(cells, ("voice", "engine", "language", "speakers", "size", "")))


def _rows() -> list[_Row]:
    from readaloud.engines import catalogue, installed

    here = {model.name: model for model in installed.models()}
    rows = []
    for offer in catalogue.offers():
        model = here.pop(offer.name, None)
        licence = model.licence if model else offer.licence
        rows.append(
            _Row(offer.name, offer.engine, offer.languages, offer.speakers, offer.size, licence, model is not None)
        )
    for model in here.values():
        languages = tuple(dict.fromkeys(speaker.language for speaker in model.speakers))
        size = sum(model.sizes.values())
        rows.append(_Row(model.name, model.engine, languages, len(model.speakers), size, model.licence, True))
    return rows


def _speaks(languages: tuple[str, ...], sought: str | None) -> bool:
    beginning = f"{sought or ''}-".replace("_", "-").casefold()
    return sought is None or any(f"{each}-".casefold().startswith(beginning) for each in languages)
