"""Makes chapters that follow one another, and says where one that has become too long is parted."""

from __future__ import annotations

from collections.abc import Sequence

from readaloud.assembly.pacing import GapKind
from readaloud.model import Chapter

_WITHIN = ("tone", "resumption", "interruption")
"""Gaps at which no chapter is parted: what stands beside them belongs together."""
_BREATHS = ("paragraph", "page", "heading", "silence", "trailing")
"""Gaps at which a listener may stop."""
_SUITS, _SUITS_ANY = 0.93, 0.97
"""Shares of the longest chapter after which it is parted at such a gap, and at any other one."""


def parts(kind: GapKind, length: int, longest: int) -> bool:
    """Whether a chapter that has got so long goes on, after a gap of this kind, in another one; `longest` 0 is never."""
    if not longest or kind in _WITHIN:
        return False
    return length > (_SUITS if kind in _BREATHS else _SUITS_ANY) * longest


def tile(
    found: Sequence[tuple[str, int | None]], length: int, title: str
) -> tuple[tuple[Chapter, ...], tuple[int, ...]]:
    """Chapters that follow one another from 0 to the end, and for each one found the index of its chapter.

    A chapter in which nothing is heard has no place in a player's list; it goes into the one before it, at the very
    beginning into the first.
    """
    heard: list[tuple[str, int]] = []
    moved = []
    for name, begin in found or [(title, 0)]:
        if begin is not None:
            heard.append((name or title, begin))
        moved.append(max(0, len(heard) - 1))
    if not heard:
        heard.append((found[0][0] or title, 0))
    begins = [0, *(begin for _, begin in heard[1:]), length]
    chapters = tuple(Chapter(name, begins[i], begins[i + 1]) for i, (name, _) in enumerate(heard))
    return chapters, tuple(moved)
