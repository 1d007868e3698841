"""A Python process of ours that answers one request at a time and can be killed when it hangs.

It ends when its standard input ends, so that it never outlives its parent, not even one that was killed; and it is no
part of the terminal's process group, so that Ctrl-C reaches the parent alone, which kills it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[2]); from readaloud.synthesis.child import main; main(sys.argv[1])"
_FRAME = struct.Struct("<I")


class ChildLostError(Exception):
    """The process ended or was killed before it answered; the message says which."""


class Child:
    """The parent's side; one thread asks at a time, any thread may kill."""

    def __init__(self, target: str) -> None:
        """`target` is `module:function`; the function takes a request and gives the answer, both pickled."""
        flags: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            flags = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, target, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **flags,
        )
        self._silent = False

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def ask(self, request: object, patience: float) -> Any:
        """The answer; what the function raises is raised here. ChildLostError after so many seconds or when it ends."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        watch = threading.Timer(patience, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            _send(self._process.stdin, request)
            answer = _receive(self._process.stdout)
        except (OSError, ValueError, EOFError):
            answer = None
        finally:
            watch.cancel()
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
        code = self._process.returncode
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"its process was ended by {signal.Signals(-code).name}"
        return f"its process ended with code {code}"

    def _shut(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def main(target: str) -> None:
    """The child's side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not come between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    handle: Callable[[Any], Any] | None = None
    while (request := requests.get()) is not None:
        try:
            if handle is None:
                module, _, name = target.partition(":")
                handle = getattr(importlib.import_module(module), name)
            answer: tuple[Exception | None, Any] = (None, handle(request))
        except (Exception, SystemExit) as error:
            answer = (_portable(error), None)
        _send(answers, answer)


def _read(requests: queue.SimpleQueue[Any]) -> None:
    """On a thread of its own, so that the parent's end is noticed while a request hangs."""
    while True:
        try:
            request = _receive(sys.stdin.buffer)
        except (OSError, EOFError):
            request = None
            os._exit(1)
        requests.put(request)
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
