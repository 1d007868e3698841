"""Speaks with Piper's neural voices (OHF-Voice/piper1-gpl), which `readaloud voices install` brings.

`piper-tts` gives its model a sentence at a time, with a batch of one (`PiperVoice.phoneme_ids_to_audio`): there is nothing
to gain from several at once.
"""

from __future__ import annotations

import functools
import json
import logging
from typing import Any, ClassVar

from readaloud.engines import phoneme_times, steady, words
from readaloud.engines.installed import MODEL, Model, ModelSpeaker
from readaloud.engines.neural import Loaded, NeuralEngine, Said

SPEAKABLE = ("espeak", "text", "hebrew")
"""Kinds of phonemes that `piper-tts` makes without further packages."""


class PiperEngine(NeuralEngine):
    """Piper; `engine_voice` is `NAME@DIGEST:SPEAKER`."""

    name: ClassVar[str] = "piper"
    extra: ClassVar[str] = "piper"
    packages: ClassVar[tuple[str, ...]] = ("piper-tts", "onnxruntime")

    def _load(self, model: Model) -> Loaded:
        return PiperModel(model)


class PiperModel:
    """One model of Piper."""

    def __init__(self, model: Model) -> None:
        from piper import PiperVoice
        from piper.config import PiperConfig

        logging.getLogger("piper").setLevel(logging.ERROR)  # it warns of each sign that a voice does not know
        config = json.loads((model.folder / f"{MODEL}.json").read_text(encoding="utf-8"))
        self.config = PiperConfig.from_dict(config)
        # `PiperVoice.load` gives onnxruntime as many threads as there are cores.
        self._voice = PiperVoice(steady.session(model.folder / MODEL), self.config)
        self._alone = functools.lru_cache(maxsize=20_000)(self._phonemes)

    def say(self, text: str, speaker: ModelSpeaker, speed: float) -> Said:
        """All sentences of a text, one after the other."""
        import numpy as np
        from piper.config import SynthesisConfig

        text = text.replace("[[", " [")  # begins what Piper takes for phonemes
        settings = SynthesisConfig(
            speaker_id=self.config.speaker_id_map.get(speaker.name, self.config.default_speaker_id),
            length_scale=self.config.length_scale / speed,
            # It would bring the loudest sample of each sentence to full scale, so that sentences differ in loudness.
            normalize_audio=False,
        )
        parts: list[Any] = []
        spoken: list[phoneme_times.Spoken] = []
        length = 0
        for part in self._voice.synthesize(text, settings, include_alignments=True):
            sample = length
            for alignment in part.phoneme_alignments or ():
                if alignment.phoneme not in ("^", "$"):
                    spoken.append((alignment.phoneme, sample))
                sample += alignment.num_samples
            parts.append(part.audio_float_array)
            length += len(part.audio_float_array)
        heard: tuple[tuple[int, int], ...] = ()
        if spoken:
            alone = [(at, self._alone(text[at : at + size])) for at, size in words.tokens(text)]
            heard = phoneme_times.heard(alone, spoken)
        return Said(np.concatenate(parts) if parts else np.zeros(0), heard)

    def _phonemes(self, word: str) -> str:
        return "".join("".join(sentence) for sentence in self._voice.phonemize(word)).strip(".")
