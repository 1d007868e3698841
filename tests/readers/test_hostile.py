"""Hostile and broken sources: whatever the bytes, a document or a `SourceError` comes out, soon and in little memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud import pipeline
from readaloud.errors import ReadaloudError, SourceError
from readaloud.planning.director import plan
from readaloud.readers import intake, registry
from readaloud.readers.base import Choice, Raw
from readaloud.settings import Settings
from tests.conftest import corpus_folder


def read(data: bytes, name: str = "talk.txt", reader: str | None = None):
    raw = Raw(name, data)
    document = registry.read(raw, Choice(), reader)
    script = plan(document, Settings())
    ledger, _ = pipeline.account(data, script)
    return document, script, ledger


def refused(data: bytes, name: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(data, name)
    assert caught.value.exit_code == 3 and "\n" not in caught.value.message
    return caught.value


def test_broken_xml_is_answered_with_line_and_column() -> None:
    data = b'<?xml version="1.0"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<text><body><p>K: Yes.</p>\n<p>D: No.</body></text></TEI>'
    message = refused(data, "d.xml").message
    assert "line 4" in message and "column" in message


BOMB = b'<!DOCTYPE TEI [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
BODY = (
    b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document"><p>K: %s</p></div></body></text></TEI>'
)


def test_entity_bombs_are_refused() -> None:
    refused(BOMB + BODY % b"&c;&c;&c;", "d.xml")


def test_external_entities_are_refused_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word")
    for entity in (
        f'<!ENTITY x SYSTEM "file://{secret}">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
        f'<!ENTITY % p SYSTEM "file://{secret}"> %p;',
    ):
        refused(b"<!DOCTYPE TEI [%s]>" % entity.encode() + BODY % b"&x;", "d.xml")


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_an_archive_that_is_no_book_says_what_can_be_read() -> None:
    error = refused(zipped({"a.txt": b"hello"}), "a.zip")
    assert "plain" in (error.message + error.tip).lower() or "epub" in (error.message + error.tip).lower()


def test_ten_thousand_labels() -> None:
    lines = "\n\n".join(f"Person {chr(65 + n % 26)}{n}: I say number {n}." for n in range(10_000))
    _, script, ledger = read(lines.encode())
    assert ledger.differences == ()
    assert len(script.speakers) < 12_000


def test_a_document_with_one_turn() -> None:
    _, script, ledger = read(b"A Statement\n\nThe President: I have nothing to add to what I said on Tuesday.\n")
    assert ledger.differences == ()
    assert len([u for u in script.utterances() if u.kind in ("speech", "narration")]) == 1


def test_notes_that_cite_one_another_in_a_circle() -> None:
    text = "A Call\n\nA: Good morning.1\n\nB: Good morning.2\n\nA: Well.\n\nB: Well.\n\n  1. See footnote 2.2\n  2. See footnote 1.1\n"
    _, script, ledger = read(text.encode())
    assert ledger.differences == ()
    assert sorted(u.n for u in script.utterances() if u.kind == "note" and u.opens) == ["1", "2"]


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 5000,
        b"K: Hello.\0\0\n\nD: Hi.",
        b"\xff\xfe" + b"K\0:\0 \0",
        b"\x1f\x8b\x08" + b"\0" * 90,
        b"MZ" + b"\0" * 500,
    ],
)
def test_bytes_that_are_no_text(data: bytes) -> None:
    try:
        _, _, ledger = read(data)
    except SourceError:
        return
    assert ledger is None or ledger.differences == ()


def test_one_line_of_a_megabyte() -> None:
    _, _, ledger = read(b"K: " + b"and so on and on, you know, " * 40_000)
    assert ledger.differences == ()


def test_a_line_of_200_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    for name, size, line in (("line.txt", 60_000_000, 3), ("more.txt", 200_000_000, 0)):
        path = tmp_path / name
        path.write_bytes(b"K: Yes.\n\n" + b"and so on " * (size // 10))
        with pytest.raises(SourceError) as caught:
            intake.load(str(path))
        assert not line or f"line {line}:" in caught.value.message


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(3_000_000_000)  # a hole, not three gigabytes
    with pytest.raises(SourceError):
        intake.load(str(big))


def samples() -> list[bytes]:
    """The beginnings of real documents of each kind, to be mutated."""
    folder = corpus_folder()
    if folder is None:
        return [b"A Call\n\nA: Good morning.1\n\nB: Well. [Page 2] Yes.\n\n  1. A note.\n"]
    kinds = ("plain/frus1969-76v15-d67.txt", "samples/frus/frus1969-76v12-d178.xml", "samples/fountain/the-library-freak-out.fountain",
             "samples/se-epub/earnest-act-1.xhtml", "samples/congress/CREC-2005-07-20-pt1-PgH6183.htm", "samples/markdown/go-time-334.md",
             "samples/vtt/cycle-collector-talk.vtt", "samples/gutenberg/21849-mind-the-paint-girl.txt", "samples/tei-play/buechner-dantons-tod.xml")  # fmt: skip
    return [(folder / kind).read_bytes()[:6000] for kind in kinds]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(samples())))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        what = draw(st.sampled_from(["cut", "flip", "insert", "repeat", "swap"]))
        length = draw(st.integers(1, 200))
        if what == "cut":
            del data[at : at + length]
        elif what == "flip" and data:
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif what == "insert":
            data[at:at] = draw(
                st.sampled_from(
                    [
                        b"\0",
                        b"[",
                        b"]",
                        b"<",
                        b"&",
                        b"]]>",
                        b"\xff",
                        b"\n\n",
                        b": ",
                        b"[Page 9]",
                        b"*/",
                        b"[[",
                        "“".encode(),
                        "\u202e".encode(),
                    ]
                )
            )
        elif what == "repeat":
            data[at:at] = data[at : at + length]
        else:
            data[at : at + length] = data[at : at + length][::-1]
    return bytes(data)


NAMES = st.sampled_from(["x.txt", "x.xml", "x.html", "x.fountain", "x.md", "x.vtt", "x.srt", "x.epub", "x"])
READERS = st.sampled_from([None, None, None, *registry.BUILTIN])


@given(mutated(), NAMES, READERS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_documents_give_a_document_or_a_clear_error(data: bytes, name: str, reader: str | None) -> None:
    try:
        _, _, ledger = read(data, name, reader)
    except ReadaloudError:
        return
    assert ledger is not None and ledger.differences == (), ledger.differences[0].sentence()


@pytest.mark.sweep
@given(mutated(), NAMES, READERS)
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_many_more_of_them(data: bytes, name: str, reader: str | None) -> None:
    try:
        _, _, ledger = read(data, name, reader)
    except ReadaloudError:
        return
    assert ledger is not None and ledger.differences == (), ledger.differences[0].sentence()
