"""Writes files that need no samples: all that is in them is known before the first block comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from readaloud.errors import OutputError
from readaloud.model import Edition
from readaloud.writers.base import Written


class TextWriting:
    """Files of text, written when the audio is."""

    def __init__(self, edition: Edition, format: str, files: Sequence[tuple[Path, Callable[[Edition], str]]]) -> None:
        """`files`: where each goes, and what makes its text of the edition."""
        self._edition, self._format, self._files = edition, format, files

    def write(self, block: bytes) -> None:
        """Samples are not seen on a page."""

    def finish(self) -> tuple[Written, ...]:
        """Writes the files: UTF-8 without a byte order mark, lines ended by a line feed."""
        found = []
        for path, text in self._files:
            try:
                path.write_text(text(self._edition), encoding="utf-8", newline="\n")
            except OSError as error:
                raise OutputError.of(error, path.name) from error
            found.append(Written(path, self._format))
        return tuple(found)

    def abandon(self) -> None:
        """Nothing is open."""
