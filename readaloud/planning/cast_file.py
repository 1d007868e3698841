"""The cast as a TOML file that a person reads and edits: cast.toml, and `cast -o`."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readaloud.errors import ScriptError
from readaloud.model import Cast, Script, Voice
from readaloud.planning.casting import shifted_voice

_HEAD = """\
# Who is heard in which voice. Put another voice's name after `voice =` (see `readaloud voices list`); the other lines
# are there to read. `pitch` (0 to 99) and `rate` (words a minute) may be added to change a voice for one speaker.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a cast file."""

    speaker: str
    voice: str
    pitch: int | None
    rate: int | None
    line: int


def write_cast(script: Script, cast: Cast) -> str:
    """The file's text: a table for each speaker."""
    said = words_by_speaker(script)
    blocks = [_HEAD]
    for casting in cast.castings:
        speaker = script.speaker(casting.speaker)
        lines = ["[[speaker]]", f"id = {_string(speaker.id)}"]
        if speaker.name and not speaker.role:
            lines.append(f"name = {_string(speaker.name)}")
        if speaker.description:
            lines.append(f"description = {_string(speaker.description)}")
        if speaker.labels:
            lines.append(f"labels = [{', '.join(_string(x) for x in speaker.labels)}]")
        if not speaker.role:
            lines.append(f"turns = {said[speaker.id][0]}")
            lines.append(f"words = {said[speaker.id][1]}")
        base, pitch, rate = _base(casting.voice)
        lines.append(f"voice = {_string(base)}")
        if base != casting.voice.id:
            lines += [f"pitch = {pitch}", f"rate = {rate}"]
        lines.append(f"reason = {_string(casting.reason)}")
        if speaker.reasons:
            lines.append(f"who = {_string('; '.join(speaker.reasons))}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def words_by_speaker(script: Script) -> dict[str, tuple[int, int]]:
    """Turns and words of each speaker."""
    turns: dict[str, set[int]] = {s.id: set() for s in script.speakers}
    words = dict.fromkeys(turns, 0)
    for utterance in script.utterances():
        words[utterance.speaker] += len(utterance.text.split())
        if utterance.turn is not None:
            turns[utterance.speaker].add(utterance.turn)
    return {id: (len(turns[id]), words[id]) for id in turns}


def read_cast(text: str, name: str = "cast.toml") -> tuple[Choice, ...]:
    """The entries of a cast file; ScriptError with the line for what is not valid."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScriptError(f"{name} is not valid TOML: {error}.") from error
    entries = table.pop("speaker", [])
    if table or not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        wrong = next(iter(table), "speaker")
        raise ScriptError(f"{name}: {wrong!r} is not known here; a cast file holds [[speaker]] tables alone.")
    places = [text[: m.start()].count("\n") + 1 for m in re.finditer(r"(?m)^\s*\[\[speaker\]\]", text)]
    lines = dict(enumerate(places))
    choices: list[Choice] = []
    seen: dict[str, int] = {}
    for i, entry in enumerate(entries):
        choice = _choice(entry, f"{name}, line {lines.get(i, 0)}", lines.get(i, 0))
        if choice.speaker in seen:
            raise ScriptError(
                f"{name}, line {choice.line}: the speaker {choice.speaker!r} is listed twice, "
                f"first in line {seen[choice.speaker]}."
            )
        seen[choice.speaker] = choice.line
        choices.append(choice)
    return tuple(choices)


_KEYS = ("id", "name", "description", "labels", "turns", "words", "voice", "pitch", "rate", "reason", "who")


def _choice(entry: Mapping[str, Any], place: str, line: int) -> Choice:
    for key in entry:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1, 0.6)
            raise ScriptError(f"{place}: {key!r} is not known here.", tip=f"Did you mean {near[0]!r}?" if near else "")
    for key in ("id", "voice"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise ScriptError(f'{place}: this speaker needs `{key} = "…"`.')
    numbers: dict[str, int | None] = {}
    for key, least, most in (("pitch", 0, 99), ("rate", 60, 450)):
        value = entry.get(key)
        if value is not None and (type(value) is not int or not least <= value <= most):
            raise ScriptError(f"{place}: {key} is a whole number from {least} to {most}, not {value!r}.")
        numbers[key] = value
    return Choice(entry["id"], entry["voice"], numbers["pitch"], numbers["rate"], line)


def pinned_voices(
    choices: Sequence[Choice], script: Script, find: Callable[[str], Voice | None], known: Sequence[str],
    name: str = "cast.toml",
) -> dict[str, Voice]:  # fmt: skip
    """Speaker → voice as the file says; ScriptError for an unknown speaker or voice, with the nearest names.

    `find` gives the profile of a voice's name, `known` are the names to suggest.
    """
    speakers = {s.id for s in script.speakers}
    pinned: dict[str, Voice] = {}
    for choice in choices:
        if choice.speaker not in speakers:
            near = difflib.get_close_matches(choice.speaker, sorted(speakers), 3, 0.4) or sorted(speakers)[:6]
            raise ScriptError(
                f"{name}, line {choice.line}: there is no speaker {choice.speaker!r} in the script.",
                tip=f"Known are, nearest first: {', '.join(near)}.",
            )
        voice = find(choice.voice)
        if voice is None:
            near = difflib.get_close_matches(choice.voice, known, 3, 0.3) or list(known)[:6]
            raise ScriptError(
                f"{name}, line {choice.line}: there is no voice {choice.voice!r}.",
                tip=f"Nearest are: {', '.join(near)}. `readaloud voices list` shows all.",
            )
        pitch = voice.pitch if choice.pitch is None else choice.pitch
        rate = voice.rate if choice.rate is None else choice.rate
        pinned[choice.speaker] = shifted_voice(voice, pitch, rate)
    return pinned


def _base(voice: Voice) -> tuple[str, int, int]:
    """A shifted voice's own profile and what is changed of it."""
    return voice.id.split("@")[0], voice.pitch, voice.rate


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped)
    return f'"{escaped}"'
