"""Markdown: each directory is one behaviour."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud.readers.base import Raw
from readaloud.readers.markdown.markdown import Markdown
from tests.readers.text_cases import AnyInput, cases, checked, read_case

HERE = Path(__file__).parent
CASES = cases(HERE)
READER = Markdown()
TOKENS = [
    "**Ann:** ",
    "**Ann**: ",
    "\n\n**Ben:** ",
    "# ",
    "### Why?\n\n",
    "> ",
    "- ",
    "1. ",
    "[^1]",
    "\n\n[^1]: ",
    "    ",
    "```",
    "`",
    "[a](http://b)",
    "![c](d)",
    "[e][f]",
    "\n\n[f]: http://g\n",
    "<!--",
    "-->",
    "<br>",
    "&amp;",
    "&eacute;",
    "\\[08:17\\]",
    "[08:17]",
    "|",
    "| - | - |\n",
    "---\n",
    "title: T\n",
    "***",
    "~~",
    "__",
    "\\",
    "Ann: ",
    "Q: ",
    "\n\n**Break:** [1:00]\n\n",
]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    read_case(READER, case, update_golden)


def test_every_word_of_the_corpus_is_accounted_for(corpus: Path) -> None:
    found = sorted((corpus / "samples/markdown").iterdir())
    assert found
    for path in found:
        raw = Raw(path.name, path.read_bytes())
        document = checked(READER, raw)
        assert READER.accepts(raw) >= 80, path.name
        assert document.parts[0].blocks, path.name


class TestAnyInput(AnyInput):
    reader = READER
    name = "in.md"
    tokens = TOKENS
    sample = next(CASES[0].glob("in.*")).read_bytes()
