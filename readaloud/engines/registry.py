"""Which engines there are, by the names that voice profiles use."""

from __future__ import annotations

from readaloud import registry
from readaloud.engines.base import Engine
from readaloud.errors import EngineError

GROUP = "readaloud.engines"
"""Of the entry points of strangers' packages."""

BUILTIN = {
    "kokoro": "readaloud.engines.kokoro_engine:KokoroEngine",
    "piper": "readaloud.engines.piper_engine:PiperEngine",
    "pyttsx3": "readaloud.engines.pyttsx3_engine:Pyttsx3Engine",
    "pyttsx3-native": "readaloud.engines.pyttsx3_native:Pyttsx3NativeEngine",
    "tone": "readaloud.engines.tone:ToneEngine",
}


def names() -> tuple[str, ...]:
    """All engines, the built-in ones first."""
    return registry.names(GROUP, BUILTIN)


def engine(name: str) -> Engine:
    """A new engine; EngineError, listing what there is, if there is none of that name."""
    try:
        found: Engine = registry.load(GROUP, BUILTIN, name)()
    except KeyError:
        raise EngineError(f"There is no engine {name!r}.", tip=f"Engines are {', '.join(names())}.") from None
    return found
