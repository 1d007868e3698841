"""An edition in a server's voices, as a person makes it: mixed with others, broken, cancelled; and no secret in it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from readaloud.engines.bank import load_voices
from tests.cli.tool import COMMAND, Ran, edition, run, tree
from tests.engines.server import KEY, Server, running

TALK = "A Talk\n\n" + "\n\n".join(f"{'XYZ'[n % 3]}: This is sentence number {n}." for n in range(6)) + "\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK)
    return path


@pytest.fixture
def humming() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def env(tmp_path: Path, humming: Server) -> dict[str, str]:
    humming.key = KEY
    return {
        "READALOUD_CACHE": str(tmp_path / "cache"), "READALOUD_SETTINGS": str(tmp_path / "settings"),
        "READALOUD_SPEECH_URL": humming.url, "READALOUD_SPEECH_KEY": KEY, "READALOUD_SPEECH_TIMEOUT": "2",
    }  # fmt: skip


def make(talk: Path, env: dict[str, str], *options: str) -> Ran:
    return run("make", talk, "-o", talk.parent / "out", "--engine", "speech-server", "--plain", *options, env=env)


def test_an_edition_in_its_voices_that_needs_no_server_the_second_time(
    talk: Path, env: dict[str, str], humming: Server
) -> None:
    ran = make(talk, env, "--format", "mp3")
    assert ran.code == 0, ran.err
    folder = talk.parent / "out/talk"
    assert run("check", folder).code == 0
    whole = tree(folder)
    humming.fault = "500"
    asked = len(humming.paths)
    ran = run("make", folder / "script.yaml", "--plain", env=env)
    assert ran.code == 0, ran.err
    assert tree(folder) == whole
    assert len(humming.paths) == asked


@pytest.mark.parametrize("fault", ["", "400", "words"])
def test_neither_key_nor_address_is_written_or_told(
    talk: Path, env: dict[str, str], humming: Server, fault: str
) -> None:
    humming.fault = fault
    # The key is asked for as a user's password too: it stands in the address then.
    env["READALOUD_SPEECH_URL"] = humming.url.replace("http://", "http://ann:pass-of-ann@") + "?code=hidden-code"
    ran = make(talk, env)
    assert ran.code == (5 if fault else 0), ran.err
    port = str(humming.server_address[1])
    written = [p for p in talk.parent.rglob("*") if p.is_file()]
    assert fault or len(written) > 8
    for path in written:
        data = path.read_bytes()
        for secret in (KEY, "pass-of-ann", "hidden-code", f"127.0.0.1:{port}"):
            for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()):
                assert form not in data, (path, secret)
    for secret in (KEY, "pass-of-ann", "hidden-code", "ann:"):
        assert secret not in ran.out + ran.err
    assert not fault or not (talk.parent / "out").exists()


@pytest.mark.parametrize(
    ("fault", "told"),
    [("html", "a web page"), ("silence", "silence, 3 times"), ("429", "asked too often (429)"), ("hang", "no answer within 2 s"),
     ("words", "The model is not loaded")],
)  # fmt: skip
def test_a_server_that_fails_is_a_line_with_voice_text_and_fix(
    talk: Path, env: dict[str, str], humming: Server, fault: str, told: str
) -> None:
    humming.fault = fault
    ran = make(talk, env)
    assert ran.code == 5
    lines = [line for line in ran.err.splitlines() if not line.startswith("Speaking")]
    assert [line.partition(":")[0] for line in lines] == ["Error", "Tip"]
    assert told in lines[0] and "cannot say '" in lines[0] and "server-" in lines[0]
    assert not (talk.parent / "out").exists()


def test_what_was_spoken_before_a_failure_is_kept(talk: Path, env: dict[str, str], humming: Server) -> None:
    env["READALOUD_SPEECH_REQUESTS"] = "1"
    humming.fault, humming.faults = "", 0
    assert make(talk, env, "--format", "mp3").code == 0
    asked = len(humming.bodies)
    talk.write_text(TALK + "\nX: And one more.\n")
    humming.fault, humming.faults = "400", 1
    assert make(talk, env, "--format", "mp3", "--replan").code == 5
    assert make(talk, env, "--format", "mp3", "--replan").code == 0
    assert len(humming.bodies) == asked + 2


@pytest.mark.parametrize(("requests", "workers"), [("1", ()), ("3", ("--workers", "2"))])
def test_requests_at_once_are_bounded_over_all_workers(
    talk: Path, env: dict[str, str], humming: Server, requests: str, workers: tuple[str, ...]
) -> None:
    env["READALOUD_SPEECH_REQUESTS"] = requests
    humming.seconds = 0.2
    assert make(talk, env, "--format", "mp3", *workers).code == 0
    assert humming.busiest == min(int(requests), int(workers[-1]) if workers else 99)


def test_a_cancelled_run_ends_at_once(talk: Path, env: dict[str, str], humming: Server) -> None:
    humming.fault = "hang"
    env["READALOUD_SPEECH_TIMEOUT"] = "600"
    process = subprocess.Popen(
        [*COMMAND, "make", str(talk), "-o", str(talk.parent / "out"), "--engine", "speech-server", "--plain"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | env, start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + 60
    while humming.busy < 2:
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.02)
    children = psutil.Process(process.pid).children(recursive=True)
    begin = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=20)
    assert time.monotonic() - begin < 5
    assert process.returncode == 130
    assert psutil.wait_procs(children, timeout=3)[1] == []
    assert not (talk.parent / "out").exists()


def test_three_engines_in_one_cast(talk: Path, env: dict[str, str], humming: Server) -> None:
    """Clips of 22,050 and 44,100 samples a second in one file, and one of a person's own voices."""
    humming.rate = 44100
    spoken = load_voices("en", "pyttsx3")[0].id
    (talk.parent / "cast.toml").write_text(
        "".join(
            f'[[speaker]]\nid = "{speaker}"\nvoice = "{voice}"\n'
            for speaker, voice in (("x", "tone-446"), ("y", "server-echo"), ("z", spoken))
        )
    )
    ran = run(
        "make", talk, "-o", talk.parent / "out", "--plain", "--format", "mp3,m4b", "--cast", talk.parent / "cast.toml",
        env=env,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    folder = talk.parent / "out/talk"
    voices = {speaker["id"]: speaker["voice"] for speaker in edition(folder)["speakers"]}
    assert (voices["x"], voices["y"], voices["z"]) == ("tone-446", "server-echo", spoken)
    checked = run("check", folder)
    assert checked.code == 0, checked.out
    assert {body["voice"] for body in humming.bodies} == {"echo"}


def test_an_engine_that_nobody_has(talk: Path, env: dict[str, str]) -> None:
    ran = run("make", talk, "--engine", "speech-servr", env=env)
    assert ran.code == 5
    assert "There is no engine 'speech-servr'" in ran.err and "speech-server" in ran.err
