"""Kokoro's code speaks with a tiny model of Kokoro's shape."""

from __future__ import annotations

import pytest

from tests.engines.contract import EngineContract


@pytest.mark.usefixtures("tiny_bank")
class TestKokoro(EngineContract):
    name = "kokoro"
    voices = ("kokoro-v1.0:af_heart", "kokoro-v1.0:bf_emma", "kokoro-v1.0:am_adam")
    unknown = ("kokoro-v1.0:af_heard", "af_heart")
    long_text = 4_000
