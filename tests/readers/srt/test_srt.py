"""SubRip: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.readers.captions.srt import SubRip
from tests.readers.text_cases import cases, mutated, never_fails, pieced, read_case

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
SAMPLE = next(CASES[0].glob("in.*")).read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    read_case(READER, case, update_golden)


@given(pieced(TOKENS))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_of_its_signs_is_accounted_for(text: str) -> None:
    never_fails(READER, "in.srt", text.encode())


@given(mutated(SAMPLE))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_gives_a_document_or_a_source_error(data: bytes) -> None:
    never_fails(READER, "in.srt", data)


@given(st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_bytes_give_a_document_or_a_source_error(data: bytes) -> None:
    never_fails(READER, "in.srt", data)
