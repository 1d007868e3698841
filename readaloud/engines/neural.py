"""What the engines with neural voices share: installed models, kept loaded, and their sound at a profile's pitch and rate."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from readaloud.engines import installed, steady, words
from readaloud.engines.espeak_voices import nearest
from readaloud.engines.installed import Model, ModelSpeaker
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice
from readaloud.packages import version

VERSION = 1
"""Of what this module does to the sound."""
PITCHES = (0, 99)
RATES = (80, 450)
"""Words a minute, those of the other engines' profiles."""
KEPT = 3
"""Models that stay loaded; Kokoro's takes 0.4 GB, one of Piper's 0.1."""
_OCTAVE = 96
"""Steps of pitch: 50 is the voice's own, 98 half an octave higher."""
_NAME = re.compile(r"(?P<name>[^@:]+)(?:@(?P<digest>[0-9a-f]{8}))?(?::(?P<speaker>.+))?")


@dataclass(frozen=True, slots=True)
class Said:
    """The sound of a text as a model gives it."""

    samples: Any
    """One-dimensional array of floats, full scale at 1."""
    heard: tuple[tuple[int, int], ...]
    """Offset in the text and sample of the words whose time is known."""


class Loaded(Protocol):
    """A model that is ready to speak."""

    def say(self, text: str, speaker: ModelSpeaker, speed: float) -> Said:
        """The sound of a text; `speed` 1 is the publisher's, 2 twice as quick."""
        ...


class NeuralEngine(ABC):
    """Speaks with installed models; one sentence at a time, since the packages give their models one at a time."""

    name: ClassVar[str]
    extra: ClassVar[str]
    """Of our own package: what to install."""
    packages: ClassVar[tuple[str, ...]]
    """Distributions whose versions shape the sound."""
    clips_a_worker: ClassVar[int] = 8
    """A sentence takes as long as loading the model a few times, so further workers pay soon."""

    def __init__(self, models: Sequence[Model] | None = None) -> None:
        """`models` in place of the installed ones: a voice is tried before it is put in its place."""
        self._known = models
        self._loaded: dict[str, Loaded] = {}

    @property
    def version(self) -> str:
        """Of the packages, the noise and this engine; the model's own digest is in the voice's name."""
        told = ", ".join(f"{package} {self._version(package)}" for package in self.packages)
        return f"{told}, noise {steady.VERSION}, {self.name} {VERSION}"

    def check(self, voice: Voice) -> None:
        """EngineError unless package and voice are installed whole, and pitch and rate within their range."""
        for package in self.packages:
            self._version(package)
        self._found(voice)
        for what, value, (low, high) in (("pitch", voice.pitch, PITCHES), ("rate", voice.rate, RATES)):
            if not low <= value <= high:
                raise EngineError(
                    f"The voice {voice.id!r} has the {what} {value}.", tip=f"Take a {what} from {low} to {high}."
                )

    def speak(self, text: str, voice: Voice) -> Clip:
        """The sound of one utterance, with the words whose time the model tells; empty where there is nothing to say."""
        self.check(voice)
        model, speaker = self._found(voice)
        said, places = words.sayable(text)
        if not any(character.isalnum() for character in said):
            return Clip(b"", model.rate)
        shift = 2.0 ** ((voice.pitch - 50) / _OCTAVE)
        try:
            spoken = self._ready(model).say(said, speaker, voice.rate / installed.RATE / shift)
        except EngineError:
            raise
        except Exception as error:  # onnxruntime and the packages raise whatever they like
            raise EngineError(f"The voice {voice.id!r} cannot say {text[:60]!r}: {_line(error)}.") from error
        if not len(spoken.samples):
            raise EngineError(f"The voice {voice.id!r} cannot say {text[:60]!r}: no sound came.")
        samples = _pcm(spoken.samples, model.rate, shift)
        length = len(samples) // 2
        heard = [(places[offset], min(length, round(sample / shift))) for offset, sample in spoken.heard]
        return Clip(samples, model.rate, words.timed(text, heard, length) if heard else ())

    def close(self) -> None:
        """Lets go of the models."""
        self._loaded.clear()

    @abstractmethod
    def _load(self, model: Model) -> Loaded:
        """A model from its folder; may raise anything."""

    def _version(self, package: str) -> str:
        found = version(package)
        if found is None:
            raise EngineError(
                f"The engine {self.name!r} is not installed: the package {package} is missing.",
                tip=f"pip install 'readaloud[{self.extra}]'",
            )
        return found

    def _found(self, voice: Voice) -> tuple[Model, ModelSpeaker]:
        """The model and speaker of a profile, from an `engine_voice` with or without a digest."""
        if self._known is None:
            self._known = installed.models(self.name)
        known = self._known
        parts = _NAME.fullmatch(voice.engine_voice)
        model = next((m for m in known if parts and m.name == parts["name"]), None)
        if model is None or parts is None:
            raise EngineError(
                f"The engine {self.name!r} has no voice {voice.engine_voice!r} installed.",
                tip=f"Installed: {nearest(voice.engine_voice, [m.name for m in known])}. "
                "`readaloud voices install --list` shows what there is.",
            )
        anew = f"Install it anew: readaloud voices install {model.name} --force"
        if parts["digest"] not in (None, model.digest):
            raise EngineError(
                f"The voice {model.name!r} is installed from other files ({model.digest}) than {voice.id!r} was made for.",
                tip="Take the profile that `readaloud voices list` shows.",
            )
        for file, size in model.sizes.items():
            try:
                here = (model.folder / file).stat().st_size
            except OSError:
                here = -1
            if here != size:
                raise EngineError(f"The voice {model.name!r} is damaged: {file} is not as it was installed.", tip=anew)
        sought = parts["speaker"] or model.speakers[0].name
        speaker = next((s for s in model.speakers if s.name == sought), None)
        if speaker is None:
            raise EngineError(
                f"The voice {model.name!r} has no speaker {sought!r}.",
                tip=f"The nearest it has: {nearest(sought, [s.name for s in model.speakers])}.",
            )
        return model, speaker

    def _ready(self, model: Model) -> Loaded:
        key = f"{model.name}@{model.digest}"
        loaded = self._loaded.pop(key, None)
        if loaded is None:
            try:
                loaded = self._load(model)
            except Exception as error:  # onnxruntime and the packages raise whatever they like
                raise EngineError(
                    f"The voice {model.name!r} cannot be loaded: {_line(error)}.",
                    tip=f"Install it anew: readaloud voices install {model.name} --force",
                ) from error
            while len(self._loaded) >= KEPT:
                del self._loaded[next(iter(self._loaded))]
        self._loaded[key] = loaded  # the last one used stands last
        return loaded


def _line(error: BaseException) -> str:
    """The first line of what a package says."""
    text = " ".join(str(error).split("\n")[0].split()).rstrip(".")
    return text[:200] or type(error).__name__


def _pcm(samples: Any, rate: int, shift: float) -> bytes:
    """s16le mono; `shift` times as high, by playing it that much quicker."""
    import numpy as np

    whole = np.round(np.clip(np.nan_to_num(samples), -1.0, 1.0) * 32767).astype("<i2")
    if shift == 1.0:
        return bytes(whole.tobytes())
    return b"".join(_resampled(whole, round(rate * shift), rate))


def _resampled(samples: Any, rate: int, to: int) -> Iterable[bytes]:
    import av

    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=to)
    for part in (*resampler.resample(frame), *resampler.resample(None)):
        yield part.to_ndarray().astype("<i2").tobytes()
