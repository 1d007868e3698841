"""The words of the edition's own voices and pages, which the document does not have: one catalogue for each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from readaloud import data
from readaloud.languages import primary


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The announcements of one language."""

    language: str
    """Of the lines."""
    _lines: dict[str, Any]
    tag: str = ""
    """BCP 47 language of the document, for which there may be no lines."""
    abbreviations: frozenset[str] = frozenset()
    """Short forms that the document itself explains: they are said as abbreviations."""
    names: frozenset[str] = frozenset()
    """Names that it prints in capitals: they are said as words."""

    def say(self, line: str, **values: object) -> str:
        """The line `table.name` with its places filled; empty where the catalogue leaves it out."""
        table, _, name = line.partition(".")
        return str(self._lines[table].get(name, "")).format(**values)


def catalogue(language: str, abbreviations: Iterable[str] = (), names: frozenset[str] = frozenset()) -> Catalogue:
    """The catalogue of a BCP 47 language, the English one where there is none, for a document with its abbreviations."""
    return Catalogue(*in_language("announcements", language), language, frozenset(abbreviations), names)


def in_language(folder: str, language: str) -> tuple[str, dict[str, Any]]:
    """The lines of a BCP 47 language, and the language they are in: English where there are none in that one."""
    short = primary(language)
    if not short.isalpha() or not resources.files(data.__name__).joinpath(folder, f"{short}.toml").is_file():
        short = "en"
    return short, data.table(f"{folder}/{short}.toml")
