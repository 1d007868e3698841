"""Finds matter that is read out within a turn: a letter, a telegram, a statement; a short quotation in talk is none.

It is told by three things: the reader marked the paragraph; a quotation goes over several paragraphs; or a quotation of
several sentences is introduced as one that is read, or has the address or the ending of a letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.data import table
from readaloud.model import Part

Span = tuple[int, int]

_MARKS = re.compile(r"[“”„«»\"]")
_SENTENCE_END = re.compile(r"[.!?…][”\"’)]*\s+(?=[“\"‘(]*[A-ZÀ-Þ])")
_LEAST_WORDS = 15
"""Of a letter in one paragraph; two short sentences are said in talk as often as read."""
_CONTEXT = 260
"""Letters before a quotation in which its introduction is looked for: about two sentences."""
_NESTED = re.compile(r"[‘“„«][^‘“”„«»]{2,}?[.!?…][’”“»](?!\w)")
_DATELINE = re.compile(r"[(\[]?[^.!?]{0,50}\b\d{4}\b[^.!?]{0,12}[)\]]?\.?")


@dataclass(frozen=True, slots=True)
class _Quotation:
    """One from its opening mark to its closing one."""

    first: int
    """Number of its first paragraph within the turn."""
    begin: int
    last: int
    end: int


def read_out(part: Part, language: str) -> dict[int, tuple[Span, ...]]:
    """Block → the stretches of its text that are read out; blocks without any are left out."""
    turns = _turns(part)
    opened = sum(part.blocks[turn[0]].text[:1] in ("“", '"', "„", "«") for turn in turns)
    in_quotes = opened * 3 > len(turns) > 2  # a note that quotes a talk: the marks are the turns' own
    found: dict[int, list[Span]] = {}
    spoken: list[str] = []
    for turn in turns:
        texts = [part.blocks[index].text for index in turn]
        for number, index in enumerate(turn):
            if part.blocks[index].quoted and texts[number]:
                found.setdefault(index, []).append((0, len(texts[number])))
        if not in_quotes and not any(part.blocks[index].quoted for index in turn):
            for quotation in _quotations(texts):
                if _is_read(quotation, texts, " ".join(spoken[-3:]), language):
                    for number, span in _spans(quotation, texts):
                        found.setdefault(turn[number], []).append(span)
        spoken.append(" ".join(texts))
    return {index: tuple(spans) for index, spans in found.items()}


def _turns(part: Part) -> list[list[int]]:
    """Blocks of each turn that hold words of its speaker."""
    turns: list[list[int]] = []
    last: int | None = None
    for index, block in enumerate(part.blocks):
        if block.turn is None or block.role not in ("speech", "narration", "list-item"):
            continue
        if block.turn != last:
            turns.append([])
            last = block.turn
        turns[-1].append(index)
    return turns


def _quotations(texts: Sequence[str]) -> list[_Quotation]:
    """The outermost ones; each further paragraph of one opens it anew, only the last closes it."""
    found: list[_Quotation] = []
    german = any("„" in text for text in texts)
    start: tuple[int, int] | None = None
    depth = 0
    for number, text in enumerate(texts):
        depth = min(depth, 1)  # a mark that was forgotten must not swallow what follows
        for mark in _MARKS.finditer(text):
            at = mark.start()
            if _opens(text, at, german):
                if start is not None and not text[:at].strip():
                    continue
                start = start or (number, at)
                depth += 1
            elif start is not None:
                depth -= 1
                if depth == 0:
                    found.append(_Quotation(*start, number, at + 1))
                    start = None
        if start is not None and not _goes_on(texts[number + 1 :], german):
            start, depth = None, 0
    return found


def _opens(text: str, at: int, german: bool) -> bool:
    sign = text[at]
    if sign == '"':
        return at == 0 or text[at - 1].isspace() or text[at - 1] in "([—–"
    return sign in "„«" or (sign == "“" and not german)


def _goes_on(texts: Sequence[str], german: bool) -> bool:
    """Whether a quotation that is open at a paragraph's end is taken up by the next one, or closed by it."""
    if not texts:
        return False
    marks = [mark.start() for mark in _MARKS.finditer(texts[0])]
    return bool(marks) and (not texts[0][: marks[0]].strip() or not _opens(texts[0], marks[0], german))


def _is_read(quotation: _Quotation, texts: Sequence[str], before: str, language: str) -> bool:
    words = _content(quotation, texts)
    count = len(words.split())
    if quotation.last > quotation.first:
        return count >= _LEAST_WORDS
    if count < _LEAST_WORDS or not _SENTENCE_END.search(words):
        return False
    signs = table("reported.toml").get(language.split("-")[0].lower(), table("reported.toml")["en"])
    lead = texts[quotation.first][: quotation.begin]
    lead = " ".join([*texts[: quotation.first], lead])
    if not lead.strip():
        lead = before  # “Would you read it to me?” – “Certainly.” – and then the letter
    return bool(
        re.search(signs["introduced"], lead[-_CONTEXT:], re.IGNORECASE)
        or re.match(signs["address"], words)
        or re.search(signs["ending"], words)
    )


def _content(quotation: _Quotation, texts: Sequence[str]) -> str:
    return " ".join(texts[number][a:b] for number, (a, b) in _own(quotation, texts)).strip('“”„«»" ')


def _own(quotation: _Quotation, texts: Sequence[str]) -> list[tuple[int, Span]]:
    spans = []
    for number in range(quotation.first, quotation.last + 1):
        begin = quotation.begin if number == quotation.first else 0
        end = quotation.end if number == quotation.last else len(texts[number])
        spans.append((number, (begin, end)))
    return spans


def _spans(quotation: _Quotation, texts: Sequence[str]) -> list[tuple[int, Span]]:
    """Of the quotation, and of the date that stands under a letter."""
    spans = _own(quotation, texts)
    after = quotation.last + 1
    under = not texts[quotation.last][quotation.end :].strip()
    if quotation.last > quotation.first and under and after < len(texts) and _DATELINE.fullmatch(texts[after].strip()):
        spans.append((after, (0, len(texts[after]))))
    return spans


def nested(text: str, letter: Span) -> tuple[Span, ...]:
    """Stretches of read-out matter that are quotations themselves, of whole sentences: others stay in their sentence."""
    begin, end = letter
    found = []
    for match in _NESTED.finditer(text, begin + 1, end):
        before = text[: match.start()].rstrip()
        if before[-1:] in ".!?:…" and match.end() < end:
            found.append(match.span())
    return tuple(found)
