"""Speaks a script: every clip that the cache lacks is made once, on as many processes as there is work for.

The result does not depend on their number: a clip depends on its key alone. A worker that crashes or hangs is started
anew and the utterance tried again.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

from readaloud.engines import registry
from readaloud.errors import EngineError, ReadaloudError
from readaloud.model import Cast, ClipInfo, Script, Voice
from readaloud.settings import Settings
from readaloud.synthesis.cache import ClipCache, key
from readaloud.synthesis.child import Child, ChildLostError
from readaloud.synthesis.delivery import delivered
from readaloud.synthesis.worker import Task, perform

Progress = Callable[[int, int], None]
"""Called with the clips that are there and all that are needed."""

_Made = tuple[ClipInfo, tuple[str, ...]]
"""A clip, and what the cache warned of."""

RETRIES = 2
"""Of an utterance at which a worker crashed or hung."""
PATIENCE = 60.0
"""Seconds after which a worker counts as hung, and for each character …"""
PATIENCE_A_LETTER = 0.6
"""… so many more; espeak-ng takes 0.1 ms, an engine of the system's own may take three tries of its own."""
_CLIPS_A_WORKER = 120
"""A process takes 0.2 to 0.3 s of CPU to start, the time of 50 clips; one for so few pays only in waiting time."""
_TARGET = "readaloud.synthesis.worker:perform"


@dataclass(frozen=True, slots=True)
class Synthesis:
    """The clips of a script."""

    infos: dict[str, ClipInfo]
    """By the id of each utterance that is heard."""
    made: int
    """Clips that were synthesized."""
    reused: int
    """Clips that the cache had."""
    warnings: tuple[str, ...] = ()


def synthesize(
    script: Script, cast: Cast, settings: Settings, cache: ClipCache, progress: Progress | None = None
) -> Synthesis:
    """A clip for every utterance with words to speak; all voices are checked before anything is spoken."""
    spoken = [u for u in script.utterances() if u.spoken]
    own = {speaker: _voice(speaker, cast) for speaker in dict.fromkeys(u.speaker for u in spoken)}
    voices = {u.id: delivered(own[u.speaker], u, settings) for u in spoken}
    engines = {name: registry.engine(name) for name in dict.fromkeys(v.engine for v in voices.values())}
    try:
        for voice in dict.fromkeys(voices.values()):
            engines[voice.engine].check(voice)
        versions = {name: engine.version for name, engine in engines.items()}
    finally:
        for engine in engines.values():
            engine.close()
    keys = {u.id: key(u.spoken, voices[u.id], versions[voices[u.id].engine]) for u in spoken}
    tasks = {keys[u.id]: Task(keys[u.id], u.spoken, voices[u.id], cache.folder, cache.spare) for u in spoken}
    found = {k: info for k in tasks if (info := cache.info(k)) is not None}
    missing = [task for k, task in tasks.items() if k not in found]
    told = progress or (lambda done, total: None)
    told(len(found), len(tasks))
    warnings: dict[str, None] = {}
    harmless = all(getattr(engines[task.voice.engine], "harmless", False) for task in missing)
    with contextlib.closing(_made(missing, harmless, settings)) as made:
        for done, (info, warned) in enumerate(made, len(found) + 1):
            found[info.key] = info
            warnings.update(dict.fromkeys(warned))
            told(done, len(tasks))
    infos = {u.id: found[keys[u.id]] for u in spoken}
    return Synthesis(infos, len(missing), len(tasks) - len(missing), (*cache.warnings, *warnings))


def _voice(speaker: str, cast: Cast) -> Voice:
    try:
        return cast.voice(speaker)
    except KeyError:
        raise EngineError(f"The speaker {speaker!r} has no voice.", tip="Give the speaker one in cast.toml.") from None


def _made(tasks: list[Task], harmless: bool, settings: Settings) -> Generator[_Made]:
    """The clips in any order; closing it ends all workers."""
    if harmless and settings.workers < 2:
        yield from map(_performed, tasks)
    elif tasks:
        yield from _Crew(tasks).work(min(settings.workers or _cores(), -(-len(tasks) // _CLIPS_A_WORKER)))


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _performed(task: Task) -> _Made:
    try:
        return perform(task)
    except ReadaloudError:
        raise
    except Exception as error:  # an engine of strangers may raise anything
        raise _failure(task, f"{type(error).__name__}: {error}") from error


def _failure(task: Task, why: str) -> EngineError:
    text = task.text if len(task.text) <= 80 else f"{task.text[:79]}…"
    return EngineError(f"The voice {task.voice.id!r} ({task.voice.engine}) cannot say {text!r}: {why}.")


class _Crew:
    """Worker processes, each with a thread here that asks it; they share one list of tasks."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = deque(tasks)
        self._count = len(self._tasks)
        self._results: queue.SimpleQueue[_Made | BaseException] = queue.SimpleQueue()
        self._children: dict[int, Child] = {}
        self._lock = threading.Lock()
        self._stopped = False

    def work(self, workers: int) -> Generator[_Made]:
        """The clips as they come."""
        threads = [threading.Thread(target=self._attend, args=(number,), daemon=True) for number in range(workers)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(self._count):
                result = self._next()
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            self._stop()
            for thread in threads:
                thread.join()

    def _next(self) -> _Made | BaseException:
        while True:  # a wait without an end cannot be interrupted on Windows
            with contextlib.suppress(queue.Empty):
                return self._results.get(timeout=0.5)

    def _attend(self, number: int) -> None:
        try:
            while True:
                try:
                    task = self._tasks.popleft()
                except IndexError:
                    break
                self._results.put(self._tried(number, task))
            with self._lock:
                child = self._children.pop(number, None)
            if child is not None:
                child.close()
        except BaseException as error:  # goes to the thread that waits for it
            self._results.put(error)

    def _tried(self, number: int, task: Task) -> _Made:
        lost = ""
        for _ in range(1 + RETRIES):
            child = self._child(number)
            try:
                answer: _Made = child.ask(task, PATIENCE + PATIENCE_A_LETTER * len(task.text))
                return answer
            except ChildLostError as error:
                with self._lock:
                    self._children.pop(number, None)
                lost = f"{error}, {1 + RETRIES} times"
            except ReadaloudError:
                raise
            except Exception as error:  # an engine of strangers may raise anything
                raise _failure(task, f"{type(error).__name__}: {error}") from error
        raise _failure(task, lost)

    def _child(self, number: int) -> Child:
        with self._lock:
            if self._stopped:
                raise ChildLostError("no longer needed")
            if number not in self._children:
                self._children[number] = Child(_TARGET)
            return self._children[number]

    def _stop(self) -> None:
        self._tasks.clear()
        with self._lock:
            self._stopped = True
            children = list(self._children.values())
        for child in children:
            child.kill()
