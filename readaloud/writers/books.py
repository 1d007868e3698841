"""A book of text and sound: its texts are known at once, each chapter's sound is encoded as its samples come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from readaloud.model import Timeline
from readaloud.settings import Settings
from readaloud.writers.cutting import Cutting
from readaloud.writers.mp3 import Mp3File


@dataclass(frozen=True, slots=True)
class Sound:
    """An audio file of the book that is still to be encoded."""

    name: str
    """Path in the book."""
    begin: int
    """Samples on the timeline."""
    end: int
    """Samples."""


@dataclass(frozen=True, slots=True)
class Book:
    """A book without its sound."""

    files: tuple[tuple[str, bytes], ...]
    """Paths in the book and contents, in the order in which they are stored."""
    sounds: tuple[Sound, ...]
    """In order; a chapter of which nothing is heard has none."""


def encoding(
    book: Book, timeline: Timeline, settings: Settings, place: Callable[[Sound], Path],
    done: Callable[[Sound], None] = lambda _: None,
) -> Cutting:  # fmt: skip
    """Makes each sound an MP3 at its `place`, and calls `done` when it is whole."""
    # No tag stands before the sound: old players take it for noise.
    return Cutting(
        [(sound.begin, sound.end) for sound in book.sounds],
        timeline.channels,
        lambda number: Mp3File(place(book.sounds[number]), b"", timeline, settings),
        lambda number: done(book.sounds[number]),
    )
