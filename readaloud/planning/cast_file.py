"""The cast as a TOML file that a person reads and edits: cast.toml, and `cast -o`."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readaloud.errors import ScriptError
from readaloud.model import Cast, Script
from readaloud.planning.cast_sheet import Row, sheet
from readaloud.planning.casting.shifting import PITCHES, RATES, base_of

_HEAD = """\
# Who is heard in which voice. Put another voice's name after `voice =` (see `readaloud voices list`): it is never moved.
# Take a `voice` line away, and one is chosen that goes with the others. `pitch` (0 to 99), `rate` (words a minute) and
# `say_name = true` (the name is spoken before the speaker's turns) may be added. The other lines are there to read.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a cast file."""

    speaker: str
    """The id that stands there."""
    voice: str
    """Empty where a voice is to be chosen."""
    pitch: int | None
    rate: int | None
    line: int
    """Where the entry begins; 0 where that is not known."""
    name: str = ""
    tells_who: bool = False
    """Whether it has more of the speaker than the id: then it may be of somebody in another document."""
    say_name: bool = False

    def place(self, name: str) -> str:
        """Where it stands, for messages."""
        return f"{name}, line {self.line}" if self.line else name


def write_cast(script: Script, cast: Cast) -> str:
    """The file's text: a table for each speaker."""
    return write_rows(sheet(script, cast))


def write_rows(rows: Iterable[Row]) -> str:
    """The same of the rows of a cast sheet."""
    return "\n".join((_HEAD, *map(_table, rows)))


def completed(text: str, choices: Mapping[str, Choice], script: Script, cast: Cast) -> str:
    """A person's cast file to the letter, with the voices that were chosen where it has none.

    `choices` has the entries by the speaker of the script that each is of.
    """
    return completed_rows(text, choices, sheet(script, cast))


def completed_rows(text: str, choices: Mapping[str, Choice], rows: Sequence[Row]) -> str:
    """The same of the rows of a cast sheet."""
    lines = text.splitlines(keepends=True)
    given = [(choices[row.speaker.id], row) for row in rows if row.speaker.id in choices]
    for choice, row in sorted(((c, r) for c, r in given if not c.voice and c.line), key=lambda pair: -pair[0].line):
        at = next(i for i in range(choice.line, len(lines)) if re.match(r"\s*id\s*=", lines[i]))
        if not lines[at].endswith("\n"):
            lines[at] += "\n"
        lines.insert(at + 1, "".join(f"{line}\n" for line in _voice_lines(row)))
    missing = [_table(row) for row in rows if row.speaker.id not in choices]
    text = "".join(lines)
    return text if not missing else "\n".join((text.rstrip("\n") + "\n", *missing))


def _table(row: Row) -> str:
    speaker = row.speaker
    lines = ["[[speaker]]", f"id = {_string(speaker.id)}"]
    if speaker.name and not speaker.role:
        lines.append(f"name = {_string(speaker.name)}")
    if speaker.description:
        lines.append(f"description = {_string(speaker.description)}")
    if speaker.labels:
        lines.append(f"labels = [{', '.join(_string(x) for x in speaker.labels)}]")
    if not speaker.role:
        lines += [f"turns = {row.turns}", f"words = {row.words}"]
    lines += _voice_lines(row)
    if row.nearest:
        lines += [f"nearest = {_string(row.nearest)}", f"distance = {row.distance:.2f}"]
    lines.append(f"reason = {_string(row.casting.reason)}")
    if speaker.reasons:
        lines.append(f"who = {_string('; '.join(speaker.reasons))}")
    return "".join(f"{line}\n" for line in lines)


def _voice_lines(row: Row) -> list[str]:
    voice = row.casting.voice
    lines = [f"voice = {_string(base_of(voice))}"]
    if base_of(voice) != voice.id:
        lines += [f"pitch = {voice.pitch}", f"rate = {voice.rate}"]
    if row.casting.named:
        lines.append("say_name = true")
    return lines


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
    places = [text[: m.start(1)].count("\n") + 1 for m in re.finditer(r"(?m)^\s*(\[\[\s*speaker\s*\]\])", text)]
    lines = places if len(places) == len(entries) else [0] * len(entries)
    choices: list[Choice] = []
    seen: dict[str, Choice] = {}
    for entry, line in zip(entries, lines, strict=True):
        choice = _choice(entry, f"{name}, line {line}" if line else name, line)
        if choice.speaker in seen:
            first = seen[choice.speaker].line
            raise ScriptError(
                f"{choice.place(name)}: the speaker {choice.speaker!r} is listed twice"
                f"{f', first in line {first}' if first else ''}.",
                tip="Keep one of the two.",
            )
        seen[choice.speaker] = choice
        choices.append(choice)
    return tuple(choices)


_KEYS = (
    "id", "name", "description", "labels", "turns", "words", "voice", "pitch", "rate", "say_name", "nearest", "distance",
    "reason", "who",
)  # fmt: skip


def _choice(entry: Mapping[str, Any], place: str, line: int) -> Choice:
    for key in entry:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1, 0.6)
            raise ScriptError(f"{place}: {key!r} is not known here.", tip=f"Did you mean {near[0]!r}?" if near else "")
    if not isinstance(entry.get("id"), str) or not entry["id"]:
        raise ScriptError(f'{place}: this speaker needs `id = "…"`.', tip="`readaloud cast SOURCE` shows the ids.")
    for key in ("voice", "name"):
        if not isinstance(entry.get(key, ""), str) or entry.get(key) == "":
            raise ScriptError(f"{place}: `{key}` is text in quotes, not {entry[key]!r}.", tip=f'Write {key} = "…".')
    if not isinstance(entry.get("say_name", False), bool):
        raise ScriptError(f"{place}: `say_name` is true or false, not {entry['say_name']!r}.")
    numbers: dict[str, int | None] = {}
    for key, allowed in (("pitch", PITCHES), ("rate", RATES)):
        value = entry.get(key)
        if value is not None and (type(value) is not int or value not in allowed):
            raise ScriptError(
                f"{place}: {key} is a whole number from {allowed.start} to {allowed.stop - 1}, not {value!r}."
            )
        if value is not None and "voice" not in entry:
            raise ScriptError(
                f"{place}: there is a {key}, but no voice that it could change.", tip='Add `voice = "…"`.'
            )
        numbers[key] = value
    return Choice(
        entry["id"], entry.get("voice", ""), numbers["pitch"], numbers["rate"], line, entry.get("name", ""),
        bool({"name", "labels"} & set(entry)), entry.get("say_name", False),
    )  # fmt: skip


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped)
    return f'"{escaped}"'
