"""read → plan → synthesize → assemble → write; only wiring."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from readaloud import files
from readaloud import folder as folders
from readaloud.errors import CheckError, OutputError, ReadaloudError, ScriptError, SourceError
from readaloud.model import Cast, Cover, Document, Edition, Script
from readaloud.settings import LoudnessChoice, Settings, StyleChoice

if TYPE_CHECKING:
    from readaloud.checking.edition import Finding
    from readaloud.checking.ledger import Ledger
    from readaloud.planning.excerpt import Excerpt
    from readaloud.pronunciation.loading import LexiconFile
    from readaloud.readers.base import Choice, Raw
    from readaloud.synthesis.cache import ClipCache
    from readaloud.synthesis.listening import Heard
    from readaloud.synthesis.recordings import Recordings
    from readaloud.writers.base import Written

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def _silent(stage: str, done: int, total: int) -> None:
    pass


# ---------------------------------------------------------------------------------------------------------------------
# Source → script and cast
# ---------------------------------------------------------------------------------------------------------------------


def read(path: str, choice: Choice | None = None, reader: str | None = None) -> tuple[Document, Raw]:
    """The document in a file (`-` for standard input), and its bytes."""
    from readaloud.readers import intake, registry
    from readaloud.readers.base import Choice as Chosen

    raw = intake.load(path)
    return registry.read(raw, choice or Chosen(), reader), raw


def plan(document: Document, settings: Settings) -> Script:
    """The script of a document."""
    from readaloud.planning.director import plan as direct

    return direct(document, settings)


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
    progress: Progress = _silent,
) -> Cast:  # fmt: skip
    """The cast of a script; `cast_text` is a cast file whose voices are kept. Voices that need it are measured first."""
    return _cast(script, settings, cast_text, cast_name, progress)[0]


def _cast(
    script: Script, settings: Settings, text: str | None, name: str, progress: Progress = _silent
) -> tuple[Cast, Mapping[str, Any]]:
    """The cast, and the entries of the cast file by the speakers whom they mean."""
    from readaloud.engines import registry
    from readaloud.engines.bank import ANY_LANGUAGE, load_voices, no_voices
    from readaloud.engines.measuring import measured_voices
    from readaloud.languages import primary
    from readaloud.planning.cast_file import read_cast
    from readaloud.planning.cast_pins import Bank, Pins, pins
    from readaloud.planning.casting import cast as choose
    from readaloud.planning.casting import shared_voices

    warnings: list[str] = []
    voices = load_voices(language=script.language, engine=settings.engine)
    if not voices:
        voices = load_voices(language="en", engine=settings.engine)
        warnings.append(f"There are no voices for the language {script.language!r}, so English ones read it.")
    if not voices:
        raise no_voices(settings.engine)
    voices = measured_voices(voices, lambda done, total: progress("Measuring", done, total))
    said = Pins({}, frozenset(), {})
    if text is not None:
        choices = read_cast(text, name)
        everything = {voice.id: voice for voice in voices}
        speaking = set(everything)
        if any(choice.voice and choice.voice not in everything for choice in choices):  # of another language or engine
            from readaloud.engines.speech_server_voices import named

            everything = {voice.id: voice for voice in load_voices()} | everything
            # What a system or a server tells of its voices is in no file.
            everything |= {c.voice: voice for c in choices if c.voice not in everything and (voice := named(c.voice))}
            tongues = (primary(script.language), ANY_LANGUAGE)
            speaking |= {voice.id for voice in everything.values() if primary(voice.language) in tongues}
        bank = Bank(
            everything.get,
            tuple(voice.id for voice in voices),
            speaking,
            lambda engine: engine in registry.BUILTIN or engine in registry.names(),
        )
        said = pins(choices, script, bank, name)
    assigned = choose(script, voices, said.voices, said.named)
    return replace(assigned, warnings=(*warnings, *said.warnings, *shared_voices(script, assigned))), said.choices


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


# ---------------------------------------------------------------------------------------------------------------------
# Script → edition
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Job:
    """Everything an edition is made of."""

    script: Script
    cast: Cast
    folder: Path
    """Its final place."""
    raw: bytes | None
    """The source as it was."""
    script_bytes: bytes
    cast_bytes: bytes
    planned: Mapping[str, str | None]
    """SHA-256 of script and cast as `make` plans them; None when a person's own were rendered first."""
    ledger: Mapping[str, Any]
    warnings: tuple[str, ...] = ()
    lexicons: tuple[LexiconFile, ...] = ()
    """A person's own, in the order in which later ones win."""
    home: Path | None = None
    """The folder beside whose script a person's recordings lie; None takes the edition's."""


@dataclass(frozen=True, slots=True)
class Made:
    """What `make` tells at the end."""

    folder: Path
    edition: Edition
    files: tuple[Path, ...]
    warnings: tuple[str, ...]
    clips_made: int
    clips_reused: int
    recordings: int = 0
    """Utterances that a person says."""


def prepare(
    path: str, settings: Settings, output: Path, *, choice: Choice | None = None, reader: str | None = None,
    cast_path: str | None = None, replan: bool = False, wanted: Excerpt | None = None,
) -> Job:  # fmt: skip
    """A source as a job; nothing is written yet."""
    from readaloud.planning.cast_file import write_cast
    from readaloud.planning.script_writing import write_script

    lexicons = lexicons_of(settings.lexicons)
    document, raw = read(path, choice, reader)
    name = folders.safe_name(Path(raw.name).stem if path != "-" else document.title[:80] or "standard-input")
    folder = output / name
    folders.guard(folder, replan=replan)
    script = plan(document, settings)
    ledger, warnings = account(raw.data, script)
    if ledger is not None and ledger.differences:
        first = ledger.differences[0]
        raise CheckError(
            f"{raw.name}: {len(ledger.differences)} places of the source are not in the script; {first.sentence()}.",
            tip="This is a fault of the reader: please report it. Nothing was written.",
        )
    script = excerpt(script, raw.data, wanted)
    if wanted:
        ledger, warnings = account(raw.data, script)
    assigned = cast(script, settings, *_cast_text(cast_path))
    script = with_names(script, assigned, settings)
    script_bytes, cast_bytes = write_script(script).encode(), write_cast(script, assigned).encode()
    planned = {folders.SCRIPT: folders.sha256(script_bytes), folders.CAST: folders.sha256(cast_bytes)}
    planned |= {path: folders.sha256(data) for path, data in _kept(lexicons)}
    told = ledger.as_json() if ledger is not None else {}
    return Job(
        script,
        assigned,
        folder,
        raw.data,
        script_bytes,
        cast_bytes,
        planned,
        told,
        (*warnings, *assigned.warnings),
        lexicons,
    )


def prepare_script(path: Path, settings: Settings, output: Path | None, *, cast_path: str | None = None) -> Job:
    """A script that a person may have changed as a job: its file and the cast's are kept to the letter.

    The lexicons beside it hold, and those of the settings after them.
    """
    from readaloud.planning.cast_file import completed, write_cast
    from readaloud.planning.script_reading import read_script
    from readaloud.planning.spoken_names import unnamed

    data = files.content(path)
    script = read_script(files.utf8(data, path), str(path))
    home = path.resolve().parent
    made = folders.manifest(home)
    lexicons = lexicons_of((*map(str, folders.lexicons(home)), *settings.lexicons))
    beside = home / folders.CAST
    if cast_path is None and beside.is_file():
        cast_path = str(beside)
    text, name = _cast_text(cast_path)
    assigned, choices = _cast(script, settings, text, name)
    cast_text = write_cast(script, assigned) if text is None else completed(text, choices, script, assigned)
    if output is None:
        folder = home if made is not None else Path("output") / folders.safe_name(_stem(script, path))
    else:
        folder = output / folders.safe_name(home.name if made is not None else _stem(script, path))
    if folder.resolve() != home or made is None:
        folders.guard(folder, replan=False)
    raw = files.source_beside(home, script)
    ledger, warnings = account(raw, script)
    planned = (made or {}).get("planned") or {folders.SCRIPT: None, folders.CAST: None}
    told = ledger.as_json() if ledger is not None else _unproved()
    warnings += (*assigned.warnings, *unnamed(script, assigned))
    return Job(script, assigned, folder, raw, data, cast_text.encode(), planned, told, warnings, lexicons, home)


def make(job: Job, settings: Settings, progress: Progress = _silent) -> Made:
    """The edition of a job, under its final name only when it is whole."""
    from readaloud.assembly.extras import Extras
    from readaloud.assembly.stitching import clip_rates
    from readaloud.assembly.timeline import build_edition
    from readaloud.planning.parts import named
    from readaloud.synthesis import recordings
    from readaloud.synthesis.cache import open_cache
    from readaloud.synthesis.workers import synthesize
    from readaloud.writers import codecs, registry
    from readaloud.writers.cover import cover_of

    settings = replace(settings, silent=named(job.script, settings.silent))
    writers = [registry.writer(name) for name in settings.formats]
    for name in settings.formats:
        codecs.check(name, settings)
    given = _given_cover(job, settings)
    home = job.home or job.folder
    found = recordings.find(home, job.script, settings, folders.manifest(home))
    with open_cache(settings) as cache:
        heard = _listen(found, cache, progress)
        spoken = synthesize(
            job.script, job.cast, settings, cache, lambda done, total: progress("Speaking", done, total),
            [file.lexicon for file in job.lexicons], found.lines,
        )  # fmt: skip
        warnings = tuple(dict.fromkeys((*job.script.warnings, *job.warnings, *found.warnings, *spoken.warnings)))
        places = {id: recording.place for id, recording in found.lines.items()}
        extras = Extras(places, heard.intro, heard.outro)
        infos = spoken.infos | dict(heard.infos)
        edition = build_edition(job.script, job.cast, infos, settings, extras)
        for name in settings.formats:
            codecs.check(name, settings, edition.timeline.rate)
        cover, why = cover_of(edition, given, settings.cover)
        warnings = (*warnings, *why)
        edition = replace(edition, cover=cover, warnings=warnings)
        samples = _samples(heard, cache, spoken.samples)
        clips = Clips(clip_rates((*infos.values(), *extras.infos())), samples)
        with folders.aside(job.folder) as part:
            edition, files = _write(job, edition, clips, found, writers, part, settings, progress)
    final = tuple(job.folder / path.relative_to(part) for path in files)
    return Made(job.folder, edition, final, warnings, spoken.made, spoken.reused, len(found.lines))


@dataclass(frozen=True, slots=True)
class Clips:
    """The sound of an edition, of voices and of persons."""

    rates: Mapping[str, int]
    """Samples a second, by key."""
    samples: Callable[[str], bytes]
    """PCM by key."""


def _listen(found: Recordings, cache: ClipCache, progress: Progress) -> Heard:
    """The clips of a person's recordings."""
    from readaloud.synthesis.listening import Heard, listen

    if not found.all():  # most editions have none, and need not load what decodes them
        return Heard()
    return listen(found, cache, lambda done, total: progress("Listening", done, total))


def _given_cover(job: Job, settings: Settings) -> Cover | None:
    """A person's picture: the file that was named, or what lies in the edition that is made again."""
    from readaloud.writers.cover import DRAWN, NONE, given

    if settings.cover in (NONE, DRAWN):
        return None
    kept = None if settings.cover else folders.persons_cover(job.folder)
    if settings.cover or kept is not None:
        return given.load(settings.cover or str(kept))
    return None


def _write(
    job: Job, edition: Edition, clips: Clips, found: Recordings, writers: list[Any],
    part: Path, settings: Settings, progress: Progress,
) -> tuple[Edition, tuple[Path, ...]]:  # fmt: skip
    from readaloud.writers.base import Written
    from readaloud.writers.manifest import edition_json, write_json, write_words

    edition, written = _audio(edition, clips, writers, part, job.folder.name, settings, progress)
    if settings.stems:
        written += _stems(edition, clips, part)
    written += _keep_recordings(found, part)
    for name, data, kind in (
        (folders.SCRIPT, job.script_bytes, "script"),
        (folders.CAST, job.cast_bytes, "cast"),
        (f"source/{job.script.source.name}" if job.script.source else "", job.raw, "source"),
        *((path, data, "lexicon") for path, data in _kept(job.lexicons)),
    ):
        if data is not None and name:
            path = part / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            written.append(Written(path, kind))
    if edition.cover is not None:
        path = part / edition.cover.file_name
        path.write_bytes(edition.cover.data)
        written.append(Written(path, "cover"))
    write_words(part / "words.jsonl", edition)
    written.append(Written(part / "words.jsonl", "words"))
    manifest = edition_json(edition, written, part, job.ledger)
    manifest["planned"] = dict(job.planned)
    if found.all() or found.unplaced:
        unplaced = [{"path": path, "text": text} for path, text in found.unplaced.items()]
        manifest["recordings"] = {"heard": len(found.lines), "unplaced": unplaced}
    manifest["settings"] = {
        "target_lufs": settings.target_lufs, "ceiling_dbtp": settings.peak_dbtp,
        "loudness": settings.loudness, "chapter_gap": settings.chapter_gap, "longest_chapter": settings.longest_chapter,
        "bitrate": settings.bitrate, "sample_rate": settings.sample_rate,
        "style": settings.style, "rate": settings.rate, "pauses": settings.pauses, "pitch": settings.pitch,
        "silent": list(settings.silent), "stems": settings.stems, "player_inline": settings.player_inline,
    }  # fmt: skip
    write_json(part / folders.MANIFEST, manifest)
    return edition, (*(w.path for w in written), part / folders.MANIFEST)


def _audio(
    edition: Edition, clips: Clips, writers: list[Any], part: Path, stem: str, settings: Settings, progress: Progress,
) -> tuple[Edition, list[Any]]:  # fmt: skip
    """Two passes over the samples: one measures the programme, one writes all formats."""
    from readaloud.assembly.loudness import EditionMeter
    from readaloud.assembly.mastering import programme
    from readaloud.writers.parallel import InThread

    timeline = edition.timeline
    meter = EditionMeter(edition)
    writings: list[Any] = []
    try:
        for writer in writers:
            writings.append(InThread(writer.begin(edition, part, stem, settings)))
        done = 0
        for block in programme(timeline, clips.samples, settings, clips.rates):
            meter.write(block)
            for writing in writings:
                writing.write(block)
            done += len(block) // (2 * timeline.channels)
            progress("Writing", done, timeline.length)
        written = [w for writing in writings for w in writing.finish()]
        return replace(edition, loudness=meter.loudness()), written
    except BaseException:  # Ctrl-C too: an encoder that is left open keeps its thread and its file
        for writing in writings:
            writing.abandon()
        raise


def _samples(heard: Heard, cache: ClipCache, spoken: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """PCM of every clip by its key, whoever says it."""
    if not heard.sources:
        return spoken
    from readaloud.synthesis import listening

    def of(key: str) -> bytes:
        return listening.samples(heard.sources[key], cache) if key in heard.sources else spoken(key)

    return of


def _stems(edition: Edition, clips: Clips, part: Path) -> list[Written]:
    """One after another: each clip is read once, and no more than one file is open."""
    from readaloud.assembly.stems import stems
    from readaloud.assembly.stitching import blocks
    from readaloud.writers.stems import write_stem

    return [
        write_stem(edition, number, who, blocks(timeline, clips.samples, clips.rates), part)
        for number, (who, timeline) in enumerate(stems(edition.timeline, edition.script), 1)
    ]


def _keep_recordings(found: Recordings, part: Path) -> list[Written]:
    """The recordings that are heard, in the edition; ScriptError when one was changed since it was taken in."""
    from readaloud.writers.base import Written

    written = []
    for recording in found.all():
        path = part / recording.place
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(recording.path, path)
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != recording.sha256:
                raise ScriptError(f"{recording.path} was changed while the edition was made.", tip="Run again.")
        written.append(Written(path, "recording" if recording.part == "line" else recording.part))
    return written


# ---------------------------------------------------------------------------------------------------------------------
# Edition → proof
# ---------------------------------------------------------------------------------------------------------------------


def check(folder: Path) -> tuple[Finding, ...]:
    """All that can be proved of an edition; the findings that are not ok are its faults."""
    from readaloud.checking import edition as proofs
    from readaloud.checking import texts
    from readaloud.planning.script_reading import read_script

    made = opened(folder)
    found = list(proofs.check_files(folder, made))
    found += proofs.check_itself(made)
    script: Script | None = None
    try:
        script = read_script(
            files.utf8(files.content(folder / folders.SCRIPT), folder / folders.SCRIPT), folders.SCRIPT
        )
    except ReadaloudError as error:
        found.append(proofs.Finding("words", False, error.message))
    if script is not None:
        raw = files.source_beside(folder, script)
        try:
            ledger, why = account(raw, script)
        except SourceError as error:
            ledger, why = None, (error.message,)
        if ledger is None:
            found.append(proofs.Finding("words", False, why[0]))
        else:
            found += proofs.check_words(ledger, made)
        found += proofs.check_cues(script, made)
        found += proofs.check_script(script, made)
    found += proofs.check_cover(folder, made)
    levels = made.get("settings") or {}
    defaults = Settings()
    found += proofs.check_audio(
        folder, made, target_lufs=levels.get("target_lufs", defaults.target_lufs),
        ceiling_dbtp=levels.get("ceiling_dbtp", defaults.peak_dbtp), acx=levels.get("loudness") == "acx",
    )  # fmt: skip
    for entry in made["files"]:
        if entry["format"] in texts.FORMATS and (folder / entry["path"]).is_file():
            found += texts.check_texts(folder / entry["path"], entry["format"], made)
        if entry["format"] == "epub" and (folder / entry["path"]).is_file():
            from readaloud.checking import epubcheck
            from readaloud.checking.epub import check_epub

            found += check_epub(folder / entry["path"], made, epubcheck.jar())
        if entry["format"] == "player" and (folder / entry["path"]).is_file():
            from readaloud.checking.player import check_player

            found += check_player(folder / entry["path"], made)
    return tuple(found)


def opened(folder: Path) -> dict[str, Any]:
    """The `edition.json` of an edition; SourceError when the folder is none, CheckError when it is not as we write it."""
    from readaloud.checking.shape import shape_fault

    if not folder.exists():
        raise SourceError(f"There is no folder {folder}.", tip="Name the folder of an edition: output/<name>.")
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder.", tip="Name the folder of an edition: output/<name>.")
    made = folders.manifest(folder)
    if made is None:
        raise SourceError(f"{folder} has no {folders.MANIFEST} that can be read.", tip="Make the edition again.")
    fault = shape_fault(made)
    if fault:
        raise CheckError(f"{folder / folders.MANIFEST}: {fault}.", tip="Make the edition again.")
    return made


# ---------------------------------------------------------------------------------------------------------------------


def lexicons_of(paths: Iterable[str]) -> tuple[LexiconFile, ...]:
    """A person's lexicons; one that an edition keeps already is taken once, at its last place."""
    from readaloud.pronunciation.loading import read_lexicon

    found = [read_lexicon(Path(path)) for path in paths]
    return tuple(file for i, file in enumerate(found) if all(file.data != later.data for later in found[i + 1 :]))


def _kept(lexicons: Iterable[LexiconFile]) -> Iterator[tuple[str, bytes]]:
    """Where an edition keeps its lexicons."""
    for number, file in enumerate(lexicons, 1):
        yield folders.lexicon_name(number, file.name), file.data


def _stem(script: Script, path: Path) -> str:
    return Path(script.source.name).stem if script.source is not None else path.stem


def _unproved() -> dict[str, Any]:
    return {"words": 0, "spoken": 0, "skipped": [], "edited": [], "dropped": [], "added": []}


def _cast_text(path: str | None) -> tuple[str | None, str]:
    if path is None:
        return None, folders.CAST
    return files.utf8(files.content(Path(path)), Path(path)), path


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


def keep_source(raw: bytes | None, script: Script, written: Path) -> None:
    """Puts the source beside a script that was written elsewhere: without it no word could be proved."""
    home = written.resolve().parent
    if raw is None or script.source is None or files.source_beside(home, script) == raw:
        return
    place = home / "source" / script.source.name
    try:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(raw)
    except OSError as error:
        raise OutputError.of(error, str(place), tip="Choose another file with -o.") from error


def text_of(path: Path) -> str:
    """The text of a script or cast file; ScriptError when it cannot be read."""
    return files.utf8(files.content(path), path)


def formats_of(script: Path) -> tuple[str, ...]:
    """The formats of the edition in which a script lies; empty where it lies in none."""
    from readaloud.writers import registry

    made = folders.manifest(script.resolve().parent) or {}
    told = [f.get("format") for f in made.get("files", []) if isinstance(f, dict)]
    known = {"mp3-chapter": "mp3-chapters"}
    names = dict.fromkeys(known.get(str(name), str(name)) for name in told)
    return tuple(name for name in names if name in registry.BUILTIN)


def rendered_with(script: Path) -> dict[str, Any]:
    """The settings by which the edition in which a script lies was rendered; empty where it lies in none.

    What is not of the kind that we write is left out: the file may have been changed.
    """
    made = folders.manifest(script.resolve().parent) or {}
    told = made.get("settings")
    found: dict[str, Any] = {}
    for name, kind in (
        ("style", str),
        ("rate", int | float),
        ("pauses", int | float),
        ("pitch", int),
        ("bitrate", int),
        ("sample_rate", int),
        ("loudness", str),
        ("chapter_gap", int | float),
        ("longest_chapter", int | float),
        ("player_inline", bool),
    ):
        value = told.get(name) if isinstance(told, dict) else None
        if isinstance(value, kind) and isinstance(value, bool) == (kind is bool):
            found[name] = value
    home = script.resolve().parent
    own = folders.persons_cover(home)
    if own is not None or (folders.manifest(home) or {"cover": ""}).get("cover", "") is None:
        found["cover"] = str(own) if own is not None else "none"
    if isinstance(told, dict) and told.get("stems") is True:
        found["stems"] = True
    for name, choices in (("style", get_args(StyleChoice)), ("loudness", get_args(LoudnessChoice))):
        if found.get(name) not in (None, *choices):
            del found[name]
    silent = told.get("silent") if isinstance(told, dict) else None
    if isinstance(silent, list) and all(isinstance(name, str) for name in silent):
        found["silent"] = tuple(silent)
    return found
