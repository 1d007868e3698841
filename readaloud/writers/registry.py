"""Which writers there are, by the names that `--format` takes."""

from __future__ import annotations

from collections.abc import Iterable

from readaloud import registry
from readaloud.errors import UsageError
from readaloud.writers.base import Writer

GROUP = "readaloud.writers"
"""Of the entry points of strangers' packages."""

BUILTIN = {
    "m4b": "readaloud.writers.m4b:M4bWriter",
    "mp3": "readaloud.writers.mp3:Mp3Writer",
    "mp3-chapters": "readaloud.writers.mp3_chapters:Mp3ChaptersWriter",
    "epub": "readaloud.writers.epub.writer:EpubWriter",
    "daisy": "readaloud.writers.daisy.writer:DaisyWriter",
    "opus": "readaloud.writers.opus:OpusWriter",
    "flac": "readaloud.writers.flac:FlacWriter",
    "wav": "readaloud.writers.wav:WavWriter",
    "vtt": "readaloud.writers.captions.vtt:VttWriter",
    "srt": "readaloud.writers.captions.srt:SrtWriter",
    "txt": "readaloud.writers.transcript.text:TextWriter",
    "html": "readaloud.writers.transcript.page:PageWriter",
    "podcast": "readaloud.writers.podcast:PodcastWriter",
    "player": "readaloud.writers.player.writer:PlayerWriter",
    "print": "readaloud.writers.numbered:NumberedWriter",
}


ALL = "all"
"""What stands for every format."""


def wanted(given: Iterable[str]) -> tuple[str, ...]:
    """The formats that are named, each once; a name may be several with commas between them, or `all`.

    UsageError when there is no such format.
    """
    told = [name.strip() for one in given for name in one.split(",") if name.strip()]
    found = dict.fromkeys(each for name in told for each in (names() if name == ALL else (name,)))
    for name in found:
        writer(name)
    return tuple(found)


def names() -> tuple[str, ...]:
    """All formats, the built-in ones first."""
    return registry.names(GROUP, BUILTIN)


def writer(name: str) -> Writer:
    """The writer of a format; UsageError, listing what there is, if there is none."""
    try:
        found: Writer = registry.load(GROUP, BUILTIN, name)()
    except KeyError:
        raise UsageError(f"There is no format {name!r}.", tip=f"Formats are {', '.join(names())}; or all.") from None
    return found
