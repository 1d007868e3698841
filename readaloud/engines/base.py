"""What an engine is, and how to add one.

1. Write one module in `engines/` with a class that satisfies `Engine`; import heavy packages inside its methods.
2. The sound of an utterance may depend on text and voice alone: not on what was spoken before, nor on the process.
3. Change `version` whenever the same text and voice would sound different: it is part of the clip cache's key.
4. An unknown voice, a missing library or a failed utterance is an `EngineError` that says how to mend it.
5. Register it: one line in `engines/registry.py`, or the entry point `readaloud.engines` of your own package.
6. An engine that can neither crash nor hang may say `harmless: ClassVar[bool] = True`: small jobs then need no worker.
7. Inherit `tests/engines/contract.py`: the suite that every engine passes.
8. An engine that can be told how words sound satisfies `Pronouncing` too. One that cannot needs nothing: the lexicons'
   respellings then stand in the text that it is given, and the words' times are brought back to the text as it was.
"""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from readaloud.model import Clip, Saying, Voice


class Engine(Protocol):
    """Speaks one utterance at a time; used by one thread of one process."""

    name: ClassVar[str]
    """Identifier in voice profiles: `pyttsx3`."""

    @property
    def version(self) -> str:
        """Of everything that shapes the sound: engine, library and data; part of the cache key."""
        ...

    def check(self, voice: Voice) -> None:
        """EngineError (naming the nearest voices it has) unless it can speak in this voice."""
        ...

    def speak(self, text: str, voice: Voice) -> Clip:
        """The sound of one utterance, deterministic, with word timings where the engine tells them."""
        ...

    def close(self) -> None:
        """Ends whatever it started; safe to call twice."""
        ...


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
