"""The words that a page shows and nobody says: headings of its own lists, names of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from readaloud.catalogue import in_language


@dataclass(frozen=True, slots=True)
class Labels:
    """The visible words of one language."""

    language: str
    """BCP 47; English where there is no catalogue for the document's language."""
    _lines: dict[str, Any]

    def say(self, line: str, **values: object) -> str:
        """The line `table.name` with its places filled."""
        table, _, name = line.partition(".")
        return str(self._lines[table][name]).format(**values)

    def role(self, role: str) -> str:
        """What one of the edition's own voices is called; the role itself where the catalogue does not know it."""
        return str(self._lines["role"].get(role, role))


def labels(language: str) -> Labels:
    """The visible words for a BCP 47 language."""
    return Labels(*in_language("labels", language))
