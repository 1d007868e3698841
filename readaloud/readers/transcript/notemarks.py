"""Finds the marks of notes in running text: digits glued to a word, told from numbers by the list of notes.

Every note is placed once and in the order of the list; of all such readings the one that places most notes is taken,
and of those the one that looks most like printed note marks (dynamic programming over all digits in the text).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_RUN = re.compile(
    r"\[\^?(\d{1,4})\]|(?<=\S)(?<!\d)(\d{1,12})(?!\d)|(?<!\S)(\d{2,12})(?!\d)|([¹²³⁰-⁹]{1,4})|([*†‡§¶]{1,3})"
)
"""A bracketed number; digits glued to what is before; digits alone; superscripts; signs."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_PUNCTUATION = ".,;:!?…”’\"')]»"
_MAX_NOTES_IN_A_RUN = 4


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the mark of a note stands."""

    note: int
    """Index in the list of notes."""
    paragraph: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a run of digits: as the marks of the notes `first` to `last`, after a number `begin`s."""

    first: int
    last: int
    begin: int
    end: int
    penalty: int


def place(texts: Sequence[str], numbers: Sequence[str], brackets: bool | None = None) -> list[Placement]:
    """The marks of the notes `numbers` (in the order of the list) in the paragraphs `texts`.

    `brackets` tells that marks are printed as `[1]`; None that it is not known.
    """
    if not numbers:
        return []
    where: dict[str, list[int]] = {}
    for index, number in enumerate(numbers):
        where.setdefault(number, []).append(index)
    longest = max(map(len, numbers))
    tree = _Best(len(numbers) + 1)
    for paragraph, text in enumerate(texts):
        for match in _RUN.finditer(text):
            for reading, value in sorted(
                ((r, tree.best(r.first)) for r in _readings(match, text, where, numbers, longest, brackets)),
                key=lambda pair: -pair[0].last,
            ):
                tree.offer(reading.last + 1, value, reading, paragraph)
    placed = tree.path(numbers)
    return placed + _out_of_order(texts, numbers, placed, where)


def _readings(
    match: re.Match[str],
    text: str,
    where: dict[str, list[int]],
    numbers: Sequence[str],
    longest: int,
    brackets: bool | None,
) -> list[_Reading]:
    """All ways to read a run."""
    bracketed, glued, alone, superscript, sign = match.groups()
    found: list[_Reading] = []
    if bracketed or superscript or sign:
        if bracketed and brackets is False:
            return []
        value = bracketed or (superscript or "").translate(_SUPERSCRIPTS) or sign or ""
        begin, end = match.span()
        if sign and (begin == 0 or text[begin - 1] == " "):
            return []
        return [_Reading(index, index, begin, end, 0) for index in where.get(value, ())]
    if brackets:
        return []
    digits = glued or alone
    begin, end = match.span()
    after = text[end] if end < len(text) else ""
    if after.isalpha() or (after and after in "½¼¾%°"):
        return []
    for size in range(1, min(len(digits), longest * _MAX_NOTES_IN_A_RUN) + 1):
        start = len(digits) - size
        if start == 0 and alone:
            break
        for first, last in _sequences(digits[start:], where, numbers):
            penalty = _penalty(text, begin, begin + start, end, last - first)
            if penalty is not None:
                again = where[numbers[first]].index(first)  # of two notes with one number the first has the mark
                found.append(_Reading(first, last, begin + start, end, penalty + again))
    return found


def _sequences(digits: str, where: dict[str, list[int]], numbers: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of the list whose numbers, one after the other, are exactly these digits."""
    found = []
    for size in range(1, len(digits) + 1):
        for first in where.get(digits[:size], ()):
            rest, last = digits[size:], first
            while rest and last + 1 < len(numbers) and last - first < _MAX_NOTES_IN_A_RUN:
                if not rest.startswith(numbers[last + 1]):
                    break
                last += 1
                rest = rest[len(numbers[last]) :]
            if not rest:
                found.append((first, last))
    return found


def _penalty(text: str, run: int, begin: int, end: int, more: int) -> int | None:
    """How little `text[begin:end]` looks like note marks; None when it is surely something else."""
    before = text[begin - 1] if begin else ""
    after = text[end] if end < len(text) else ""
    further = text[end + 1] if end + 1 < len(text) else ""
    penalty = 15 * more
    if after and after in ".,:" and further.isdigit():
        penalty += 80  # 2.5, 3,000, 4:30
    if after and after in "/–-" and further.isalnum():
        penalty += 60
    if begin > run:  # the digits before belong to a number
        prefix = text[run:begin]
        whole = text[run:end]
        if _is_year(whole) or (len(whole) <= 2 and not more):
            return None
        return penalty + (30 if _is_year(prefix) else 90)
    if before in _PUNCTUATION:
        if before in ".,:" and begin >= 2 and text[begin - 2].isdigit():
            if before == "," and end - begin == 3:
                return None  # 3,000
            return penalty + (45 if before == "." else 50)
        if before in "'’" and end - begin == 2:
            penalty += 20  # the ’60s, ’72
        if before == "." and _is_abbreviation(text, begin):
            penalty += 8
        return penalty
    if before.isalpha():
        word = _word_before(text, begin)
        if len(word) == 1 and word.isupper():
            return penalty + 60
        return penalty + (40 if word.isupper() else 5)
    if before in "—…":
        return penalty + 10
    if before in "-–":
        return penalty + 90
    return penalty + 120


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and "1500" <= digits <= "2100"


def _word_before(text: str, end: int) -> str:
    begin = end
    while begin and text[begin - 1].isalpha() and end - begin < 30:
        begin -= 1
    return text[begin:end]


def _is_abbreviation(text: str, begin: int) -> bool:
    """`No.2`, `p.3`: a number that the abbreviation before it asks for."""
    return _word_before(text, begin - 1).lower() in {"no", "nos", "p", "pp", "vol", "art", "sec", "fig", "ch"}


class _Best:
    """Best way to place notes so that the next one is number i or a later one: a Fenwick tree of maxima."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._tree: list[int] = [0] * (size + 1)
        # Nodes of the paths: (notes placed, -penalty, parent, reading, paragraph).
        self._nodes: list[tuple[int, int, int, _Reading | None, int]] = [(0, 0, -1, None, 0)]

    def best(self, first: int) -> int:
        """The best node after which note `first` may come."""
        best, at = 0, first + 1
        while at > 0:
            if self._key(self._tree[at]) > self._key(best):
                best = self._tree[at]
            at -= at & -at
        return best

    def _key(self, node: int) -> tuple[int, int]:
        return self._nodes[node][:2]

    def offer(self, after: int, parent: int, reading: _Reading, paragraph: int) -> None:
        """A path that goes on from `parent` with `reading`, so that note `after` is the next."""
        placed, score = self._key(parent)
        key = (placed + reading.last - reading.first + 1, score - reading.penalty)
        at = after + 1
        if key <= self._key(self.best(after)):
            return
        self._nodes.append((*key, parent, reading, paragraph))
        node = len(self._nodes) - 1
        while at <= self._size:
            if key > self._key(self._tree[at]):
                self._tree[at] = node
            at += at & -at

    def path(self, numbers: Sequence[str]) -> list[Placement]:
        """The placements of the best path of all."""
        node = self.best(self._size - 1)
        found: list[Placement] = []
        while node > 0:
            _, _, parent, reading, paragraph = self._nodes[node]
            if reading is not None:
                at = reading.end
                for note in range(reading.last, reading.first - 1, -1):
                    begin = at - len(numbers[note])
                    if note == reading.first or not numbers[note].isdigit():
                        begin = reading.begin
                    found.append(Placement(note, paragraph, begin, at))
                    at = begin
            node = parent
        found.reverse()
        return found


def _out_of_order(
    texts: Sequence[str], numbers: Sequence[str], placed: Sequence[Placement], where: dict[str, list[int]]
) -> list[Placement]:
    """Notes that only a place against the order of the list is left for: where it surely looks like a mark."""
    missing = [i for i in range(len(numbers)) if i not in {p.note for p in placed}]
    if not missing:
        return []
    taken = {(p.paragraph, end) for p in placed for end in range(p.begin, p.end + 1)}
    found: list[Placement] = []
    wanted = {numbers[i]: i for i in reversed(missing) if len(where[numbers[i]]) == 1}
    for paragraph, text in enumerate(texts):
        for match in _RUN.finditer(text):
            bracketed, glued, _, superscript, _ = match.groups()
            value = bracketed or glued or (superscript or "").translate(_SUPERSCRIPTS)
            begin, end = match.span()
            if value not in wanted or (paragraph, end) in taken:
                continue
            if glued and ((text[end : end + 1] or " ").isalpha() or (_penalty(text, begin, begin, end, 0) or 0) > 10):
                continue
            found.append(Placement(wanted.pop(value), paragraph, begin, end))
    return found


def strangers(texts: Sequence[str], numbers: Sequence[str], placed: Sequence[Placement]) -> list[tuple[str, int, int]]:
    """Marks that look like those of notes which the list lacks: number, paragraph, offset."""
    known = sorted({int(n) for n in numbers if n.isdigit()})
    if not placed or not known:
        return []
    gaps = {str(n) for n in range(known[0], known[-1] + 2)} - set(numbers)
    # Far from the list's numbers only what stands right behind a sentence looks like a mark: not `Nixon2` for a name.
    far = {str(n) for n in range(known[-1] + 2, known[-1] + 30)}
    taken = {(p.paragraph, p.begin) for p in placed}
    found = []
    for paragraph, text in enumerate(texts):
        for match in _RUN.finditer(text):
            glued = match.group(2)
            begin, end = match.span()
            if not glued or (paragraph, begin) in taken:
                continue
            if glued not in gaps and not (glued in far and text[begin - 1] in ".?!”"):
                continue
            if (
                text[end : end + 1] not in ("", " ")
                or text[begin - 1] not in _PUNCTUATION + "abcdefghijklmnopqrstuvwxyz"
            ):
                continue
            if not (text[begin - 1] in ".,:" and text[begin - 2 : begin - 1].isdigit()):
                found.append((glued, paragraph, begin))
                gaps.discard(glued)
                far.discard(glued)
    return found
