"""Which printed words are heard as which spoken ones, for editions that highlight print while the sound runs."""

from __future__ import annotations

import re
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]

_WORD = re.compile(r"\S*\w\S*")


def aligned(printed: str, said: str) -> tuple[tuple[Span, Span], ...]:
    """Pairs of spans, in order: of `printed`, and of `said`.

    A word that is said as printed is a pair by itself; what is said otherwise (`5 April` → `the fifth of April`) is one pair
    from its first word to its last. Words that are printed and not said, or said and not printed, are in no pair.
    """
    from difflib import SequenceMatcher

    here = [found.span() for found in _WORD.finditer(printed)]
    there = [found.span() for found in _WORD.finditer(said)]
    left = [_bare(printed[a:b]) for a, b in here]
    right = [_bare(said[a:b]) for a, b in there]
    pairs: list[tuple[Span, Span]] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(here[a:b], there[c:d], strict=True)
        elif kind == "replace":
            pairs.append(((here[a][0], here[b - 1][1]), (there[c][0], there[d - 1][1])))
    return tuple(pairs)


def _bare(word: str) -> str:
    return re.sub(r"\W+", "", word).casefold()
