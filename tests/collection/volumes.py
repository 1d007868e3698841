"""Collections for tests: of real editions, and of any size without their files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from readaloud import __version__

NASTY = "</script><script>alert('1')</script> & ]]> \" ' <b>x</b> \x07\u202e end"


def document(id: str, **told: Any) -> dict[str, Any]:
    """A document as `collection.json` lists it, with a player page and an MP3."""
    return {
        "id": id, "folder": id, "source": {"path": "volume.xml", "sha256": "0" * 64, "document": id},
        "title": f"Document {id}", "language": "en-US", "speakers": [], "duration_ms": 754_321, "words": 1800,
        "files": [
            {"path": f"{id}/{id}-player.html", "format": "player", "bytes": 80_000},
            {"path": f"{id}/{id}.mp3", "format": "mp3", "bytes": 6_034_568},
        ],
        "status": "done", **told,
    }  # fmt: skip


def person(id: str, name: str) -> dict[str, str]:
    return {"id": id, "speaker": "speaker-1", "name": name, "person": f"p_{id}"}


def told(documents: Iterable[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    """The whole of a `collection.json`."""
    documents = list(documents)
    people: dict[str, dict[str, Any]] = {}
    for each in documents:
        for speaker in each["speakers"]:
            known = people.setdefault(speaker["id"], {**speaker, "documents": []})
            known["documents"].append(each["id"])
    return {
        "readaloud": __version__, "title": "Papers of the Harbour Board", "language": "en-US", "documents": documents,
        "speakers": list(people.values()), **more,
    }  # fmt: skip


def write(folder: Path, documents: Iterable[Mapping[str, Any]], **more: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "collection.json").write_text(json.dumps(told(documents, **more)), "utf-8")
    return folder


def of_editions(folder: Path, **more: Any) -> Path:
    """A collection of the editions that lie in a folder, as their `edition.json` tells them."""
    documents = []
    for path in sorted(folder.glob("*/edition.json")):
        made, name = json.loads(path.read_text("utf-8")), path.parent.name
        told = made["metadata"]
        documents.append(
            document(
                name, title=made["title"], language=made["language"], duration_ms=made["duration_ms"],
                words=made["ledger"]["words"], date=told.get("date", ""), series=told.get("series", ""),
                identifier=told.get("identifier", ""), citation=told.get("citation", ""), rights=told.get("rights", ""),
                speakers=[
                    {"id": s["id"], "name": s["name"]}
                    for s in made["speakers"] if "role" not in s and "members" not in s
                ],
                files=[{"path": f"{name}/{f['path']}", "format": f["format"], "bytes": f["bytes"]} for f in made["files"]],
            )
        )  # fmt: skip
    return write(folder, documents, **more)


def varied(count: int = 14) -> list[dict[str, Any]]:
    """Documents of several years, people and languages."""
    names = [person("ada", "Ada Ames"), person("bo", "Bo Bergström"), person("cy", "Cy Cole"), person("do", "Do Đặng")]
    days = ["1914-08-04", "1969", "1972-05-04", "1972-05-04", "1972-11-09", "1973-01", ""]
    kinds = ["Telephone Conversation", "Memorandum of Conversation", "Minutes of the Harbour Board", "Interview"]
    return [
        document(
            f"d{n}", title=f"{n}. {kinds[n % 4]} About the Light on Pier {n * 7 % 30}", date=days[n % 7], number=str(n),
            date_iso=days[n % 7], speakers=[names[n % 4], names[(n * 3 + 1) % 4]] if n % 4 != (n * 3 + 1) % 4 else [names[n % 4]],
            series="Papers of the Harbour Board, Volume I", identifier=f"made1/d{n}",
            citation=f"Papers of the Harbour Board, Volume I (Board Press, 1999), Document {n}", rights="Public domain.",
            duration_ms=100_000 + n * 431_000 % 5_000_000,
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
