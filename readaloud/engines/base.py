"""What an engine is, and how to add one.

1. Write one module in `engines/` with a class that satisfies `Engine`; import heavy packages inside its methods.
2. The sound of an utterance may depend on text and voice alone: not on what was spoken before, nor on the process.
3. Change `version` whenever the same text and voice would sound different: it is part of the clip cache's key.
4. An unknown voice, a missing library or a failed utterance is an `EngineError` that says how to mend it.
5. Register it: one line in `engines/registry.py`, or the entry point `readaloud.engines` of your own package.
6. An engine that can neither crash nor hang may say `harmless: ClassVar[bool] = True`: small jobs then need no worker.
7. A slow engine may say `clips_a_worker: ClassVar[int] = 8`: from so many clips on, a further process pays its start.
8. Inherit `tests/engines/contract.py`: the suite that every engine passes.
"""

from __future__ import annotations

from typing import ClassVar, Protocol

from readaloud.model import Clip, Voice


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
