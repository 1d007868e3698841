"""Lines of a plain text → paragraphs: blank lines, indentation, wrapped lines, lists, table rows, page marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from readaloud.model import Inline
from readaloud.readers.offsets.mapped import Builder, Mapped
from readaloud.readers.talk.paragraphs import Paragraph

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]*(?:\r\n|[\r\n\f\v\u2028\u2029]|\Z)")
_ENDS = "\r\n\f\v\u2028\u2029"

PAGE = re.compile(
    r"\[{1,2}(?:[Pp]age|PAGE|[Pp]g\.)(?:[^\S\r\n]+|[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*)"
    r"([A-Za-z]{0,3}[-–]?\d{1,6}[A-Za-z]?|[ivxlcdmIVXLCDM]+)\]{1,2}"
)
"""The mark of a print page, `[Page 234]`, as this and other editions print it."""

BARE_PAGE = re.compile(r"[^\S\r\n]*(\[(\d{1,6})\])[^\S\r\n]*")
"""The same as other editions print it, `[234]`: a page only where it is a paragraph of its own; elsewhere it marks a note."""

_CUT_MARK = re.compile(r"\[{1,2}(?:[Pp]age|PAGE|[Pp]g\.)[^\S\r\n]*$")
_BULLET = re.compile(r"\s*(?:[*•·▪◦‣●]\s+|-\s+(?=\S))")
_RULE = re.compile(r"[\W_]+")
_EMPHASIS = re.compile(
    r"(?<![\w*_])(?P<mark>\*\*|__|\*|_)(?=[^\s*_])(?P<inner>(?:(?!(?P=mark)).){1,400}?)(?<=[^\s*_])(?P=mark)(?![\w*_])"
)
_TABLE = re.compile(r"\S.* \|(?: |$)")
_PLAY = 8
_MIN_WIDTH, _MAX_WIDTH = 40, 100
"""Characters; a text whose lines are longer is not wrapped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source without its end."""

    text: str
    begin: int
    """Offset in the source text."""

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not self.text or self.text.isspace()

    @property
    def columns(self) -> int:
        """Columns that are printed; of the second line where a wrapped page mark makes two lines one."""
        return len(self.text.rstrip().rpartition("\n")[2])

    @property
    def indent(self) -> int:
        """Columns before its first word; a tab goes on to the next eighth."""
        bare = self.text.lstrip()
        return len(self.text[: len(self.text) - len(bare)].expandtabs(8))


def lines(text: str) -> list[Line]:
    """All lines of a text."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        if match.start() == len(text):
            break
        line = Line(match.group().rstrip(_ENDS), match.start())
        cut = _CUT_MARK.search(found[-1].text) if found else None
        if cut and PAGE.match(text, found[-1].begin + cut.start()):
            # A page mark was wrapped: its two lines are taken for one.
            found[-1] = Line(text[found[-1].begin : line.begin + len(line.text)], found[-1].begin)
            continue
        found.append(line)
    return found


def chunks(every: Iterable[Line]) -> list[list[Line]]:
    """Lines between blank lines."""
    found: list[list[Line]] = []
    fresh = True
    for line in every:
        if line.blank:
            fresh = True
        elif fresh:
            found.append([line])
            fresh = False
        else:
            found[-1].append(line)
    return found


@dataclass(frozen=True, slots=True)
class Wrap:
    """How lines are wrapped; a width of 0 when they are not."""

    width: int = 0
    play: int = 0
    """Columns that a full line may stay short of the width."""

    def full(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word had no room on this one."""
        if not self.width:
            return False
        first = following.text.split(maxsplit=1)[0]
        return line.columns + 1 + len(first) > self.width - self.play


def wrapping(every: Sequence[Line]) -> Wrap:
    """How a text is wrapped."""
    longest = max((line.columns for line in every if not line.blank), default=0)
    if not _MIN_WIDTH <= longest <= _MAX_WIDTH:
        return Wrap()
    pairs = [pair for pair in pairwise(every) if not (pair[0].blank or pair[1].blank)]
    strict, loose = Wrap(longest), Wrap(longest, _PLAY)
    exact = sum(strict.full(*pair) for pair in pairs)
    ragged = sum(loose.full(*pair) for pair in pairs)
    if ragged < 2 or ragged * 10 <= len(pairs) * 3:
        return Wrap()
    return strict if exact * 10 >= ragged * 9 else loose


def paragraphs(every: Sequence[Line], wrap: Wrap, source: str, notes: frozenset[str] = frozenset()) -> list[Paragraph]:
    """The paragraphs of a body of lines; `notes` are the numbers that are marked as `[2]` and so are no pages."""
    found: list[Paragraph] = []
    for chunk in chunks(every):
        bare = BARE_PAGE.fullmatch(chunk[0].text) if len(chunk) == 1 else None
        if bare is not None and bare[2] not in notes:
            found.append(Paragraph(kind="pagebreak", n=bare[2], text=_place(chunk[0])))
            continue
        for group in _groups(chunk):
            found.extend(_paragraphs_of(group, wrap, source))
    return found


def _groups(chunk: list[Line]) -> list[list[Line]]:
    """A chunk cut where a list item, a table row, or an indented line begins a paragraph."""
    if all(_TABLE.match(line.text) for line in chunk):
        return [[line] for line in chunk]
    indents = [line.indent for line in chunk]
    first_lines = _first_line_indent(indents)
    found: list[list[Line]] = []
    for index, line in enumerate(chunk):
        begins = not found or _is_bullet(line) or (first_lines and line.indent >= first_lines)
        begins = begins or any(_TABLE.match(row.text) for row in chunk[index - 1 : index + 1])
        if not begins and index and _is_bullet(found[-1][0]) and line.indent <= found[-1][0].indent:
            begins = True
        if begins:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _first_line_indent(indents: list[int]) -> int:
    """The indentation that begins paragraphs where blank lines are missing; 0 when there is none."""
    flush = min(indents)
    deeper = {indent for indent in indents if indent > flush + 1}
    if len(indents) < 3 or not deeper or indents.count(flush) < 2:
        return 0
    return min(deeper) if len(deeper) == 1 and indents[0] in deeper else 0


def _is_bullet(line: Line) -> bool:
    match = _BULLET.match(line.text)
    if match is None or match.end() >= len(line.text):
        return False
    # `*word* …` is emphasis; a hyphen is a bullet only where it is set off.
    return not line.text.lstrip().startswith("-") or line.indent > 0


def _paragraphs_of(group: list[Line], wrap: Wrap, source: str) -> list[Paragraph]:
    page = PAGE.fullmatch(group[0].text.strip()) if group else None
    if page is not None:
        return [
            Paragraph(kind="pagebreak", n=page.group(1), text=_place(group[0])),
            *_paragraphs_of(group[1:], wrap, source),
        ]
    if not group:
        return []
    if all(_RULE.fullmatch(line.text) for line in group):
        return []
    bullet = _BULLET.match(group[0].text) if _is_bullet(group[0]) else None
    ends = [(line.begin + len(line.text.rstrip()), wrap.full(line, following)) for line, following in pairwise(group)]
    text = stretch(source, group[0].begin + (bullet.end() if bullet else 0), group[-1].begin + len(group[-1].text))
    if bullet:
        level = 1 + group[0].indent // 2
        return [Paragraph(text, "list-item", level=level)]
    if len(group) == 1 and _TABLE.match(group[0].text):
        return [Paragraph(_without_last_bar(text), "row")]
    places = [(text.offset(end), full) for end, full in ends]
    return [
        Paragraph(
            text,
            breaks=tuple(at for at, full in places if not full),
            wraps=tuple(at for at, full in places if full),
        )
    ]


def _place(line: Line) -> Mapped:
    """An empty text that knows where it stands."""
    return Mapped("", ((0, line.begin),))


def stretch(source: str, begin: int, end: int) -> Mapped:
    """A stretch of the source as running text: page marks and emphasis told, white space made single."""
    builder = Builder()
    for match in PAGE.finditer(source, begin, end):
        builder.add(source[begin : match.start()], begin)
        builder.mark_here("pagebreak", match.group(1))
        begin = match.end()
    builder.add(source[begin:end], begin)
    return emphasis(builder.build())


def emphasis(text: Mapped) -> Mapped:
    """`_word_` and `*word*` become marks; the signs are no part of the text."""
    if "_" not in text.text and "*" not in text.text:
        return text
    cuts: list[tuple[int, int]] = []
    marks: list[Inline] = []
    for match in _EMPHASIS.finditer(text.text):
        begin, end = match.span("inner")
        cuts += [(match.start(), begin), (end, match.end())]
        marks.append(Inline(begin, end, "strong" if len(match.group("mark")) == 2 else "emphasis"))
    return text.without(cuts, marks) if cuts else text


def _without_last_bar(text: Mapped) -> Mapped:
    bare = text.text.rstrip(" |")
    return text.part(0, len(bare))
