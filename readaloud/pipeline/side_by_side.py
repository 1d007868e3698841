"""Computes numbered parts on every core, and gives them in their order.

Python's lock lets one thread at a time run, and a coder takes it and gives it up twice for each packet: two threads needed 3.4 s
of CPU more for an hour of sound than one (decision 20). So where this process can be copied, each part is made in a copy, which
shares the memory and needs no start; elsewhere in a thread.
"""

from __future__ import annotations

import contextlib
import queue
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from readaloud.child import COPIES, Child, ChildLostError

PATIENCE = 600.0
"""Seconds after which a copy counts as hung; a part takes less than one."""

_Done = TypeVar("_Done")


def side_by_side(make: Callable[[int], _Done], count: int, workers: int, share: int = 1) -> Generator[_Done]:
    """What `make` gives for 0 to `count` − 1; no more than twice as many as there are workers are made before they are wanted.

    It depends on the number alone: a part whose process is lost is made here. A worker with less than a `share` of parts is
    not worth its start.
    """
    workers = min(workers, max(1, count // share))
    if workers == 1:
        yield from map(make, range(count))
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
        for number in range(count):
            waiting.append(pool.submit(made if children else make, number))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for child in children:
            child.kill()
        pool.shutdown(cancel_futures=True)


def _copies(make: Callable[[int], object], wanted: int) -> list[Child]:
    """As many as there can be; none where one would be alone."""
    made: list[Child] = []
    with contextlib.suppress(OSError):  # no more processes, or no memory for them
        for _ in range(wanted):
            made.append(Child(make))
    return made
