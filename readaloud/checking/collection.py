"""Proves what makes a collection public: its files, its index page and its feed; each edition is proved by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import html

from readaloud.checking.feed import check_feed
from readaloud.checking.findings import Finding, some
from readaloud.checking.player import safety_faults
from readaloud.errors import CheckError

COLLECTION = "collection.json"


def is_collection(folder: Path) -> bool:
    """Whether a folder holds a collection rather than an edition."""
    return (folder / COLLECTION).is_file()


def check_collection(folder: Path) -> tuple[Finding, ...]:
    """Each property with what was found; CheckError when `collection.json` cannot be read at all."""
    try:
        told = json.loads((folder / COLLECTION).read_bytes())
        documents = [each for each in told["documents"] if each.get("status", "done") == "done"]
        files = [(each["id"], file["path"], file["bytes"]) for each in documents for file in each["files"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckError(f"{folder / COLLECTION} cannot be read: {error!r}.") from error
    findings = [
        _finding("files", _file_faults(folder, files), f"{len(files)} files of {len(documents)} editions are there")
    ]
    index = folder / "index.html"
    if index.is_file():
        findings += _check_index(folder, index, [each["id"] for each in documents])
    if (folder / "feed.xml").is_file():
        findings += check_feed(folder / "feed.xml")
    return tuple(findings)


def _file_faults(folder: Path, files: list[tuple[str, str, int]]) -> Iterator[str]:
    home = folder.resolve()
    for id, name, size in files:
        path = folder / name
        if not path.resolve().is_relative_to(home):
            yield f"{id}: {name} leads out of the collection"
        elif not path.is_file():
            yield f"{id}: {name} is missing"
        elif path.stat().st_size != size:
            yield f"{id}: {name} has {path.stat().st_size} bytes, not {size}"


def _check_index(folder: Path, index: Path, ids: list[str]) -> Iterator[Finding]:
    tree: Any = html.fromstring(index.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    yield _finding("index", safety_faults(tree), "index.html: nothing runs but its own script, and nothing leads out")
    yield _finding(
        "index", _index_faults(folder, tree, ids), f"index.html: {len(ids)} documents, every link leads to a file"
    )


def _index_faults(folder: Path, tree: Any, ids: list[str]) -> Iterator[str]:
    rows = [row for row in tree.iter("li") if row.get("data-year") is not None]
    if len(rows) != len(ids):
        yield f"it lists {len(rows)} documents of {len(ids)}"
    home = folder.resolve()
    for link in tree.iter("a", "link"):
        address = link.get("href") or ""
        if address.startswith(("#", "data:")):
            continue
        path = (folder / unquote(address)).resolve()
        if not path.is_relative_to(home) or not path.is_file():
            yield f"{address} leads nowhere"


def _finding(what: str, faults: Iterator[str] | list[str], right: str) -> Finding:
    wrong = list(faults)
    return Finding(what, not wrong, some(wrong) or right)
