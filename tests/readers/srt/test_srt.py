"""SubRip: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.readers.captions.srt import SubRip
from tests.readers.text_cases import AnyInput, cases, read_case

HERE = Path(__file__).parent
CASES = cases(HERE)
READER = SubRip()
TOKENS = [
    "1\n",
    "\n\n2\n",
    "00:00:01,000 --> 00:00:02,000\n",
    "00:00:03,000 --> 00:00:04,000 X1:1\n",
    "ANN: ",
    "BEN: ",
    "- ",
    ">> ",
    "[music]",
    "(laughs)",
    "<i>",
    "</i>",
    "{\\an8}",
    "<font color=red>",
    "&amp;",
    "♪",
]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    read_case(READER, case, update_golden)


class TestAnyInput(AnyInput):
    reader = READER
    name = "in.srt"
    tokens = TOKENS
    sample = next(CASES[0].glob("in.*")).read_bytes()
