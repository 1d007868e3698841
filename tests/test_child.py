"""Processes that answer: in an interpreter of their own, and as copies of this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from readaloud.child import Child, ChildLostError
from readaloud.errors import UsageError
from tests.platforms import copies


def answer(request: Any) -> Any:
    """What the processes of these tests do."""
    match request:
        case "pid":
            return os.getpid()
        case "print":
            os.write(1, b"not an answer")
            print("nor this")
            return "printed"
        case "hang":
            time.sleep(600)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            sys.exit(3)
        case Exception():
            raise request
    return request


ANSWERING = [
    pytest.param(f"{__name__}:answer", id="interpreter"),
    pytest.param(answer, id="copy", marks=copies),
]


@pytest.mark.parametrize("answering", ANSWERING)
def test_it_answers_one_request_after_another(answering: Any) -> None:
    child = Child(answering)
    assert child.ask("pid", 20) == child.pid != os.getpid()
    assert child.ask([1, "two"], 20) == [1, "two"]
    child.close()
    assert not psutil.pid_exists(child.pid)


@pytest.mark.parametrize("answering", ANSWERING)
def test_what_it_prints_is_no_answer(answering: Any, capfd: pytest.CaptureFixture[str]) -> None:
    child = Child(answering)
    assert child.ask("print", 20) == "printed"
    assert child.ask("pid", 20) == child.pid
    child.kill()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("answering", ANSWERING)
def test_what_it_raises_is_raised_here_and_it_lives_on(answering: Any) -> None:
    child = Child(answering)
    with pytest.raises(UsageError, match="no such thing"):
        child.ask(UsageError("There is no such thing.", tip="Ask for another."), 20)
    with pytest.raises(RuntimeError, match="SystemExit: 3"):
        child.ask("leave", 20)
    assert child.ask("here", 20) == "here"
    child.kill()


@pytest.mark.parametrize("answering", ANSWERING)
@pytest.mark.parametrize(("request_", "patience", "why"), [("hang", 0.3, "no answer for 0 s"), ("die", 20, "SIGKILL")])
def test_one_that_is_lost_is_told_of(answering: Any, request_: str, patience: float, why: str) -> None:
    child = Child(answering)
    assert child.ask("pid", 20) == child.pid
    with pytest.raises(ChildLostError, match=why):
        child.ask(request_, patience)
    assert not psutil.pid_exists(child.pid)
    with pytest.raises(ChildLostError):
        child.ask("pid", 20)
    child.kill()
    child.close()


def test_each_has_its_own_patience() -> None:
    slow, quick = Child(f"{__name__}:answer"), Child(f"{__name__}:answer")
    assert slow.ask("pid", 500)
    begin = time.monotonic()
    with pytest.raises(ChildLostError, match="no answer"):
        quick.ask("hang", 0.3)
    assert time.monotonic() - begin < 5
    assert slow.ask("pid", 500)
    slow.kill()


@copies
def test_a_copy_knows_what_is_known_here_and_changes_nothing_here() -> None:
    known = {"a": 1}

    def change(request: str) -> int:
        known[request] = len(known)
        return len(known)

    child = Child(change)
    known["later"] = 2
    assert [child.ask("b", 20), child.ask("c", 20)] == [2, 3]
    assert known == {"a": 1, "later": 2}
    child.close()


@copies
def test_a_copy_can_ask_one_of_its_own() -> None:
    def ask(_: object) -> int:
        grandchild = Child(answer)
        try:
            return int(grandchild.ask("pid", 20))
        finally:
            grandchild.close()

    child = Child(ask)
    assert child.ask("ask", 20) not in (child.pid, os.getpid())
    child.close()


def opened() -> set[str]:
    """Files that this process has open."""
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


@copies
def test_a_copy_that_cannot_be_made_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    before = opened()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fork", none)
        with pytest.raises(OSError, match="unavailable"):
            Child(answer)
    assert opened() == before


PARENT = """
import time
from readaloud.child import Child
from tests.test_child import answer
children = [Child(answer) for _ in range(3)]
print(*(child.ask("pid", 20) for child in children), flush=True)
{}
time.sleep(60)
"""


@copies
@pytest.mark.parametrize("busy", [False, True])
def test_copies_end_with_their_parent_however_it_ends(busy: bool) -> None:
    more = (
        "import threading; [threading.Thread(target=c.ask, args=('hang', 50), daemon=True).start() for c in children]"
    )
    root = Path(__file__).resolve().parents[1]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(more if busy else "")], stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert parent.stdout is not None
    children = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
    assert len(children) == 3
    time.sleep(0.5 if busy else 0)
    parent.kill()
    parent.communicate()
    assert psutil.wait_procs(children, timeout=5)[1] == []


@copies
def test_ctrl_c_does_not_reach_a_copy() -> None:
    child = Child(answer)
    assert child.ask("pid", 20) == child.pid
    assert os.getsid(child.pid) == child.pid, "the terminal sends it to its own session alone"
    os.kill(child.pid, signal.SIGINT)
    assert child.ask("pid", 20) == child.pid
    child.close()
