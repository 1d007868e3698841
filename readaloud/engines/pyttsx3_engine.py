"""Speaks through pyttsx3 with espeak-ng, the default engine on Linux: quick, small, about a hundred languages."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any, ClassVar

from readaloud.engines import words
from readaloud.engines.espeak_phonemes import mnemonics
from readaloud.errors import EngineError
from readaloud.model import Clip, Saying, Voice
from readaloud.packages import version

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
        from readaloud.engines import espeak_driver, espeak_library

        loader = version("espeakng-loader")
        data = f"espeakng-loader {loader}" if loader else "data of the system"
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
        said, places = words.sayable(text)
        return self._spoken(text, said, places, voice, phonemes=False)

    def phonemes(self, ipa: str, voice: Voice) -> str:
        """Mnemonics of the voice's language, which are said in its accent."""
        return mnemonics(ipa, _tag(voice))

    def in_language(self, voice: Voice, language: str) -> Voice | None:
        """The same variant on another language: `gmw/en-US+m3` → `roa/fr+m3`."""
        from readaloud.engines import espeak_library, espeak_voices

        bases = espeak_voices.catalogue(espeak_library.library().data_folder).bases
        base = espeak_voices.base_for(bases, language)
        if base is None:
            return None
        _, plus, variant = voice.engine_voice.partition("+")
        return replace(voice, engine_voice=f"{base}{plus}{variant}", language=language)

    def speak_as(self, text: str, voice: Voice, sayings: tuple[Saying, ...]) -> Clip:
        """As `speak`; a stretch in another language is said with that language's sounds, the sentence staying one."""
        said, places = self._written(text, voice, sayings)
        return self._spoken(text, said, places, voice, phonemes=True)

    def heard(self, text: str, voice: Voice, sayings: tuple[Saying, ...] = ()) -> str:
        """espeak-ng's own trace of what it says."""
        from readaloud.engines.espeak_transcription import spoken_ipa

        self.check(voice)
        said, _ = self._written(text, voice, sayings) if sayings else words.sayable(text)
        return spoken_ipa(said, voice.engine_voice, phonemes=bool(sayings))

    def _written(self, text: str, voice: Voice, sayings: tuple[Saying, ...]) -> tuple[str, list[int]]:
        from readaloud.engines import espeak_library, espeak_sayings

        self.check(voice)
        data = espeak_library.library().data_folder
        said, places = espeak_sayings.written(*words.sayable(text), text, voice.engine_voice, sayings, data)
        return said, places

    def _spoken(self, text: str, said: str, places: list[int], voice: Voice, *, phonemes: bool) -> Clip:
        from readaloud.engines import espeak_library

        self.check(voice)
        if not any(unicodedata.category(character)[0] in "LNS" for character in said):
            return Clip(b"", espeak_library.library().rate)
        speaker = self._started()
        self._sounds.clear()
        self._errors.clear()
        told = {"voice": voice.engine_voice, "pitch": voice.pitch, "rate": voice.rate, "phonemes": phonemes}
        for name, value in told.items():
            speaker.setProperty(name, value)
        speaker.say(said)
        speaker.runAndWait()
        if self._errors or len(self._sounds) != 1:
            why = "; ".join(str(error).rstrip(".") for error in self._errors) or "no sound came"
            raise EngineError(f"The voice {voice.id!r} cannot say {text[:60]!r}: {why}.")
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


def _tag(voice: Voice) -> str:
    """What espeak-ng calls the voice's language: `gmw/en-US+m3` → `en-US`."""
    return voice.engine_voice.partition("+")[0].rpartition("/")[2]
