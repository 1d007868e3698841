"""Gutenberg: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.readers.base import Raw
from readaloud.readers.gutenberg.gutenberg import Gutenberg
from tests.readers.text_cases import AnyInput, cases, checked, read_case

HERE = Path(__file__).parent
CASES = cases(HERE)
READER = Gutenberg()
TOKENS = [
    "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\n",
    "\n\nTOM.\n\n",
    "\n\nTOM. ",
    "\n\nBEN. ",
    "_Ben._ ",
    "\n\nACT I\n\n",
    "SCENE II. A hill",
    "[1]",
    "\n\n[1] ",
    "[Footnote 2: ",
    "[2]",
    "{3}",
    "[Pg 4]",
    "[_Exit._]",
    "(_aside_)",
    "_",
    "Dramatis Personae\n\n",
    "TOM, a tinker\n",
    "Contents\n\n",
    "[Transcriber's Note: ",
    "Transcriber's Note\n\n",
    "Enter Tom.",
    "CURTAIN",
    "}",
    "=bold=",
    "[Illustration]",
    "THE END",
    "End of the Project Gutenberg EBook",
]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    read_case(READER, case, update_golden)


def test_every_word_of_the_corpus_is_accounted_for(corpus: Path) -> None:
    found = sorted((corpus / "samples/gutenberg").iterdir())
    assert found
    for path in found:
        raw = Raw(path.name, path.read_bytes())
        document = checked(READER, raw)
        assert READER.accepts(raw) >= 80, path.name
        assert document.parts[0].blocks, path.name


class TestAnyInput(AnyInput):
    reader = READER
    name = "in.txt"
    tokens = TOKENS
    sample = next(CASES[0].glob("in.*")).read_bytes()
