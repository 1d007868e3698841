"""Interrupted, killed, out of disk: the edition is whole or as it was, and nothing is left running."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.cli.tool import COMMAND, make, run, tree


@pytest.fixture(scope="module")
def long_talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough that it is still being made when the fault comes."""
    lines = [
        f"{'AB'[n % 2]}: This is sentence number {n} of a very long talk, and it goes on for a while."
        for n in range(600)
    ]
    path = tmp_path_factory.mktemp("long") / "talk.txt"
    path.write_text("A Long Talk\n\n" + "\n\n".join(lines) + "\n")
    return path


def start(source: Path, folder: Path, cache: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "make", str(source), "-o", str(folder), "--engine", "tone", "--format", "mp3", "--plain", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "READALOUD_CACHE": str(cache)},
        start_new_session=True,
    )  # fmt: skip


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    """Until it says the words on its standard error stream."""
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return
    pytest.fail(f"it ended without saying {words!r}")


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def all_gone(processes: list[psutil.Process], seconds: float) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return all(p.status() == psutil.STATUS_ZOMBIE for p in alive if p.is_running())


@pytest.mark.parametrize("stage", ["Speaking … 25 %", "Writing … 25 %"])
def test_ctrl_c_ends_with_130_and_no_orphan(long_talk: Path, tmp_path: Path, stage: str) -> None:
    process = start(long_talk, tmp_path / "out", tmp_path / "cache")
    wait_for(process, stage)
    children = family(process)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert process.returncode == 130
    assert all_gone(children, 3)
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("stage", ["Speaking … 25 %", "Writing … 25 %"])
def test_killed_it_leaves_nothing_under_the_final_name_and_goes_on_from_its_clips(
    long_talk: Path, tmp_path: Path, stage: str
) -> None:
    process = start(long_talk, tmp_path / "out", tmp_path / "cache")
    wait_for(process, stage)
    children = family(process)
    process.kill()
    process.communicate()
    assert all_gone(children, 5)
    assert not (tmp_path / "out/talk").exists()
    ran = run(
        "make",
        long_talk,
        "-o",
        tmp_path / "out",
        "--engine",
        "tone",
        "--format",
        "mp3",
        "--json",
        env={"READALOUD_CACHE": str(tmp_path / "cache")},
    )
    assert ran.code == 0, ran.err
    assert ran.json["clips"]["reused"] >= 140
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["talk"]


def test_an_edition_is_replaced_only_when_the_new_one_is_whole(long_talk: Path, tmp_path: Path) -> None:
    folder = make(long_talk, tmp_path / "out", "--format", "mp3", env={"READALOUD_CACHE": str(tmp_path / "cache")})
    before = tree(folder)
    process = start(long_talk, tmp_path / "out", tmp_path / "cache", "--notes", "skip")
    wait_for(process, "Writing … 50 %")
    process.kill()
    process.communicate()
    assert tree(folder) == before


def test_a_worker_that_is_killed_is_started_anew(long_talk: Path, tmp_path: Path) -> None:
    process = start(long_talk, tmp_path / "out", tmp_path / "cache", "--workers", "2")
    wait_for(process, "Speaking … 25 %")
    for child in family(process)[:1]:
        child.kill()
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert run("check", tmp_path / "out/talk").code == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A file system of 300 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)], capture_output=True
        ).returncode
    ):
        # Only root may mount; CI is root, and there it is tried.
        pytest.skip("a small file system cannot be mounted here")
    return place


@pytest.fixture
def unmount(small_disk: Path):
    yield
    subprocess.run(["umount", "-l", str(small_disk)], check=False)


@pytest.mark.usefixtures("unmount")
def test_a_full_disk_says_so_and_leaves_the_old_edition(sample: Path, tmp_path: Path, small_disk: Path) -> None:
    short = tmp_path / "lighthouse-call.txt"
    short.write_text("A: Good morning.\n\nB: Good morning to you.\n\nA: How are you?\n\nB: Well.\n")
    folder = make(short, small_disk, "--format", "mp3")
    before = tree(folder)
    ran = run("make", sample, "-o", small_disk, "--engine", "tone", "--format", "mp3,m4b")
    assert ran.code == 1 and "disk is full" in ran.err.lower(), ran.err
    assert tree(folder) == before
    assert [p.name for p in small_disk.iterdir()] == ["lighthouse-call"]


@pytest.mark.usefixtures("unmount")
def test_a_cache_on_a_full_disk_is_no_failure(sample: Path, tmp_path: Path, small_disk: Path) -> None:
    ran = run(
        "make",
        sample,
        "-o",
        tmp_path / "out",
        "--engine",
        "tone",
        "--format",
        "mp3",
        env={"READALOUD_CACHE": str(small_disk)},
    )
    assert ran.code == 0, ran.err
    assert "Clips cannot be kept" in ran.out
    assert run("check", tmp_path / "out/lighthouse-call").code == 0


def test_a_cache_that_is_a_file_is_no_failure(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    ran = run(
        "make",
        sample,
        "-o",
        tmp_path / "out",
        "--engine",
        "tone",
        "--format",
        "mp3",
        env={"READALOUD_CACHE": str(tmp_path / "cache")},
    )
    assert ran.code == 0, ran.err


def test_a_damaged_clip_is_made_again(sample: Path, tmp_path: Path) -> None:
    env = {"READALOUD_CACHE": str(tmp_path / "cache")}
    whole = tree(make(sample, tmp_path / "a", "--format", "mp3", env=env))
    for path in list((tmp_path / "cache").rglob("*.clip"))[:5]:
        path.write_bytes(path.read_bytes()[:-20])
    ran = run("make", sample, "-o", tmp_path / "b", "--engine", "tone", "--format", "mp3", "--json", env=env)
    assert ran.json["clips"]["made"] == 5
    assert tree(tmp_path / "b/lighthouse-call") == whole


def test_a_cache_that_is_emptied_under_way_is_no_failure(long_talk: Path, tmp_path: Path) -> None:
    whole = tree(make(long_talk, tmp_path / "a", "--format", "mp3", env={"READALOUD_CACHE": str(tmp_path / "other")}))
    for stage in ("Speaking … 50 %", "Writing … 25 %"):
        process = start(long_talk, tmp_path / "b", tmp_path / "cache")
        wait_for(process, stage)
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert tree(tmp_path / "b/talk") == whole


def test_clearing_the_cache_takes_nothing_from_a_run(long_talk: Path, tmp_path: Path) -> None:
    env = {"READALOUD_CACHE": str(tmp_path / "cache")}
    process = start(long_talk, tmp_path / "out", tmp_path / "cache")
    wait_for(process, "Speaking … 50 %")
    told = run("cache", "clear", "--json", env=env).json
    assert told["removed"] == 0 and told["left"] > 200
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert run("cache", "clear", "--json", env=env).json["left"] == 0


def test_what_a_person_changes_under_way_is_not_lost(long_talk: Path, tmp_path: Path) -> None:
    folder = make(long_talk, tmp_path / "out", "--format", "mp3", env={"READALOUD_CACHE": str(tmp_path / "cache")})
    process = start(folder / "script.yaml", tmp_path / "out", tmp_path / "cache")
    wait_for(process, "Writing … 25 %")
    script = folder / "script.yaml"
    changed = script.read_text("utf-8").replace("sentence number 7", "sentence number seven")
    script.write_text(changed, "utf-8")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 4
    assert "was changed while the edition was made" in errors
    assert script.read_text("utf-8") == changed
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["talk"]


def killed_at(seconds: float, source: Path, folder: Path, cache: Path) -> None:
    process = start(source, folder, cache)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        children = family(process)
        process.kill()
        process.communicate()
        assert all_gone(children, 5)


def whole_or_absent(long_talk: Path, tmp_path: Path, moments: list[float]) -> None:
    for seconds in moments:
        killed_at(seconds, long_talk, tmp_path / "out", tmp_path / "cache")
        folder = tmp_path / "out/talk"
        assert not folder.exists() or run("check", folder).code == 0, seconds
    ran = run("make", long_talk, "-o", tmp_path / "out", "--engine", "tone", "--format", "mp3", "--json",
              env={"READALOUD_CACHE": str(tmp_path / "cache")})  # fmt: skip
    assert ran.code == 0, ran.err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["talk"]


def test_killed_at_any_moment_the_edition_is_whole_or_absent(long_talk: Path, tmp_path: Path) -> None:
    whole_or_absent(long_talk, tmp_path, [0.8, 2.0, 4.0])


@pytest.mark.sweep
def test_killed_at_many_moments_the_edition_is_whole_or_absent(long_talk: Path, tmp_path: Path) -> None:
    whole_or_absent(long_talk, tmp_path, [0.3 + 0.07 * n for n in range(40)])


def test_two_runs_on_one_edition_at_once(sample: Path, tmp_path: Path) -> None:
    both = [start(sample, tmp_path / "out", tmp_path / "cache", "--format", "m4b") for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert run("check", tmp_path / "out/lighthouse-call").code == 0
    alone = make(sample, tmp_path / "alone", "--format", "mp3,m4b", "--no-cache")
    assert tree(tmp_path / "out/lighthouse-call") == tree(alone), "whoever of them encoded which span"
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["lighthouse-call"]


@pytest.mark.usefixtures("unmount")
def test_a_cache_that_may_only_be_read_is_read(sample: Path, tmp_path: Path, small_disk: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("A: Good morning.\n\nB: Good morning to you.\n\nA: How are you?\n\nB: Well.\n")
    env = {"READALOUD_CACHE": str(small_disk)}
    whole = tree(make(short, tmp_path / "a", "--format", "m4b", env=env))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    ran = run("make", short, "-o", tmp_path / "b", "--engine", "tone", "--format", "m4b", "--json", env=env)
    assert ran.code == 0, ran.err
    assert ran.json["clips"]["made"] == ran.json["spans"]["encoded"] == 0
    assert tree(tmp_path / "b/short") == whole
    other = tmp_path / "other.txt"
    other.write_text(short.read_text() + "\nA: Something that is not kept.\n")
    ran = run("make", other, "-o", tmp_path / "b", "--engine", "tone", "--format", "m4b", env=env)
    assert ran.code == 0, ran.err
    assert "Clips cannot be kept" in ran.out
    assert run("check", tmp_path / "b/other").code == 0


def test_a_clock_that_goes_backwards_changes_nothing(sample: Path, tmp_path: Path) -> None:
    """Each look at the clock, of the run and of its workers, tells an hour earlier than the one before."""
    folder = tmp_path / "clock"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import time\n"
        "_true, _looks = time.time, [0]\n"
        "def _back():\n    _looks[0] += 1\n    return _true() - 3600 * _looks[0]\n"
        "time.time = _back\n"
    )
    whole = tree(make(sample, tmp_path / "a", "--format", "m4b", "--no-cache"))
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    env = {"READALOUD_CACHE": str(tmp_path / "cache"), "PYTHONPATH": path}
    for _ in range(2):
        assert tree(make(sample, tmp_path / "b", "--format", "m4b", env=env)) == whole
    for kept in (tmp_path / "cache").rglob("*.*"):  # what an earlier run left when the clock was a year ahead
        os.utime(kept, (time.time() + 3e7,) * 2)
    assert tree(make(sample, tmp_path / "b", "--format", "m4b", env=env)) == whole
