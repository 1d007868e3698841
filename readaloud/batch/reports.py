"""What is told of a collection: `collection.json` for whoever publishes it, `report.json` for whoever made it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from readaloud import __version__
from readaloud.batch.casting import CollectionCast
from readaloud.batch.planning import Planned, Wanted, language_of
from readaloud.batch.rendering import Rendered
from readaloud.batch.survey import Survey
from readaloud.batch.units import Unit, Unread
from readaloud.errors import OutputError

COLLECTION = "collection.json"
REPORT = "report.json"
_ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=$|T)")


def collection_json(
    wanted: Wanted, planned: Planned, cast: CollectionCast | None, rendered: Rendered
) -> dict[str, Any]:
    """The collection: its documents in order, then what could not be read, and everybody who speaks."""
    whole = planned.whole()
    parts = cast.parts(len(whole)) if cast is not None else ()
    ids = {unit.name: part.ids for (unit, _), part in zip(whole, parts, strict=False)}
    documents = [_document(unit, planned, rendered, ids.get(unit.name, {})) for unit in planned.units]
    documents += [_unread(one) for one in planned.unread if one.failed]
    return {
        "readaloud": __version__,
        "title": wanted.title or _title(planned, wanted.folder),
        "language": _tag(planned),
        "documents": documents,
        "speakers": _speakers(cast, [unit.name for unit, _ in whole]),
    }


def _document(unit: Unit, planned: Planned, rendered: Rendered, ids: Mapping[str, str]) -> dict[str, Any]:
    one = planned.surveys.get(unit.name)
    told: dict[str, Any] = {
        "id": unit.name,
        "folder": unit.name,
        "source": {"path": Path(unit.path).as_posix(), "sha256": unit.source_sha256, "document": unit.document},
    }
    if one is not None:
        told |= {"title": one.title} | _catalogued(unit, one)
        told["language"] = one.language
        told["speakers"] = [
            {"id": s.id, "name": s.name, "person": ids[s.id]} for s in one.speakers if not s.role and s.id in ids
        ]
        told["words"] = one.words
    made = rendered.told.get(unit.name)
    if made is not None:
        told["duration_ms"] = made["duration_ms"]
        told["files"] = [entry | {"path": f"{unit.name}/{entry['path']}"} for entry in made["files"]]
        told["status"] = "done"
    else:
        failure = rendered.failures.get(unit.name)
        told |= {"status": "failed", "reason": failure.reason if failure else ""}
    return told


def _catalogued(unit: Unit, one: Survey) -> dict[str, Any]:
    """What catalogues show."""
    told: dict[str, Any] = dict(one.metadata)
    if date := _ISO_DATE.match(one.metadata.get("date", "")):
        told["date_iso"] = date[0]
    if unit.number:
        told["number"] = unit.number
    return told


def _unread(one: Unread) -> dict[str, Any]:
    return {
        "id": one.name,
        "folder": one.name,
        "source": {"path": Path(one.path).as_posix(), "sha256": None, "document": ""},
        "title": Path(one.path).name,
        "status": "failed",
        "reason": one.error.message,
    }


def _speakers(cast: CollectionCast | None, names: list[str]) -> list[dict[str, Any]]:
    found = []
    for person in cast.people if cast is not None else ():
        if not person.speaker.role and cast is not None:
            told: dict[str, Any] = {"id": person.speaker.id, "name": person.speaker.name}
            if person.person:
                told["person"] = person.person
            told["voice"] = cast.castings[person.speaker.id].voice.id
            told["documents"] = list(dict.fromkeys(names[number] for number, _ in person.mentions))
            found.append(told)
    return found


def _title(planned: Planned, folder: Path) -> str:
    """That of the one volume it is made of; otherwise the folder's name."""
    series = {one.metadata.get("series", "") for _, one in planned.whole()}
    paths = {unit.path for unit in planned.units}
    only = series.pop() if len(series) == 1 and len(paths) == 1 else ""
    return only or folder.resolve().name


def _tag(planned: Planned) -> str:
    main = language_of(planned)
    tags = [one.language for _, one in planned.whole() if one.language.split("-")[0] == main]
    return max(sorted(set(tags)), key=tags.count, default=main)


def report_json(planned: Planned, cast: CollectionCast | None, rendered: Rendered, seconds: float) -> dict[str, Any]:
    """The run: what was made, what was there, and what failed and why."""
    tally = rendered.tally
    failures = [
        {
            "id": unit.name,
            "source": {"path": Path(unit.path).as_posix(), "document": unit.document},
            "reason": outcome.reason,
            "tip": outcome.tip,
            "kind": outcome.kind,
            "worker": outcome.worker,
            "tried": unit.name not in rendered.again,
        }
        for unit in planned.units
        if (outcome := rendered.failures.get(unit.name)) is not None
    ]
    failures += [
        {
            "id": one.name,
            "source": {"path": Path(one.path).as_posix(), "document": ""},
            "reason": one.error.message,
            "tip": one.error.tip,
            "kind": type(one.error).__name__,
            "worker": "",
            "tried": True,
        }
        for one in planned.unread
        if one.failed
    ]
    skipped = [{"path": Path(u.path).as_posix(), "reason": u.error.message} for u in planned.unread if not u.failed]
    warnings = {name: told["warnings"] for name, told in rendered.told.items() if told.get("warnings")}
    return {
        "readaloud": __version__,
        "documents": len(planned.units) + sum(one.failed for one in planned.unread),
        "made": tally.made,
        "unchanged": tally.unchanged,
        "failed": len(failures),
        "audio_ms": sum(told["duration_ms"] for told in rendered.told.values()),
        "audio_ms_made": tally.milliseconds,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(rendered.seconds, 1),
        "failures": failures,
        "skipped": skipped,
        "warnings": {"": list(cast.warnings) if cast is not None else [], **warnings},
    }


def write(folder: Path, name: str, value: Mapping[str, Any]) -> None:
    """Writes a file of the collection, whole or not at all."""
    part = folder / f".{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
        part.replace(folder / name)
    except OSError as error:
        raise OutputError.of(error, str(folder / name)) from error
    finally:
        part.unlink(missing_ok=True)
