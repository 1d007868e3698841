"""Lines of the Congressional Record as paragraphs and turns: labels in capitals, page marks, time marks, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from readaloud.model import Block, Role
from readaloud.readers import reasons
from readaloud.readers.offsets.entities import REFERENCE, sign_of
from readaloud.readers.offsets.stretches import Account, Passage, lines
from readaloud.readers.talk.remarks import mark_remarks

_PAGE = re.compile(r"[ \t]*\[\[Page (?P<n>[^\[\]\n]{1,20})\]\][ \t]*$")
_TIME = re.compile(r"[ \t]*\{time\}[ \t]*\d{1,4}[ \t]*$")
_RULE = re.compile(r"[ \t]*[_\-=]{4,}[ \t]*$")
_HEAD = re.compile(
    r"[ \t]*(?:\[(?:Congressional Record|(?:House|Senate|Joint) Hearing|House|Senate|Joint|Extensions of Remarks"
    r"|Daily Digest|Pages? |From the U\.S\. Government|H\.? ?[A-Z]?|S\.? ?)[^\[\]\n]{0,200}\]?"
    r"|From the (?:Congressional Record Online|U\.S\. Government)|\[?<a href)"
)
_NAME = r"(?:(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O['’])?[A-ZÀ-Þ][A-ZÀ-Þ'’\-]+)"
_STATE = r"(?:\s+of\s+(?:the\s+)?[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,2})?"
_CHAIR = r"(?:\s+\((?:Mr|Mrs|Ms|Miss|Dr)\.?\s+[^()]{1,60}\))?"
_LABEL = re.compile(
    rf"(?P<label>(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+(?:[A-Z]\.\s+)*{_NAME}(?:\s+(?:{_NAME}|[A-Z]\.|and\s+(?:Mr|Ms|Mrs)\.))*{_STATE}"
    rf"|(?:The\s+)?(?:Acting\s+|ACTING\s+)?(?:[A-Z]{{4,}}(?:\s+[A-Z]{{2,}}){{0,4}})(?:\s+pro\s+tempore)?{_CHAIR}"
    rf"|(?:Senator|Representative|Chairman|Chairwoman)\s+{_NAME}(?:\s+{_NAME})*)(?P<separator>\.)(?=\s|$)"
)
_OFFICE = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Senator|Representative|Congressman|Congresswoman|Chairman|Chairwoman|Chair|Secretary|Admiral"
)
_OFFICE += (
    r"|General|Colonel|Captain|Ambassador|Governor|Mayor|Sheriff|Chief|Judge|Justice|Professor|Director|Commissioner)"
)
_HEARING_LABEL = re.compile(
    rf"(?P<label>(?:The\s+(?:Chairman|Chairwoman|Chair|Clerk)|{_OFFICE}\.?\s+[A-Z][\w'’\-]+(?:\s+[A-Z][\w'’\-]+){{0,2}}){_STATE})"
    r"(?P<separator>\.)(?=\s+(?:[\"“`(]?[A-Z0-9]|\[)|\s*$)"
)
_RECORDED = re.compile(
    r"There\s+(?:was|being|were)\s+no\s+objection|The\s+(?:Clerk|(?:[a-z]+\s+){0,3}clerk)\s+(?:read|proceeded|called|announced"
    r"|designated)|The\s+(?:question|vote|previous\s+question|yeas\s+and\s+nays|result)\s+(?:was|were|of)"
    r"|The\s+(?:bill|motion|(?:joint\s+|concurrent\s+)?resolution|amendment|Journal|preamble|title)s?\b[^.]{0,80}\s(?:was|were)\s"
    r"|A\s+motion\s+to\s+reconsider|The\s+text\s+of\s+the|Accordingly\s+\(|So\s+the\s+|A\s+recorded\s+vote\s+was"
    r"|The\s+(?:Senate|House),?\s+(?:at|met|proceeded|resumed|in\s+recess)"
)
_MARKS = re.compile(r"(?P<tag></?[A-Za-z][^<>\n]{0,300}>)|(?P<reference>" + REFERENCE.pattern + ")")
_CENTRED = 8
"""Columns of white space before a line that is set in the middle."""


@dataclass(slots=True)
class _Open:
    """A paragraph that is going on: stretches of text and, between them, page marks."""

    spans: list[tuple[int, int, str]] = field(default_factory=list)
    """Begin, end, and the label of the page where it is a page mark."""

    @property
    def begin(self) -> int:
        return self.spans[0][0]


class Record:
    """Reads a document of the record."""

    def __init__(self, account: Account, hearing: bool) -> None:
        self._account = account
        self._source = account.source
        self._hearing = hearing
        self._open: _Open | None = None
        self._pages: list[tuple[int, int, str]] = []
        self._heading: list[tuple[int, int]] = []
        self._turn = -1
        self._speaking = False
        self.title = ""
        self.blocks: list[Block] = []

    def read(self, begin: int, end: int) -> None:
        """Read all lines."""
        shown = lines(self._source, begin, end)
        at = self._header(shown)
        blank = True
        for first, last in shown[at:]:
            text = self._source[first:last]
            if not text.strip():
                blank = True
                continue
            self._line(first, last, text, blank)
            blank = False
        self._close_heading()
        self._close()
        self._free_pages()

    def _header(self, shown: list[tuple[int, int]]) -> int:
        """Skip the lines above the title that tell volume, chamber and pages."""
        at = 0
        while at < len(shown) and at < 40:
            first, last = shown[at]
            if self._source[first:last].strip():
                if not _HEAD.match(self._source, first, last):
                    break
                self._account.skip(first, last, reasons.RUNNING_HEAD)
            at += 1
        return at

    def _line(self, first: int, last: int, text: str, blank: bool) -> None:
        indent = len(text[: len(text) - len(text.lstrip())].expandtabs())
        if (page := _PAGE.match(text)) is not None:
            self._close_heading()
            self._pages.append((first, last, page["n"].strip()))
        elif _TIME.match(text):
            self._account.skip(first, last, reasons.TIME_MARK)
        elif _RULE.match(text):
            self._close_heading()
            self._close()
            self._speaking = False
        elif _HEAD.match(text) and text.rstrip().endswith("]") and not self._speaking:
            self._close()
            self._account.skip(first, last, reasons.RUNNING_HEAD)
        elif indent >= _CENTRED and (text.isupper() or (self._heading and not blank) or _is_centred(text, indent)):
            self._close()
            self._free_pages()
            if self._heading and blank:
                self._close_heading()
            self._heading.append((first, last))
        else:
            self._close_heading()
            goes_on = indent == 0 and self._open is not None and (not blank or self._pages)
            if not goes_on and self._open is not None and indent == 0 and blank and not self._ended():
                goes_on = True  # only a time mark stood between
            if not goes_on:
                self._close()
                self._free_pages()
                self._open = _Open()
            assert self._open is not None
            self._open.spans += self._pages
            self._pages = []
            self._open.spans.append((first, last, ""))

    def _ended(self) -> bool:
        """Whether the paragraph that is open ends with a sentence."""
        assert self._open is not None
        _, end, _ = self._open.spans[-1]
        return self._source[max(0, end - 20) : end].rstrip().endswith((".", "!", "?", ":", "''", '"', "]"))

    def _free_pages(self) -> None:
        """Pages that begin between paragraphs."""
        for first, last, n in self._pages:
            self._account.skip(first, last, reasons.PAGE_MARK)
            self.blocks.append(Block("pagebreak", n=n, source_begin=first))
        self._pages = []

    def _close_heading(self) -> None:
        heading, self._heading = self._heading, []
        if not heading:
            return
        self._speaking = False
        passage = Passage(self._account)
        for first, last in heading:
            passage.gap()
            self._take(passage, first, last)
        if not passage.length:
            return
        block = passage.block("heading", level=2)
        if not self.title:
            self.title = block.text
            block = Block("title", block.text, block.marks, level=1, source_begin=block.source_begin)
        self.blocks.append(block)

    def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is None:
            return
        begin = opened.begin
        text_end = next((first for first, _, n in opened.spans if n), opened.spans[-1][1])
        lead = begin + len(self._source[begin:text_end]) - len(self._source[begin:text_end].lstrip())
        label = (_HEARING_LABEL if self._hearing else _LABEL).match(self._source, lead, min(text_end, lead + 200))
        label = label or (_LABEL.match(self._source, lead, min(text_end, lead + 200)) if self._hearing else None)
        passage = Passage(self._account)
        values: dict[str, Any] = {}
        role: Role = "narration"
        after = begin
        if label is not None:
            self._account.skip(*label.span("label"), reasons.LABEL)
            self._turn += 1
            self._speaking = True
            after = label.end()
            role = "speech"
            values = {"label": " ".join(label["label"].split()), "separator": ".", "turn": self._turn}
        elif self._source[lead] in "([" and self._source[:text_end].rstrip().endswith((")", "]", ").")):
            role = "stage"
        elif _RECORDED.match(self._source, lead, min(text_end, lead + 200)):
            self._speaking = False
        elif self._speaking:
            role, values = "speech", {"turn": self._turn}
        for first, last, n in opened.spans:
            passage.gap()
            if n:
                passage.point("pagebreak", n)
                self._account.skip(first, last, reasons.PAGE_MARK)
            else:
                self._take(passage, max(first, after), last)
        self.blocks.append(mark_remarks(passage.block(role, **values)))

    def _take(self, passage: Passage, begin: int, end: int) -> None:
        """Take a line without tags and with character references as the signs they stand for."""
        at = begin
        for token in _MARKS.finditer(self._source, begin, end):
            sign = sign_of(token[0]) if token["reference"] else ""
            if sign is None:
                continue
            passage.add(at, token.start())
            passage.literal(sign)
            self._account.skip(*token.span(), reasons.MARKUP)
            at = token.end()
        passage.add(at, end)


def _is_centred(text: str, indent: int) -> bool:
    """Whether a line of 72 columns at most has about as much space before as behind it."""
    width = len(text.strip())
    return indent >= 12 and width < 50 and abs((72 - width) // 2 - indent) <= 3
