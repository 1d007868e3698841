"""Markdown's inline signs, with the place of every character in the source.

Blocks are found by markdown-it-py, which knows their lines. It does not know where inline text stands, and the ledger
needs that of every letter; so emphasis, links, code, entities and notes are read here, after CommonMark 0.31, section 6.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container
from dataclasses import dataclass

from readaloud.model import InlineKind
from readaloud.readers import reasons
from readaloud.readers.offsets.entities import sign_of
from readaloud.readers.offsets.stretches import Account, Passage

_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<hard>\\\n)|(?P<code>`+)|(?P<comment><!--)"
    r"|(?P<auto><(?:https?://|mailto:)[^<>\s]{1,2000}>)|(?P<tag></?[A-Za-z][^<>\n]{0,500}>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});)"
    r"|(?P<note>\[\^[^\]\[\s]{1,60}\])|(?P<image>!\[)|(?P<open>\[)|(?P<close>\])|(?P<star>\*+)|(?P<under>_+)|(?P<strike>~~)"
)
_TARGET = re.compile(
    r"\(\s*(?:<[^<>\n]{0,2000}>|[^\s()<]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500}){0,5})"
    r"(?:\s+(?:\"[^\"]{0,1000}\"|'[^']{0,1000}'|\([^()]{0,1000}\)))?\s*\)"
)
_REFERENCE = re.compile(r"\[([^\[\]]{0,500})\]")
_FARTHEST = 100
"""Signs that are looked back over for an opening one; more are never in one sentence."""


@dataclass(frozen=True, slots=True)
class Content:
    """The inline text of one block: its lines without quotation signs, list markers and indentation."""

    text: str
    starts: tuple[int, ...]
    """Offset in `text` where each line begins."""
    places: tuple[int, ...]
    """Offset in the source of each line's first character."""

    @classmethod
    def of(cls, source: str, spans: list[tuple[int, int]]) -> Content:
        """The text of these stretches of the source, each a line."""
        starts, length = [], 0
        for begin, end in spans:
            starts.append(length)
            length += end - begin + 1
        return cls("\n".join(source[b:e] for b, e in spans), tuple(starts), tuple(b for b, _ in spans))

    def spans(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The stretches of the source that a stretch of the text stands for."""
        found = []
        index = max(0, bisect_right(self.starts, begin) - 1)
        while index < len(self.starts) and self.starts[index] < end:
            start = self.starts[index]
            stop = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
            low, high = max(begin, start), min(end, stop)
            if low < high:
                found.append((self.places[index] + low - start, self.places[index] + high - start))
            index += 1
        return found


@dataclass(slots=True)
class _Run:
    """Signs of emphasis that may open or close."""

    sign: str
    begin: int
    end: int
    opens: bool
    closes: bool


class Inline:
    """Reads the inline signs of one block."""

    def __init__(
        self, content: Content, account: Account, links: Container[str], noted: Callable[[str], str | None]
    ) -> None:
        self._content = content
        self._text = content.text
        self._account = account
        self._links = links
        self._noted = noted
        self._cuts: list[tuple[int, int, str, str]] = []
        """Begin, end, reason (none for signs), and what stands there instead."""
        self._marks: list[tuple[int, int, InlineKind, str]] = []
        self._runs: list[_Run] = []

    def add_to(self, passage: Passage) -> None:
        """Take the text into a passage, with marks for emphasis, notes and pictures."""
        self._scan()
        self._emphasize(0)
        begins: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for number, (begin, end, _, _) in enumerate(self._marks):
            begins.setdefault(begin, []).append(number)
            ends.setdefault(end, []).append(number)
        cuts = {begin: (end, reason, instead) for begin, end, reason, instead in sorted(self._cuts, reverse=True)}
        places: dict[int, int] = {}
        at = 0
        for place in sorted({*begins, *ends, *cuts, len(self._text)}):
            if place < at:
                self._close(passage, ends.get(place, ()), places)
                continue
            self._take(passage, at, place)
            at = place
            self._close(passage, ends.get(place, ()), places)
            for number in begins.get(place, ()):
                begin, end, kind, value = self._marks[number]
                if begin == end:
                    passage.point(kind, value)
                else:
                    places[number] = passage.here()
            if place in cuts:
                end, reason, instead = cuts[place]
                if reason:
                    for first, last in self._content.spans(place, end):
                        self._account.skip(first, last, reason)
                passage.literal(instead)
                at = end

    def _close(self, passage: Passage, numbers: list[int] | tuple[int, ...], places: dict[int, int]) -> None:
        for number in numbers:
            if number in places:
                _, _, kind, value = self._marks[number]
                passage.mark(places.pop(number), kind, value)

    def _take(self, passage: Passage, begin: int, end: int) -> None:
        for number, (first, last) in enumerate(self._content.spans(begin, end)):
            if number or self._text[begin] == "\n":
                passage.gap()
            passage.add(first, last)
        if end > begin and self._text[end - 1] == "\n":
            passage.gap()

    def _scan(self) -> None:
        text = self._text
        brackets: list[tuple[int, int, bool, int]] = []
        at = 0
        last_code: dict[int, int] = {}
        last_comment = text.rfind("-->")
        while (token := _TOKEN.search(text, at)) is not None:
            begin, at = token.span()
            kind = token.lastgroup
            if kind in ("escape", "hard"):
                self._cuts.append((begin, begin + 1, "", ""))
            elif kind == "code":
                at = self._code(begin, at, last_code)
            elif kind == "comment":
                end = text.find("-->", at) if at <= last_comment else -1
                if end >= 0:
                    at = end + 3
                    self._cuts.append((begin, at, reasons.COMMENT, ""))
            elif kind == "auto":
                self._cuts += [(begin, begin + 1, "", ""), (at - 1, at, "", "")]
            elif kind == "tag":
                self._cuts.append((begin, at, reasons.MARKUP, " " if token[0][1:3].lower() == "br" else ""))
            elif kind == "entity":
                sign = sign_of(token[0])
                if sign is not None:
                    self._cuts.append((begin, at, reasons.MARKUP, sign))
            elif kind == "note":
                key = self._noted(token[0][2:-1])
                if key:
                    self._marks.append((begin, begin, "noteref", key))
                if key is not None:
                    self._cuts.append((begin, at, reasons.NOTE_MARK, ""))
            elif kind in ("image", "open"):
                brackets.append((begin, at, kind == "image", len(self._runs)))
            elif kind == "close":
                at = self._bracket(brackets, begin, at)
            elif kind == "strike":
                self._cuts.append((begin, at, "", ""))
            else:
                self._run(token[0], begin, at)

    def _code(self, begin: int, at: int, last: dict[int, int]) -> int:
        """A code span is text; only its signs go. Unclosed signs are text."""
        size = at - begin
        if last.get(size, len(self._text)) < at:
            return at
        end = at
        while (end := self._text.find("`" * size, end)) >= 0:
            stop = end
            while stop < len(self._text) and self._text[stop] == "`":
                stop += 1
            if stop - end == size:
                self._cuts += [(begin, at, "", ""), (end, stop, "", "")]
                return stop
            end = stop
        last[size] = begin
        return at

    def _bracket(self, brackets: list[tuple[int, int, bool, int]], begin: int, end: int) -> int:
        if not brackets:
            return end
        opened, inner, image, runs = brackets.pop()
        target = _TARGET.match(self._text, end)
        stop = target.end() if target is not None else None
        if stop is None:
            reference = _REFERENCE.match(self._text, end)
            label = reference[1] if reference is not None and reference[1].strip() else self._text[inner:begin]
            if _label(label) in self._links:
                stop = reference.end() if reference is not None else end
        if stop is None:
            return end
        self._emphasize(runs)
        self._cuts += [(opened, inner, "", ""), (begin, end, "", "")]
        if stop > end:
            self._cuts.append((end, stop, reasons.ADDRESS, ""))
        if image:
            self._marks.append((inner, begin, "stage", ""))
        return stop

    def _run(self, signs: str, begin: int, end: int) -> None:
        before = self._text[begin - 1 : begin] or " "
        after = self._text[end : end + 1] or " "
        left = not after.isspace() and (_is_word(after) or not _is_word(before))
        right = not before.isspace() and (_is_word(before) or not _is_word(after))
        if signs[0] == "_":
            left, right = left and (not right or not _is_word(before)), right and (not left or not _is_word(after))
        if left or right:
            self._runs.append(_Run(signs[0], begin, end, left, right))

    def _emphasize(self, bottom: int) -> None:
        """Pair the signs from `bottom` on (CommonMark's "process emphasis")."""
        runs = self._runs[bottom:]
        del self._runs[bottom:]
        opened: list[_Run] = []
        for run in runs:
            while run.closes and run.begin < run.end:
                place = next(
                    (
                        number
                        for number in range(len(opened) - 1, max(-1, len(opened) - _FARTHEST), -1)
                        if opened[number].sign == run.sign
                    ),
                    None,
                )
                if place is None:
                    break
                opener = opened[place]
                del opened[place + 1 :]
                size = 2 if min(run.end - run.begin, opener.end - opener.begin) >= 2 else 1
                self._cuts += [(opener.end - size, opener.end, "", ""), (run.begin, run.begin + size, "", "")]
                self._marks.append((opener.end, run.begin, "strong" if size == 2 else "emphasis", ""))
                opener.end -= size
                run.begin += size
                if opener.begin == opener.end:
                    opened.pop()
            if run.opens and run.begin < run.end:
                opened.append(run)


def _is_word(sign: str) -> bool:
    """Whether a sign is neither white space nor punctuation."""
    return sign.isalnum() or not (sign.isspace() or sign.isascii() or not sign.isprintable() or _punctuates(sign))


def _punctuates(sign: str) -> bool:
    import unicodedata

    return unicodedata.category(sign)[0] in "PS"


def _label(text: str) -> str:
    """A link label as CommonMark compares it."""
    return " ".join(text.split()).upper()
