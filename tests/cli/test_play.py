"""`readaloud play` opens the player page, and says what to do where there is none."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.cli.tool import COMMAND, edition, make, run
from tests.platforms import ctrl_c


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "player", "--player-inline")


@ctrl_c
def test_it_serves_until_it_is_interrupted(made: Path) -> None:
    arguments = [*COMMAND, "play", str(made), "--no-browser"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None and running.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())
        assert found is not None
        with urllib.request.urlopen(found[0], timeout=10) as answer:
            assert b'id="play"' in answer.read()
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 0 and running.stderr.read() == ""


def test_the_edition_holds_and_is_made_again_in_the_same_way(made: Path) -> None:
    names = sorted(path.name for path in made.iterdir() if "player" in path.name or path.suffix == ".mp3")
    assert names == [f"{made.name}-player.html"]
    ran = run("check", made)
    assert ran.code == 0 and "its sound" in ran.out, ran.out
    assert edition(made)["settings"]["player_inline"] is True


def test_an_edition_without_a_page(made: Path, tmp_path: Path) -> None:
    for name in ("edition.json", "script.yaml"):
        (tmp_path / name).write_bytes((made / name).read_bytes())
    ran = run("play", tmp_path, "--no-browser")
    assert ran.code == 3 and "has no player page" in ran.err and "--format player" in ran.err
    assert run("play", tmp_path / "nothing").code == 3


def test_a_port_that_is_taken(made: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = run("play", made, "--no-browser", "--port", str(taken.getsockname()[1]))
    assert ran.code == 1 and "cannot be used" in ran.err and "--port" in ran.err
