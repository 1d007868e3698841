"""What an edition keeps beside its audio: script, cast, source, lexicons, recordings, cover, cues and `edition.json`."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from readaloud import files
from readaloud import folder as folders
from readaloud.errors import OutputError, ScriptError
from readaloud.model import Edition, Script
from readaloud.pipeline.jobs import Job
from readaloud.pipeline.lexicons import kept_lexicons
from readaloud.settings import Settings

if TYPE_CHECKING:
    from readaloud.synthesis.recordings import Recordings
    from readaloud.writers.base import Written


def keep(
    job: Job, edition: Edition, sound: Sequence[Written], found: Recordings, part: Path, settings: Settings
) -> tuple[Path, ...]:
    """All files of the edition in `part`, of which the `sound` is written already; `edition.json` comes last."""
    from readaloud.writers.base import Written
    from readaloud.writers.manifest import edition_json, write_json, write_words

    written = [*sound, *_keep_recordings(found, part)]
    for name, data, kind in (
        (folders.SCRIPT, job.script_bytes, "script"),
        (folders.CAST, job.cast_bytes, "cast"),
        (f"source/{job.script.source.name}" if job.script.source else "", job.raw, "source"),
        *((path, data, "lexicon") for path, data in kept_lexicons(job.lexicons)),
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
    return (*(w.path for w in written), part / folders.MANIFEST)


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
