"""`readaloud voices measure`: what voices sound like, in numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readaloud.cli.show import progress, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readaloud.model import Voice


@click.command(
    "measure",
    short_help="how distinct the voices are",
    epilog="Example: readaloud voices measure us-man-deep gb-editor",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--language", metavar="TAG", help="Only voices of this language, as de or en-GB.")
@click.option("--engine", metavar="NAME", help="Only voices of this engine.")
@click.option("--json", "as_json", is_flag=True, help="Print the profiles with what was measured as JSON.")
@click.option("--check", is_flag=True, help="Exit with 6 where a shipped voice is not as its measurement says.")
@click.option("--ship", is_flag=True, help="Write voices/measured/ beside the shipped profiles (for who changes them).")
@click.option("--plain", is_flag=True, help="Progress as plain lines.")
def measure(
    names: tuple[str, ...],
    language: str | None,
    engine: str | None,
    as_json: bool,
    check: bool,
    ship: bool,
    plain: bool,
) -> None:
    """Speaks the standard passage in each voice and measures pitch, timbre, loudness and pace.

    Casting spreads voices by these numbers. Shipped voices were measured before; what is measured of others is kept in
    the cache. The last columns name the nearest of the voices measured together, and its distance: at 1 or more, two
    voices are told apart in 95 % of sentences.
    """
    from readaloud.engines.measurements import keep
    from readaloud.engines.measuring import Measurer
    from readaloud.errors import EngineError, UsageError

    if ship and (names or language or engine):
        raise UsageError("--ship measures all shipped voices.", tip="Leave out names, --language and --engine.")
    before = _sought(names, language, engine)
    after: list[Voice] = []
    failed: list[str] = []
    versions: dict[str, str] = {}
    with Measurer() as measurer, progress(plain=plain) as tell:
        for number, voice in enumerate(before, 1):
            try:
                versions[voice.engine] = measurer.version(voice.engine)
                after.append(measurer.measured(voice))
                if voice.sound is None:
                    keep(after[-1], versions[voice.engine])
            except EngineError as error:
                failed.append(f"{voice.id}: {error.message}")
            tell("Measuring", number, len(before))
    if as_json:
        from dataclasses import asdict

        click.echo(json.dumps([asdict(voice) for voice in after], ensure_ascii=False, indent=2))
    elif not ship:
        click.echo(table(_rows(after), ("voice", "pitch", "range", "loudness", "pace", "nearest", "distance")))
    if failed:
        raise EngineError(f"{len(failed)} of {len(before)} voices could not be measured; {failed[0]}")
    if check:
        _compare(before, after)
    if ship:
        for path in _shipped(after, versions):
            click.echo(f"Wrote {path}")


def _sought(names: tuple[str, ...], language: str | None, engine: str | None) -> tuple[Voice, ...]:
    import difflib

    from readaloud.engines.bank import load_voices
    from readaloud.errors import EngineError

    known = {voice.id: voice for voice in load_voices(language=language, engine=engine)}
    if not known:
        raise EngineError("There is no voice like that.", tip="`readaloud voices list` shows all.")
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 3, 0.3) or list(known)[:3]
            raise EngineError(f"There is no voice {name!r} here.", tip=f"Nearest are: {', '.join(near)}.")
    return tuple(known[name] for name in dict.fromkeys(names)) or tuple(known.values())


def _rows(voices: Sequence[Voice]) -> list[tuple[str, ...]]:
    from readaloud.distance import distance
    from readaloud.languages import primary

    rows: list[tuple[str, ...]] = []
    for voice in voices:
        assert voice.sound is not None
        others = [v for v in voices if v.id != voice.id and primary(v.language) == primary(voice.language)]
        nearest = min(others, key=lambda other: distance(voice, other), default=None)
        rows.append(
            (
                voice.id,
                f"{voice.sound.pitch_hz:.0f} Hz",
                f"{voice.sound.pitch_range:.1f} st",
                f"{voice.loudness_lufs:.1f} LUFS",
                f"{voice.sound.pace:.1f} s",
                nearest.id if nearest else "–",
                f"{distance(voice, nearest):.2f}" if nearest else "–",
            )
        )
    return rows


def _compare(before: Sequence[Voice], after: Sequence[Voice]) -> None:
    from readaloud.engines.bank import load_voices, voices_folder
    from readaloud.errors import CheckError

    shipped = {voice.id for voice in load_voices(folder=voices_folder())}
    wrong = [new.id for old, new in zip(before, after, strict=True) if old.id in shipped and _differ(old, new)]
    if wrong:
        raise CheckError(
            f"{len(wrong)} of {len(after)} voices are not as they were measured: {', '.join(wrong[:5])}.",
            tip="Another version of the engine sounds otherwise; `readaloud voices measure --ship` measures anew.",
        )


def _differ(old: Voice, new: Voice) -> bool:
    """By a tenth of what can be told apart, or as much loudness as two platforms' arithmetic never differs by."""
    from readaloud.distance import distance

    return old.sound is None or distance(old, new) > 0.1 or abs(old.loudness_lufs - new.loudness_lufs) > 0.3


def _shipped(voices: Sequence[Voice], versions: dict[str, str]) -> list[Path]:
    """The files that were written: one beside each file of shipped profiles."""
    from readaloud.engines.bank import read_voices, voices_folder
    from readaloud.engines.measurements import shipped_path, shipped_text
    from readaloud.errors import OutputError

    measured = {voice.id: voice for voice in voices}
    written = []
    for profiles in sorted(voices_folder().glob("*.toml")):
        own = [measured[voice.id] for voice in read_voices(profiles) if voice.id in measured]
        path = shipped_path(profiles)
        used = {voice.engine: versions[voice.engine] for voice in own}
        try:
            path.parent.mkdir(exist_ok=True)
            path.write_text(shipped_text(own, used), encoding="utf-8")
        except OSError as error:
            raise OutputError.of(error, str(path), tip="Measure in a checkout that you may write.") from error
        written.append(path)
    return written
