"""Writes `edition.json`, the contract with other programs, and the word cues beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from readaloud import __version__
from readaloud.errors import OutputError
from readaloud.model import Cue, Edition, Speaker
from readaloud.writers.base import Written


def edition_json(edition: Edition, files: Sequence[Written], folder: Path, ledger: Mapping[str, Any]) -> dict[str, Any]:
    """The contents of `edition.json`; times in milliseconds, rounded down.

    `folder` is where the files are now; their paths are told from there.
    """
    script, ms = edition.script, edition.milliseconds
    loudness, cover = edition.loudness, edition.cover
    return {
        "readaloud": __version__,
        "source": {"path": script.source.name, "sha256": script.source.sha256} if script.source else None,
        "title": script.title,
        "language": script.language,
        "metadata": {name: value for name, value in asdict(script.metadata).items() if value},
        "duration_ms": ms(edition.timeline.length),
        "narrator": edition.narrator,
        "cover": cover
        and {
            "path": cover.file_name,
            "media_type": cover.media_type,
            "width": cover.width,
            "height": cover.height,
            "alt": cover.alt,
            "drawn": cover.drawn,
        },
        "speakers": [_speaker(speaker, edition) for speaker in script.speakers],
        "chapters": [
            {"title": chapter.title, "begin_ms": ms(chapter.begin), "end_ms": ms(chapter.end)}
            for chapter in edition.chapters
        ],
        "pages": [{"label": page.label, "chapter": page.chapter, "begin_ms": ms(page.begin)} for page in edition.pages],
        "notes": [
            {
                "label": note.label,
                "key": note.key,
                "chapter": note.chapter,
                "begin_ms": ms(note.begin),
                "end_ms": ms(note.end),
            }
            for note in edition.notes
        ],
        "cues": [_cue(cue, edition) for cue in edition.cues],
        "sounds": [
            {"name": sound.name, "begin_ms": ms(sound.begin), "end_ms": ms(sound.end)} for sound in edition.sounds
        ],
        "loudness": loudness
        and {
            "integrated_lufs": loudness.integrated_lufs,
            "true_peak_dbtp": loudness.true_peak_dbtp,
            "by_speaker_lufs": dict(loudness.by_speaker_lufs),
        },
        "ledger": dict(ledger),
        "files": [_file(written, folder) for written in files],
        "warnings": list(edition.warnings),
    }


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """The same value gives the same bytes: keys as they stand, two spaces, UTF-8, one line feed at the end."""
    _write(path, (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False), "\n"))


def write_words(path: Path, edition: Edition) -> None:
    """`words.jsonl`: one object for each word that is heard, in order.

    A word ends where the next one of its utterance begins, the last one with its utterance. Utterances whose engine
    tells no words are not in it.
    """
    _write(path, _words(edition))


def _words(edition: Edition) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for cue in edition.cues:
        ends = [*(word.begin for word in cue.words[1:]), cue.end]
        for word, end in zip(cue.words, ends, strict=False):
            line = {
                "id": cue.utterance.id,
                "word": cue.utterance.spoken[word.offset : word.offset + word.length],
                "begin_ms": edition.milliseconds(word.begin),
                "end_ms": edition.milliseconds(max(word.begin, end)),
            }
            yield encode(line) + "\n"


def _speaker(speaker: Speaker, edition: Edition) -> dict[str, Any]:
    try:
        voice = edition.cast.voice(speaker.id).id
    except KeyError:  # of those who speak only together with others
        voice = ""
    told: dict[str, Any] = {
        "id": speaker.id,
        "labels": list(speaker.labels),
        "name": speaker.name,
        "description": speaker.description,
        "voice": voice,
    }
    if speaker.role:
        told["role"] = speaker.role
    if speaker.far:
        told["far"] = True
    if speaker.members:
        told["members"] = list(speaker.members)
    return told


def _cue(cue: Cue, edition: Edition) -> dict[str, Any]:
    utterance = cue.utterance
    told: dict[str, Any] = {"id": utterance.id, "kind": utterance.kind}
    if utterance.turn is not None:
        told["turn"] = utterance.turn
    told["speaker"] = utterance.speaker
    if utterance.n:
        told["n"] = utterance.n
    told["text"] = utterance.text
    if utterance.spoken != utterance.text:
        told["spoken"] = utterance.spoken
    told["begin_ms"] = edition.milliseconds(cue.begin)
    told["end_ms"] = edition.milliseconds(cue.end)
    if cue.silent:
        told["silent"] = True
    if cue.recording:
        told["recording"] = cue.recording
    return told


def _file(written: Written, folder: Path) -> dict[str, Any]:
    with written.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    told: dict[str, Any] = {
        "path": written.path.relative_to(folder).as_posix(),
        "format": written.format,
        "bytes": written.path.stat().st_size,
        "sha256": digest.hexdigest(),
    }
    if written.begin_ms is not None:
        told["begin_ms"] = written.begin_ms
    return told


def _write(path: Path, parts: Iterable[str]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
    except OSError as error:
        raise OutputError.of(error, path.name) from error
