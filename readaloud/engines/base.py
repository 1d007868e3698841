"""What an engine is, and how to add one.

1. Write one module in `engines/` with a class that satisfies `Engine`; import heavy packages inside its methods.
2. The sound of an utterance may depend on text and voice alone: not on what was spoken before, nor on the process.
3. Change `version` whenever the same text and voice would sound different: it is part of the clip cache's key.
4. An unknown voice, a missing library or a failed utterance is an `EngineError` that says how to mend it.
5. Register it: one line in `engines/registry.py`, or the entry point `readaloud.engines` of your own package.
6. Where it differs from most engines, it says so in an attribute of the names that `Traits` has.
7. Inherit `tests/engines/contract.py`: the suite that every engine passes.
8. An engine that can be told how words sound satisfies `Pronouncing` too. One that cannot needs nothing: the lexicons'
   respellings then stand in the text that it is given, and the words' times are brought back to the text as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

from readaloud.model import Clip, Saying, Voice

RATES = range(4000, 192_001)
"""Samples a second that a clip may have."""


class Engine(Protocol):
    """Speaks one utterance at a time; used by one thread of one process."""

    name: ClassVar[str]
    """Identifier in voice profiles: `pyttsx3`."""

    @property
    def version(self) -> str:
        """Of everything that shapes the sound: engine, library and data; part of the cache key."""
        ...

    def check(self, voice: Voice) -> None:
        """EngineError (naming the nearest voices it has) unless it can speak in this voice.

        Called for each voice that is to be heard before anything is spoken; not when all its clips are in the cache.
        """
        ...

    def speak(self, text: str, voice: Voice) -> Clip:
        """The sound of one utterance, deterministic, with word timings where the engine tells them."""
        ...

    def close(self) -> None:
        """Ends whatever it started; safe to call twice."""
        ...


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of an engine; all but `version` and `pronouncing` are attributes that it may leave out."""

    version: str
    harmless: bool = False
    """It can neither crash nor hang: small jobs need no process of their own."""
    deterministic: bool = True
    """The same text and voice are the same samples, always. False: the clip cache alone makes a second run the same."""
    at_once: int = 0
    """Utterances that may be spoken at a time, over all workers; 0 is as many as there are workers."""
    clips_a_worker: int = 120
    """From so many clips on a further process pays its start: 0.2 to 0.3 s of CPU, the time of 50 clips of espeak-ng."""
    patience: float = 0.0
    """Seconds after which an utterance counts as hung; 0 is what `synthesis/workers.py` gives its length."""
    pronouncing: bool = False
    """Whether it satisfies `Pronouncing`; nothing that it says itself."""

    @classmethod
    def of(cls, engine: Engine) -> Traits:
        """Those of an engine; TypeError for what makes no sense."""
        version: Any = engine.version
        if not isinstance(version, str) or not version.strip():
            raise TypeError(f"version is {version!r}, not text")
        made = cls(
            version,
            bool(getattr(engine, "harmless", False)),
            bool(getattr(engine, "deterministic", True)),
            getattr(engine, "at_once", 0),
            getattr(engine, "clips_a_worker", 120),
            getattr(engine, "patience", 0.0),
            isinstance(engine, Pronouncing),
        )
        if type(made.at_once) is not int or made.at_once < 0:
            raise TypeError(f"at_once is {made.at_once!r}, not a number of utterances")
        if type(made.clips_a_worker) is not int or made.clips_a_worker < 1:
            raise TypeError(f"clips_a_worker is {made.clips_a_worker!r}, not a number of clips")
        if type(made.patience) not in (int, float) or not 0 <= made.patience < 1e6:
            raise TypeError(f"patience is {made.patience!r}, not a number of seconds")
        return made


def clip_fault(clip: object, text: str) -> str:
    """What is wrong with the clip that an engine gave for a text, in words; empty when nothing is."""
    if not isinstance(clip, Clip):
        return f"it gave {type(clip).__name__} instead of a clip"
    samples: Any = clip.samples
    if not isinstance(samples, bytes):
        return f"its samples are {type(samples).__name__} instead of bytes"
    if len(samples) % 2:
        return f"its samples are {len(samples)} bytes, which is odd"
    if type(clip.rate) is not int or clip.rate not in RATES:
        return f"its sample rate is {clip.rate!r}"
    latest = 0
    for word in clip.words:
        if not 0 <= word.offset < word.offset + word.length <= len(text):
            return f"it times a word at {word.offset}, outside the text"
        if not latest <= word.begin <= clip.length:
            return f"it times a word at sample {word.begin}, after {latest} of {clip.length}"
        latest = word.begin
    return ""


class UnknownSymbolError(ValueError):
    """A transcription has a symbol that the engine has no sound for."""

    def __init__(self, symbol: str) -> None:
        """`symbol` is what a person has to change."""
        super().__init__(symbol)
        self.symbol = symbol


@runtime_checkable
class Pronouncing(Protocol):
    """What an engine has besides `Engine` when it can be told sounds and languages."""

    def phonemes(self, ipa: str, voice: Voice) -> str:
        """A transcription in the engine's own notation, which becomes `Saying.phonemes` and part of the cache's key.

        UnknownSymbolError for what this voice has no sound for.
        """
        ...

    def in_language(self, voice: Voice, language: str) -> Voice | None:
        """The same voice speaking another language (BCP 47), as near as there is; None when it cannot."""
        ...

    def speak_as(self, text: str, voice: Voice, sayings: tuple[Saying, ...]) -> Clip:
        """As `Engine.speak`, some stretches said otherwise; words are timed in `text` as it stands."""
        ...

    def heard(self, text: str, voice: Voice, sayings: tuple[Saying, ...] = ()) -> str:
        """IPA of what would be said, one word after another."""
        ...
