"""Finds the places where paragraphs, or lines of one, begin with what may be a speaker's label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from readaloud.readers.talk.labels import Candidate, bare, candidate, ends_sentence, unmarked
from readaloud.readers.talk.paragraphs import Paragraph

_INNER = re.compile(r"(?<=[.?!—…”\"’)\]])\s(?=[“\"\[]?[A-Z][^:?!]{0,60}[:.])")

HEAD = 400
"""Characters of a paragraph's beginning that a label can be told from."""


@dataclass(frozen=True, slots=True)
class Start:
    """A place where a paragraph, or a line of one, begins with what may be a label."""

    paragraph: int
    offset: int
    found: Candidate
    wrapped: bool = False
    """Whether its line begins there only because the line before is full."""
    inner: bool = False
    """Whether it stands inside a line, after the end of a sentence."""
    quotes: bool = False
    """Whether a quotation mark follows."""

    @property
    def system(self) -> tuple[str, str]:
        """The label and how it is set off: `The President.` and `The President:` are judged apart."""
        return self.found.key, self.found.stop


def starts_of(paragraphs: Sequence[Paragraph]) -> list[Start]:
    """All such places, in order."""
    starts: list[Start | None] = []
    inner: list[Start] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind != "paragraph":
            continue
        text = paragraph.plain
        places = [0, *sorted(at + 1 for at in (*paragraph.breaks, *paragraph.wraps))]
        wraps = {at + 1 for at in paragraph.wraps}
        places = [at for at in places if at not in wraps or ends_sentence(text, at - 1)]
        for begin, end in zip(places, [*places[1:], len(text)], strict=True):
            head = text[begin : min(end, begin + HEAD)]
            found = _first(head, begin not in wraps)
            starts.append(None if found is None else _start(index, begin, found, text, begin in wraps))
        if starts[-1] is not None:
            for match in inner_places(text, starts[-1].found.end):
                found = candidate(text[match.end() : match.end() + HEAD])
                if found is not None and found.stop == "colon":
                    inner.append(_start(index, match.end(), found, text, inner=True))
    outer = _without_lists(starts)
    # Inside a paragraph, and where a line is only wrapped, a label is one that begins other paragraphs too.
    known = {start.system for start in outer if not start.wrapped}
    every = [start for start in (*outer, *inner) if start.system in known]
    return sorted({(s.paragraph, s.offset): s for s in reversed(every)}.values(), key=lambda s: (s.paragraph, s.offset))


def inner_places(text: str, begin: int = 0) -> Iterator[re.Match[str]]:
    """Spaces inside a paragraph, after the end of a sentence, behind which another speaker's label may stand."""
    return (match for match in _INNER.finditer(text, begin) if ends_sentence(text, match.start()))


def _first(head: str, whole_line: bool) -> Candidate | None:
    found = candidate(head)
    if found is not None and found.form not in ("other", "field"):
        return found
    return unmarked(head) or found or (bare(head.rstrip()) if whole_line else None)


def _without_lists(starts: Sequence[Start | None]) -> list[Start]:
    """A name alone on its line is a label only where other words follow, not more names or another label."""
    return [
        start
        for start, following in zip_longest(starts, starts[1:])
        if start is not None and (start.found.stop != "none" or not start.found.empty or following is None)
    ]


def _start(index: int, begin: int, found: Candidate, text: str, wrapped: bool = False, inner: bool = False) -> Start:
    after = text[begin + found.end : begin + found.end + 2].lstrip()
    return Start(index, begin, found, wrapped, inner, after[:1] in ("“", '"'))
