"""Reads `collection.json`; what is not as it should be is told with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from readaloud.collection.collected import CollectedFile, Collection, Listing, Person
from readaloud.collection.dates import day_of
from readaloud.errors import SourceError

COLLECTION = "collection.json"


def read(folder: Path) -> Collection:
    """The collection of a folder; SourceError when there is none or it is broken."""
    path = folder / COLLECTION
    if not folder.is_dir():
        raise SourceError(
            f"There is no folder {folder}.",
            tip="Name the folder that `readaloud batch` made: `collection`, or what -o told it.",
        )
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise SourceError(
            f"{folder} is no collection: it has no {COLLECTION}.", tip="`readaloud batch` makes one."
        ) from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise SourceError(f"{path} is not JSON: {error}.", tip="`readaloud batch` makes it anew.") from error
    table = _Table(told, str(path))
    listings, failed, known = [], 0, _known(table)
    for document in table.tables("documents"):
        status = document.text("status")
        if status in ("", "done"):
            listings.append(_listing(document, known))
        failed += status == "failed"
    if len({listing.id for listing in listings}) != len(listings):
        raise SourceError(f"{path} lists two documents under one id.")
    return Collection(table.text("title"), table.text("language") or "und", tuple(listings), failed)


def _known(table: _Table) -> Mapping[str, str]:
    """Id of somebody in the whole collection → name."""
    return {speaker.need("id"): speaker.text("name") for speaker in table.tables("speakers")}


def _listing(table: _Table, known: Mapping[str, str]) -> Listing:
    people: dict[str, Person] = {}
    for speaker in table.tables("speakers"):
        id = speaker.need("id")
        people.setdefault(id, Person(id, known.get(id) or speaker.text("name") or id))
    files = tuple(CollectedFile(f.path("path"), f.need("format"), f.number("bytes")) for f in table.tables("files"))
    date = table.text("date")
    return Listing(
        id=table.need("id"),
        folder=table.path("folder"),
        title=table.text("title"),
        language=table.text("language") or "und",
        duration_ms=table.number("duration_ms"),
        words=table.number("words"),
        files=files,
        people=tuple(people.values()),
        subtitle=table.text("subtitle"),
        date=date,
        day=day_of(table.text("date_iso"), date),
        series=table.text("series"),
        number=table.text("number"),
        identifier=table.text("identifier"),
        citation=table.text("citation"),
        rights=table.text("rights"),
        publisher=table.text("publisher"),
    )


class _Table:
    """A table of JSON with its place, for messages."""

    def __init__(self, value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise SourceError(f"{place} is no table.")
        self._value: dict[str, Any] = value
        self._place = place

    def text(self, name: str) -> str:
        """A text or number in one line; empty where there is none."""
        value = self._value.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
            raise SourceError(f"{self._place}: `{name}` is no text.")
        return "" if value is None else " ".join(str(value).split())

    def need(self, name: str) -> str:
        """A text that must be there."""
        found = self.text(name)
        if not found:
            raise SourceError(f"{self._place}: `{name}` is missing.")
        return found

    def number(self, name: str) -> int:
        """A whole number that is not negative; 0 where there is none."""
        value = self._value.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise SourceError(f"{self._place}: `{name}` is no number.")
        return value

    def path(self, name: str) -> str:
        """A path inside of the collection, as it is written."""
        value = self._value.get(name)
        if not isinstance(value, str) or not value:
            raise SourceError(f"{self._place}: `{name}` is missing.")
        if PurePosixPath(value).is_absolute() or ".." in PurePosixPath(value).parts or "\\" in value or "\0" in value:
            raise SourceError(f"{self._place}: {value!r} leads out of the collection.")
        return value

    def tables(self, name: str) -> list[_Table]:
        """The tables of a list; none where there is no list."""
        value = self._value.get(name)
        if not isinstance(value, list | None):
            raise SourceError(f"{self._place}: `{name}` is no list.")
        return [_Table(each, f"{self._place}, {name}[{number}]") for number, each in enumerate(value or ())]
