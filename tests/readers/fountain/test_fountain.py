"""Fountain: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.readers.base import Raw
from readaloud.readers.fountain.fountain import Fountain
from tests.readers.text_cases import AnyInput, cases, checked, read_case

HERE = Path(__file__).parent
CASES = cases(HERE)
READER = Fountain()
TOKENS = [
    "INT. HOUSE - DAY #1A#",
    "\n\nTOM\n",
    "@Tom ^",
    "(aside)",
    "/*",
    "*/",
    "[[",
    "]]",
    "> ",
    " <",
    "~",
    "===",
    "# Act",
    "= So",
    "!",
    ".",
    "Title: ",
    "Author: ",
    "***",
    "\\*",
    "CUT TO:",
    "TOM (V.O.)",
]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    read_case(READER, case, update_golden)


def test_every_word_of_the_corpus_is_accounted_for(corpus: Path) -> None:
    found = sorted((corpus / "samples/fountain").iterdir())
    assert found
    for path in found:
        raw = Raw(path.name, path.read_bytes())
        document = checked(READER, raw)
        assert READER.accepts(raw) >= 80, path.name
        assert document.parts[0].blocks, path.name


class TestAnyInput(AnyInput):
    reader = READER
    name = "in.fountain"
    tokens = TOKENS
    sample = next(CASES[0].glob("in.*")).read_bytes()
