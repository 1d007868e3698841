"""Programs that some tests need and a machine may lack."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def require(program: str) -> str:
    """Path of a program; without it the test is skipped, or fails where READALOUD_STRICT=1 asks for everything."""
    path = shutil.which(program)
    if path is None:
        if os.environ.get("READALOUD_STRICT") == "1":
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")
    return path


def output_of(program: str, *arguments: str) -> str:
    """What a required program prints."""
    return subprocess.run([require(program), *arguments], check=True, capture_output=True, text=True).stdout
