"""Speaks through pyttsx3 with espeak-ng, the default engine on Linux: quick, small, about a hundred languages."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from readaloud.engines import words
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice

RATES = (80, 450)
"""Words a minute that espeak-ng speaks: below it stops slowing down, above it leaves out sound."""


class Pyttsx3Engine:
    """espeak-ng behind pyttsx3, by a driver of ours."""

    name: ClassVar[str] = "pyttsx3"

    def __init__(self) -> None:
        self._speaker: Any = None
        self._sounds: list[dict[str, Any]] = []
        self._errors: list[BaseException] = []

    @property
    def version(self) -> str:
        """pyttsx3, our driver, and espeak-ng with the package that brings its data."""
        from importlib.metadata import PackageNotFoundError, version

        from readaloud.engines import espeak_driver, espeak_library

        try:
            data = f"espeakng-loader {version('espeakng-loader')}"
        except PackageNotFoundError:
            data = "data of the system"
        library = espeak_library.library().version
        return f"pyttsx3 {version('pyttsx3')}, driver {espeak_driver.VERSION}, espeak-ng {library}, {data}"

    def check(self, voice: Voice) -> None:
        """EngineError unless espeak-ng has the voice and its variant, and pitch and rate are within its range."""
        from readaloud.engines import espeak_library, espeak_voices

        if fault := espeak_voices.catalogue(espeak_library.library().data_folder).fault(voice.engine_voice):
            raise EngineError(f"The voice {voice.id!r} cannot speak: {fault[0]}.", tip=f"The nearest: {fault[1]}.")
        if not 0 <= voice.pitch <= 99:
            raise EngineError(f"The voice {voice.id!r} has the pitch {voice.pitch}.", tip="Take a pitch from 0 to 99.")
        if not RATES[0] <= voice.rate <= RATES[1]:
            raise EngineError(
                f"The voice {voice.id!r} has the rate {voice.rate}.",
                tip=f"Take a rate from {RATES[0]} to {RATES[1]} words a minute.",
            )

    def speak(self, text: str, voice: Voice) -> Clip:
        """The sound of one utterance; an empty clip where there is nothing to say."""
        from readaloud.engines import espeak_library

        self.check(voice)
        said, places = words.sayable(text)
        if not any(unicodedata.category(character)[0] in "LNS" for character in said):
            return Clip(b"", espeak_library.library().rate)
        speaker = self._started()
        self._sounds.clear()
        self._errors.clear()
        for name, value in (("voice", voice.engine_voice), ("pitch", voice.pitch), ("rate", voice.rate)):
            speaker.setProperty(name, value)
        speaker.say(said)
        speaker.runAndWait()
        if self._errors or len(self._sounds) != 1:
            told = "; ".join(str(error) for error in self._errors) or "no sound came"
            raise EngineError(f"The voice {voice.id!r} cannot say {text[:60]!r}: {told}.")
        sound = self._sounds[0]
        heard = [(places[min(max(offset, 0), len(said))], sample) for offset, sample in sound["words"]]
        samples: bytes = sound["samples"]
        return Clip(samples, sound["rate"], words.timed(text, heard, len(samples) // 2))

    def close(self) -> None:
        """Nothing runs between utterances."""
        self._speaker = None

    def _started(self) -> Any:
        if self._speaker is None:
            import pyttsx3

            from readaloud.engines import espeak_driver

            espeak_driver.register()
            # Not `pyttsx3.init`: it would give this engine's connections to every other instance of ours.
            self._speaker = pyttsx3.engine.Engine(espeak_driver.NAME)
            self._speaker.connect("samples", lambda **told: self._sounds.append(told))
            # pyttsx3 swallows what a command raises and only tells of it.
            self._speaker.connect("error", lambda **told: self._errors.append(told["exception"]))
        return self._speaker
