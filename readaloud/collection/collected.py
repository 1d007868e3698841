"""What a collection is: its editions in order, and the people who speak in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """One file of an edition."""

    path: str
    """From the collection's folder, parts joined by `/`."""
    format: str
    """As in `edition.json`: `m4b`, `player`, `podcast` …"""
    bytes: int

    @property
    def name(self) -> str:
        """Without its folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks, in one document or in many."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One edition as a catalogue shows it; texts are empty where the source does not tell them."""

    id: str
    folder: str
    """From the collection's folder."""
    title: str
    language: str
    """BCP 47."""
    duration_ms: int
    words: int
    files: tuple[CollectedFile, ...]
    people: tuple[Person, ...]
    """Who speaks, in the document's order; the edition's own voices are not among them."""
    subtitle: str = ""
    date: str = ""
    """As printed or ISO 8601."""
    day: str = ""
    """ISO 8601 without a time of day: `1972`, `1972-11` or `1972-11-09`; empty where no date is known."""
    series: str = ""
    number: str = ""
    """Within the series."""
    identifier: str = ""
    citation: str = ""
    rights: str = ""
    publisher: str = ""

    @property
    def year(self) -> str:
        """Four digits, or empty."""
        return self.day[:4]

    def file(self, *formats: str, ending: str = "") -> CollectedFile | None:
        """The first file of the first of these formats that there is."""
        for format in formats:
            for file in self.files:
                if file.format == format and file.name.endswith(ending):
                    return file
        return None


@dataclass(frozen=True, slots=True)
class Collection:
    """All that was made, in the collection's own order."""

    title: str
    language: str
    """BCP 47."""
    listings: tuple[Listing, ...]
    failed: int = 0
    """Documents that could not be made."""
