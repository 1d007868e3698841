"""Has voices measured that are not yet: once, then they are found in the user's cache."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from readaloud.engines import registry
from readaloud.engines.base import Engine
from readaloud.engines.measure import measured
from readaloud.engines.measurements import keep, kept
from readaloud.errors import ReadaloudError
from readaloud.model import Voice

Progress = Callable[[int, int], None]
"""Called with the voices that were measured and all that are to be."""

MOST = 48
"""Voices measured for one cast: a neural model may have a thousand and take seconds for each."""

_OWN = frozenset(registry.BUILTIN) - {"speech-server"}
"""Engines whose voices are measured without being asked."""
FAILURES = 2
"""Voices of an engine that fail before the others of it are left alone: a server that is down keeps one waiting."""


def measured_voices(voices: Sequence[Voice], progress: Progress | None = None, most: int = MOST) -> tuple[Voice, ...]:
    """The voices in their order, with `sound` and loudness where they can be had.

    Shipped profiles come measured. Of the others the first `most` are taken from the cache, or measured now and kept; the
    rest stay as they are, in the cache or not, so that a cast does not depend on what was made before. A voice that
    cannot speak, or whose engine is not there, stays unmeasured: if it is chosen all the same, synthesis says what is
    wrong. So does a voice of a stranger's engine, which may crash or hang, and one of a speech server, which may be slow or
    paid by the word: nobody asked for a passage in each of its voices.
    """
    wanted = [n for n, voice in enumerate(voices) if voice.sound is None and voice.engine in _OWN][:most]
    if not wanted:
        return tuple(voices)
    found = list(kept_voices([voices[place] for place in wanted]))
    missing = [place for place, voice in enumerate(found) if voice.sound is None]
    failures: Counter[str] = Counter()
    with Measurer() as measurer:
        for done, place in enumerate(missing, 1):
            engine = found[place].engine
            if failures[engine] < FAILURES:
                try:
                    found[place] = measurer.measured(found[place])
                    keep(found[place], measurer.version(engine))
                except (ReadaloudError, OSError):
                    failures[engine] += 1
            if progress is not None:
                progress(done, len(missing))
    by_place = dict(zip(wanted, found, strict=True))
    return tuple(by_place.get(place, voice) for place, voice in enumerate(voices))


def kept_voices(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """The voices with what the cache has of those that are not measured; nothing is spoken."""
    with Measurer() as measurer:
        return tuple(voice if voice.sound is not None else measurer.kept(voice) for voice in voices)


class Measurer:
    """Measures voices of any engine; each engine is opened once and closed at the end."""

    def __init__(self) -> None:
        self._open: dict[str, Engine] = {}
        self._absent: set[str] = set()

    def __enter__(self) -> Measurer:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._open.values():
            engine.close()

    def version(self, name: str) -> str:
        """Of an engine; EngineError where it is not there."""
        return self._engine(name).version

    def measured(self, voice: Voice) -> Voice:
        """Measured anew; EngineError when it cannot speak."""
        engine = self._engine(voice.engine)
        engine.check(voice)
        return measured(engine, voice)

    def kept(self, voice: Voice) -> Voice:
        """As the cache has it; as it is where the cache has nothing, or the engine is not there."""
        if voice.engine not in self._absent:
            try:
                return kept(voice, self.version(voice.engine))
            except Exception:  # an engine of strangers may raise anything
                self._absent.add(voice.engine)
        return voice

    def _engine(self, name: str) -> Engine:
        if name not in self._open:
            self._open[name] = registry.engine(name)
        return self._open[name]
