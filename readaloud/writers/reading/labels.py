"""The words that a page shows and nobody says: headings of its own lists, names of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from readaloud.catalogue import in_language
from readaloud.languages import primary


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

    def page(self, label: str) -> str:
        """What stands where a page begins, such as “Page 234.”."""
        return self.say("page.words", n=label) if label else self.say("page.unnumbered")

    def page_name(self, label: str) -> str:
        """What a list of pages calls a page."""
        return label or self.say("page.unnumbered")

    def note(self, n: str) -> str:
        """What stands before a note: `Note 2.`, but `Note.` where it has a sign such as `*`."""
        return self.say("note.words" if any(sign.isalnum() for sign in n) else "note.unnumbered", n=n)

    def speaker(self, label: str) -> str:
        """A label as it stands before what is said: `Lindqvist:`, and as printed where it ends in a sign."""
        return label + ("" if label[-1:] in ".:!?" else self.say("turn.separator"))

    def differ_from(self, language: str) -> bool:
        """Whether they are in another language than a document."""
        return primary(self.language) != primary(language)

    def role(self, role: str) -> str:
        """What one of the edition's own voices is called; the role itself where the catalogue does not know it."""
        return str(self._lines["role"].get(role, role))


def labels(language: str) -> Labels:
    """The visible words for a BCP 47 language."""
    return Labels(*in_language("labels", language))
