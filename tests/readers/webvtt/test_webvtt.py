"""WebVTT: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.readers.base import Raw
from readaloud.readers.captions.webvtt import WebVTT
from tests.readers.text_cases import AnyInput, cases, checked, read_case

HERE = Path(__file__).parent
CASES = cases(HERE)
READER = WebVTT()
TOKENS = [
    "WEBVTT",
    "WEBVTT\n\n",
    "00:01.000 --> 00:02.000\n",
    "\n\n00:00:03.000 --> 00:04.000 align:start\n",
    "<v Ann>",
    "<v.loud Ben>",
    "</v>",
    "<i>",
    "</i>",
    "<c>",
    "<00:01.000>",
    "&amp;",
    "&eacute;",
    "&lrm;",
    "NOTE x\n",
    "STYLE\n",
    "ANN: ",
    "- ",
    ">> ",
    "[music]",
    "<b>",
    "<lang de>",
    "</lang>",
    "<x>",
    "Language: de\n",
    "♪",
]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    read_case(READER, case, update_golden)


def test_every_word_of_the_corpus_is_accounted_for(corpus: Path) -> None:
    found = sorted((corpus / "samples/vtt").iterdir())
    assert found
    for path in found:
        raw = Raw(path.name, path.read_bytes())
        document = checked(READER, raw)
        assert READER.accepts(raw) >= 80, path.name
        assert document.parts[0].blocks, path.name


class TestAnyInput(AnyInput):
    reader = READER
    name = "in.vtt"
    tokens = TOKENS
    sample = next(CASES[0].glob("in.*")).read_bytes()
