"""The document's own abbreviations, as far as they are read."""

from __future__ import annotations

import re

from readaloud.model import Document

_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}")


def occurring(document: Document) -> tuple[str, ...]:
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
