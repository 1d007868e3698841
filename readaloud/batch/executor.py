"""Runs tasks: the one interface, and the processes of this machine. `cluster` has the other."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Protocol

from readaloud.batch.work import TARGET, Outcome, Task
from readaloud.child import Child, ChildLostError
from readaloud.errors import ReadaloudError
from readaloud.machine import cores
from readaloud.model import Voice

PATIENCE = 24 * 3600.0
"""Seconds for one document. An engine that hangs is noticed within a minute by those who ask it; this is for all else."""
TRIES = 2
"""For a document whose process ends without an answer: another program may have taken the memory."""
RECYCLED = 200
"""Documents after which a process is started anew, so that what a library leaks does not grow for weeks."""


class Executor(Protocol):
    """Runs tasks somewhere."""

    environment: Mapping[str, str]
    """Variables that hold for its tasks, beside those of this process."""

    @property
    def workers(self) -> int:
        """Documents that are worked on at a time."""
        ...

    def processes(self, documents: int) -> int:
        """How many processes each of so many documents may use for itself."""
        ...

    def prepare(self, voices: tuple[Voice, ...]) -> None:
        """Called before editions are made: EngineError where a worker lacks a voice, by the names of both."""
        ...

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcomes in any order. A task is taken only when a worker will soon be free for it."""
        ...

    def close(self) -> None:
        """Ends all workers, whatever they do."""
        ...


class Apart:
    """A process of ours for each thread that asks; used by local threads and by those of a cluster's workers."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._children: set[Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    def perform(self, task: Task) -> Outcome:
        """The outcome; ChildLostError when the process ended without one."""
        child = self._child()
        try:
            outcome: Outcome = child.ask(task, PATIENCE)
        except BaseException:  # Ctrl-C too: what it answers later would be taken for the next document's outcome
            self._drop(child)
            raise
        self._own.count += 1
        if self._own.count >= RECYCLED:
            self._drop(child)
        return outcome

    def close(self) -> None:
        """Kills them."""
        with self._lock:
            self._closed = True
            children = list(self._children)
        for child in children:
            child.kill()

    def _child(self) -> Child:
        child: Child | None = getattr(self._own, "child", None)
        if child is None:
            with self._lock:
                if self._closed:
                    raise ChildLostError("no longer needed")
                child = self._own.child = Child(TARGET)
                self._children.add(child)
            self._own.count = 0
        return child

    def _drop(self, child: Child) -> None:
        self._own.child = None
        with self._lock:
            self._children.discard(child)
        child.kill()


class LocalExecutor:
    """A process for each core, each with one document: they need nothing of each other."""

    def __init__(self, workers: int = 0) -> None:
        """0 workers means one for each core."""
        self.environment: Mapping[str, str] = {}
        self.workers = workers or cores()
        self._apart = Apart()
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="document")

    def processes(self, documents: int) -> int:
        """One, as others have the other cores, unless there are fewer of them than cores."""
        return max(1, self.workers // documents)

    def prepare(self, voices: tuple[Voice, ...]) -> None:
        """This machine's voices were asked for when the cast was made."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcomes as they come."""
        return bounded(tasks, lambda task: self._pool.submit(self._tried, task), lambda: self.workers + 1)

    def close(self) -> None:
        """Ends all processes."""
        self._apart.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _tried(self, task: Task) -> Outcome:
        lost = ""
        for _ in range(TRIES):
            try:
                return self._apart.perform(task)
            except ChildLostError as error:
                lost = str(error)
        return lost_outcome(task, f"{lost}, {TRIES} times")


def lost_outcome(task: Task, why: str) -> Outcome:
    """What is told of a document whose process was lost again and again."""
    error = ReadaloudError(f"The work on it was lost: {why}.", tip="Run again; give it more memory if that is short.")
    return Outcome.failed(task.unit, error, lasting=False)


def bounded(
    tasks: Iterable[Task], submit: Callable[[Task], Future[Outcome]], most: Callable[[], int]
) -> Iterator[Outcome]:  # fmt: skip
    """Outcomes as they come, with no more than so many tasks in flight; workers may come and go, so it is asked each time."""
    left = iter(tasks)
    flying: set[Future[Outcome]] = set()
    try:
        while True:
            room = max(most() - len(flying), 0 if flying else 1)
            flying.update(submit(task) for task in islice(left, room))
            if not flying:
                return
            done, flying = _first(flying)
            for future in done:
                yield future.result()
    finally:
        for future in flying:
            with contextlib.suppress(Exception):
                future.cancel()


def _first(flying: set[Future[Outcome]]) -> tuple[set[Future[Outcome]], set[Future[Outcome]]]:
    while True:  # a wait without an end cannot be interrupted on Windows
        done, rest = wait(flying, timeout=1.0, return_when=FIRST_COMPLETED)
        if done:
            return done, rest
