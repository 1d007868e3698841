"""FRUS TEI: what each directory beside this file is named for."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.checking.sources import source_text
from readaloud.errors import SourceError
from readaloud.model import Abbreviation, Document
from readaloud.readers.base import Choice, Raw
from readaloud.readers.tei.frus import FrusTei
from readaloud.readers.tei.tree import parse
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import shown

HERE = Path(__file__).parent
CASES = sorted(path.name for path in HERE.iterdir() if (path / "in.xml").exists())
VOLUME = (HERE / "volume_with_chapters/in.xml").read_bytes()


def read(data: bytes, *documents: str) -> Document:
    document = FrusTei().read(Raw("volume.xml", data), Choice(documents))
    assert_whole(document, data)
    return document


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, update_golden: bool) -> None:
    found = shown(read((HERE / case / "in.xml").read_bytes()))
    golden = HERE / case / "golden.txt"
    if update_golden:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_offsets_count_in_the_source_text_that_another_parser_takes(case: str) -> None:
    data = (HERE / case / "in.xml").read_bytes()
    assert parse(Raw("in.xml", data)).text == source_text(data, "xml").text


def test_the_list_of_abbreviations_and_what_the_text_marks_as_one_are_data() -> None:
    document = read((HERE / "telephone_call/in.xml").read_bytes().replace(b"</head>", b" <gloss>JCS</gloss></head>"))
    assert document.abbreviations == (Abbreviation("HB", "Harbour Board"), Abbreviation("JCS"))


@pytest.mark.parametrize("wanted", ["d2", "2", "made1#d2"])
def test_one_document_of_a_volume(wanted: str) -> None:
    document = read(VOLUME, wanted)
    assert [part.id for part in document.parts] == ["d2"]
    assert document.title == "2. A Call"
    assert document.metadata.series == "Papers of the Harbour Board, Volume I"
    assert document.source.extract == (("document", "d2"),)
    assert [b.n for b in document.parts[0].blocks if b.role == "pagebreak"] == ["2"]
    assert "not chosen" in {skip.reason for skip in document.skips}


def test_a_document_is_cited_by_what_the_header_tells() -> None:
    assert read(VOLUME, "d2").metadata.identifier == "made1/d2"
    assert (
        read(VOLUME, "d2").metadata.citation == "Papers of the Harbour Board, Volume I (Board Press, 1999), Document 2"
    )
    assert read(VOLUME, "d2").metadata.date == "", "the volume's year is not the document's"
    told = VOLUME.replace(
        b"</titleStmt>",
        b'<editor role="primary">Ada Ames</editor><editor role="primary">Bo Berg</editor>'
        b'<editor role="general">Cy Cole</editor></titleStmt>',
    ).replace(
        b"</publicationStmt>",
        b"<pubPlace>Port Ellis</pubPlace><availability><licence target='https://example.org/free'>Free to all."
        b"</licence></availability></publicationStmt>",
    )
    whole = read(told).metadata
    assert whole.citation == (
        "Papers of the Harbour Board, Volume I, eds. Ada Ames and Bo Berg (Port Ellis: Board Press, 1999)"
    )
    assert whole.rights == "Free to all. https://example.org/free"
    assert read(told, "1", "2").metadata.citation == f"{whole.citation}, Documents 1 and 2"
    assert read(told.replace(b'type="complete"', b'type="short"'), "d2").metadata.citation == ""


def test_documents_come_in_their_order() -> None:
    assert [part.id for part in read(VOLUME, "2", "1").parts] == ["d1", "d2"]


def test_the_whole_volume_keeps_what_stands_between_documents() -> None:
    document = read(VOLUME)
    assert [(b.role, b.text or b.n) for b in document.parts[0].blocks[:3]] == [
        ("pagebreak", "1"),
        ("heading", "The Piers"),
        ("title", "1. A Letter"),
    ]
    assert document.parts[1].blocks[-1].text == "Here ends the compilation."


def test_a_document_that_is_not_there() -> None:
    with pytest.raises(SourceError, match="no document 'd9'") as caught:
        read(VOLUME, "d9")
    assert "d1, d2" in caught.value.tip


TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document" xml:id="d1">%s</div></body></text></TEI>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TEI % b"\n<p>a</q>", "line 2, column"),
        (b'<!DOCTYPE a [<!ENTITY x "xx">]>' + TEI % b"<p>&x;</p>", "declares entities"),
        (('<!DOCTYPE a [<!ENTITY x "xx">]>' + (TEI % b"<p>&x;</p>").decode()).encode("utf-16"), "declares entities"),
        (TEI % b"<p>&nothing;</p>", "line 1"),
        (TEI % (b"<p>" * 400 + b"</p>" * 400), "deep"),
        (TEI % (b"<p>" * 4000 + b"</p>" * 4000), "deep"),
        (b"<TEI/>", "no text"),
    ],
    ids=["broken", "entities", "entities in UTF-16", "unknown entity", "deep", "very deep", "no body"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        read(data)


def test_no_outside_file_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    data = f'<!DOCTYPE TEI SYSTEM "{secret.as_uri()}">'.encode() + TEI % b"<head>A</head><p>b</p>"
    assert [b.text for b in read(data).parts[0].blocks] == ["A", "b"]
