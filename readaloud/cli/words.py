"""`readaloud words`: names and rare words, how they will be said and where they stand."""

from __future__ import annotations

import contextlib
import json
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readaloud.cli.options import pronunciation_options, reading_options, settings, voice_options
from readaloud.cli.show import table

if TYPE_CHECKING:
    from readaloud.pronunciation.concordance import Found
    from readaloud.synthesis.rehearsal import Rehearsal

_GAP_SECONDS = 0.6
"""Between two words of an audition."""
_HEAD = """\
How words are said in {title}.
Take the # away from a word that is said wrongly, and write how it sounds instead: letters that are read so
("duh-BREE-nin"), or IPA between slashes. Then: readaloud make SOURCE --lexicon {file}"""


@click.command(epilog="Example: readaloud words transcript.txt -o names.toml")
@click.argument("source")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE",
              help="Write a lexicon to edit (TOML), which `make --lexicon` reads.")  # fmt: skip
@click.option("--replan", is_flag=True, help="Overwrite what is there, even if it was changed by hand.")
@click.option("--audition", type=click.Path(dir_okay=False), metavar="FILE",
              help="Say the words into a WAV file, in the order of the list.")  # fmt: skip
@click.option("--uncovered", is_flag=True, help="Only those that no lexicon covers.")
@click.option("--all", "everything", is_flag=True, help="Everyday words too.")
@reading_options
@voice_options
@pronunciation_options
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def words(
    source: str, output: str | None, audition: str | None, documents: tuple[str, ...], reader: str | None,
    cast_file: str | None, engine: str | None, lexicons: tuple[str, ...], *, replan: bool, uncovered: bool,
    everything: bool, as_json: bool,
) -> None:  # fmt: skip
    """Lists names and rare words of SOURCE (a document or a script): how they will be said, and where they stand."""
    from readaloud import files, folder, pipeline
    from readaloud.pronunciation.concordance import concordance
    from readaloud.pronunciation.pronouncer import Pronouncer
    from readaloud.synthesis.rehearsal import Rehearsal

    options = settings(engine=engine, lexicons=lexicons)
    beside = folder.lexicons(Path(source).resolve().parent) if files.is_script(source) else ()
    own = pipeline.lexicons_of((*map(str, beside), *options.lexicons))
    script, _ = pipeline.script_of(source, options, documents, reader)
    text = pipeline.text_of(Path(cast_file)) if cast_file else None
    cast = pipeline.cast(script, options, text, cast_file or "cast.toml")
    with contextlib.closing(Rehearsal(script, cast, Pronouncer([file.lexicon for file in own]))) as rehearsal:
        found = concordance(script, rehearsal.matches, everything=everything)
        if uncovered:
            found = tuple(each for each in found if each.match is None)
        rows = [_row(each, rehearsal) for each in found]
        if audition is not None:
            _say(found, rehearsal, Path(audition))
    if output is not None:
        files.write_new(Path(output), _stub(rows, script.title, output), replan=replan)
    if as_json:
        click.echo(json.dumps({"title": script.title, "words": rows}, ensure_ascii=False, indent=2))
        return
    if output is None:
        _show(rows)
    else:
        click.echo(f"{output}: {len(rows)} words. Change what sounds wrong, then: "
                   f"readaloud make {shlex.quote(source)} --lexicon {shlex.quote(output)}")  # fmt: skip
    if audition is not None:
        click.echo(f"{audition}: {len(rows)} words, one after another.")


def _row(found: Found, rehearsal: Rehearsal) -> dict[str, Any]:
    utterance = found.utterance
    row: dict[str, Any] = {
        "word": found.word, "kind": found.kind, "count": found.count,
        "ipa": rehearsal.heard(found.word, utterance), "said": found.word,
        "lexicon": found.match.entry.place if found.match else "",
        "page": found.page, "turn": utterance.turn, "label": utterance.label or "", "speaker": utterance.speaker,
        "id": utterance.id, "context": found.context(),
    }  # fmt: skip
    if found.match is not None and found.match.entry.respelling and not row["ipa"]:
        row["said"] = found.match.entry.respelling
    return row


def _show(rows: Iterable[dict[str, Any]]) -> None:
    shown = []
    for row in rows:
        said = f"/{row['ipa']}/" if row["ipa"] else row["said"]
        covered = "✓" if row["lexicon"] else ""
        shown.append((row["word"], said, covered, row["kind"], f"{row['count']}×", _place(row)))
    if not shown:
        click.echo("There are no names and no rare words.")
        return
    click.echo(table(shown, ("word", "said", "lexicon", "kind", "times", "first")))


def _place(row: dict[str, Any]) -> str:
    where = [f"p. {row['page']}" if row["page"] else "", f"turn {row['turn'] + 1}" if row["turn"] is not None else ""]
    told = ", ".join(part for part in where if part)
    label = f"{row['label']}: " if row["label"] else ""
    return f"{told}  {label}{row['context']}" if told else f"{label}{row['context']}"


def _stub(rows: Iterable[dict[str, Any]], title: str, file: str) -> str:
    from readaloud.pronunciation.toml import stub

    lines = [
        (row["word"], f"/{row['ipa']}/" if row["ipa"] else row["said"], f"{row['count']}×  {_place(row)}")
        for row in rows
    ]
    return stub(lines, _HEAD.format(title=title, file=file))


def _say(found: Iterable[Found], rehearsal: Rehearsal, path: Path) -> None:
    """One WAV file with all the words; clips of another rate than the first are brought to it."""
    import io
    import wave

    from readaloud.assembly.resampling import resampled
    from readaloud.errors import OutputError

    clips = [rehearsal.clip(each.word, each.utterance) for each in found]
    rate = clips[0].rate if clips else 22050
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        for clip in clips:
            file.writeframes(clip.samples if clip.rate == rate else resampled(clip.samples, clip.rate, rate))
            file.writeframes(bytes(2 * round(_GAP_SECONDS * rate)))
    try:
        path.write_bytes(buffer.getvalue())
    except OSError as error:
        raise OutputError.of(error, str(path), tip="Choose another file.") from error
