"""CongressionalRecord: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.readers.base import Raw
from readaloud.readers.congress.congressional_record import CongressionalRecord
from tests.readers.text_cases import AnyInput, cases, checked, read_case

HERE = Path(__file__).parent
CASES = cases(HERE)
READER = CongressionalRecord()
TOKENS = [
    "[Congressional Record Volume 1, Number 2 (Monday)]\n",
    "[House]\n",
    "<html><pre>",
    "</pre>",
    '<a href="x">',
    "&amp;",
    "&eacute;",
    "\n  Mr. BROWN of Ohio. ",
    "\n  The SPEAKER pro tempore. ",
    "\n\n[[Page H12]]\n\n",
    "\n\n{time} 1200\n\n",
    "\n____________________\n",
    "                    TITLE\n",
    "\n  ",
    "(Mr. X asked.)",
    "[Laughter.]",
    "There was no objection.",
]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    read_case(READER, case, update_golden)


def test_every_word_of_the_corpus_is_accounted_for(corpus: Path) -> None:
    found = sorted((corpus / "samples/congress").iterdir())
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
