"""Engines may be mixed in one cast: each has an espeak-ng of its own in the process, and none disturbs another."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.platforms import espeak_ng

VOICES = {
    "e": ("pyttsx3", "gmw/en-US+whisper"),
    "p": ("piper", "en_XX-many-low:bob"),
    "k": ("kokoro", "kokoro-v1.0:af_heart"),
}
SPOKEN = """
import hashlib, sys
from readaloud.engines.registry import engine
from readaloud.model import Voice
from tests.platforms import espeak_ng
engines = {}
for order in sys.argv[1:]:
    name, voice = order.split("=", 1)
    speaker = engines[name] if name in engines else engines.setdefault(name, engine(name))
    clip = speaker.speak("Yes, 1973 was the year; what did they do next?", Voice("v", name, voice, "en-US"))
    print(name, hashlib.sha256(clip.samples).hexdigest(), clip.words)
"""


@pytest.mark.usefixtures("tiny_bank")
@espeak_ng
def test_the_same_sound_in_any_company() -> None:
    heard: dict[str, set[str]] = {}
    for order in ("epkep", "pkepk", "kepke"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", SPOKEN, *("=".join(VOICES[key]) for key in order)],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), order
        for line in done.stdout.splitlines():
            heard.setdefault(line.split()[0], set()).add(line)
    assert {name: len(lines) for name, lines in heard.items()} == {"pyttsx3": 1, "piper": 1, "kokoro": 1}
