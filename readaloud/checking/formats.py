"""Which check proves a file of which format, beside what is proved of all sound and of the whole edition.

To add one, write a `Check` in a module of its own and name it here.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from readaloud.checking.findings import Finding

Check: TypeAlias = Callable[[Path, dict[str, Any]], Iterator[Finding]]
"""Takes a file and the edition's `edition.json`; a file that cannot be read is a finding, not an error."""

AUDIO = ("m4b", "mp3", "mp3-chapter", "opus", "flac", "wav")
"""Sound alone."""
TOGETHER = ("epub", "daisy", "player")
"""Text and sound that run together."""
TEXT = ("vtt", "srt", "txt", "html", "podcast", "print")
"""Made alone they are an edition too: for sound that is already somewhere else."""
COVERED = (*AUDIO, "epub")
"""What holds the cover: the player's page draws none, and players for blind readers show none."""

CHECKS: Mapping[str, str] = {
    **dict.fromkeys(TEXT, "readaloud.checking.texts:check_texts"),
    "epub": "readaloud.checking.epub:check_epub",
    "daisy": "readaloud.checking.daisy:check_daisy",
    "player": "readaloud.checking.player:check_player",
    "m3u8": "readaloud.checking.playlist:check_playlist",
    "stem": "readaloud.checking.stems:check_stem",
}
"""Format, as `edition.json` names it → module and name of its check, loaded only for an edition that has the format."""
_ELSEWHERE = frozenset((*AUDIO, *"cover source script cast words daisy-file recording intro outro lexicon".split()))
"""Formats that are proved with the sound, the words or the edition as a whole."""


def check(path: Path, format: str, made: dict[str, Any]) -> Iterator[Finding]:
    """What the check of its format finds in a file; where there is none, that it could not be checked."""
    if format in CHECKS:
        found: Check = pkgutil.resolve_name(CHECKS[format])
        yield from found(path, made)
    elif format not in _ELSEWHERE:
        yield Finding(format, True, f"{path.name}: nothing is checked but that it is as it was made", unchecked=True)
