"""A person's lexicons: read once, and kept in the edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from readaloud import folder as folders

if TYPE_CHECKING:
    from readaloud.pronunciation.loading import LexiconFile


def lexicons_of(paths: Iterable[str]) -> tuple[LexiconFile, ...]:
    """A person's lexicons; one that an edition keeps already is taken once, at its last place."""
    from readaloud.pronunciation.loading import read_lexicon

    found = [read_lexicon(Path(path)) for path in paths]
    return tuple(file for i, file in enumerate(found) if all(file.data != later.data for later in found[i + 1 :]))


def kept_lexicons(lexicons: Iterable[LexiconFile]) -> Iterator[tuple[str, bytes]]:
    """Where an edition keeps its lexicons, and their bytes."""
    for number, file in enumerate(lexicons, 1):
        yield folders.lexicon_name(number, file.name), file.data
