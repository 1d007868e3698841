"""Cuts the blocks of an edition into sounds of their own, one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from readaloud.audio import WIDTH
from readaloud.errors import OutputError


class Sounding(Protocol):
    """A file of sound that is being written."""

    def write(self, block: bytes, /) -> None:
        """The next samples."""
        ...

    def finish(self) -> None:
        """Completes the file."""
        ...

    def abandon(self) -> None:
        """Closes it as it is."""
        ...


class Cutting:
    """Sounds from sample to sample of the timeline, of which one is open at a time."""

    def __init__(
        self, ranges: Sequence[tuple[int, int]], channels: int, begin: Callable[[int], Sounding],
        done: Callable[[int], None] = lambda _: None,
    ) -> None:  # fmt: skip
        """`ranges` in order, without overlap; `begin` opens the file of one by its index, `done` is called when it is whole."""
        self._ranges, self._begin, self._done = list(ranges), begin, done
        self._width = WIDTH * channels
        self._number = self._now = 0
        self._open: Sounding | None = None

    def write(self, block: bytes) -> None:
        """The next samples of the timeline; a block may reach over several sounds."""
        while block and self._left:
            begin, end = self._ranges[self._number]
            edge = begin if self._now < begin else end
            here = block[: (edge - self._now) * self._width]
            if self._now >= begin:
                if self._open is None:
                    self._open = self._begin(self._number)
                self._open.write(here)
            self._now += len(here) // self._width
            block = block[len(here) :]
            if self._open is not None and self._now == end:
                sound, self._open = self._open, None
                sound.finish()
                self._done(self._number)
                self._number += 1

    def finish(self, name: str) -> None:
        """OutputError when sounds of what is called `name` did not get all their samples; nothing else is left to do."""
        if self._left:
            self.abandon()
            raise OutputError(f"{self._left} chapters of {name} did not get all their samples.")

    def abandon(self) -> None:
        """Closes the file that is open."""
        if self._open is not None:
            self._open.abandon()
            self._open = None

    @property
    def _left(self) -> int:
        return len(self._ranges) - self._number
