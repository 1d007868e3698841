"""The samples of clips that were there when the edition was planned; one that vanished meanwhile is spoken again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from readaloud.errors import OutputError
from readaloud.synthesis.cache import ClipCache

_Task = TypeVar("_Task")


@dataclass(frozen=True, slots=True)
class Sounds(Generic[_Task]):
    """Gives a clip's PCM by its key, however often and in whatever order."""

    cache: ClipCache
    shapes: Mapping[str, tuple[int, int]]
    """Samples and samples a second, by key: what the timeline was computed from."""
    tasks: Mapping[str, _Task]
    """By key: how each can be made again."""
    speak: Callable[[Sequence[_Task]], object]
    speaking: threading.Lock = field(default_factory=threading.Lock, compare=False)
    """Several threads ask for clips: when the folder was emptied, one of them has all spoken again."""

    def __call__(self, key: str) -> bytes:
        """s16le mono; OutputError when a clip vanished and its engine does not say it as it did."""
        clip = self.cache.get(key)
        if clip is None:  # another program emptied the folder, or the disk lost a part of it: others may be gone too
            with self.speaking:
                if self.cache.info(key) is None:
                    self.speak([task for each, task in self.tasks.items() if self.cache.info(each) is None])
            clip = self.cache.get(key)
        if clip is None or (clip.length, clip.rate) != self.shapes[key]:
            raise OutputError(
                f"The clip {key[:12]} vanished from the cache while the edition was made, and its engine gave another "
                "sound in its place.",
                tip="Run again; all other clips are kept.",
            )
        return clip.samples
