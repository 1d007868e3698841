"""Web pages: each directory is one behaviour."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.errors import SourceError
from readaloud.model import Document
from readaloud.readers.base import Choice, Raw
from readaloud.readers.markup.html import Html
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import assert_sound, compare, shown

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/in.html"))
CORPUS = Path(os.environ.get("READALOUD_CORPUS", HERE.parents[3] / "shared" / "corpus"))
PAGES = sorted((CORPUS / "samples" / "congress").glob("*.htm"))


def read(data: bytes, name: str = "in.html") -> Document:
    document = Html().read(Raw(name, data), Choice())
    assert_whole(document, data)
    assert_sound(document)
    return document


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_page(case: Path, request: pytest.FixtureRequest) -> None:
    data = (case / "in.html").read_bytes()
    assert Html().accepts(Raw("in.html", data)) >= 60
    compare(shown(read(data)), case / "golden.txt", request.config.getoption("--update-golden", False))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_word_of_the_corpus_is_accounted_for(path: Path) -> None:
    read(path.read_bytes(), path.name)


PAGE = (
    "<!doctype html><html><head>{}<title>Caf\u00e9</title></head><body><p>Caf\u00e9 \u201cnoir\u201d.</p></body></html>"
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PAGE.format("<meta charset=utf-8>").encode(), "utf-8"),
        (PAGE.format("").encode(), "utf-8"),
        (PAGE.format("").encode("utf-8-sig"), "utf-8"),
        (PAGE.format("").encode("utf-16"), "utf-16-le"),
        (
            PAGE.format('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">').encode("cp1252"),
            "cp1252",
        ),
        (PAGE.format("<meta charset=utf-8>").encode("cp1252"), "cp1252"),
        (PAGE.format("<meta charset=nonsense>").encode(), "utf-8"),
    ],
    ids=["declared", "undeclared", "bom", "utf-16", "latin-1-as-browsers-read-it", "wrongly-declared", "unknown"],
)
def test_encoding(data: bytes, encoding: str) -> None:
    document = read(data)
    assert document.source.encoding == encoding
    assert document.parts[0].blocks[0].text == "Café “noir”."


def test_page_in_an_archive() -> None:
    head = (
        "From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/css\r\n\r\np{}\r\n----b\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    body = '<html lang=3D"fr"><body><p>Un caf=C3=A9, s=\r\nans sucre.</p></body></html>\r\n----b--\r\n'
    data = (head + body).encode()
    assert Html().accepts(Raw("page.mhtml", data)) == 80
    document = read(data, "page.mhtml")
    assert document.parts[0].blocks[0].text == "Un café, sans sucre."
    assert document.language == "fr"


@pytest.mark.parametrize(
    "data", [b"<html><body></body></html>", b"<html><p hidden>x</p></html>"], ids=["empty", "hidden"]
)
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(SourceError, match="has no words to read"):
        Html().read(Raw("in.html", data), Choice())


def test_endless_nesting_is_read() -> None:
    document = read(b"<html><body>" + b"<div><span>" * 3000 + b"Deep down." + b"</div>" * 3000)
    assert document.parts[0].blocks[0].text == "Deep down."


def test_unknown_marked_section_is_refused_or_read() -> None:
    try:
        read(b"<html><p>One.<![x[ y ]]></p></html>")
    except SourceError as error:
        assert error.message.startswith("in.html is not HTML")


def test_other_files_are_left_to_others() -> None:
    assert Html().accepts(Raw("a.txt", b"Plain words.")) == 0
    assert Html().accepts(Raw("a.xml", b"<?xml version='1.0'?><TEI><text/></TEI>")) == 0


@given(case=st.sampled_from(CASES), at=st.floats(0, 1), put=st.binary(max_size=8), cut=st.integers(0, 60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_bytes_give_a_document_or_a_source_error(case: Path, at: float, put: bytes, cut: int) -> None:
    data = (case / "in.html").read_bytes()
    place = int(at * len(data))
    _reads_or_refuses(data[:place] + put + data[place + cut :])


TAGS = "p div b i a h1 h2 li ul ol table tr td dl dt dd br span sup pre template script style title section".split()
PIECES = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ["<", "&", "&amp", "&eacute;", "<!--", "-->", "<![CDATA[", "]]>", "<br/>", "A: ", "<a href='#x'>1</a>"]
    ),
    st.text("ab c.\n", max_size=6),
)


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tag_soup_gives_a_document_or_a_source_error(pieces: list[str]) -> None:
    _reads_or_refuses(f"<html><p>x {''.join(pieces)}".encode())


def _reads_or_refuses(data: bytes) -> None:
    Html().accepts(Raw("in.html", data))
    try:
        read(data)
    except SourceError:
        return
