"""Job → edition: speech, timeline, sound, and all files under one roof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readaloud import folder as folders
from readaloud.model import Cover, Edition
from readaloud.pipeline.jobs import Job
from readaloud.pipeline.keeping import keep
from readaloud.pipeline.progress import Progress, silent
from readaloud.pipeline.rendering import Clips, Rendering
from readaloud.settings import Settings

if TYPE_CHECKING:
    from readaloud.synthesis.cache import ClipCache
    from readaloud.synthesis.listening import Heard
    from readaloud.synthesis.recordings import Recordings
    from readaloud.writers.base import Written


@dataclass(frozen=True, slots=True)
class Made:
    """What `make` tells at the end."""

    folder: Path
    edition: Edition
    files: tuple[Path, ...]
    warnings: tuple[str, ...]
    clips_made: int
    clips_reused: int
    spans_encoded: int
    """Stretches of sound that were encoded, in all formats."""
    spans_reused: int
    recordings: int = 0
    """Utterances that a person says."""


def make(job: Job, settings: Settings, progress: Progress = silent) -> Made:
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
        clips_made, clips_reused = spoken.made, spoken.reused
        del spoken, infos  # with the words of all clips, which the cues have too: 30 MB of a day of sound
        with folders.aside(job.folder) as part:
            rendering = Rendering(edition, clips, settings, cache.stores[0] if settings.cache else None)
            edition, sound = _audio(rendering, writers, part, job.folder.name, progress)
            cache.grown |= bool(rendering.encoded)
            if settings.stems:
                sound += _stems(edition, clips, part)
            files = keep(job, edition, sound, found, part, settings)
    final = tuple(job.folder / path.relative_to(part) for path in files)
    return Made(
        job.folder,
        edition,
        final,
        warnings,
        clips_made,
        clips_reused,
        rendering.encoded,
        rendering.reused,
        len(found.lines),
    )


def _listen(found: Recordings, cache: ClipCache, progress: Progress) -> Heard:
    """The clips of a person's recordings."""
    from readaloud.synthesis.listening import Heard, listen

    if not found.all():  # most editions have none, and need not load what decodes them
        return Heard()
    return listen(found, cache, lambda done, total: progress("Listening", done, total))


def _samples(heard: Heard, cache: ClipCache, spoken: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """PCM of every clip by its key, whoever says it."""
    if not heard.sources:
        return spoken
    from readaloud.synthesis import listening

    def of(key: str) -> bytes:
        return listening.samples(heard.sources[key], cache) if key in heard.sources else spoken(key)

    return of


def _given_cover(job: Job, settings: Settings) -> Cover | None:
    """A person's picture: the file that was named, or what lies in the edition that is made again."""
    from readaloud.writers.cover import DRAWN, NONE, given

    if settings.cover in (NONE, DRAWN):
        return None
    kept = None if settings.cover else folders.persons_cover(job.folder)
    if settings.cover or kept is not None:
        return given.load(settings.cover or str(kept))
    return None


def _audio(
    rendering: Rendering, writers: list[Any], part: Path, stem: str, progress: Progress,
) -> tuple[Edition, list[Any]]:  # fmt: skip
    """The files of all formats, and the edition with its loudness."""
    from readaloud.writers.base import Joining
    from readaloud.writers.parallel import InThread

    edition = rendering.edition
    writings: list[Any] = []
    try:
        for writer in writers:
            writing = writer.begin(edition, part, stem, rendering.settings)
            # What takes spans has little to do but write them; the others encode while the next spans are made.
            joined = isinstance(writing, Joining) and writing.coder is not None and not rendering.streamed
            writings.append(writing if joined else InThread(writing))
        loudness = rendering.write(writings, progress)
        written = [w for writing in writings for w in writing.finish()]
        return replace(edition, loudness=loudness), written
    except BaseException:  # Ctrl-C too: an encoder that is left open keeps its thread and its file
        for writing in writings:
            writing.abandon()
        raise


def _stems(edition: Edition, clips: Clips, part: Path) -> list[Written]:
    """One after another: each clip is read once, and no more than one file is open."""
    from readaloud.assembly.stems import stems
    from readaloud.assembly.stitching import blocks
    from readaloud.writers.stems import write_stem

    return [
        write_stem(edition, number, who, blocks(timeline, clips.samples, clips.rates), part)
        for number, (who, timeline) in enumerate(stems(edition.timeline, edition.script), 1)
    ]
