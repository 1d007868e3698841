"""Engine for the voices of the system through pyttsx3's stock drivers: `nsss` on macOS, `sapi5` on Windows.

Untested: macOS and Windows. The worker is exercised on Linux with the stock `espeak` driver, which really hangs and
dies now and then; there the engine `pyttsx3` is the better one, since it speaks the same text the same way every time.

Each utterance gets a process of its own, since the stock drivers hang, die or stay silent at a later utterance and
have no way to tell; it is killed and tried again. That costs the start of a process (0.15 s on Linux) an utterance.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import wave
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from readaloud.engines.espeak_voices import nearest
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice
from readaloud.packages import version

RETRIES = 2
RATE = 22050
"""Samples a second of an empty clip."""
PATIENCE = 20.0
"""Seconds for the start of a worker; macOS and Windows load large frameworks in it."""
PACE = 10.0
"""Characters a second that a worker speaks at least: slower than a person talks."""

_PDEATHSIG = 1
"""`PR_SET_PDEATHSIG` of prctl(2)."""


class _WorkerError(Exception):
    """The worker hung or died."""


@dataclass(frozen=True, slots=True)
class SystemVoice:
    """What a driver tells of a voice."""

    id: str
    name: str
    language: str
    """As the driver writes it: `en-US`, `en_US`; empty where it does not tell."""
    gender: str


class Pyttsx3NativeEngine:
    """Speaks with the voices that the system has; `engine_voice` is the driver's id; no word timings."""

    name: ClassVar[str] = "pyttsx3-native"

    def __init__(self, driver: str = "", patience: float = PATIENCE) -> None:
        """`driver` is pyttsx3's name for it, by default the platform's."""
        self._driver = driver or {"darwin": "nsss", "win32": "sapi5"}.get(sys.platform, "espeak")
        self._patience = patience
        self._worker: subprocess.Popen[bytes] | None = None

    @cached_property
    def version(self) -> str:
        """Of pyttsx3, the driver and what stands behind it: the system, or on Linux the espeak-ng library."""
        import platform

        behind = f"espeak-ng {_espeak_version()}" if self._driver == "espeak" else platform.platform()
        return f"pyttsx3 {version('pyttsx3')}, {self._driver}, {behind}, native 1"

    @cached_property
    def described(self) -> tuple[SystemVoice, ...]:
        """The voices that the driver has, with what it tells of them."""
        return tuple(SystemVoice(**told) for told in self._ask({"do": "voices"}, self._patience)["voices"])

    @cached_property
    def voices(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(voice.id for voice in self.described)

    def check(self, voice: Voice) -> None:
        """EngineError unless the driver has this voice: the stock drivers take another without a word."""
        if voice.engine_voice not in self.voices:
            raise EngineError(
                f"The driver {self._driver!r} has no voice {voice.engine_voice!r}.",
                tip=f"The nearest it has: {nearest(voice.engine_voice, self.voices)}.",
            )

    def speak(self, text: str, voice: Voice) -> Clip:
        """One utterance; an empty clip where there is nothing to say."""
        self.check(voice)
        text = text.encode(errors="replace").decode().replace("\0", " ")
        if not any(char.isalnum() for char in text):
            return Clip(b"", RATE)
        with tempfile.TemporaryDirectory(prefix="readaloud-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "utterance"
            order = {"do": "speak", "voice": voice.engine_voice, "rate": voice.rate, "pitch": voice.pitch}
            self._ask(order | {"text": text, "file": str(file)}, self._patience + len(text) / PACE, file)
            return read(file)

    def close(self) -> None:
        """Ends the worker, if one is left."""
        worker, self._worker = self._worker, None
        if worker is not None:
            _end(worker)

    def _ask(self, order: dict[str, Any], seconds: float, file: Path | None = None) -> dict[str, Any]:
        """The worker's answer; EngineError when it failed three times."""
        for attempt in range(RETRIES + 1):
            try:
                answer = self._attempt(order, seconds)
                if file is None or file.exists():
                    break
                raise _WorkerError("wrote no sound")
            except _WorkerError as failure:
                if file is not None:
                    file.unlink(missing_ok=True)
                if attempt == RETRIES:
                    raise EngineError(
                        f"The driver {self._driver!r} of pyttsx3 failed {RETRIES + 1} times: it {failure}.",
                        tip="`readaloud doctor` tells what works on this machine.",
                    ) from None
        if "error" in answer:
            raise EngineError(f"The driver {self._driver!r} of pyttsx3 says: {answer['error']}.")
        return answer

    def _attempt(self, order: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The answer of a new worker; _WorkerError if it hangs or dies."""
        with tempfile.TemporaryDirectory(prefix="readaloud-", ignore_cleanup_errors=True) as folder:
            answer = Path(folder) / "answer"
            worker = self._worker = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", "-m", "readaloud.engines.pyttsx3_native"],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,  # the stock driver prints "Audio saved to …"
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
                start_new_session=True,
            )
            try:
                assert worker.stdin is not None
                line = json.dumps(order | {"driver": self._driver, "answer": str(answer), "parent": os.getpid()})
                worker.stdin.write(line.encode() + b"\n")
                code = worker.wait(seconds)
                if code:
                    raise _WorkerError(f"ended with {code}")
                told: dict[str, Any] = json.loads(answer.read_text("utf-8"))
                return told
            except subprocess.TimeoutExpired:
                raise _WorkerError(f"did not end within {seconds:.0f} s") from None
            except (OSError, ValueError) as error:
                raise _WorkerError(f"gave no answer ({error})") from None
            finally:
                self.close()


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Kills and reaps."""
    if worker.poll() is None:
        worker.kill()
    worker.wait()
    if worker.stdin is not None:
        worker.stdin.close()


def read(file: Path) -> Clip:
    """The sound of a WAV or AIFF file as mono of 16 bits."""
    try:
        with wave.open(str(file)) as sound:
            if (sound.getnchannels(), sound.getsampwidth()) == (1, 2):
                return Clip(sound.readframes(sound.getnframes()), sound.getframerate())
    except (wave.Error, EOFError):
        pass  # AIFF, or samples that are no integers
    import av

    with av.open(str(file)) as container:
        rate = container.streams.audio[0].rate
        resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
        frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
        frames += resampler.resample(None)
    return Clip(b"".join(frame.to_ndarray().astype("<i2").tobytes() for frame in frames), rate)


def _espeak_version() -> str:
    from readaloud.engines import espeak_library

    return espeak_library.library().version


def _die_with_parent(parent: int) -> None:
    """Ends this process when its parent does: its end of standard input closes; on Linux the kernel sees to it too."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _described(voice: Any) -> dict[str, str]:
    languages = [told.decode(errors="replace") if isinstance(told, bytes) else told for told in voice.languages or ()]
    language = str(languages[0] or "").lstrip("\x05").replace("_", "-") if languages else ""
    return {"id": voice.id, "name": voice.name or "", "language": language, "gender": str(voice.gender or "")}


def _work(order: dict[str, Any]) -> dict[str, Any]:
    """What a worker does: lists the voices, or speaks into a file; the answer for its parent."""
    driver = order["driver"]
    if driver == "espeak":
        from readaloud.engines import espeak_library

        espeak_library.preload()
    import pyttsx3

    engine = pyttsx3.init(driver)
    if order["do"] == "voices":
        return {"voices": [_described(voice) for voice in engine.getProperty("voices")]}
    failures: list[Exception] = []
    engine.connect("error", lambda exception, **_: failures.append(exception))
    engine.setProperty("voice", order["voice"])
    engine.setProperty("rate", order["rate"])
    if driver == "espeak":  # the others refuse it
        engine.setProperty("pitch", order["pitch"])
    engine.save_to_file(order["text"], order["file"])
    engine.runAndWait()
    return {"error": f"{type(failures[0]).__name__}: {failures[0]}"} if failures else {}


def main() -> None:
    """Runs as a worker: the order comes as a line of JSON, the answer goes to the file that it names."""
    order = json.loads(sys.stdin.buffer.readline())
    _die_with_parent(order["parent"])
    try:
        answer = _work(order)
    except Exception as failure:  # a driver of the system may raise anything; the parent tells it
        answer = {"error": f"{type(failure).__name__}: {failure}"}
    Path(order["answer"]).write_text(json.dumps(answer), "utf-8")
    os._exit(0)  # espeak-ng has an assertion that fails when Python ends in order


if __name__ == "__main__":
    main()
