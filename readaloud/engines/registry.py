"""Which engines there are, by the names that voice profiles use."""

from __future__ import annotations

from readaloud import registry
from readaloud.engines.base import Engine
from readaloud.errors import EngineError, ReadaloudError

GROUP = "readaloud.engines"
"""Of the entry points of strangers' packages."""

BUILTIN = {
    "kokoro": "readaloud.engines.kokoro_engine:KokoroEngine",
    "piper": "readaloud.engines.piper_engine:PiperEngine",
    "pyttsx3": "readaloud.engines.pyttsx3_engine:Pyttsx3Engine",
    "pyttsx3-native": "readaloud.engines.pyttsx3_native:Pyttsx3NativeEngine",
    "speech-server": "readaloud.engines.speech_server:SpeechServerEngine",
    "tone": "readaloud.engines.tone:ToneEngine",
}


def names() -> tuple[str, ...]:
    """All engines, the built-in ones first."""
    return registry.names(GROUP, BUILTIN)


def engine(name: str) -> Engine:
    """A new engine; EngineError if there is none of that name, or its package is broken."""
    try:
        found: type[Engine] = registry.load(GROUP, BUILTIN, name)
    except KeyError:
        from readaloud.engines.espeak_voices import nearest

        raise EngineError(
            f"There is no engine {name!r}.",
            tip=f"The nearest: {nearest(name, names())}. Another one comes with a package: install it with pip.",
        ) from None
    except ReadaloudError as error:
        raise EngineError(error.message, tip=error.tip) from error
    try:
        made = found()
        fault = _fault(made)
    except ReadaloudError:
        raise
    except (Exception, SystemExit) as error:  # a stranger's constructor may raise anything
        raise broken(name, f"{type(error).__name__}: {error}") from error
    if fault:
        raise broken(name, fault)
    return made


def broken(name: str, why: str) -> EngineError:
    """An engine that does not do what every engine must."""
    return EngineError(
        f"The engine {name!r} does not work: {why}.",
        tip="Update or remove the package that brings it, or take voices of another engine.",
    )


def _fault(made: object) -> str:
    """What it lacks of the protocol."""
    for method in ("check", "speak", "close"):
        if not callable(getattr(made, method, None)):
            return f"{type(made).__name__} has no method {method!r}"
    return "" if hasattr(type(made), "version") or hasattr(made, "version") else "it has no version"
