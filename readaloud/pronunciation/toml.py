"""Reads and writes lexicons as TOML: `word = "respelling"`, or `word = "/aɪ piː eɪ/"`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from readaloud.errors import ScriptError
from readaloud.pronunciation.lexicon import Entry

_TIP = 'A line is `Dobrynin = "duh-BREE-nin"`, or `Dobrynin = "/dəˈbriːnɪn/"` in IPA; see docs/how-to/pronunciation.md.'
_SCOPES = ("language", "engine")


def read_toml(text: str, name: str) -> tuple[Entry, ...]:
    """The entries of a TOML lexicon; ScriptError with the line or the word, and the fix."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        twice = "Cannot overwrite a value" in told
        what = f"a word stands twice: {told}" if twice else f"not valid TOML: {told}"
        # TOML's bare keys are ASCII without spaces, and most names that need an entry are not.
        tip = (
            "Take one of the two lines out."
            if twice
            else 'Words with spaces, accents or apostrophes stand in quotes: "Le Duc Tho" = "lay duke toe".'
        )
        raise ScriptError(f"{name}: {what}.", tip=tip) from None
    return tuple(_entries(data, name, "", ""))


def _entries(data: Mapping[str, Any], name: str, language: str, engine: str) -> Iterable[Entry]:
    """Entries for all texts first, then those of a language or an engine, which win over them."""
    for word, value in data.items():
        if isinstance(value, str):
            yield _entry(word, value, name, language, engine)
        elif not isinstance(value, Mapping) or word not in _SCOPES:
            what = "a table" if isinstance(value, Mapping) else f"{value!r}, not text"
            raise ScriptError(f"{name}: {word!r} is {what}.", tip=_TIP)
    for scope in _SCOPES:
        tables = data.get(scope)
        if not isinstance(tables, Mapping):
            continue
        if (scope == "language" and language) or (scope == "engine" and engine):
            raise ScriptError(f"{name}: there is a {scope} inside a {scope}.", tip=f"Write [{scope}.NAME] by itself.")
        for key, inner in tables.items():
            if not isinstance(inner, Mapping):
                raise ScriptError(
                    f"{name}: [{scope}] {key!r} is not a table.",
                    tip=f'Write [{scope}.{key}], and words below it; a word "{scope}" itself stands in no table.',
                )
            if scope == "language" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", key):
                raise ScriptError(f"{name}: {key!r} is not a language tag.", tip="Tags are like en, en-GB, fr.")
            yield from _entries(
                inner, name, key if scope == "language" else language, key if scope == "engine" else engine
            )


def _entry(word: str, said: str, name: str, language: str, engine: str) -> Entry:
    place = f"{name}, {word!r}"
    word, said = " ".join(word.split()), " ".join(said.split())
    if not any(c.isalnum() for c in word):
        raise ScriptError(f"{place}: this is no word.", tip="A word has letters or digits.")
    ipa = said[1:-1].strip() if len(said) > 1 and said.startswith("/") and said.endswith("/") else ""
    if not (ipa if said.startswith("/") else any(c.isalnum() for c in said)):
        raise ScriptError(f"{place}: it says nothing.", tip=_TIP)
    return Entry(word, ipa, "" if ipa else said, language, engine, place)


def stub(rows: Iterable[tuple[str, str, str]], head: str) -> str:
    """A lexicon to edit: word, how it is said now, and a remark; all commented out, so that nothing changes yet."""
    lines = [f"# {line}".rstrip() for line in head.splitlines()]
    lines.append("")
    lines += [f"# {_quoted(word)} = {_quoted(said)}  # {_one_line(remark)}" for word, said, remark in rows]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + _one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_line(text: str) -> str:
    """TOML allows no control characters but the tab."""
    return "".join(c if c.isprintable() else " " for c in text)
