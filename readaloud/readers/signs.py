"""What a source must show for a reader of ours to be asked at all, so that the modules of the others are not imported.

To find the reader of a plain transcript took 0.165 s of CPU with all of them imported, 0.089 s by signs. A sign is necessary for
`accepts` to be above 0 and no more; that each is, is proved over all the sources of the tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from readaloud.readers.base import Raw


@dataclass(frozen=True, slots=True)
class Sign:
    """Either of the two is enough."""

    content: re.Pattern[bytes]
    within: int
    """Bytes from the beginning in which the content is searched."""
    names: tuple[str, ...] = ()
    """Ends of file names, in small letters."""

    def seen(self, raw: Raw) -> bool:
        """Whether the source shows it."""
        return raw.name.casefold().endswith(self.names) or self.content.search(raw.data[: self.within]) is not None


_MARKUP = Sign(re.compile(rb"<"), 4096)

SIGNS: Final[Mapping[str, Sign]] = {
    "frus-tei": _MARKUP,
    "tei-drama": _MARKUP,
    "epub": Sign(re.compile(rb"\APK|<"), 4096),
    "docx": Sign(re.compile(rb"\A(?:PK|\xd0\xcf\x11\xe0)"), 4),
    "pdf": Sign(re.compile(rb"%PDF-"), 1024),
    "html": Sign(re.compile(rb"<|mime-version:", re.IGNORECASE), 8192),
    "fountain": Sign(re.compile(rb"\b(?:INT|EXT|EST)[./ IE]|\bI\.?/E|\bE\.?/I"), 65536, (".fountain", ".spmd")),
    "gutenberg": Sign(
        re.compile(
            rb"gutenberg|small print|\bact\b|prologue|epilogue|induction|interlude|preface|introduction|\b(?:chapter|book) ",
            re.IGNORECASE,
        ),
        65536,
    ),
    "markdown": Sign(re.compile(rb"\A(?:---|\+\+\+)|\*\*|__"), 65536, (".md", ".markdown", ".mdown", ".mkd")),
    "congressional-record": Sign(
        re.compile(rb"\[(?:Congressional|House|Senate|Joint) |From the (?:Congressional|U\.S\.) "), 16384
    ),
    "webvtt": Sign(re.compile(rb"WEBVTT"), 64),
    "srt": Sign(re.compile(rb"-->"), 200),
}
"""Of the built-in readers that need one; the others are always asked."""
