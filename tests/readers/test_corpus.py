"""The readers over real documents: the same in both forms, and nothing lost."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from readaloud.checking.sources import source_text
from readaloud.model import Block, Document
from readaloud.readers import reasons, registry
from readaloud.readers.base import Choice, Raw
from readaloud.readers.tei.tree import parse
from tests.readers.ledger import assert_whole


def _read(file: Path, *documents: str) -> Document:
    raw = Raw(file.name, file.read_bytes())
    document = registry.read(raw, Choice(documents))
    assert_whole(document, raw.data)
    return document


def _content(document: Document) -> list[tuple[Any, ...]]:
    return [
        (b.role, b.turn, b.label, b.separator, b.text, b.n, b.quoted, _marks(b))
        for b in document.parts[0].blocks
        if b.role != "dateline"
    ]


def _marks(block: Block) -> list[tuple[Any, ...]]:
    return [(m.begin, m.end, m.kind, m.value * (m.kind != "noteref")) for m in block.marks if m.kind != "emphasis"]


def _notes(document: Document) -> list[tuple[str, str, str]]:
    return [(note.n, note.text, note.kind) for note in document.parts[0].notes]


def test_text_and_tei_give_the_same(corpus: Path) -> None:
    files = sorted(corpus.glob("samples/frus/*.xml"))
    assert files
    for file in files:
        text, tei = _read(corpus / "plain" / f"{file.stem}.txt"), _read(file)
        assert _content(text) == _content(tei), file.stem
        assert _notes(text) == _notes(tei), file.stem
        assert not text.warnings


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n\n[Page", "\n\f\n[Page").encode(),
        lambda text: "\n".join(line + "  " for line in text.split("\n")).encode(),
    ],
    ids=["windows line ends", "byte order mark", "UTF-16", "form feeds", "trailing spaces"],
)
def test_the_form_of_a_file_changes_nothing(corpus: Path, change: Any) -> None:
    for file in sorted(corpus.glob("plain/*.txt")):
        data = change(file.read_text(encoding="utf-8"))
        document = registry.read(Raw(file.name, data), name="plaintext")
        assert_whole(document, data)
        assert _content(document) == _content(_read(file)), file.stem


def test_a_whole_volume(corpus: Path) -> None:
    file = corpus / "samples/frus-volume/frus1969-76v38p1.xml"
    began = time.process_time()
    document = registry.read(Raw(file.name, file.read_bytes()))
    assert time.process_time() - began < 15
    assert len(document.parts) == 84
    assert len({note.key for part in document.parts for note in part.notes}) == 416
    assert_whole(document, file.read_bytes())
    assert {skip.reason for skip in document.skips} <= reasons.ALL
    one = _read(file, "d66")
    assert _content(one) == _content_of(document, "d66")


def _content_of(document: Document, id: str) -> list[tuple[Any, ...]]:
    from dataclasses import replace

    return _content(replace(document, parts=tuple(part for part in document.parts if part.id == id)))


def test_offsets_are_those_of_the_checker(corpus: Path) -> None:
    for file in sorted(corpus.glob("samples/frus*/*.xml")):
        data = file.read_bytes()
        assert parse(Raw(file.name, data)).text == source_text(data, "xml").text
