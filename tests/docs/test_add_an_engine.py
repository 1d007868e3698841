"""The how-to is true: its files, as they stand there, are a package that installs and speaks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.tool import edition, run
from tests.conftest import ROOT

PAGE = ROOT / "docs/how-to/add-an-engine.md"
CONTRACT = """
from tests.engines.contract import EngineContract

class TestHum(EngineContract):
    name = "hum"
    voices = ("low", "high")
    unknown = ("middle", "low, high")
    times_words = takes_pitch = False
    long_text = 600
"""


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Its three files, installed by pip beside what is there."""
    folder = tmp_path_factory.mktemp("hum")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert [kind for kind, _ in blocks] == ["toml", "python", "toml"]
    (folder / "voices").mkdir()
    for name, (_, text) in zip(("pyproject.toml", "readaloud_hum.py", "voices/hum.toml"), blocks, strict=True):
        (folder / name).write_text(text)
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-build-isolation"]
    done = subprocess.run([*install, "--target", str(folder / "site"), str(folder)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(folder / "site"))),
        "READALOUD_VOICES": str(folder / "voices"),
        "READALOUD_CACHE": str(folder / "cache"),
    }


def test_the_page_is_short() -> None:
    assert len(PAGE.read_text("utf-8").splitlines()) < 60


def test_it_makes_an_edition(env: dict[str, str], sample: Path, tmp_path: Path) -> None:
    ran = run("make", sample, "-o", tmp_path, "--engine", "hum", "--format", "mp3", "--plain", env=env)
    assert ran.code == 0, ran.err
    folder = tmp_path / "lighthouse-call"
    assert {speaker["voice"].split("@")[0] for speaker in edition(folder)["speakers"]} == {"hum-low", "hum-high"}
    assert run("check", folder).code == 0
    assert "engine hum: hum 1" in run("doctor", env=env).out


def test_it_passes_the_suite_of_every_engine(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "test_hum.py").write_text(CONTRACT)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"),
         "--rootdir", str(ROOT), str(tmp_path / "test_hum.py")],
        capture_output=True, text=True, env=os.environ | env, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
