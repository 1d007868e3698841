"""What a document itself tells of words in capitals: its own abbreviations, and names that it prints in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readaloud.model import Document, Speaker

_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}")
_NAME = re.compile(r"(?<![^\W\d_])[A-ZÀ-Þ]{2,}(?![^\W\d_])")
_LONG = 4
"""Letters; `RSM` as a label is initials, unless other labels are such names as `CHALF`."""


def abbreviations(document: Document) -> tuple[str, ...]:
    """Short forms in capitals that stand in the text or in a note, in alphabetical order.

    Others of the list need nothing: they are words (`Tosec`), or have stops, so that they are heard as letters anyway.
    """
    listed = {a.short for a in document.abbreviations if _CAPITALS.fullmatch(a.short)}
    if not listed:
        return ()
    read: set[str] = set()
    for part in document.parts:
        for text in (*(block.text for block in part.blocks), *(note.text for note in part.notes)):
            read.update(_CAPITALS.findall(text))
    return tuple(sorted(listed & read))


def names(speakers: Iterable[Speaker]) -> frozenset[str]:
    """Words of the labels of a play that prints its speakers in capitals: `JIM` and `NAR` are names there."""
    labels = [label for speaker in speakers for label in speaker.labels if label.isupper()]
    found = frozenset(word for label in labels for word in _NAME.findall(label))
    return found if any(len(word) >= _LONG for word in found) else frozenset()
