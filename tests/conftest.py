"""Options of the suite and what all tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--complete", action="store_true", help="a missing checker or a missing corpus fails instead of skipping"
    )
    parser.addoption("--sweep", action="store_true", help="run the long sweeps too")
    parser.addoption("--update-golden", action="store_true", help="write golden files anew; review them as diffs")


def pytest_configure(config: pytest.Config) -> None:
    # The same examples every time, so that a change is judged by what it changed; the sweeps look for new ones.
    # No deadline: a machine that does other work at the same time is slow, not wrong.
    hypothesis.settings.register_profile("steady", derandomize=True, database=None, deadline=None)
    hypothesis.settings.register_profile("seeking", deadline=None)
    hypothesis.settings.load_profile("seeking" if config.getoption("--sweep") else "steady")
    if config.getoption("--complete"):
        os.environ["READALOUD_STRICT"] = "1"
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Run in the background of a shell, the commands that tests interrupt would inherit that Ctrl-C is ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # No test may see the clips and voices of the person who runs it, nor leave any behind.
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--sweep"):
        return
    # Sweeps take from a minute to a quarter of an hour each, and CI has a quarter for all; they are run before a release.
    skip = pytest.mark.skip(reason="a long sweep; run with --sweep")
    for item in items:
        if item.get_closest_marker("sweep"):
            item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["READALOUD_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["READALOUD_DATA"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample document that ships with the project."""
    return ROOT / "docs/sample/lighthouse-call.txt"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents; the test is skipped where it is not at hand, and fails with `--complete`."""
    found = corpus_folder()
    if found is None:
        message = "the corpus is neither at READALOUD_CORPUS nor at ../shared/corpus"
        if os.environ.get("READALOUD_STRICT"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def corpus_folder() -> Path | None:
    """Where the corpus is, if it is at hand."""
    for place in (os.environ.get("READALOUD_CORPUS"), ROOT.parent / "shared/corpus"):
        if place and Path(place, "gold").is_dir():
            return Path(place)
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium that plays sound without a click."""
    from tests.checkers import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
