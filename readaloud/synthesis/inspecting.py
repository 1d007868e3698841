"""What must be known of an engine before it speaks: its traits, and that it has the voices.

Built-in engines are asked here. A stranger's may crash or hang at that already, so it is asked in a process of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from readaloud.child import Child, ChildLostError
from readaloud.engines import registry
from readaloud.engines.base import Engine, Pronouncing, Traits
from readaloud.errors import ReadaloudError
from readaloud.model import Voice

PATIENCE = 60.0
"""Seconds for a stranger's engine to load and answer."""
_TARGET = "readaloud.synthesis.inspecting:inspected"

_Question = tuple[str, tuple[Voice, ...]]
"""Name of an engine, and the voices that it must have."""


def traits(name: str) -> Traits:
    """Those of an engine; EngineError when it is not there or does not work."""
    return _ask(name, ())


def check(name: str, voices: Iterable[Voice]) -> None:
    """EngineError unless the engine has all the voices."""
    _ask(name, tuple(voices))


@contextlib.contextmanager
def pronouncing(known: Mapping[str, Traits]) -> Iterator[dict[str, object]]:
    """The engines that can be told how words sound, by name; another object stands for one that cannot."""
    engines: dict[str, object] = {}
    try:
        for name, traits_ in known.items():
            engines[name] = registry.engine(name) if traits_.pronouncing else name
        yield engines
    finally:
        for engine in engines.values():
            if isinstance(engine, Pronouncing):
                cast(Engine, engine).close()


def inspected(question: _Question) -> Traits:
    """The answer: the engine's traits; raises what its `check` raises of a voice."""
    name, voices = question
    engine = registry.engine(name)
    try:
        for voice in voices:
            engine.check(voice)
        return Traits.of(engine)
    except ReadaloudError:
        raise
    except (Exception, SystemExit) as error:  # an engine of strangers may raise anything
        about = f" at the voice {voices[0].id!r}" if len(voices) == 1 else ""
        raise registry.broken(name, f"{type(error).__name__}: {error}{about}") from error
    finally:
        engine.close()


def _ask(name: str, voices: tuple[Voice, ...]) -> Traits:
    if name in registry.BUILTIN:
        return inspected((name, voices))
    child = Child(_TARGET)
    try:
        answer: Any = child.ask((name, voices), PATIENCE)
    except ChildLostError as lost:
        raise registry.broken(name, str(lost)) from None
    finally:
        child.kill()
    assert isinstance(answer, Traits)
    return answer
