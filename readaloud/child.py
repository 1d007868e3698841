"""A Python process of ours that answers one request at a time and can be killed when it hangs.

It ends when the pipe that brings its requests ends, so that it never outlives its parent, not even one that was killed; and it is no
part of the terminal's process group, so that Ctrl-C reaches the parent alone, which kills it.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import math
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NoReturn, TypeAlias

from readaloud.machine import hold

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[2]); from readaloud.child import main; main(sys.argv[1])"
_FRAME = struct.Struct("<I")

Answering: TypeAlias = Callable[[Any], Any]
"""Takes a request and gives the answer, both pickled on their way."""

COPIES = sys.platform == "linux"
"""Whether this process can be copied while it runs. macOS can too, but its own libraries do not bear it."""


class ChildLostError(Exception):
    """The process ended or was killed before it answered; the message says which."""


class Child:
    """The parent's side; one thread asks at a time, any thread may kill."""

    def __init__(self, answering: str | Answering) -> None:
        """`answering` by its name, `module:function`, is called in an interpreter of its own.

        The function itself is called in a copy of this process, which is there in a few milliseconds, shares the memory and
        knows what is known now; only where `COPIES`. OSError when there can be no more processes. No other thread is
        copied: what it calls must not wait for one.
        """
        self._process: subprocess.Popen[bytes] | _Copy
        if isinstance(answering, str):
            flags: dict[str, Any] = {"start_new_session": True}
            if sys.platform == "win32":
                flags = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, answering, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                **flags,
            )
        else:
            self._process = _Copy(answering)
        self._silent = False

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def ask(self, request: object, patience: float) -> Any:
        """The answer; what the function raises is raised here. ChildLostError after so many seconds or when it ends."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            with _WATCH.over(self._give_up, patience):
                _send(self._process.stdin, request)
                answer = _receive(self._process.stdout)
        except (OSError, ValueError, EOFError):
            answer = None
        if answer is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)  # its end is seen before its code is there
            self.kill()
            raise ChildLostError(self._end(patience))
        error, value = answer
        if error is not None:
            raise error
        return value

    def kill(self) -> None:
        """Ends it at once; safe to call twice."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._shut()

    def close(self) -> None:
        """Lets it end; kills it when it does not within two seconds."""
        with contextlib.suppress(OSError, ValueError):
            assert self._process.stdin is not None
            _send(self._process.stdin, None)
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._shut()

    def _give_up(self) -> None:
        self._silent = True
        with contextlib.suppress(OSError):
            self._process.kill()

    def _end(self, patience: float) -> str:
        if self._silent:
            return f"no answer for {patience:.0f} s"
        code: int = self._process.wait()
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"its process was ended by {signal.Signals(-code).name}"
        return f"its process ended with code {code}"

    def _shut(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Watch:
    """Does something about those who take too long; one thread for all of them, since to start one takes 0.1 ms."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forgets all, and its thread, which is in no copy of this process."""
        self._due: dict[object, tuple[float, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._next = math.inf
        """When the thread looks again."""

    @contextlib.contextmanager
    def over(self, late: Callable[[], None], patience: float) -> Iterator[None]:
        """Calls `late` when what is done meanwhile takes more seconds than that."""
        due, mark = time.monotonic() + patience, object()
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, daemon=True)
                self._thread.start()
            self._due[mark] = (due, late)
            if due < self._next:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._due.pop(mark, None)

    def _look(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for mark in [mark for mark, (due, _) in self._due.items() if due <= now]:
                    self._due.pop(mark)[1]()
                self._next = min((due for due, _ in self._due.values()), default=math.inf)
                self._changed.wait(None if self._next == math.inf else self._next - now)


_WATCH = _Watch()


class _Copy:
    """A copy of this process, seen as `Popen` would show it."""

    def __init__(self, answering: Answering) -> None:
        taken, asked = os.pipe()
        answered, given = os.pipe()
        gc.freeze()  # looking for garbage in what it was born with, it would copy every page of that
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that there may be threads: `Child` says what follows
            try:
                self.pid = os.fork()
            except OSError:
                for end in (taken, asked, answered, given):
                    os.close(end)
                gc.unfreeze()
                raise
        if not self.pid:
            os.close(asked)  # or its requests would never end
            os.close(answered)
            _answer_apart(answering, taken, given)
        gc.unfreeze()
        os.close(taken)
        os.close(given)
        self.stdin, self.stdout = os.fdopen(asked, "wb"), os.fdopen(answered, "rb")
        self.returncode: int | None = None
        self._lock = threading.Lock()

    def kill(self) -> None:
        with self._lock:  # once it is waited for, its number may be another's
            if self.returncode is None:
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        end, pause = time.monotonic() + (timeout or 0), 0.0005
        while True:
            with self._lock:
                if self.returncode is None and (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
                    self.returncode = os.waitstatus_to_exitcode(ended[1])
                if self.returncode is not None:
                    return self.returncode
            if timeout is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("a copy", timeout)
            time.sleep(pause)
            pause = min(2 * pause, 0.05)


def main(target: str) -> None:
    """The child's side in an interpreter of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.dup(1)
    # Whatever a library prints must not come between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    @functools.cache
    def answering() -> Answering:  # found when it is first asked, so that what fails then is an answer
        module, _, name = target.partition(":")
        found: Answering = getattr(importlib.import_module(module), name)
        return found

    _answer(lambda request: answering()(request), os.dup(0), answers)


def _answer_apart(answering: Answering, requests: int, answers: int) -> NoReturn:
    """The child's side in a copy of its parent, whose buffers, handlers and exit are none of its business."""
    code = 1
    try:
        _WATCH.reset()
        hold()
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with Path(os.devnull).open("r+", encoding="utf-8") as null:
            for standard in range(3):
                os.dup2(null.fileno(), standard)
            sys.stdout = sys.stderr = null
            _answer(answering, requests, answers)
        code = 0
    finally:
        os._exit(code)


def _answer(answering: Answering, requests: int, answers: int) -> None:
    taken: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(os.fdopen(requests, "rb"), taken), daemon=True).start()
    with os.fdopen(answers, "wb") as given:
        while (request := taken.get()) is not None:
            try:
                answer: tuple[Exception | None, Any] = (None, answering(request))
            except (Exception, SystemExit) as error:
                answer = (_portable(error), None)
            _send(given, answer)


def _read(requests: IO[bytes], taken: queue.SimpleQueue[Any]) -> None:
    """On a thread of its own, so that the parent's end is noticed while a request hangs."""
    while True:
        try:
            request = _receive(requests)
        except (OSError, EOFError):
            request = None
            os._exit(1)
        taken.put(request)
        if request is None:
            return


def _portable(error: Exception | SystemExit) -> Exception:
    if isinstance(error, SystemExit):  # raised in the parent, it would end that
        return RuntimeError(f"SystemExit: {error}")
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # a stranger's error may raise anything while it is pickled, or made again
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _send(file: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    file.write(_FRAME.pack(len(data)) + data)
    file.flush()


def _receive(file: IO[bytes]) -> Any:
    head = file.read(_FRAME.size)
    if len(head) < _FRAME.size:
        raise EOFError
    data = file.read(_FRAME.unpack(head)[0])
    return pickle.loads(data)
