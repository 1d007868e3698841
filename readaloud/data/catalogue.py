"""The words of the edition's own voices and pages, which the document does not have: one catalogue for each language."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

from readaloud import data


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The announcements of one language."""

    language: str
    _lines: dict[str, Any]

    def say(self, line: str, **values: object) -> str:
        """The line `table.name` with its places filled; empty where the catalogue leaves it out."""
        table, _, name = line.partition(".")
        return str(self._lines[table].get(name, "")).format(**values)


def catalogue(language: str) -> Catalogue:
    """The catalogue of a BCP 47 language; the English one where there is none."""
    short = language.split("-")[0].lower()
    folder = resources.files(data.__name__).joinpath("announcements")
    if not short.isalpha() or not folder.joinpath(f"{short}.toml").is_file():
        short = "en"
    return Catalogue(short, data.table(f"announcements/{short}.toml"))
