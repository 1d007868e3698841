"""Plain text: what each directory beside this file is named for."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.errors import SourceError
from readaloud.model import Document
from readaloud.readers.base import Choice, Raw
from readaloud.readers.transcript.plaintext import PlainText
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import shown

HERE = Path(__file__).parent
CASES = sorted(path.name for path in HERE.iterdir() if (path / "in.txt").exists())


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    document = PlainText().read(Raw("call.txt", data), Choice())
    assert_whole(document, data)
    return document


def labels(text: str) -> list[str]:
    return [block.label for block in read(text).parts[0].blocks if block.label is not None]


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, update_golden: bool) -> None:
    data = (HERE / case / "in.txt").read_bytes()
    document = PlainText().read(Raw("in.txt", data), Choice())
    assert_whole(document, data)
    found = shown(document) + "".join(f"warning: {warning}\n" for warning in document.warnings)
    golden = HERE / case / "golden.txt"
    if update_golden:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


CALL = "A Call\n\nM: It’s “fine” — café.\n\nQ: Is it?\n\nM: Yes.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CALL.encode(), "utf-8"),
        (CALL.encode("utf-8-sig"), "utf-8-sig"),
        (CALL.encode("utf-16"), "utf-16"),
        (CALL.encode("utf-16-le"), "utf-16-le"),
        (CALL.encode("utf-16-be"), "utf-16-be"),
        (CALL.encode("cp1252"), "cp1252"),
    ],
)
def test_every_encoding_gives_the_same_words(data: bytes, encoding: str) -> None:
    document = read(data)
    assert document.source.encoding == encoding
    assert [b.text for b in document.parts[0].blocks] == ["A Call", "It’s “fine” — café.", "Is it?", "Yes."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"M: Hello\n\nQ: a\x00b\n", "zero byte in line 3"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image"),
        (b"PK\x03\x04\x14\x00", "is a ZIP archive"),
        ("M: “It’s” café — naïve.\n".encode() * 3 + b"Q: a wrong \x92 byte\n", "line 4"),
        (bytes(range(1, 256)) * 20, "cannot be told"),
    ],
    ids=["empty", "blank", "zero byte", "image", "archive", "damaged UTF-8", "noise"],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        read(data)
    assert caught.value.tip


def test_line_ends_do_not_matter() -> None:
    for end in ("\r\n", "\r", "\f\n"):
        assert [b.text for b in read(CALL.replace("\n", end)).parts[0].blocks][1:] == [
            "It’s “fine” — café.",
            "Is it?",
            "Yes.",
        ]


def test_cost_grows_with_the_length_alone() -> None:
    read("M: " + "word 12 word. " * 100_000)
    read("M: Hello there.1\nQ: I am fine.2\n" * 5_000 + "\n  1. One.\n  2. Two.\n")
    read("M: " + "_" * 50_000 + "[(" * 50_000 + " *" * 50_000)


def test_a_title_is_taken_from_the_name_where_the_text_has_none() -> None:
    document = read("M: Hello.\n\nQ: Hello.\n\nM: Well?\n")
    assert document.title == "call"
    assert [b.role for b in document.parts[0].blocks] == ["speech"] * 3
