"""Text of plain-text books: paragraphs, and the signs inside them for emphasis, stage directions, notes and pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from readaloud.readers import reasons
from readaloud.readers.offsets.stretches import Account, Passage, lines

_TOKEN = re.compile(
    r"(?P<page>\[(?:Pg|Page|page|p\.) ?(?P<n>[\divxlcdm]{1,6})\]|\{(?:p\. ?|Page )?(?P<m>\d{1,4}[a-z]?)\})"
    r"|(?P<ref>\[(?P<label>\d{1,3}|[A-Za-z]|\*{1,3}|†|‡)\])"
    r"|(?P<number>(?<=\S)[ \t]{3,}\d{1,4}(?=[ \t]*(?:\r?\n|\Z)))"
    r"|(?P<blank>__+)|(?P<italic>_)|(?P<bold>=(?=\w[^=\n]{0,60}\w?[.,:;!?]?=)|(?<=[\w.,:;!?])=(?!\w))"
    r"|(?P<open>[\[(])|(?P<close>[\])])|(?P<brace>\})"
)
_DIRECTION = re.compile(r"\(_|\(\s*[A-ZÀ-Þ][^()]*[.!?]_?\s*$")
_ENDS_HERE = re.compile(r"[.!?_]\s*$")


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph: lines that no empty line parts."""

    lines: tuple[tuple[int, int], ...]
    """Begin and end of each in the source, without the white space at their ends."""
    indents: tuple[int, ...]
    """Columns of white space before each."""
    above: int
    """Number of empty lines before it."""

    @property
    def begin(self) -> int:
        """Offset of its first sign."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """Offset after its last sign."""
        return self.lines[-1][1]


def paragraphs(source: str, begin: int, end: int) -> list[Lines]:
    """The paragraphs of a stretch of the source."""
    found: list[Lines] = []
    group: list[tuple[int, int]] = []
    indents: list[int] = []
    above = blank = 0
    for first, last in [*lines(source, begin, end), (end, end)]:
        text = source[first:last]
        stripped = text.strip()
        if stripped:
            if not group:
                above = blank
            lead = len(text) - len(text.lstrip())
            group.append((first + lead, first + len(text.rstrip())))
            indents.append(len(text[:lead].expandtabs()))
            blank = 0
            continue
        if group:
            found.append(Lines(tuple(group), tuple(indents), above))
            group, indents = [], []
        blank += 1
    if group:
        found.append(Lines(tuple(group), tuple(indents), above))
    return found


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs mean something in this book."""

    pages: bool = True
    """Whether `{12}` is a page; `[Pg 12]` always is."""
    numbers: bool = False
    """Whether numbers at the ends of lines count the lines."""
    asides: bool = True
    """Whether parentheses hold stage directions."""
    bracketed: bool = True
    """Whether brackets hold stage directions."""


def add_printed(
    passage: Passage,
    account: Account,
    begin: int,
    end: int,
    signs: Signs,
    noted: Callable[[str, int], str | None] = lambda label, at: None,
    *,
    first: bool = False,
    inside: bool = False,
) -> bool:
    """Take a stretch; `first` when it follows a label, `inside` when a bracket is open from the paragraph before.

    `noted` gives the key of the note that a mark means. Whether a bracket is open at the end comes back.
    """
    source = account.source
    tokens = list(_TOKEN.finditer(source, begin, end))
    spans, open_at_end = _directions(source, tokens, begin, end, signs, first, inside)
    opens = dict(spans)
    at = begin
    stage: tuple[int, int] | None = None  # offset in the text, end in the source
    italics: int | None = None
    bold: int | None = None
    if inside and begin in opens:
        stage = (passage.here(), opens[begin])
    odd = sum(1 for token in tokens if token.lastgroup == "italic") % 2
    for token in tokens:
        if token.start() < at:
            continue
        kind = token.lastgroup
        if stage is not None and token.start() >= stage[1]:
            passage.add(at, stage[1])
            passage.mark(stage[0], "stage")
            at, stage = stage[1], None
        if kind in ("open", "ref") and token.start() in opens and stage is None:
            passage.add(at, token.start())
            at = token.start()
            stage = (passage.here(), opens[at])
            continue
        if token["page"] and (token["n"] or signs.pages):
            passage.add(at, token.start())
            _page(passage, account, token)
            at = token.end()
        elif token["ref"] and (key := noted(token["label"], token.start())) is not None:
            passage.add(at, token.start())
            passage.point("noteref", key)
            account.skip(token.start(), token.end(), reasons.NOTE_MARK)
            at = token.end()
        elif kind == "number" and signs.numbers:
            passage.add(at, token.start())
            passage.gap()
            account.skip(token.start(), token.end(), reasons.LINE_NUMBER)
            at = token.end()
        elif kind in ("italic", "bold", "brace"):
            passage.add(at, token.start())
            at = token.end()
            if kind == "italic" and stage is None:
                if italics is None:
                    italics = passage.here()
                else:
                    passage.mark(italics, "emphasis")
                    italics = None
            elif kind == "bold":
                if bold is None:
                    bold = passage.here()
                else:
                    passage.mark(bold, "strong")
                    bold = None
    if stage is not None:
        passage.add(at, stage[1])
        passage.mark(stage[0], "stage")
        at = max(at, stage[1])
    passage.add(at, end)
    if italics is not None and odd and not open_at_end:
        passage.mark(italics, "emphasis")
    return open_at_end


def _page(passage: Passage, account: Account, token: re.Match[str]) -> None:
    source = account.source
    if token.start() and source[token.start() - 1].isspace():
        passage.gap()
    passage.point("pagebreak", token["n"] or token["m"])
    account.skip(token.start(), token.end(), reasons.PAGE_MARK)


def _directions(
    source: str, tokens: list[re.Match[str]], begin: int, end: int, signs: Signs, first: bool, inside: bool
) -> tuple[list[tuple[int, int]], bool]:
    """Stretches that are stage directions, outermost only, and whether a bracket stays open."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = [("[", begin)] if inside else []
    carried = inside
    for token in tokens:
        kind = token.lastgroup
        if kind == "open":
            stack.append((token[0], token.start()))
        elif kind == "close":
            opener = "[" if token[0] == "]" else "("
            if stack and stack[-1][0] == opener:
                _, at = stack.pop()
                if at == begin and carried and opener == "[":
                    carried = False
                found.append((at, token.end()))
            elif opener == "[" and any(sign == "[" for sign, _ in stack):
                while stack and stack[-1][0] != "[":
                    stack.pop()
                found.append((stack.pop()[1], token.end()))
    open_at_end = False
    for sign, at in stack:
        if sign != "[":
            continue
        line_end = min((place for place in (source.find("\n", at, end), end) if place >= 0), default=end)
        if at > begin and _ENDS_HERE.search(source[at:line_end]):
            found.append((at, line_end))
        else:
            found.append((at, end))
            open_at_end = True
    result: list[tuple[int, int]] = []
    for at, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if result and at < result[-1][1]:
            continue
        if source[at] == "(" and not (signs.asides and _is_direction(source, at, last, begin, first)):
            continue
        if source[at] == "[" and not signs.bracketed:
            continue
        result.append((at, last))
    return result, open_at_end


def _is_direction(source: str, at: int, last: int, begin: int, first: bool) -> bool:
    """Whether a parenthesis is a stage direction: in italics, a sentence of its own, or right after the label."""
    if first and at == begin:
        return True
    return last - at < 1000 and _DIRECTION.match(source[at : last - 1]) is not None


def plain(source: str, begin: int, end: int) -> str:
    """A stretch without emphasis signs and with single spaces, to compare."""
    return " ".join(re.sub(r"[_=]", "", source[begin:end]).split())


def wholly_marked(source: str, begin: int, end: int) -> bool:
    """Whether a paragraph is one direction: in brackets, or in italics but for names."""
    text = source[begin:end].strip()
    if text[:1] in ("[", "("):
        return _in_brackets(text)
    if text[:1] != "_":
        return False
    inside = text.split("_")[1::2]
    return 2 * sum(map(len, inside)) >= len(text) and text.rstrip(".,;: )]")[-1:] == "_"


def _in_brackets(text: str) -> bool:
    """Whether brackets, one pair after the other, hold the whole text; the last need not be closed."""
    depth = 0
    for match in re.finditer(r"[\[\]()]|[^\W_]+", text):
        sign = match[0]
        if sign in "[(":
            depth += 1
        elif sign in "])":
            depth = max(0, depth - 1)
        elif not depth:
            return False
    return depth == 0 or text[0] == "["
