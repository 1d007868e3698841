"""Collections on a cluster: the same bytes as on one machine, lost workers, and clusters that are not fit for it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.batch import cluster
from tests.batch.test_collection import ONCE, OTHER, editions
from tests.batch.volumes import TALK, batch, volume
from tests.cli.tool import COMMAND

DOCUMENTS = [[*TALK, ("Quist", f"This is number {n}.")] for n in range(6)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    """A scheduler with one worker; tests add others."""
    with cluster.scheduler(place) as found, cluster.worker(found, place, "first"):
        yield found


def test_a_worker_that_is_killed_in_mid_job_changes_no_byte(address: str, place: Path) -> None:
    source = volume(place / "v.xml", DOCUMENTS)
    assert batch(source, "-o", place / "local", "--title", "V").code == 0
    with ExitStack() as stack:
        # The second one sleeps in each document, so that it is surely in the midst of one.
        slow = place / "slow"
        slow.mkdir()
        (slow / "sitecustomize.py").write_text(SLOW, "utf-8")
        path = f"{slow}:{Path.cwd()}"
        second = stack.enter_context(cluster.worker(address, place, "second", {"PYTHONPATH": path}))
        arguments = ["batch", source, "-o", place / "dask", "--engine", "tone", "--format", "vtt", "--plain", "--json"]
        command = [*COMMAND, *map(str, arguments), "--title", "V", "--scheduler", address]
        env = {name: value for name, value in os.environ.items() if name != "READALOUD_CACHE"}
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
        while not list((place / "dask").glob("*/edition.json")) or not (slow / "busy").exists():
            assert run.poll() is None, run.communicate()
            time.sleep(0.02)
        cluster.kill(second)
        out, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    assert json.loads(out)["made"] == len(DOCUMENTS)
    assert editions(place / "dask") == editions(place / "local")
    assert (place / "dask/.batch/cache").is_dir(), "clips are where all workers can have them"


SLOW = """
import sys, pathlib, time
if "readaloud.child" in " ".join(sys.orig_argv):
    import readaloud.pipeline as pipeline
    before = pipeline.make
    def make(*given):
        pathlib.Path(__file__).with_name("busy").touch()
        time.sleep(60)
        return before(*given)
    pipeline.make = make
"""


def test_a_process_that_is_killed_on_a_worker_takes_no_document_with_it(address: str, place: Path) -> None:
    source = volume(place / "k.xml", DOCUMENTS)
    killing = place / "killing"
    killing.mkdir()
    (killing / "sitecustomize.py").write_text(ONCE, "utf-8")
    with cluster.worker(address, place, "fourth", {"PYTHONPATH": f"{killing}:{Path.cwd()}"}):
        ran = batch(source, "-o", place / "k", "--json", "--scheduler", address)
    assert ran.code == 0, ran.err
    assert ran.json["made"] == len(DOCUMENTS)
    assert (killing / "killed").exists()


def test_a_cluster_of_this_machine_makes_the_same(place: Path) -> None:
    source = volume(place / "small.xml", [TALK, OTHER])
    assert batch(source, "-o", place / "a", "--title", "S").code == 0
    ran = batch(source, "-o", place / "b", "--title", "S", "--cluster", "local", "--workers", "2")
    assert ran.code == 0, ran.err
    assert editions(place / "a") == editions(place / "b")


def test_a_document_that_fails_on_a_cluster_is_told_with_its_worker(address: str, place: Path) -> None:
    source = volume(place / "f.xml", [TALK, OTHER])
    (place / "f").mkdir()
    (place / "f/f-d2").write_text("in the way", "utf-8")
    ran = batch(source, "-o", place / "f", "--scheduler", address)
    assert ran.code == 1
    (failure,) = json.loads((place / "f/report.json").read_text("utf-8"))["failures"]
    assert "is a file" in failure["reason"]
    assert failure["worker"]


def test_a_scheduler_that_is_not_there_or_has_no_workers(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER])
    hasty = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
    ran = batch(source, "-o", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9", env=hasty)
    assert ran.code == 1
    assert "There is no Dask scheduler at tcp://127.0.0.1:9" in ran.err
    assert "dask scheduler" in ran.err
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it listens, and is no scheduler
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        ran = batch(source, "-o", tmp_path / "out", "--scheduler", address, env=hasty, timeout=30)
    assert ran.code == 1
    assert f"There is no Dask scheduler at {address}" in ran.err
    with cluster.scheduler(tmp_path) as address:
        ran = batch(source, "-o", tmp_path / "out", "--scheduler", address, env=hasty)
    assert ran.code == 1
    assert f"The Dask scheduler at {address} has no workers" in ran.err


def test_an_encrypted_scheduler_without_certificates(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER])
    ran = batch(source, "-o", tmp_path / "out", "--scheduler", "tls://127.0.0.1:9")
    assert ran.code == 1
    assert "wants certificates" in ran.err
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in ran.err


def test_a_scheduler_or_worker_of_another_version(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER])
    old = tmp_path / "old"
    info = old / "distributed-2020.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: distributed\nVersion: 2020.1.0\n", "utf-8")
    env = {"PYTHONPATH": f"{old}:{Path.cwd()}"}
    with cluster.scheduler(tmp_path, env) as address, cluster.worker(address, tmp_path, "new"):
        ran = batch(source, "-o", tmp_path / "out", "--scheduler", address)
        assert ran.code == 1
        assert "The scheduler has other versions: distributed 2020.1.0" in ran.err
        assert "pip install distributed==" in ran.err


def test_a_worker_of_another_version_or_without_a_voice_that_others_have(address: str, tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER])
    (tmp_path / "voices").mkdir()
    profile = '[[voice]]\nid = "ours"\nengine = "tone"\nengine_voice = "440"\nlanguage = "mul"\n'
    (tmp_path / "voices/ours.toml").write_text(profile, "utf-8")
    cast = tmp_path / "ours.toml"
    cast.write_text('[[speaker]]\nid = "quist"\nname = "Nils Quist"\nvoice = "ours"\n', "utf-8")
    have = {"READALOUD_VOICES": str(tmp_path / "voices")}
    given = [source, "-o", tmp_path / "out", "--cast", cast, "--scheduler", address]
    with cluster.worker(address, tmp_path, "third", have):
        ran = batch(*given, env=have)
    assert ran.code == 5
    assert "lacks the voice 'ours'" in ran.err
    assert "The worker tcp://" in ran.err
    assert not list((tmp_path / "out").glob("*/edition.json"))


def test_a_folder_that_is_not_shared(address: str, tmp_path: Path) -> None:
    # The worker sees another /tmp: what stands under the same path there is not what is here.
    source = volume(tmp_path / "v.xml", [TALK, OTHER])
    blind = tmp_path / "blind"
    blind.mkdir()
    (blind / "sitecustomize.py").write_text(BLIND, "utf-8")
    with cluster.worker(address, tmp_path, "blind", {"PYTHONPATH": f"{blind}:{Path.cwd()}"}):
        ran = batch(source, "-o", tmp_path / "out", "--scheduler", address)
    assert ran.code == 1
    assert "does not see the folder" in ran.err
    assert "-o" in ran.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == []


BLIND = """
import pathlib
before = pathlib.Path.read_text
def read_text(self, *given, **named):
    if self.name.startswith(".shared-"):
        raise FileNotFoundError(self)
    return before(self, *given, **named)
pathlib.Path.read_text = read_text
"""
