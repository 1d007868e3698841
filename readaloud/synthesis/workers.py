"""Speaks a script: every clip that the cache lacks is made once, on as many processes as there is work for.

The result does not depend on their number: a clip depends on its key alone. A worker that crashes, hangs, raises or
gives no sound is started anew and the utterance tried again; then voice and text are named.
"""

from __future__ import annotations

import contextlib
import importlib
import queue
import threading
from collections import deque
from collections.abc import Callable, Container, Generator, Mapping, Sequence
from dataclasses import dataclass, field

from readaloud.child import COPIES, Child, ChildLostError
from readaloud.engines import registry
from readaloud.engines.base import Traits
from readaloud.errors import EngineError, ReadaloudError
from readaloud.machine import cores
from readaloud.model import Cast, ClipInfo, Script, Voice
from readaloud.pronunciation.lexicon import Lexicon
from readaloud.pronunciation.pronouncer import Pronouncer
from readaloud.settings import Settings
from readaloud.synthesis import inspecting
from readaloud.synthesis.cache import ClipCache, key
from readaloud.synthesis.delivery import delivered
from readaloud.synthesis.sounds import Sounds
from readaloud.synthesis.wording import Wordings
from readaloud.synthesis.worker import NoClipError, Task, perform

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
    samples: Callable[[str], bytes] = field(compare=False)
    """PCM of a clip by its key."""
    warnings: tuple[str, ...] = ()


def synthesize(
    script: Script, cast: Cast, settings: Settings, cache: ClipCache, progress: Progress | None = None,
    lexicons: Sequence[Lexicon] = (), recorded: Container[str] = (),
) -> Synthesis:  # fmt: skip
    """A clip for every utterance with words to speak.

    The voices of all clips that the cache lacks are checked before anything is spoken; a cast that is in the cache
    needs no engine that works. `lexicons` are a person's own; ours are always there. `recorded` are the ids of
    utterances that a person says.
    """
    spoken = [u for u in script.utterances() if u.spoken and u.id not in recorded]
    own = {speaker: _voice(speaker, cast) for speaker in dict.fromkeys(u.speaker for u in spoken)}
    voices = {u.id: delivered(own[u.speaker], u, settings) for u in spoken}
    traits = {name: inspecting.traits(name) for name in dict.fromkeys(v.engine for v in voices.values())}
    with inspecting.pronouncing(traits) as engines:
        wordings = Wordings(script.language, voices.values(), engines, Pronouncer(lexicons))
        said = {u.id: wordings.of(u, voices[u.id]) for u in spoken}
    keys = {
        u.id: key(u.spoken, w.voice, traits[w.voice.engine].version, w.sayings) for u in spoken if (w := said[u.id])
    }
    tasks = {
        keys[u.id]: Task(keys[u.id], u.spoken, said[u.id].voice, cache.folder, cache.spare, said[u.id].sayings)
        for u in spoken
    }
    found = {k: info for k in tasks if (info := cache.info(k)) is not None}
    missing = [task for k, task in tasks.items() if k not in found]
    for name in traits:
        if needed := dict.fromkeys(task.voice for task in missing if task.voice.engine == name):
            inspecting.check(name, needed)
    told = progress or (lambda done, total: None)
    told(len(found), len(tasks))
    warnings: dict[str, None] = {}
    with contextlib.closing(_made(missing, traits, settings)) as made:
        for done, (info, warned) in enumerate(made, len(found) + 1):
            found[info.key] = info
            warnings.update(dict.fromkeys(warned))
            told(done, len(tasks))
    cache.grown |= bool(missing)
    infos = {u.id: found[keys[u.id]] for u in spoken}
    shapes = {key: (info.length, info.rate) for key, info in found.items()}
    sounds = Sounds(cache, shapes, tasks, lambda again: deque(_made(list(again), traits, settings), maxlen=0))
    told_of = (*wordings.warnings, *cache.warnings, *warnings)
    return Synthesis(infos, len(missing), len(tasks) - len(missing), sounds, told_of)


def _voice(speaker: str, cast: Cast) -> Voice:
    try:
        return cast.voice(speaker)
    except KeyError:
        raise EngineError(f"The speaker {speaker!r} has no voice.", tip="Give the speaker one in cast.toml.") from None


def _made(tasks: list[Task], traits: Mapping[str, Traits], settings: Settings) -> Generator[_Made]:
    """The clips in any order; closing it ends all workers."""
    if settings.workers < 2 and all(traits[task.voice.engine].harmless for task in tasks):
        yield from map(_performed, tasks)
    elif tasks:
        patience = {name: told.patience for name, told in traits.items() if told.patience}
        yield from _Crew(_lanes(tasks, traits, settings), patience).work()


def _lanes(tasks: list[Task], traits: Mapping[str, Traits], settings: Settings) -> list[tuple[deque[Task], int]]:
    """Lists of tasks, each with the number of its workers: an engine that bounds how many speak at once has its own."""
    most = settings.workers or cores()
    free = deque(task for task in tasks if not traits[task.voice.engine].at_once)
    share = min((traits[task.voice.engine].clips_a_worker for task in free), default=1)
    lanes = [(free, min(most, -(-len(free) // share)))]
    for name, told in traits.items():
        if told.at_once:
            own = deque(task for task in tasks if task.voice.engine == name)
            lanes.append((own, min(settings.workers or told.at_once, told.at_once, len(own))))
    return lanes


def _performed(task: Task) -> _Made:
    try:
        return perform(task)
    except ReadaloudError:
        raise
    except Exception as error:  # an engine of strangers may raise anything
        raise _failure(task, _told(error)) from error


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, NoClipError) else f"{type(error).__name__}: {error}"


def _failure(task: Task, why: str) -> EngineError:
    text = task.text if len(task.text) <= 80 else f"{task.text[:79]}…"
    return EngineError(
        f"The voice {task.voice.id!r} ({task.voice.engine}) cannot say {text!r}: {why}.",
        tip="Give the speaker a voice of another engine in cast.toml, or change what is spoken; the other clips are kept.",
    )


class _Crew:
    """Worker processes, each with a thread here that asks it; those of a lane share its tasks."""

    def __init__(self, lanes: Sequence[tuple[deque[Task], int]], patience: Mapping[str, float]) -> None:
        """`patience` is in seconds, by the name of the engine."""
        self._lanes = lanes
        self._patience = patience
        self._count = sum(len(tasks) for tasks, _ in lanes)
        self._results: queue.SimpleQueue[_Made | BaseException] = queue.SimpleQueue()
        self._children: dict[int, Child] = {}
        self._lock = threading.Lock()
        self._stopped = False

    def work(self) -> Generator[_Made]:
        """The clips as they come."""
        places = [tasks for tasks, workers in self._lanes for _ in range(workers)]
        self._copy(places)
        threads = [
            threading.Thread(target=self._attend, args=(number, tasks), daemon=True)
            for number, tasks in enumerate(places)
        ]
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

    def _copy(self, places: Sequence[deque[Task]]) -> None:
        """Workers that need no start, for engines of ours; before there are threads, which a copy lacks.

        Strangers' engines may not bear it, and a worker that was lost is started anew.
        """
        importlib.import_module("numpy")  # once here, instead of once in each of them
        for number, tasks in enumerate(places):
            if COPIES and all(task.voice.engine in registry.BUILTIN for task in tasks):
                with contextlib.suppress(OSError):
                    self._children[number] = Child(perform)

    def _next(self) -> _Made | BaseException:
        while True:  # a wait without an end cannot be interrupted on Windows
            with contextlib.suppress(queue.Empty):
                return self._results.get(timeout=0.5)

    def _attend(self, number: int, tasks: deque[Task]) -> None:
        try:
            while True:
                try:
                    task = tasks.popleft()
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
        """One clip; whatever an engine does but say what is wrong, its process is started anew and it tries again."""
        lost = ""
        for _ in range(1 + RETRIES):
            child = self._child(number)
            try:
                answer: _Made = child.ask(task, self._seconds(task))
                return answer
            except ChildLostError as error:
                lost = str(error)
            except ReadaloudError:
                raise
            except Exception as error:  # an engine of strangers may raise anything
                child.kill()
                lost = _told(error)
            with self._lock:
                self._children.pop(number, None)
        raise _failure(task, f"{lost}, {1 + RETRIES} times")

    def _seconds(self, task: Task) -> float:
        return self._patience.get(task.voice.engine, PATIENCE + PATIENCE_A_LETTER * len(task.text))

    def _child(self, number: int) -> Child:
        with self._lock:
            if self._stopped:
                raise ChildLostError("no longer needed")
            if number not in self._children:
                self._children[number] = Child(_TARGET)
            return self._children[number]

    def _stop(self) -> None:
        for tasks, _ in self._lanes:
            tasks.clear()
        with self._lock:
            self._stopped = True
            children = list(self._children.values())
        for child in children:
            child.kill()
