"""Names of edition folders: distinct on every file system, the same every time, and never outside the collection."""

from __future__ import annotations

import hashlib
import unicodedata

from readaloud import folder as folders

RESERVED = frozenset(
    "cast.toml collection.json report.json index.html feed.xml metadata.opf collection.jpg cover.jpg".split()
)
"""What a collection's own files are called."""
_DIGITS = 8
"""Of the hash that tells apart what is called alike."""


class Names:
    """Gives each edition of a collection its name."""

    def __init__(self) -> None:
        self._taken = set(RESERVED)

    def next(self, wanted: str, identity: str) -> str:
        """A safe name as near to `wanted` as can be; `identity` (path and document) tells those apart who want the same."""
        name = folders.safe_name(unicodedata.normalize("NFC", wanted))
        chosen, times = name, 0
        while _folded(chosen) in self._taken:
            told = f"{identity}\x1f{times}" if times else identity
            digest = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
            chosen = f"{_cut(name, folders.LONGEST_NAME - _DIGITS - 1)}-{digest[:_DIGITS]}"
            times += 1
        self._taken.add(_folded(chosen))
        return chosen


def _folded(name: str) -> str:
    """As a file system that knows neither case nor forms of accents takes it."""
    return unicodedata.normalize("NFKC", name.casefold())


def _cut(name: str, most: int) -> str:
    """The first characters, in `most` bytes."""
    return name.encode()[:most].decode("utf-8", "ignore").rstrip(" .-")
