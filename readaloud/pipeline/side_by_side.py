"""Computes numbered parts on every core, and gives them in their order.

Python's lock lets one thread at a time run, and a coder takes it and gives it up twice for each packet: two threads needed 3.4 s
of CPU more for an hour of sound than one (decision 20). So where this process can be copied, each part is made in a copy, which
shares the memory and needs no start; elsewhere in a thread.
"""

from __future__ import annotations

import contextlib
import queue
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from readaloud.child import COPIES, Child, ChildLostError

PATIENCE = 600.0
"""Seconds after which a copy counts as hung; a part takes less than one."""

RECYCLED = 128
"""Parts after which a copy gives way to a new one. It shares its memory with its parent only until one of them writes, and to look
at an object is to write how often it is used: in a day of sound each copy would come to have most of the edition for itself."""

_Done = TypeVar("_Done")


def side_by_side(
    make: Callable[[int], _Done], numbers: Sequence[int], workers: int, share: int = 1
) -> Generator[_Done]:
    """What `make` gives for each number, in order; no more than twice as many as there are workers are made before they are wanted.

    It depends on the number alone: a part whose process is lost is made here. A worker with less than a `share` of parts is
    not worth its start.
    """
    workers = min(workers, max(1, len(numbers) // share))
    if workers == 1:
        yield from map(make, numbers)
        return
    copies: queue.SimpleQueue[Child] = queue.SimpleQueue()
    children = _copies(make, workers) if COPIES else []
    for child in children:
        copies.put(child)

    def made(number: int) -> _Done:
        child = copies.get()
        try:
            part: _Done = child.ask(number, PATIENCE)
            return part
        except ChildLostError:  # another program may have taken the memory
            return make(number)
        finally:
            copies.put(child)

    pool = ThreadPoolExecutor(len(children) or workers, "span")
    try:
        waiting: deque[Future[_Done]] = deque()
        for done, number in enumerate(numbers, 1):
            if children and done % RECYCLED == 0:
                _renew(children, copies, make)
            waiting.append(pool.submit(made if children else make, number))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for child in children:
            child.kill()
        pool.shutdown(cancel_futures=True)


def _renew(children: list[Child], copies: queue.SimpleQueue[Child], make: Callable[[int], object]) -> None:
    """Puts a new copy in the place of one that is idle; the old one stays where there can be no more processes."""
    old = copies.get()
    new = old
    with contextlib.suppress(OSError):
        new = Child(make)
        children[children.index(old)] = new
        old.kill()
    copies.put(new)


def _copies(make: Callable[[int], object], wanted: int) -> list[Child]:
    """As many as there can be."""
    made: list[Child] = []
    with contextlib.suppress(OSError):  # no more processes, or no memory for them
        for _ in range(wanted):
            made.append(Child(make))
    return made
