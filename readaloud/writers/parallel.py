"""Lets each format be encoded in a thread of its own; the blocks, their order and so the bytes stay the same."""

from __future__ import annotations

import queue
import threading

from readaloud.writers.base import Writing, Written

HELD_BLOCKS = 4
"""How many blocks may wait for a slow encoder; with blocks of eight seconds this is 1.4 MB at 22,050 Hz."""


class InThread:
    """A `Writing` whose work is done elsewhere.

    The codecs let other Python threads run while they encode: 373 s of audio as M4B and MP3 took 2.35 s in two
    threads, 1.55 s + 2.35 s one after the other.
    """

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._blocks: queue.Queue[bytes | None] = queue.Queue(HELD_BLOCKS)
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name=type(writing).__name__, daemon=True)
        self._thread.start()

    def write(self, block: bytes) -> None:
        """Hands the block over; raises what went wrong with an earlier one."""
        self._raise()
        self._blocks.put(block)

    def finish(self) -> tuple[Written, ...]:
        """Waits for the last block and completes the files."""
        self._end()
        self._raise()
        return self._writing.finish()

    def abandon(self) -> None:
        """Waits for the blocks that were handed over, then closes what is open."""
        self._end()
        self._writing.abandon()

    def _end(self) -> None:
        if self._thread.is_alive():
            self._blocks.put(None)
            self._thread.join()

    def _raise(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        while (block := self._blocks.get()) is not None:
            if self._failure is None:  # after a failure the queue is still emptied, so that nobody waits for ever
                try:
                    self._writing.write(block)
                except BaseException as failure:  # raised in the thread that writes
                    self._failure = failure
