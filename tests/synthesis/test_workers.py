"""The same clips on any number of workers, through crashes and hangs, and nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from readaloud.engines import registry
from readaloud.errors import EngineError
from readaloud.settings import Settings
from readaloud.synthesis import inspecting, workers
from readaloud.synthesis.cache import ClipCache
from readaloud.synthesis.workers import synthesize
from tests.synthesis.scripts import BROKEN, cast, install_stranger, script, voice

LINES = [("ada" if n % 2 else "bob", f"This is line number {n}.") for n in range(40)]
OTHERS: set[int] = set()
TWO = cast(ada=voice("a", engine_voice="440"), bob=voice("b", engine_voice="660"))


@pytest.fixture(autouse=True)
def others() -> None:
    """Notes the processes that are there before the test, such as a browser of other tests."""
    OTHERS.clear()
    OTHERS.update(child.pid for child in psutil.Process().children(recursive=True))


def ours() -> list[psutil.Process]:
    """Processes that the test started and that still run."""
    return [child for child in psutil.Process().children(recursive=True) if child.pid not in OTHERS]


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "cache")


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Installs the engine `stranger`; the folder in which it notes what it did."""
    install_stranger(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / "notes").mkdir()
    monkeypatch.setenv("STRANGER", str(tmp_path / "notes"))
    yield tmp_path / "notes"
    assert ours() == []


def strange(*texts: str) -> tuple[object, object]:
    return script(*(("ada", text) for text in texts)), cast(ada=voice("odd-voice", "stranger"))


# What comes out


def test_every_utterance_has_its_clip_and_a_second_run_makes_none(cache: ClipCache) -> None:
    told: list[tuple[int, int]] = []
    first = synthesize(script(*LINES), TWO, Settings(), cache, lambda done, total: told.append((done, total)))
    assert list(first.infos) == [f"u{n}" for n in range(40)]
    assert (first.made, first.reused, first.warnings) == (40, 0, ())
    assert told == [(n, 40) for n in range(41)]
    second = synthesize(script(*LINES), TWO, Settings(), cache)
    assert (second.made, second.reused) == (0, 40)
    assert second.infos == first.infos
    assert all(first.samples(info.key) for info in first.infos.values())


def test_the_number_of_workers_does_not_matter(tmp_path: Path) -> None:
    results = []
    for count in (1, 2, 3):
        cache = ClipCache(tmp_path / str(count))
        made = synthesize(script(*LINES), TWO, Settings(workers=count), cache)
        results.append((made, [made.samples(info.key) for info in made.infos.values()]))
    assert results[0] == results[1] == results[2]


def test_speech_is_the_same_in_a_worker_as_here(cache: ClipCache) -> None:
    from readaloud.engines.registry import engine
    from readaloud.synthesis.preparing import prepared

    speaker = voice("s", "pyttsx3", "gmw/en-US+f2")
    talk = script(*(("ada", f"Line {n}, he said.") for n in range(4)))
    made = synthesize(talk, cast(ada=speaker), Settings(workers=2), cache)
    for utterance in talk.utterances():
        here = prepared(engine("pyttsx3").speak(utterance.spoken, speaker))
        assert cache.get(made.infos[utterance.id].key) == here


def test_what_is_said_twice_in_one_voice_is_spoken_once(cache: ClipCache) -> None:
    talk = script(("ada", "Yes."), ("bob", "Yes."), ("ada", "Yes."))
    made = synthesize(talk, TWO, Settings(), cache)
    assert made.made == 2
    assert made.infos["u0"].key == made.infos["u2"].key != made.infos["u1"].key


def test_what_is_not_heard_has_no_clip(cache: ClipCache) -> None:
    assert list(synthesize(script(("ada", ""), ("ada", "Yes.")), TWO, Settings(), cache).infos) == ["u1"]
    assert synthesize(script(), TWO, Settings(), cache).infos == {}


def test_several_engines_in_one_cast(cache: ClipCache) -> None:
    both = cast(ada=voice("a"), bob=voice("b", "pyttsx3", "gmw/en-GB-x-rp"))
    made = synthesize(script(("ada", "One."), ("bob", "Two.")), both, Settings(), cache)
    assert made.made == 2


def test_a_damaged_clip_is_made_again(cache: ClipCache) -> None:
    first = synthesize(script(*LINES[:3]), TWO, Settings(), cache)
    victim = next(cache.folder.rglob("*.clip"))
    victim.write_bytes(victim.read_bytes()[:-1])
    second = synthesize(script(*LINES[:3]), TWO, Settings(), cache)
    assert (second.made, second.infos) == (1, first.infos)


# What is refused before anything is spoken


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (voice("b", "nobody"), "no engine 'nobody'"),
        (voice("b", "pyttsx3", "gmw/en-USA"), "no voice 'gmw/en-USA'"),
        (voice("b", "tone", "15000"), "15000"),
    ],
)
def test_all_voices_are_checked_first(cache: ClipCache, bad: object, message: str) -> None:
    with pytest.raises(EngineError, match=message):
        synthesize(script(*LINES), cast(ada=voice("a"), bob=bad), Settings(), cache)
    assert not cache.folder.exists()


def test_a_speaker_without_a_voice_is_told(cache: ClipCache) -> None:
    with pytest.raises(EngineError, match="'bob' has no voice"):
        synthesize(script(*LINES), cast(ada=voice("a")), Settings(), cache)


# Crashes and hangs


@pytest.mark.parametrize("what", ["crash", "segv", "hang", "spin", "fail", "odd"])
def test_an_utterance_is_tried_again(
    cache: ClipCache, stranger: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what in ("hang", "spin"):
        monkeypatch.setattr(workers, "PATIENCE", 2.5)
        monkeypatch.setattr(workers, "PATIENCE_A_LETTER", 0.0)
    made = synthesize(*strange("Good.", f"{what} once", "Fine."), Settings(), cache)
    assert list(made.infos) == ["u0", "u1", "u2"]
    tried = (stranger / f"{what}-once").read_text().split()
    assert len(set(tried)) == 2


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("crash", "SIGKILL, 3 times"),
        ("segv", "SIGSEGV, 3 times"),
        ("exit", "ended with code 3, 3 times"),
        ("hang", "no answer for 2 s, 3 times"),
        ("fail", "ValueError: no such sound, 3 times"),
        ("odd", "bytes, which is odd, 3 times"),
        ("none", "NoneType instead of a clip, 3 times"),
    ],
)
def test_the_third_failure_names_text_and_voice(
    cache: ClipCache, stranger: Path, what: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "hang":
        monkeypatch.setattr(workers, "PATIENCE", 2.0)
        monkeypatch.setattr(workers, "PATIENCE_A_LETTER", 0.0)
    with pytest.raises(EngineError) as caught:
        synthesize(*strange("Good.", f"{what} always"), Settings(), cache)
    for part in (told, f"{what} always", "odd-voice"):
        assert part in caught.value.message
    assert len(set((stranger / f"{what}-always").read_text().split())) == 3
    assert len(list(cache.folder.rglob("*.clip"))) == 1


def test_what_an_engine_says_itself_is_not_tried_again(cache: ClipCache, stranger: Path) -> None:
    both = script(("ada", "Yes."), ("bob", "Yes."))
    bad = cast(ada=voice("a", "stranger"), bob=voice("b", "stranger", "15000"))
    with pytest.raises(EngineError, match=r"^The voice 'b' hums at 15000 Hz"):
        synthesize(both, bad, Settings(), cache)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("crash", "SIGSEGV"),
        ("hang", "no answer for 1 s"),
        ("fail", "ValueError: no such voice"),
        ("exit", "SystemExit|code 7"),
    ],
)
def test_an_engine_that_fails_at_the_check_does_not_take_us_along(
    cache: ClipCache, stranger: Path, what: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspecting, "PATIENCE", 1.0)
    bad = cast(ada=voice("odd-voice", "stranger", what))
    with pytest.raises(EngineError, match=f"The engine 'stranger' does not work.*({told})"):
        synthesize(script(("ada", "Yes.")), bad, Settings(), cache)
    assert not cache.folder.exists()


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_package_is_a_line_and_leaves_the_other_engines_alone(
    cache: ClipCache, stranger: Path, what: str, tmp_path: Path
) -> None:
    install_stranger(tmp_path / "site", what, BROKEN[what], "Engine")
    name = what.replace(" ", "_")
    with pytest.raises(EngineError) as caught:
        synthesize(script(("ada", "Yes.")), cast(ada=voice("v", name)), Settings(), cache)
    assert name in caught.value.message and "\n" not in caught.value.message
    assert caught.value.tip
    assert name in registry.names()
    if what in ("absent", "crashing"):
        others = cast(ada=voice("a", "stranger"), bob=voice("b", "pyttsx3", "gmw/en-US"))
        assert synthesize(script(("ada", "Yes."), ("bob", "No.")), others, Settings(), cache).made == 2


def test_what_is_in_the_cache_needs_no_engine_that_works(cache: ClipCache, stranger: Path) -> None:
    """The person may have uninstalled its data, or the server be gone: what was heard is heard again."""
    first = synthesize(*strange("crash once", "Yes."), Settings(), cache)
    marks = {path: path.read_text() for path in stranger.iterdir()}
    again = synthesize(*strange("crash once", "Yes."), Settings(), cache)
    assert (again.made, again.infos) == (0, first.infos)
    assert {path: path.read_text() for path in stranger.iterdir()} == marks


def test_a_worker_that_is_killed_from_outside_is_replaced(cache: ClipCache) -> None:
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if done in (5, 30):
            child = ours()[0]
            os.kill(child.pid, signal.SIGKILL)
            killed.append(child.pid)

    lines = [("ada", f"This is line number {n}, and it takes its time.") for n in range(60)]
    made = synthesize(script(*lines), cast(ada=voice("s", "pyttsx3", "gmw/en-US")), Settings(workers=1), cache, kill)
    assert len(made.infos) == 60
    assert len(set(killed)) == 2
    assert ours() == []


# The end


def test_an_error_of_the_caller_ends_the_workers(cache: ClipCache) -> None:
    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        synthesize(script(*LINES), TWO, Settings(workers=2), cache, stop)
    assert time.monotonic() - begin < 5
    assert ours() == []


PARENT = """
import sys
from pathlib import Path
from readaloud.settings import Settings
from readaloud.synthesis.cache import ClipCache
from readaloud.synthesis.workers import synthesize
from tests.synthesis.scripts import BROKEN, cast, script, voice
lines = [("ada", (f"spin always {n}" if sys.argv[2] == "spin" else f"This is line {n}, and it is a long one. " * 40))
         for n in range(400)]
engine = "stranger" if sys.argv[2] == "spin" else "pyttsx3"
name = "440" if engine == "stranger" else "gmw/en-US"
try:
    synthesize(script(*lines), cast(ada=voice("s", engine, name)), Settings(workers=2), ClipCache(Path(sys.argv[1])),
               lambda done, total: print(done, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture(params=["speech", "spin"])
def parent(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process in the midst of synthesis, its workers at work."""
    install_stranger(tmp_path / "site")
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "cache"), request.param],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(root), str(tmp_path / "site"))), "STRANGER": str(tmp_path)},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n"
        end = time.monotonic() + 20
        while len(psutil.Process(process.pid).children()) < 2:
            assert time.monotonic() < end
            time.sleep(0.02)
        if request.param == "speech":
            assert process.stdout.readline()
        while request.param == "spin" and not list(tmp_path.glob("spin-always*")):
            assert time.monotonic() < end
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_killed_parent_leaves_no_orphans(parent: subprocess.Popen[str]) -> None:
    children = psutil.Process(parent.pid).children(recursive=True)
    parent.kill()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []


def test_control_c_ends_at_once_and_quietly(parent: subprocess.Popen[str]) -> None:
    children = psutil.Process(parent.pid).children(recursive=True)
    begin = time.monotonic()
    parent.send_signal(signal.SIGINT)
    assert parent.wait(10) == 130
    assert time.monotonic() - begin < 2
    assert psutil.wait_procs(children, timeout=2)[1] == []
    assert parent.stderr is not None
    assert parent.stderr.read() == ""
