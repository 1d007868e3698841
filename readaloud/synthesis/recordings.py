"""Finds what a person recorded: `recordings/<id>.wav` beside the script for a line, an intro and an outro.

Folders within `recordings` may keep apart who recorded; they mean nothing else.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from readaloud.errors import ScriptError
from readaloud.model import Script, Utterance
from readaloud.settings import Settings

FOLDER = "recordings"
"""Beside the script, and in the edition."""
SUFFIXES = frozenset(
    ".3gp .aac .aif .aifc .aiff .amr .au .caf .flac .m4a .m4b .mka .mkv .mov .mp3 .mp4 .oga .ogg .opus .wav .wave .webm "
    ".wma".split()
)
"""Of files that are taken for sound; what such a file really is, is told by its content. Others are notes and the like."""
_TOLD = 5
"""Warnings that name a file each; a folder of the wrong edition would give hundreds."""

Part = Literal["line", "intro", "outro"]


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file of a person."""

    part: Part
    path: Path
    place: str
    """In the edition: `recordings/9c510f3fecc7.wav`."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Recordings:
    """All that are heard, and what is to say of the others."""

    lines: Mapping[str, Recording] = field(default_factory=dict)
    """By `Utterance.id`."""
    intro: Recording | None = None
    outro: Recording | None = None
    unplaced: Mapping[str, str] = field(default_factory=dict)
    """What is heard nowhere: its path in the edition, and the words for which it was made, where they are known."""
    warnings: tuple[str, ...] = ()

    def all(self) -> tuple[Recording, ...]:
        """In the order in which the edition keeps them."""
        return (*self.lines.values(), *(r for r in (self.intro, self.outro) if r is not None))


def find(home: Path, script: Script, settings: Settings, before: Mapping[str, Any] | None = None) -> Recordings:
    """The recordings beside a script, of which `before` is the edition's manifest, and those that the settings name.

    ScriptError when two are of one line, one is not there, or one is a folder or leads out of the folder.
    """
    by_stem: dict[str, Path] = {}
    folder = home / FOLDER
    for path in _listed(folder):
        if path.name.startswith(".") or path.suffix.casefold() not in SUFFIXES:
            continue
        if path.stem in by_stem:
            raise ScriptError(
                f"{by_stem[path.stem]} and {path} are recordings of the same.", tip="Keep one of them in the folder."
            )
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ScriptError(f"{path} leads out of its folder.", tip="Put the file itself there.")
        by_stem[path.stem] = path
    utterances = {u.id: u for u in script.utterances()}
    intro = _end("intro", settings.intro, by_stem)
    outro = _end("outro", settings.outro, by_stem)
    lines = {
        id: _recording("line", by_stem[id], folder) for id, u in utterances.items() if id in by_stem and not u.skipped
    }
    others = {stem: path for stem, path in by_stem.items() if stem not in lines and stem not in ("intro", "outro")}
    texts = _texts(before or {})
    unplaced = {_place(path, folder): texts.get(stem, "") for stem, path in others.items()}
    warnings = [_unplaced(path, texts.get(stem, ""), utterances) for stem, path in others.items()]
    if len(warnings) > _TOLD:
        warnings = [*warnings[:_TOLD], f"{len(warnings) - _TOLD} more recordings belong to no line that is heard."]
    return Recordings(lines, intro, outro, unplaced, tuple(warnings))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.rglob("*")) if folder.is_dir() else []
    except OSError as error:
        raise ScriptError(f"{folder} cannot be read: {error.strerror or error}.") from error


def _end(part: Part, given: str, by_stem: Mapping[str, Path]) -> Recording | None:
    """What the settings name, or else what the edition has already."""
    path = Path(given) if given else by_stem.get(part)
    return None if path is None else _recording(part, path)


def _place(path: Path, folder: Path) -> str:
    return f"{FOLDER}/{path.relative_to(folder).as_posix()}"


def _recording(part: Part, path: Path, folder: Path | None = None) -> Recording:
    if path.is_dir():
        raise ScriptError(f"{path} is a folder, not a sound file.", tip="Put the file itself there.")
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise ScriptError(f"There is no sound file {path}.") from None
    except OSError as error:
        raise ScriptError(f"{path} cannot be read: {error.strerror or error}.") from error
    place = _place(path, folder) if folder else f"{FOLDER}/{part}{path.suffix}"
    return Recording(part, path, place, digest)


def _texts(before: Mapping[str, Any]) -> dict[str, str]:
    """The words of each line of an edition by its id, also of lines that it lost earlier and whose recordings it keeps."""
    found: dict[str, str] = {}
    told = before.get("recordings")
    for entry in (told if isinstance(told, dict) else {}).get("unplaced") or ():
        if isinstance(entry, dict):
            found[Path(str(entry.get("path"))).stem] = str(entry.get("text", ""))
    for cue in before.get("cues") or ():
        if isinstance(cue, dict):
            found[str(cue.get("id"))] = str(cue.get("text") or cue.get("spoken") or "")
    return found


def _unplaced(path: Path, text: str, utterances: Mapping[str, Utterance]) -> str:
    what = f"The recording {path.name} is not heard: "
    if path.stem in utterances:
        return f"{what}its line “{_short(utterances[path.stem].text)}” is left out of the audio."
    texts = {u.text or u.spoken: u for u in utterances.values() if not u.skipped}
    if text:
        what += f"its line “{_short(text)}” is not in the script."
        near = [texts[each] for each in difflib.get_close_matches(text, texts, 1, 0.5)]
    else:
        what += "no line of the script has this id; `readaloud where EDITION --words TEXT` tells them."
        near = [utterances[each] for each in difflib.get_close_matches(path.stem, utterances, 1, 0.7)]
    if not near:
        return what
    line = near[0]
    return f"{what} The nearest is “{_short(line.text or line.spoken)}” ({line.speaker}, {line.id})."


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
