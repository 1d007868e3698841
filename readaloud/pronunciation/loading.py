"""Finds and reads lexicons: ours, and those that a person gives."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from readaloud.engines.bank import voices_folder
from readaloud.errors import ScriptError
from readaloud.pronunciation.lexicon import Entry, Lexicon, parts
from readaloud.pronunciation.pls import read_pls
from readaloud.pronunciation.toml import read_toml

FOLDER = "lexicons"
"""Beside the voices."""


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """A person's lexicon as it was given; an edition keeps it."""

    name: str
    """Without folders."""
    data: bytes
    lexicon: Lexicon


def read_lexicon(path: Path) -> LexiconFile:
    """A person's lexicon, PLS or TOML; ScriptError with place and fix for what is not valid."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ScriptError(f"There is no lexicon {path}.", tip="Name a PLS or TOML file after --lexicon.") from None
    except OSError as error:
        raise ScriptError(f"{path}: cannot be read: {error.strerror}.", tip="Name a PLS or TOML file.") from None
    return LexiconFile(path.name, data, parsed(data, str(path)))


def parsed(data: bytes, name: str, *, shipped: bool = False) -> Lexicon:
    """The lexicon in a file's bytes; `name` tells the format, else what its first sign is."""
    suffix = PurePath(name).suffix.casefold()
    if not data.strip():
        raise ScriptError(
            f"{name}: the file is empty.", tip="`readaloud words SOURCE -o FILE` writes one to begin with."
        )
    if suffix in (".pls", ".xml") or (suffix != ".toml" and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"):
        entries = read_pls(data, name)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ScriptError(f"{name}: not UTF-8 text.", tip="Save it as UTF-8.") from None
        entries = read_toml(text, name)
    _refuse_twice(entries)
    return Lexicon(name, entries, shipped)


@functools.cache
def shipped(language: str) -> tuple[Lexicon, ...]:
    """Ours for a language (BCP 47), the general one first: `en.pls`, then `en-GB.pls`."""
    subtags = language.split("-")
    names = ["-".join(subtags[: count + 1]) for count in range(len(subtags))]
    there = {path.stem.casefold(): path for path in sorted((voices_folder() / FOLDER).glob("*.pls"))}
    paths = [there[name.casefold()] for name in names if name.casefold() in there]
    return tuple(parsed(path.read_bytes(), path.name, shipped=True) for path in paths)


def _refuse_twice(entries: Iterable[Entry]) -> None:
    """One word said in two ways for the same texts and engines: no one could tell which is meant."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        key = (*(part.text for part in parts(entry.word)), f"\0{entry.language}", entry.engine)
        if key in seen:
            raise ScriptError(
                f"{entry.place}: {entry.word!r} stands twice; first at {seen[key].place}.",
                tip="Take one of the two out.",
            )
        seen[key] = entry
