"""What is installed, told as `importlib.metadata` tells it."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from readaloud import packages, registry


@pytest.mark.parametrize("name", ["pyttsx3", "espeakng-loader", "numpy", "PyYAML", "charset_normalizer", "Pillow"])
def test_version(name: str) -> None:
    assert packages.version(name) == metadata.version(name)


def test_no_such_package() -> None:
    assert packages.version("no-such-package-at-all") is None


def _installed(folder: Path, group: str) -> None:
    own = folder / "stranger-1.2.dist-info"
    own.mkdir()
    (own / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.2\n")
    (own / "entry_points.txt").write_text(f"[{group}]\nmine = stranger:Mine\n")


def test_entry_points_of_strangers_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not packages.may_offer("readaloud.test-group")
    assert registry.names("readaloud.test-group", {"a": "b:C"}) == ("a",)
    _installed(tmp_path, "readaloud.test-group")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert packages.may_offer("readaloud.test-group")
    assert registry.names("readaloud.test-group", {"a": "b:C"}) == ("a", "mine")
    assert packages.version("stranger") == "1.2"


def test_an_archive_on_the_path_is_left_to_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "packages.zip"
    archive.write_bytes(b"PK\x05\x06" + bytes(18))
    monkeypatch.syspath_prepend(str(archive))
    assert packages.may_offer("readaloud.test-group")


def test_nothing_of_it_is_imported_at_the_start() -> None:
    code = (
        "import sys; from readaloud.readers import registry; from readaloud.readers.base import Raw;"
        "registry.reader_for(Raw('a.txt', b'K: Yes.')); print('importlib.metadata' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
