"""Puts skips in order: not overlapping, and joined where no word stands between two of the same reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from readaloud.model import Skip


def tidy(skips: Iterable[Skip], source: str) -> tuple[Skip, ...]:
    """The skips of a document over its source text."""
    result: list[Skip] = []
    for skip in sorted((s for s in skips if s.begin < s.end), key=lambda s: (s.begin, -s.end)):
        last = result[-1] if result else None
        if last is not None and skip.begin < last.end:
            if skip.end <= last.end:
                continue
            skip = replace(skip, begin=last.end)
        if last is not None and last.reason == skip.reason and not any(map(str.isalnum, source[last.end : skip.begin])):
            result[-1] = replace(last, end=skip.end)
        else:
            result.append(skip)
    return tuple(result)
