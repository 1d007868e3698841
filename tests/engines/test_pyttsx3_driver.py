"""The driver under pyttsx3's own interface, in processes of their own, since espeak-ng is initialized once in each."""

import json
import os
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import pytest

from tests.platforms import espeak_ng

pytestmark = espeak_ng

START = """
import json, sys
from readaloud.engines import espeak_driver
espeak_driver.register()
import pyttsx3
from tests.platforms import espeak_ng
engine = pyttsx3.init(espeak_driver.NAME)
heard = []
for topic in ("started-utterance", "started-word", "finished-utterance", "error", "samples"):
    engine.connect(topic, lambda topic=topic, **told: heard.append((topic, told)))
"""


def run(script: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", START + script + "\nprint(json.dumps(result))", *arguments],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_two_queued_files_are_both_written(tmp_path: Path) -> None:
    files = [tmp_path / "one.wav", tmp_path / "two.wav"]
    run(
        """
engine.setProperty("voice", "gmw/en-US+f2")
engine.save_to_file("One.", sys.argv[1], "first")
engine.save_to_file("One, two, three.", sys.argv[2], "second")
engine.runAndWait()
result = [(topic, told["name"]) for topic, told in heard if topic == "finished-utterance"]
""",
        *map(str, files),
    )
    lengths = []
    for file in files:
        with wave.open(str(file)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
            lengths.append(sound.getnframes())
    assert 5000 < lengths[0] < lengths[1]


def test_notifications_and_properties() -> None:
    topics, words, values = run(
        """
engine.setProperty("voice", "gmw/en-GB-x-rp")
engine.setProperty("rate", 120)
engine.setProperty("pitch", 30)
engine.setProperty("volume", 0.5)
engine.say("Yes, no.", "it")
engine.runAndWait()
values = [engine.getProperty(name) for name in ("voice", "rate", "pitch", "volume")] + [len(engine.getProperty("voices"))]
result = [topic for topic, _ in heard], [told["location"] for topic, told in heard if topic == "started-word"], values
"""
    )
    assert topics == ["started-utterance", "started-word", "started-word", "samples", "finished-utterance"]
    assert words == [0, 5]
    assert values[:4] == ["gmw/en-GB-x-rp", 120, 30, 0.5] and values[4] > 100


def test_errors_come_as_notifications() -> None:
    (topic, kind), after = run(
        """
engine.setProperty("voice", "no/where")
engine.runAndWait()
bad = [(topic, type(told["exception"]).__name__) for topic, told in heard][0]
heard.clear()
engine.say("Still here.")
engine.runAndWait()
result = bad, [topic for topic, _ in heard][-1]
"""
    )
    assert (topic, kind, after) == ("error", "ValueError", "finished-utterance")


def test_an_external_loop_and_stop() -> None:
    lengths = run(
        """
engine.say("One. " * 200)
engine.startLoop(False)
engine.iterate()
engine.endLoop()
full = len([told for topic, told in heard if topic == "samples"][0]["samples"])
result = [full]
"""
    )
    assert lengths[0] > 100000


def test_a_cache_that_was_emptied_takes_no_voice_away(tmp_path: Path) -> None:
    """The names of espeak-ng's data in lower case are links in the cache."""
    code = (
        "import os, shutil; from readaloud.engines.registry import engine; from readaloud.model import Voice\n"
        "speech, voice = engine('pyttsx3'), Voice('v', 'pyttsx3', 'gmw/en-US+m3', 'en-US')\n"
        "before = speech.speak('Good morning.', voice).samples\n"
        "links = [n for n in os.listdir(os.environ['READALOUD_CACHE']) if n.startswith('espeak-')]\n"
        "shutil.rmtree(os.environ['READALOUD_CACHE'])\n"
        "print(len(links), len(before), speech.speak('Good morning.', voice).samples == before)"
    )
    env = os.environ | {"READALOUD_CACHE": str(tmp_path / "c")}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)
    links, length, same = ran.stdout.split() or pytest.fail(ran.stderr)
    assert (links, same) == ("1", "True")
    assert int(length) > 10_000
