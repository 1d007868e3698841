"""WebVTT: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.readers.base import Raw
from readaloud.readers.captions.webvtt import WebVTT
from tests.readers.text_cases import cases, checked, mutated, never_fails, pieced, read_case

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
SAMPLE = next(CASES[0].glob("in.*")).read_bytes()


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


@given(pieced(TOKENS))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_of_its_signs_is_accounted_for(text: str) -> None:
    never_fails(READER, "in.vtt", text.encode())


@given(mutated(SAMPLE))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_gives_a_document_or_a_source_error(data: bytes) -> None:
    never_fails(READER, "in.vtt", data)


@given(st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_bytes_give_a_document_or_a_source_error(data: bytes) -> None:
    never_fails(READER, "in.vtt", data)
