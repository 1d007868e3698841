"""`readaloud voices audition`: hear voices, or a cast."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readaloud.cli import player
from readaloud.cli.options import settings
from readaloud.cli.show import progress
from readaloud.errors import EngineError, ReadaloudError, UsageError

if TYPE_CHECKING:
    from readaloud.model import Script, Voice
    from readaloud.synthesis.audition import Line, Sample

_SENTENCES = 2
"""Of the standard passage: the first tells the pace, and both together take 8 seconds."""
_FIRST_LINE = 40
"""Letters that a first line has at least, if its turn goes on: "Yes." alone tells little of a voice."""


@click.command(
    short_help="a sample of each voice, to hear", epilog="Example: readaloud voices audition us-man-deep us-woman-clear"
)
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--cast", "cast_file", type=click.Path(dir_okay=False), metavar="FILE",
              help="Each speaker of this cast says their own first line. NAME is then the script or the source, if no "
              "script.yaml lies beside the cast.")  # fmt: skip
@click.option(
    "--text", metavar="WORDS", help="What is said, instead of the standard sentences of the voice's language."
)
@click.option("-o", "--output", type=click.Path(file_okay=False), metavar="DIR", default="output/audition",
              show_default=True, help="Where the WAV files go.")  # fmt: skip
@click.option("--play/--no-play", default=None, help="Play them (default: on a terminal, where a player is there).")
@click.option("--json", "as_json", is_flag=True, help="Tell what was written as JSON.")
def audition(
    names: tuple[str, ...], cast_file: str | None, text: str | None, output: str, play: bool | None, as_json: bool
) -> None:
    """Writes a sample of each voice, and plays it. All are equally loud."""
    from readaloud.synthesis.audition import audition as speak
    from readaloud.synthesis.audition import write

    if text is not None and not any(c.isalnum() for c in text):
        raise UsageError("--text has no word in it.")
    lines = _cast_lines(cast_file, names, text) if cast_file else _voice_lines(names, text)
    with progress(plain=False) as tell:
        on_terminal = sys.stderr.isatty()
        heard = speak(lines, settings(), (lambda done, total: tell("Speaking", done, total)) if on_terminal else None)
    made = []
    for number, sample in enumerate(heard, 1):
        path = Path(output) / f"{f'{number:02}-' if cast_file else ''}{_file_name(sample.line.id)}.wav"
        write(sample, path)
        made.append((sample, path))
    if as_json:
        click.echo(json.dumps([_told(*each) for each in made], ensure_ascii=False, indent=2))
    _heard(made, Path(output), play, as_json=as_json)


def _heard(made: list[tuple[Sample, Path]], folder: Path, play: bool | None, *, as_json: bool) -> None:
    """Names each voice, and plays it where that is wanted and can be done."""
    command = player.player()
    aloud = play if play is not None else sys.stdout.isatty() and not as_json and bool(command)
    if aloud and not command:
        raise ReadaloudError(f"There is no program that plays sound; the files are in {folder}.", tip=player.INSTALL)
    for sample, path in made:
        if not as_json:
            line = sample.line
            who = line.id if line.id == line.voice.id else f"{line.id} ({line.voice.id})"
            about = f": {line.voice.description}" if line.voice.description and who == line.id else ""
            click.echo(f"{path}  {sample.seconds:.1f} s  {who}{about}")
        if aloud and (fault := player.play(command, path, sample.seconds)):
            raise ReadaloudError(f"{command[0]} cannot play: {fault}. The files are in {folder}.", tip=player.INSTALL)


def _voice_lines(names: tuple[str, ...], text: str | None) -> list[Line]:
    from readaloud.synthesis.audition import Line

    if not names:
        raise UsageError("No voice is named.", tip="`readaloud voices list` shows them; or name a cast with --cast.")
    return [Line(v.id, v, text or _standard(v.language)) for v in map(_voice, dict.fromkeys(names))]


def _voice(name: str) -> Voice:
    from readaloud.engines.bank import load_voices
    from readaloud.engines.espeak_voices import nearest
    from readaloud.engines.speech_server_voices import named

    known = {voice.id: voice for voice in load_voices()}
    if name in known:
        return known[name]
    if (found := named(name)) is not None:
        return found
    raise EngineError(
        f"There is no voice {name!r}.",
        tip=f"The nearest: {nearest(name, tuple(known))}. `readaloud voices list` shows all.",
    )


def _standard(language: str) -> str:
    from readaloud.engines.measure import passage
    from readaloud.planning.sentences import sentences

    text = passage(language)
    begin, end = 0, sentences(text, language)[:_SENTENCES][-1][1]
    return text[begin:end]


def _cast_lines(cast_file: str, names: tuple[str, ...], text: str | None) -> list[Line]:
    """Each speaker of a script who says something, in the order in which they are heard."""
    from readaloud import pipeline
    from readaloud.synthesis.audition import Line

    if len(names) > 1:
        raise UsageError(f"A cast is of one script, not of {len(names)}.", tip="Name one, or none.")
    cast_text = pipeline.text_of(Path(cast_file))
    script = _script(Path(cast_file), names)
    cast = pipeline.cast(script, settings(), cast_text, cast_file)
    said = _first_lines(script)
    if not said:
        raise UsageError("Nobody says anything in this script.")
    return [Line(speaker, cast.voice(speaker), text or line) for speaker, line in said.items()]


def _script(cast_file: Path, names: tuple[str, ...]) -> Script:
    from readaloud import folder, pipeline

    beside = cast_file.resolve().parent / folder.SCRIPT
    if not names and not beside.is_file():
        raise UsageError(
            f"No {folder.SCRIPT} lies beside {cast_file}.",
            tip=f"Name the script or the source: readaloud voices audition --cast {cast_file} transcript.txt",
        )
    source = names[0] if names else str(beside)
    if Path(source).is_dir() and (Path(source) / folder.SCRIPT).is_file():
        source = str(Path(source) / folder.SCRIPT)
    return pipeline.script_of(source, settings())[0]


def _first_lines(script: Script) -> dict[str, str]:
    """Speaker → their first words in the document, up to the end of a sentence or turn with enough of them.

    Who is only announced says that; the edition's own voices say the first they have to say.
    """
    own = {speaker.id for speaker in script.speakers if speaker.role}
    said: dict[str, str] = {}
    turns: dict[str, int | None] = {}
    heard = [u for u in script.utterances() if u.spoken]
    for utterance in heard:
        speaker = utterance.speaker
        if utterance.kind == "announcement" and speaker not in own:
            continue
        if speaker not in said:
            said[speaker], turns[speaker] = utterance.spoken, utterance.turn
        elif len(said[speaker]) < _FIRST_LINE and utterance.turn is not None and utterance.turn == turns[speaker]:
            said[speaker] = f"{said[speaker]} {utterance.spoken}"
    for utterance in heard:
        said.setdefault(utterance.speaker, utterance.spoken)
    return {speaker: said[speaker] for speaker in dict.fromkeys(u.speaker for u in heard)}


def _file_name(id: str) -> str:
    from readaloud.folder import safe_name

    return safe_name(id.replace("@", "-"))


def _told(sample: Sample, path: Path) -> dict[str, object]:
    return {
        "id": sample.line.id, "voice": sample.line.voice.id, "engine": sample.line.voice.engine,
        "text": sample.line.text, "file": str(path), "seconds": round(sample.seconds, 3), "lufs": sample.lufs,
    }  # fmt: skip
