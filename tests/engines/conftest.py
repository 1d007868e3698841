"""Tiny neural voices, installed as a person would install them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines import tiny_voices

SPEAKERS = {"ada": 0, "bob": 1, "cyd": 2}


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of voices as publishers give them: `piper/` and `kokoro/`."""
    folder = tmp_path_factory.mktemp("published")
    tiny_voices.piper(folder / "piper", "en_XX-many-low", speakers=SPEAKERS)
    tiny_voices.piper(folder / "piper", "en_XX-one-low", tone=260.0)
    tiny_voices.piper(folder / "piper", "de_XX-eins-low", language="de_DE", espeak="de")
    tiny_voices.kokoro(folder / "kokoro", ("af_heart", "am_adam", "bf_emma", "ff_siwis"))
    return folder


@pytest.fixture(scope="session")
def tiny_data(tiny_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which they are installed."""
    from readaloud.engines import installing

    folder = tmp_path_factory.mktemp("tiny-data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READALOUD_DATA", str(folder))
        for path in (*sorted((tiny_files / "piper").glob("*.onnx")), tiny_files / "kokoro"):
            installing.install("", path, force=False, say=lambda line: None, progress=lambda what, done, total: None)
    return folder


@pytest.fixture
def tiny_bank(tiny_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny voices are those that are installed."""
    monkeypatch.setenv("READALOUD_DATA", str(tiny_data))
    return tiny_data
