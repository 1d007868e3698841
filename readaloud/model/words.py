"""When each word of a clip begins, in little memory: a day of speech has 290,000 words."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import eq
from typing import overload


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clip's spoken text and when it begins."""

    begin: int
    """Samples from the clip's start."""
    offset: int
    """Offset of its first character in the spoken text."""
    length: int
    """Characters."""


class Words(Sequence[Word]):
    """Words in order, 24 bytes each where objects take 120; what is moved shares them with what it was moved from.

    Equal to any sequence of the same words.
    """

    __slots__ = ("_moved", "_numbers")

    def __init__(self, words: Iterable[Word] = ()) -> None:
        self._numbers = array("q")
        self._moved = 0
        for word in words:
            self._numbers.extend((word.begin, word.offset, word.length))

    @classmethod
    def of(cls, words: Iterable[Word]) -> Words:
        """These words; the same object if they are `Words` already."""
        return words if isinstance(words, cls) else cls(words)

    def moved(self, by: int) -> Words:
        """All of them so many samples later."""
        return self._with(self._numbers, self._moved + by)

    def not_after(self, end: int) -> Words:
        """None of them after a sample: those that began later begin there."""
        numbers, end = self._numbers, end - self._moved
        if not numbers or max(numbers[::3]) <= end:
            return self
        held = array("q", numbers)
        for place in range(0, len(held), 3):
            held[place] = min(held[place], end)
        return self._with(held, self._moved)

    @staticmethod
    def _with(numbers: array[int], moved: int) -> Words:
        made = Words()
        made._numbers, made._moved = numbers, moved
        return made

    def __len__(self) -> int:
        return len(self._numbers) // 3

    def __iter__(self) -> Iterator[Word]:
        moved, numbers = self._moved, iter(self._numbers)
        for begin, offset, length in zip(numbers, numbers, numbers, strict=True):
            yield Word(begin + moved, offset, length)

    @overload
    def __getitem__(self, index: int) -> Word: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...

    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Words({list(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return Words._with, (self._numbers, self._moved)
