"""Plays in TEI: each directory is one behaviour."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.errors import SourceError
from readaloud.readers.base import Choice, Raw
from readaloud.readers.tei.drama import TeiDrama
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import assert_sound, compare, shown

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/in.xml"))
CORPUS = Path(os.environ.get("READALOUD_CORPUS", HERE.parents[3] / "shared" / "corpus"))
PLAYS = sorted((CORPUS / "samples" / "tei-play").glob("*.xml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_play(case: Path, request: pytest.FixtureRequest) -> None:
    raw = Raw("in.xml", (case / "in.xml").read_bytes())
    document = TeiDrama().read(raw, Choice())
    compare(shown(document), case / "golden.txt", request.config.getoption("--update-golden", False))
    assert_whole(document, raw.data)
    assert_sound(document)


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: path.stem)
def test_every_word_of_the_corpus_is_accounted_for(path: Path) -> None:
    raw = Raw(path.name, path.read_bytes())
    document = TeiDrama().read(raw, Choice())
    assert TeiDrama().accepts(raw) == 95
    assert_whole(document, raw.data)
    assert_sound(document)
    assert {skip.reason for skip in document.skips} == {"metadata", "speaker label"}


def _error(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        TeiDrama().read(Raw("play.xml", data), Choice())
    return caught.value.message


def test_broken_xml_is_named_with_its_place() -> None:
    assert _error(b"<TEI>\n<text><p>x</text></TEI>").startswith("play.xml is not well-formed XML: line 2, column ")


def test_declared_entities_are_refused() -> None:
    data = b'<!DOCTYPE TEI [<!ENTITY a "b">]><TEI><text><p>&a;</p></text></TEI>'
    assert _error(data) == "play.xml declares entities, which are not read."


def test_endless_nesting_is_refused() -> None:
    data = b"<TEI><text>" + b"<div>" * 200 + b"x" + b"</div>" * 200 + b"</text></TEI>"
    assert "deep within one another" in _error(data)


def test_no_dtd_is_fetched(tmp_path: Path) -> None:
    dtd = tmp_path / "own.dtd"
    dtd.write_text('<!ENTITY own "secret">', encoding="utf-8")
    data = f'<!DOCTYPE TEI SYSTEM "{dtd.as_uri()}"><TEI><text><p>&own;</p></text></TEI>'
    assert _error(data.encode()) == "play.xml uses the entity &own;, which it does not declare."


def test_an_id_given_twice_is_no_fault() -> None:
    data = b'<TEI><text><body><sp xml:id="a"><p>One.</p></sp><sp xml:id="a"><p>Two.</p></sp></body></text></TEI>'
    assert len(TeiDrama().read(Raw("play.xml", data), Choice()).parts[0].blocks) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<TEI><teiHeader>x</teiHeader></TEI>", "play.xml has no text: there is no <text> element."),
        (b"<TEI><text><body><p> </p></body></text></TEI>", "play.xml has no words in its text."),
    ],
    ids=["no-text", "no-words"],
)
def test_nothing_to_read(data: bytes, message: str) -> None:
    assert _error(data) == message


def test_tei_without_speeches_is_left_to_others() -> None:
    assert TeiDrama().accepts(Raw("a.xml", b"<TEI><text><p>x</p></text></TEI>")) == 30
    assert TeiDrama().accepts(Raw("a.txt", b"No markup at all.")) == 0
    assert TeiDrama().accepts(Raw("a.html", b"<html><p>x</p></html>")) == 0


@given(
    case=st.sampled_from(CASES),
    at=st.floats(0, 1),
    put=st.binary(max_size=8),
    cut=st.integers(0, 40),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_bytes_give_a_document_or_a_source_error(case: Path, at: float, put: bytes, cut: int) -> None:
    data = (case / "in.xml").read_bytes()
    place = int(at * len(data))
    raw = Raw("in.xml", data[:place] + put + data[place + cut :])
    TeiDrama().accepts(raw)
    try:
        document = TeiDrama().read(raw, Choice())
    except SourceError:
        return
    assert_whole(document, raw.data)
    assert_sound(document)


TAGS = (
    "div sp speaker stage p l lg note ref pb lb head castList castItem castGroup role roleDesc foreign hi q quote choice "
    "sic corr del fw titlePart docTitle set w c pc item list row cell trailer ab floatingText figDesc person persName"
).split()
ATTRIBUTES = st.sampled_from(
    ["", ' who="#a #b"', ' n="3"', ' xml:id="x"', ' target="#x"', ' xml:lang="la"', ' rend="italic"', ' type="front"']
)
WORDS = st.sampled_from(["one ", "Two.", " ", "3", "\n  ", "&amp;", "A:"])
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, attribute, children: f"<{tag}{attribute}>{''.join(children)}</{tag}>",
        st.sampled_from(TAGS),
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(st.lists(TREES, min_size=1, max_size=5))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_tree_is_accounted_for(trees: list[str]) -> None:
    raw = Raw("in.xml", f"<TEI><text><body>w{''.join(trees)}</body></text></TEI>".encode())
    document = TeiDrama().read(raw, Choice())
    assert_whole(document, raw.data)
    assert_sound(document)
