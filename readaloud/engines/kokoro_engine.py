"""Speaks with Kokoro's neural voices (thewh1teagle/kokoro-onnx), which `readaloud voices install kokoro` brings.

The model takes one sentence at a time (its tokens have a batch of one). Its phonemes come from espeak-ng, as
`kokoro-onnx` makes them: good for European languages, only roughly what the voices of Japanese and Mandarin learned.
"""

from __future__ import annotations

import functools
import logging
import sys
from typing import Any, ClassVar

from readaloud.engines import phoneme_times, steady, words
from readaloud.engines.installed import MODEL, Model, ModelSpeaker
from readaloud.engines.neural import Loaded, NeuralEngine, Said

VOICES = "voices.bin"
"""Name of the voices' styles in an installed voice's folder."""
SPEEDS = (0.5, 2.0)
"""What `kokoro-onnx` takes; slower or quicker voices keep to the nearer end."""
LANGUAGES = {
    "a": ("en-US", "American", "en-us"),
    "b": ("en-GB", "British", "en-gb"),
    "e": ("es-ES", "Spanish", "es"),
    "f": ("fr-FR", "French", "fr-fr"),
    "h": ("hi-IN", "Hindi", "hi"),
    "i": ("it-IT", "Italian", "it"),
    "j": ("ja-JP", "Japanese", "ja"),
    "p": ("pt-BR", "Brazilian", "pt-br"),
    "z": ("cmn-CN", "Mandarin", "cmn"),
}
"""First letter of a voice's name → language, accent, espeak-ng's name of the language (hexgrad/Kokoro-82M, VOICES.md)."""


class KokoroEngine(NeuralEngine):
    """Kokoro; `engine_voice` is `NAME@DIGEST:VOICE`."""

    name: ClassVar[str] = "kokoro"
    extra: ClassVar[str] = "kokoro"
    packages: ClassVar[tuple[str, ...]] = ("kokoro-onnx", "phonemizer", "onnxruntime")

    def _load(self, model: Model) -> Loaded:
        return KokoroModel(model)


class KokoroModel:
    """The model with the styles of its voices."""

    def __init__(self, model: Model) -> None:
        if sys.platform.startswith("linux"):
            from readaloud.engines import espeak_library

            # Before Kokoro loads its own copy: pyttsx3 must find the one that nothing else speaks with.
            espeak_library.preload()
        from kokoro_onnx import Kokoro

        for name in ("kokoro_onnx", "phonemizer"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        session = steady.session(model.folder / MODEL)
        self._kokoro = Kokoro.from_session(session, str(model.folder / VOICES))
        styles: Any = self._kokoro.voices  # reads them from its open file at each utterance
        self._kokoro.voices = {name: styles[name] for name in styles}
        styles.close()
        self._alone = functools.lru_cache(maxsize=20_000)(self._phonemes)

    def say(self, text: str, speaker: ModelSpeaker, speed: float) -> Said:
        """A text, in parts of at most 510 phonemes."""
        language = LANGUAGES[speaker.name[:1]][2]
        samples, rate, timings = self._kokoro.create_timed(
            text, speaker.name, min(max(speed, SPEEDS[0]), SPEEDS[1]), language
        )
        heard: tuple[tuple[int, int], ...] = ()
        if timings:
            alone = [(at, self._alone(text[at : at + size], language)) for at, size in words.tokens(text)]
            heard = phoneme_times.heard(alone, [(t.phoneme, round(t.start * rate)) for t in timings])
        return Said(samples, heard)

    def _phonemes(self, word: str, language: str) -> str:
        phonemes: Any = self._kokoro.tokenizer.phonemize(word, language)
        return str(phonemes)
