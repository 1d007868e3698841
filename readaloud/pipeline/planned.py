"""Source → script and cast, or a part of them, and the account of every word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readaloud import files
from readaloud import folder as folders
from readaloud.model import Cast, Document, Script, Voice
from readaloud.pipeline.progress import Progress, silent
from readaloud.settings import Settings

if TYPE_CHECKING:
    from readaloud.checking.ledger import Ledger
    from readaloud.planning.cast_file import Choice
    from readaloud.planning.cast_pins import Bank
    from readaloud.planning.excerpt import Excerpt
    from readaloud.readers import base
    from readaloud.readers.base import Raw


def read(path: str, choice: base.Choice | None = None, reader: str | None = None) -> tuple[Document, Raw]:
    """The document in a file (`-` for standard input), and its bytes."""
    from readaloud.readers import intake, registry
    from readaloud.readers.base import Choice as Chosen

    raw = intake.load(path)
    return registry.read(raw, choice or Chosen(), reader), raw


def plan(document: Document, settings: Settings) -> Script:
    """The script of a document."""
    from readaloud.planning.director import plan as direct

    return direct(document, settings)


def script_of(
    source: str,
    settings: Settings,
    documents: tuple[str, ...] = (),
    reader: str | None = None,
    wanted: Excerpt | None = None,
) -> tuple[Script, bytes | None]:
    """The script of a source, or the script that a file is, and the bytes of the source where they are at hand."""
    from readaloud.planning.script_reading import read_script
    from readaloud.readers.base import Choice

    if files.is_script(source):
        script = read_script(text_of(Path(source)), source)
        beside = files.source_beside(Path(source).resolve().parent, script)
        return excerpt(script, beside, wanted), beside
    document, raw = read(source, Choice(documents), reader)
    return excerpt(plan(document, settings), raw.data, wanted), raw.data


def text_of(path: Path) -> str:
    """The text of a script or cast file; ScriptError when it cannot be read."""
    return files.utf8(files.content(path), path)


def excerpt(script: Script, raw: bytes | None, wanted: Excerpt | None) -> Script:
    """What is wanted of a script; the words of the rest are skipped with the reason, as far as the source is at hand."""
    from readaloud.checking.outside import accounted
    from readaloud.checking.sources import source_text
    from readaloud.planning import excerpt as excerpts

    if not wanted:
        return script
    part = excerpts.excerpt(script, wanted)
    ledger, _ = account(raw, script)
    if raw is None or script.source is None or ledger is None or ledger.differences:
        return part
    text = source_text(raw, script.source.container, script.source.encoding)
    return accounted(text, script, part, excerpts.OUTSIDE)


def cast(
    script: Script, settings: Settings, cast_text: str | None = None, cast_name: str = folders.CAST,
    progress: Progress = silent,
) -> Cast:  # fmt: skip
    """The cast of a script; `cast_text` is a cast file whose voices are kept. Voices that need it are measured first."""
    return cast_and_choices(script, settings, cast_text, cast_name, progress)[0]


def cast_and_choices(
    script: Script, settings: Settings, text: str | None, name: str, progress: Progress = silent
) -> tuple[Cast, Mapping[str, Any]]:
    """The cast, and the entries of the cast file by the speakers whom they mean."""
    from readaloud.planning.cast_file import read_cast
    from readaloud.planning.cast_pins import Pins, pins
    from readaloud.planning.casting import cast as choose
    from readaloud.planning.casting import shared_voices

    voices, warnings = voices_for(script.language, settings, progress)
    said = Pins({}, frozenset(), {})
    if text is not None:
        choices = read_cast(text, name)
        said = pins(choices, script, bank_of(voices, choices, script.language), name)
    assigned = choose(script, voices, said.voices, said.named)
    return replace(assigned, warnings=(*warnings, *said.warnings, *shared_voices(script, assigned))), said.choices


def voices_for(
    language: str, settings: Settings, progress: Progress = silent
) -> tuple[tuple[Voice, ...], tuple[str, ...]]:
    """The voices among which casting chooses, measured where they need it, and what to warn of; EngineError without any."""
    from readaloud.engines.bank import load_voices, no_voices
    from readaloud.engines.measuring import measured_voices

    warnings: tuple[str, ...] = ()
    voices = load_voices(language=language, engine=settings.engine)
    if not voices:
        voices = load_voices(language="en", engine=settings.engine)
        warnings = (f"There are no voices for the language {language!r}, so English ones read it.",)
    if not voices:
        raise no_voices(settings.engine)
    return tuple(measured_voices(voices, lambda done, total: progress("Measuring", done, total))), warnings


def bank_of(voices: Sequence[Voice], choices: Sequence[Choice], language: str) -> Bank:
    """The voices that the entries of a cast file may name: those to choose from, and others if one is named."""
    from readaloud.engines import registry
    from readaloud.engines.bank import ANY_LANGUAGE, load_voices
    from readaloud.languages import primary
    from readaloud.planning.cast_pins import Bank as Known

    everything = {voice.id: voice for voice in voices}
    speaking = set(everything)
    if any(choice.voice and choice.voice not in everything for choice in choices):  # of another language or engine
        from readaloud.engines.speech_server_voices import named

        everything = {voice.id: voice for voice in load_voices()} | everything
        # What a system or a server tells of its voices is in no file.
        everything |= {c.voice: voice for c in choices if c.voice not in everything and (voice := named(c.voice))}
        tongues = (primary(language), ANY_LANGUAGE)
        speaking |= {voice.id for voice in everything.values() if primary(voice.language) in tongues}
    return Known(
        everything.get,
        tuple(voice.id for voice in voices),
        speaking,
        lambda engine: engine in registry.BUILTIN or engine in registry.names(),
    )


def with_names(script: Script, assigned: Cast, settings: Settings) -> Script:
    """A planned script with the speakers' names said where the settings or the cast ask for it."""
    from readaloud.planning.spoken_names import with_names as inserted

    return inserted(script, settings.speaker_names, {c.speaker for c in assigned.castings if c.named})


def account(raw: bytes | None, script: Script) -> tuple[Ledger | None, tuple[str, ...]]:
    """The ledger of a script against its source, and what to warn of when there is none."""
    from readaloud.checking.ledger import prove
    from readaloud.checking.sources import source_text

    source = script.source
    if source is None or raw is None:
        return None, ("The source is not at hand, so its words could not be compared with the script.",)
    if folders.sha256(raw) != source.sha256:
        return None, ("The source was changed since the script was planned, so its words could not be compared.",)
    return prove(source_text(raw, source.container, source.encoding), script), ()
