import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from readaloud.engines import pyttsx3_native
from readaloud.engines.pyttsx3_native import Pyttsx3NativeEngine
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice

# It looks into /proc for the processes of the stock espeak driver, which Linux alone has.
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills workers of the stock espeak driver")
TEXT = "We have to look at the situation."
ENGLISH = Voice("v", "pyttsx3-native", "gmw/en-us", "en-US")
PATIENCE = 4.0


@pytest.fixture
def engine() -> Iterator[Pyttsx3NativeEngine]:
    engine = Pyttsx3NativeEngine(patience=PATIENCE)
    yield engine
    engine.close()


def workers() -> list[psutil.Process]:
    """Those that run already: until its `exec` a new process has our command line, and stopping it then stops us."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it may end meanwhile
            if "readaloud.engines.pyttsx3_native" in child.cmdline():
                found.append(child)
    return found


class Killer:
    """Sends a signal to each of the first workers that come up."""

    def __init__(self, which: signal.Signals, times: int) -> None:
        self.hit: list[int] = []
        self._which, self._times, self._over = which, times, threading.Event()
        self._thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        while len(self.hit) < self._times and not self._over.is_set():
            for pid in {worker.pid for worker in workers()} - set(self.hit):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, self._which)
                self.hit.append(pid)
            time.sleep(0.005)

    def __enter__(self) -> "Killer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


@linux
def test_speaks(engine: Pyttsx3NativeEngine, capfd: pytest.CaptureFixture[str]) -> None:
    clip = engine.speak(TEXT, ENGLISH)
    assert clip.rate == 22050 and 1 < clip.length / clip.rate < 4 and clip.words == ()
    assert engine.speak(TEXT, ENGLISH) == clip
    assert engine.speak(" … ", ENGLISH) == Clip(b"", 22050)
    assert "espeak" in engine.version
    assert not workers()
    assert capfd.readouterr() == ("", "")


@linux
def test_unknown_voice(engine: Pyttsx3NativeEngine) -> None:
    with pytest.raises(EngineError, match="no voice 'gmw/en-uss'") as caught:
        engine.speak(TEXT, Voice("v", "pyttsx3-native", "gmw/en-uss", "en-US"))
    assert "gmw/en-us" in caught.value.tip


@linux
@pytest.mark.parametrize("which", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_dies_or_hangs_is_tried_again(which: signal.Signals) -> None:
    engine = Pyttsx3NativeEngine(patience=PATIENCE if which == signal.SIGKILL else 1.5)
    assert engine.voices
    with Killer(which, 1) as killer:
        assert engine.speak("Yes.", ENGLISH).length
    assert len(killer.hit) == 1
    assert not workers()


@linux
def test_three_failures_are_an_error(engine: Pyttsx3NativeEngine) -> None:
    assert engine.voices
    with Killer(signal.SIGKILL, 9) as killer, pytest.raises(EngineError, match=r"failed 3 times.*(-9|Broken pipe)"):
        engine.speak(TEXT, ENGLISH)
    assert len(killer.hit) == 3
    assert not workers()


def test_a_driver_that_is_not_there(engine: Pyttsx3NativeEngine) -> None:
    missing = Pyttsx3NativeEngine("nowhere", patience=PATIENCE)
    with pytest.raises(EngineError, match="nowhere"):
        missing.check(ENGLISH)


@linux
def test_no_orphan_after_the_parent_is_killed() -> None:
    script = f"""
from readaloud.engines.pyttsx3_native import Pyttsx3NativeEngine
from readaloud.model import Voice
engine = Pyttsx3NativeEngine()
engine.voices
print("ready", flush=True)
engine.speak("A long talk. " * 30000, {ENGLISH!r})
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    try:
        assert parent.stdout is not None and parent.stdout.readline()
        end = time.monotonic() + 10
        while not (children := psutil.Process(parent.pid).children()):
            assert time.monotonic() < end
            time.sleep(0.01)
        parent.kill()
        assert psutil.wait_procs(children, timeout=5)[1] == []
    finally:
        parent.kill()
        parent.communicate()


@pytest.mark.parametrize(("form", "codec"), [("aiff", "pcm_s16be"), ("wav", "pcm_f32le")])
def test_reads_what_the_systems_write(tmp_path: Path, form: str, codec: str) -> None:
    import av

    wave_ = 0.5 * np.sin(2 * np.pi * 440 / 44100 * np.arange(44100))
    file = tmp_path / "utterance"
    with av.open(str(file), "w", format=form) as container:
        stream = container.add_stream(codec, rate=44100, layout="stereo")
        samples = np.repeat((wave_ * 32767).astype("<i2"), 2).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
        frame.sample_rate = 44100
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    clip = pyttsx3_native.read(file)
    assert (clip.rate, clip.length) == (44100, 44100)
    assert np.abs(np.frombuffer(clip.samples, "<i2") / 32767 - wave_).max() < 0.01


def test_reads_8_bit_wave(tmp_path: Path) -> None:
    file = tmp_path / "utterance"
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(11025)
        sound.writeframes(bytes([128, 255, 0, 128]))
    clip = pyttsx3_native.read(file)
    assert clip.rate == 11025
    assert np.frombuffer(clip.samples, "<i2").tolist() == [0, 32512, -32768, 0]
