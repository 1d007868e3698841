"""Piper's code speaks with a tiny model of Piper's shape."""

from __future__ import annotations

import pytest

from tests.engines.contract import EngineContract


@pytest.mark.usefixtures("tiny_bank")
class TestPiper(EngineContract):
    name = "piper"
    voices = ("en_XX-many-low:ada", "en_XX-many-low:cyd", "en_XX-one-low")
    unknown = ("en_XX-mani-low:ada", "en_XX-many-low")
    long_text = 4_000
