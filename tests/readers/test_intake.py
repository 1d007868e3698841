"""Loading sources and telling what they are."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from readaloud.errors import SourceError, UsageError
from readaloud.readers import registry
from readaloud.readers.base import Raw
from readaloud.readers.intake import load


def test_a_file_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"M: Hello.")
    assert load(tmp_path / "a.txt") == Raw("a.txt", b"M: Hello.")


def test_standard_input_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"M: Hello.")))
    assert load("-") == Raw("standard input", b"M: Hello.")


def test_what_cannot_be_loaded_is_one_sentence_and_a_tip(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_bytes(b"M: Hello.")
    (tmp_path / "empty.txt").write_bytes(b" \n")
    for place, says, tip in [
        (tmp_path / "cal.txt", "no file", "call.txt"),
        (tmp_path, "is a folder", "file in it"),
        (tmp_path / "empty.txt", "is empty", ""),
        (tmp_path / "call.txt" / "more", "cannot be read|no file", ""),
        (tmp_path / ("long" * 200), "cannot be read|no file", ""),
        (str(tmp_path / "nul\x00byte"), "cannot be read", ""),
    ]:
        with pytest.raises(SourceError, match=says) as caught:
            load(place)
        assert tip in caught.value.tip
    with pytest.raises(SourceError, match="limit is 4"):
        load(tmp_path / "call.txt", limit=4)


# Root may read whatever its mode says, and Windows has no such modes; `test_bad_input` tries root without that right.
@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", lambda: 0)() == 0, reason="all files can be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"M: Hello.")
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        load(tmp_path / "a.txt")


TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document" xml:id="d1"/></body></text></TEI>'


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("call.txt", b"M: Hello.\n", "plaintext"),
        ("standard input", b"M: Hello.\n", "plaintext"),
        ("call.txt", "M: Hello.\n".encode("utf-16"), "plaintext"),
        ("wrong-name.txt", TEI, "frus-tei"),
        ("volume.xml", TEI, "frus-tei"),
    ],
)
def test_the_content_tells_the_reader(name: str, data: bytes, reader: str) -> None:
    assert registry.reader_for(Raw(name, data)).name == reader


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image"),
        (b"\x00\x01\x02\x03" * 50, "zero byte"),
        (b"<?xml version='1.0'?><rss/>", "cannot be told"),
    ],
)
def test_what_no_reader_knows(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        registry.read(Raw("thing", data))
    assert caught.value.tip


def test_a_reader_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no reader 'nothing'") as caught:
        registry.named("nothing")
    assert "plaintext" in caught.value.tip


def test_every_reader_can_be_loaded_and_never_raises_on_noise() -> None:
    for name in registry.BUILTIN:
        reader = registry.named(name)
        assert reader.name == name
        for data in (b"", b"\x00", b"<", b"\xff\xfe", b"PK\x03\x04", b"%PDF-"):
            assert 0 <= reader.accepts(Raw("x", data)) <= 100
