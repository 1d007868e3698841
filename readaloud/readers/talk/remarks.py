"""Tells remarks about the talk, `(laughter)`, `[unclear]`, from words in brackets that belong to the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Literal, TypeAlias

from readaloud.model import Block, Inline
from readaloud.readers.words import word_list

Sort: TypeAlias = Literal["stage", "supplied", ""]

_BRACKETS = re.compile(r"\[[^\[\]]{0,400}\]|\([^()\[\]]{0,400}\)")
_SENTENCE = re.compile(r"[A-ZÀ-Þ]\w*\s(?:.*\s)?[^\WA-ZÀ-Þ]\w*[.!]", re.DOTALL)
"""After a sentence, a sentence in square brackets is told of the talk: `All in favor? [A show of hands.] Carried.`; it ends in
a small letter, unlike what an editor completes before a name: `[Air Force Lt.] Colonel`."""
_ENDED = re.compile(r"(?:^|[.?!…”\"])\s*\Z")
_MAX_SUPPLIED = 8
"""Words; what is longer in square brackets is an editor's remark."""


def mark_remarks(block: Block) -> Block:
    """The block with its remarks and the editor's words marked."""
    if block.role not in ("speech", "narration", "list-item"):
        return block
    found = tuple(remarks(block.text, talk=block.turn is not None))
    if not found:
        return block
    return replace(block, marks=tuple(sorted([*block.marks, *found], key=lambda mark: mark.begin)))


def remarks(text: str, talk: bool) -> Iterator[Inline]:
    """Marks for what stands in brackets; parentheses count only where somebody talks."""
    if "[" not in text and "(" not in text:
        return
    for match in _BRACKETS.finditer(text):
        begin, end = match.span()
        sort: Sort
        content = match.group()[1:-1].strip()
        if _pattern("addressed", False).fullmatch(content) and _begins_sentence(text, begin):
            sort = "stage" if talk or text[begin] == "[" else ""
        elif text[begin] == "[":
            glued = text[begin - 1 : begin].isalpha() or text[end : end + 1].isalpha()
            sort = "supplied" if glued else in_brackets(content)
            if _SENTENCE.fullmatch(content) and _ENDED.search(text, max(0, begin - 3), begin):
                sort = "stage"
        else:
            sort = in_parentheses(content) if talk else ""
        if sort:
            yield Inline(begin, end, sort)


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip()[-1:]
    return not before or before in '.?!:;—…)]”"'


def in_brackets(content: str) -> Sort:
    """What an editor put in square brackets: a remark, or a word for the sentence."""
    content = content.strip()
    if not any(map(str.isalnum, content)) and content.strip("?"):
        return ""
    if _fits("heard", content) or _fits("editors", content) or _pattern("acts", False).fullmatch(content):
        return "stage"
    return "stage" if len(content.split()) > _MAX_SUPPLIED else "supplied"


def in_parentheses(content: str) -> Sort:
    """Parentheses in a speaker's words are the speaker's, unless they tell what was heard or done."""
    content = content.strip()
    if _fits("heard", content) or _pattern("acts", False).fullmatch(content):
        return "stage"
    return ""


def _fits(key: str, content: str) -> bool:
    return _pattern(key, True).fullmatch(content) is not None


@cache
def _pattern(key: str, any_case: bool) -> re.Pattern[str]:
    expression = "|".join(f"(?:{line})" for line in word_list("remarks", key))
    return re.compile(expression, re.IGNORECASE if any_case else 0)
