"""A pyttsx3 driver that synthesizes synchronously and tells the samples with the words' times.

pyttsx3's own espeak driver synthesizes on a thread of espeak-ng and races it. This one does all work inside the command
itself: `say` and `save_to_file` return when the sound is there. It adds one notification to pyttsx3's protocol: `samples`,
with `samples` (signed 16-bit little-endian), `rate` and `words`, pairs of character offset and sample; and one property,
`phonemes`: whether `[[…]]` in a text are mnemonics. Each utterance depends on text and properties alone.
"""

from __future__ import annotations

import ctypes
import sys
import time
import wave
from collections.abc import Iterator
from typing import Any

from readaloud.engines.espeak_library import library
from readaloud.engines.espeak_voices import catalogue

NAME = "readaloud_espeak"
"""For `pyttsx3.init`."""
VERSION = 1
"""Changes when the same text and voice would sound different, or its words be told otherwise."""


def register() -> None:
    """`pyttsx3.init(NAME)` imports `pyttsx3.drivers.<NAME>`: this module is that."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]


def buildDriver(proxy: Any) -> EspeakDriver:
    """What pyttsx3 calls."""
    return EspeakDriver(proxy)


class EspeakDriver:
    """pyttsx3's driver protocol; the busy flag is never set, as no command leaves work behind."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._library = library()
        self._catalogue = catalogue(self._library.data_folder)
        self._properties: dict[str, Any] = {
            "voice": "gmw/en-US",
            "rate": 165,
            "pitch": 50,
            "volume": 1.0,
            "phonemes": False,
        }
        self._ended = False

    def destroy(self) -> None:
        """Nothing is held between utterances."""

    def say(self, text: str) -> None:
        """Synthesizes; the sound goes to whoever connected to `samples`."""
        self._proxy.notify("started-utterance")
        samples, words = self._speak(text)
        for offset, length, _ in words:
            self._proxy.notify("started-word", location=offset, length=length)
        told = [(offset, sample) for offset, _, sample in words]
        self._proxy.notify("samples", samples=samples, rate=self._library.rate, words=told)
        self._proxy.notify("finished-utterance", completed=True)

    def save_to_file(self, text: str, filename: str) -> None:
        """Writes a WAV file and returns when it is written."""
        samples, _ = self._speak(text)
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._library.rate)
            file.writeframes(samples)
        self._proxy.notify("finished-utterance", completed=True)

    def stop(self) -> None:
        """No utterance is under way when a command arrives."""

    def getProperty(self, name: str) -> Any:
        """`voices`, `voice`, `rate`, `pitch`, `volume` or `phonemes`; KeyError for others."""
        if name == "voices":
            from pyttsx3.voice import Voice

            return [Voice(id=base, name=base) for base in self._catalogue.bases]
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:
        """ValueError, with the nearest names, for a voice that espeak-ng has not; KeyError for unknown properties."""
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        if name == "voice" and (fault := self._catalogue.fault(str(value))):
            raise ValueError("{}; the nearest are {}".format(*fault))
        self._properties[name] = value

    def startLoop(self) -> None:
        """Runs the commands in the queue; `runAndWait` puts the end of the loop behind them, or has even run it."""
        self._proxy.setBusy(False)
        while not self._ended:
            time.sleep(0.01)
        self._ended = False

    def endLoop(self) -> None:
        """Lets `startLoop` return."""
        self._ended = True

    def iterate(self) -> Iterator[None]:
        """For a loop outside."""
        self._proxy.setBusy(False)
        yield

    def _speak(self, text: str) -> tuple[bytes, list[tuple[int, int, int]]]:
        """Samples, and of each word offset, length and sample."""
        binding = self._library.binding
        blocks: list[bytes] = []
        words: list[tuple[int, int, int]] = []

        def receive(wave: Any, count: int, events: Any) -> int:
            if wave and count:
                blocks.append(ctypes.string_at(wave, 2 * count))
            index = 0
            while (event := events[index]).type != binding.EVENT_LIST_TERMINATED:
                if event.type == binding.EVENT_WORD:
                    words.append((event.text_position - 1, event.length, event.sample))
                index += 1
            return 0

        self._library.begin()
        try:
            binding.SetSynthCallback(receive)
            if binding.SetVoiceByName(str(self._properties["voice"]).encode()) != binding.EE_OK:
                raise RuntimeError(f"espeak-ng cannot load the voice {self._properties['voice']}")
            binding.SetParameter(binding.RATE, int(self._properties["rate"]), 0)
            binding.SetParameter(binding.PITCH, int(self._properties["pitch"]), 0)
            binding.SetParameter(binding.VOLUME, round(self._properties["volume"] * 100), 0)
            self._library.seed()
            # Never SSML: `<` and `&` are characters like any other, and so is `[[` unless the engine wrote it.
            flags = binding.CHARS_UTF8 | (binding.PHONEMES if self._properties["phonemes"] else 0)
            if binding.Synth(text, flags=flags) != binding.EE_OK:
                raise RuntimeError("espeak-ng cannot speak")
        finally:
            self._library.end()
        return b"".join(blocks), words
