"""What the readers of plain-text formats are held to: golden files, the ledger, the corpus, and any input at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.errors import SourceError
from readaloud.model import Document
from readaloud.readers.base import Choice, Raw, Reader
from tests.readers.ledger import assert_whole
from tests.readers.markup_golden import assert_sound, compare, shown


def cases(here: Path) -> list[Path]:
    """The directories beside a test module that hold a source and its golden file."""
    return sorted(path for path in here.iterdir() if any(path.glob("in.*")))


def read_case(reader: Reader, case: Path, update: bool) -> Document:
    """Read a case and compare what was found with its golden file."""
    source = next(case.glob("in.*"))
    document = checked(reader, Raw(source.name, source.read_bytes()))
    compare(shown(document), case / "golden.txt", update)
    return document


def checked(reader: Reader, raw: Raw) -> Document:
    """Read a source; every word is accounted for, and the document is what other stages rely on."""
    document = reader.read(raw, Choice())
    assert_whole(document, raw.data)
    assert_sound(document)
    assert_skips_are_wordy(document)
    return document


def assert_skips_are_wordy(document: Document) -> None:
    """Each skip says why, and the source of a text container is the file itself."""
    assert document.source.container == "text"
    assert all(skip.reason and skip.begin < skip.end for skip in document.skips)


def never_fails(reader: Reader, name: str, data: bytes) -> None:
    """Whatever the bytes are: a sound document or a SourceError, and `accepts` says a number."""
    raw = Raw(name, data)
    assert 0 <= reader.accepts(raw) <= 100
    try:
        checked(reader, raw)
    except SourceError as error:
        assert error.message


def pieced(tokens: Sequence[str]) -> st.SearchStrategy[str]:
    """Texts made of a format's own signs and a few words."""
    words = [
        "word",
        "Two words. ",
        "\n",
        "\n\n",
        " ",
        "  ",
        "A",
        "é",
        "7",
        "(",
        ")",
        "[",
        "]",
        "*",
        "_",
        ":",
        ".",
        "\t",
        "\r\n",
    ]
    return st.lists(st.sampled_from([*tokens, *words]), max_size=40).map("".join)


def mutated(data: bytes) -> st.SearchStrategy[bytes]:
    """A file with stretches cut out, doubled, or overwritten."""

    def change(edits: list[tuple[int, int, bytes]]) -> bytes:
        result = data
        for at, length, insert in edits:
            begin = at % (len(result) + 1)
            result = result[:begin] + insert + result[begin + length :]
        return result

    edit = st.tuples(st.integers(0, 1 << 20), st.integers(0, 60), st.binary(max_size=6))
    return st.lists(edit, max_size=6).map(change)


class AnyInput:
    """What every reader of a text format passes; inherit it as `class TestAnyInput(AnyInput)`."""

    reader: ClassVar[Reader]
    name: ClassVar[str]
    """Of the file that is read."""
    tokens: ClassVar[list[str]]
    """The format's own signs."""
    sample: ClassVar[bytes]
    """A whole file, to be damaged."""

    @given(st.data())
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    def test_any_text_of_its_signs_is_accounted_for(self, data: st.DataObject) -> None:
        never_fails(self.reader, self.name, data.draw(pieced(self.tokens)).encode())

    @given(st.data())
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_a_damaged_file_gives_a_document_or_a_source_error(self, data: st.DataObject) -> None:
        never_fails(self.reader, self.name, data.draw(mutated(self.sample)))

    @given(st.binary(max_size=200))
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_any_bytes_give_a_document_or_a_source_error(self, data: bytes) -> None:
        never_fails(self.reader, self.name, data)
