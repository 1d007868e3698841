"""Fits text into columns: lines of a page, and cards of a few short lines that end where a reader would pause."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.writers.reading import printable

_WIDE = (
    r"\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
)
_CLOSING = r"、。，．：；？！）」』】〕〉》”’…ー々"
"""Signs that no line begins with (JIS X 4051)."""
_PIECE = re.compile(rf"[（「『【〔〈《]*[{_WIDE}][{_CLOSING}]*|\.(?: \.)+(?!\S)|[^\s{_WIDE}]+")
"""A sign of a script without blanks with what holds to it; dots of an omission, as print spaces them; a word."""
_SHORT = re.compile(r"\d+\.|[^\W\d_]{1,2}\.")
_SENTENCE_ENDS, _CLAUSE_ENDS = ".!?。！？…:：", ",;，；、—–"

_CARD = 40.0
"""What a card costs, so that there are not more than needed; the other numbers are weighed against it."""
_INSIDE, _CLAUSE, _END = 30.0, 8.0, 0.0
"""A break inside a clause, after a comma, after a sentence."""
_MUTE = 2 * _INSIDE
"""A card of signs alone, as `. . .` before a sentence: it would be gone before it is seen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a sign of a script without blanks: what no line is broken in."""

    begin: int
    """Offset in the text."""
    end: int
    """Offset after its last sign."""
    width: int
    """Columns; a sign of Chinese or Japanese takes two."""
    spaced: bool
    """Whether a blank stands before it."""


Row = tuple[int, int]
"""Offsets in the text of a line's begin and end."""


def cards(text: str, columns: int, rows: int, first: int = 0) -> tuple[tuple[Row, ...], ...]:
    """The lines of each card: at most `rows` of `columns`, the first line of all shorter by `first`.

    All that is not blank is on exactly one of them, in order. Breaks are chosen as TeX chooses them, by the least sum of
    costs over the whole text (Knuth & Plass 1981), so that no card ends one word before the end of a clause.
    """
    pieces = _pieces(text, columns)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        best.append(min(_ways(text, pieces, end, best, columns, rows, first), default=(float("inf"), end - 1)))
    cuts = [len(pieces)]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    found = []
    for begin, end in itertools.pairwise(cuts):
        taken = first if begin == 0 else 0
        broken = _broken(pieces[begin:end], columns, rows, taken) or ((0, end - begin),)
        card = pieces[begin:end]
        found.append(tuple((card[a].begin, card[b - 1].end if b > a else card[a].begin) for a, b in broken))
    return tuple(found)


def wrapped(text: str, columns: int, later: int | None = None) -> tuple[str, ...]:
    """The lines of a paragraph, filled one after another: the first of `columns`, the others of `later`, if it is told."""
    later = columns if later is None else later
    width = max(columns, later)
    pieces = _pieces(text, min(columns, later))
    rows = _filled(pieces, width, width - columns)
    if later < columns and rows:
        rows = (rows[0], *((rows[0][1] + a, rows[0][1] + b) for a, b in _filled(pieces[rows[0][1] :], later, 0)))
    return tuple(" ".join(printable(text[pieces[a].begin : pieces[b - 1].end]).split()) for a, b in rows if b > a)


def _ways(
    text: str, pieces: Sequence[Piece], end: int, best: Sequence[tuple[float, int]], columns: int, rows: int, first: int
) -> list[tuple[float, int]]:
    """Cost and begin of each card that may end before the piece `end`."""
    found = []
    for begin in range(end - 1, -1, -1):
        taken = first if begin == 0 else 0
        fits = _broken(pieces[begin:end], columns, rows, taken) is not None
        if not fits and end - begin > 1:
            break
        empty = 1 - _width(pieces[begin:end]) / (columns * rows)
        cost = best[begin][0] + _CARD + 10 * empty**2 + (_break(text, pieces[end - 1]) if end < len(pieces) else 0.0)
        mute = not any(sign.isalnum() for sign in text[pieces[begin].begin : pieces[end - 1].end])
        found.append((cost + _MUTE if mute else cost, begin))
    return found


def _break(text: str, piece: Piece) -> float:
    word = text[piece.begin : piece.end].rstrip("\"'”’)]»")
    last = word[-1:]
    if _SHORT.fullmatch(word):
        return _INSIDE  # "12." and "Mr." end nothing
    return _END if last and last in _SENTENCE_ENDS else _CLAUSE if last and last in _CLAUSE_ENDS else _INSIDE


def _broken(pieces: Sequence[Piece], columns: int, rows: int, taken: int) -> tuple[Row, ...] | None:
    """The pieces as the fewest lines, as even as they can be; None if they do not fit."""
    for count in range(1, rows + 1):
        widest = _filled(pieces, columns, taken)
        if len(widest) > count or not widest:
            continue
        if count == 1:
            return widest
        total = _width(pieces) + taken
        for limit in range(max(-(-total // count), taken), columns + 1):
            even = _filled(pieces, limit, taken)
            if even and len(even) <= count:
                return even
        return widest
    return None


def _filled(pieces: Sequence[Piece], columns: int, taken: int) -> tuple[Row, ...]:
    """Lines filled one after another; empty if a piece is wider than a line."""
    found: list[Row] = []
    begin, width = 0, taken
    for index, piece in enumerate(pieces):
        blank = 1 if piece.spaced and index > begin else 0
        if width + blank + piece.width <= columns:
            width += blank + piece.width
            continue
        if index == begin and (found or not taken):
            return ()
        found.append((begin, index))  # nothing, where a long name has the line for itself
        begin, width = index, piece.width
        if width > columns:
            return ()
    return (*found, (begin, len(pieces)))


def _width(pieces: Sequence[Piece]) -> int:
    return sum(piece.width + (piece.spaced and number > 0) for number, piece in enumerate(pieces))


def _pieces(text: str, columns: int) -> list[Piece]:
    found: list[Piece] = []
    for match in _PIECE.finditer(text):
        spaced = match.start() > 0 and text[match.start() - 1].isspace()
        if not printable(match[0]).strip():
            continue
        begin = match.start()
        for end in _cuts(match[0], columns):
            piece = text[begin : match.start() + end]
            found.append(Piece(begin, match.start() + end, width_of(piece), spaced and begin == match.start()))
            begin = match.start() + end
    return found


def _cuts(word: str, columns: int) -> list[int]:
    """Where a word that is wider than a line is cut; its end alone for others."""
    if width_of(word) <= columns:
        return [len(word)]
    found, width = [], 0
    for offset, sign in enumerate(word):
        own = width_of(sign)
        if width + own > columns:
            found.append(offset)
            width = 0
        width += own
    return [*found, len(word)]


def width_of(text: str) -> int:
    """Columns that a text takes (UAX #11)."""
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Me", "Cf") or not printable(sign)
        else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def times(
    shown: Sequence[tuple[Row, ...]], text: str, begin: int, end: int, words: Sequence[tuple[int, float]]
) -> tuple[tuple[int, int], ...]:
    """Begin and end of each card in samples: with its first word where times of words are known, else by its share."""
    size = max(1, len(text))
    starts = [begin]
    for card in shown[1:]:
        share = card[0][0] / size
        starts.append(_moment(share, begin, end, words))
    if any(later <= earlier for earlier, later in zip(starts, [*starts[1:], end], strict=True)):
        starts = [begin + (end - begin) * index // len(starts) for index in range(len(starts))]
    return tuple(zip(starts, [*starts[1:], end], strict=True))


def _moment(share: float, begin: int, end: int, words: Sequence[tuple[int, float]]) -> int:
    """When the word at a place in the text begins: the known one that is nearest to it, if it is near."""
    if words:
        away, moment = min(((abs(place - share), moment) for moment, place in words), key=lambda near: near[0])
        if away <= 0.05:
            return moment
    return begin + int((end - begin) * share)
