"""Writes an M4B audiobook: AAC with chapters twice, as a QuickTime track and as a Nero list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from readaloud.errors import OutputError
from readaloud.model import Cover, Edition
from readaloud.settings import Settings
from readaloud.writers import codecs
from readaloud.writers.base import Written
from readaloud.writers.encoding import AAC_OPTIONS, MP4_OPTIONS, Encoder
from readaloud.writers.tags import GENRE, Tags, tags_of, timed_titles

AUDIOBOOK = 2
"""`stik`: by which Apple's players put a file among the books."""


MOST_TITLE_BYTES = 255
"""Of a chapter's title in UTF-8: the Nero list counts them in one byte."""


class M4bWriter:
    """One file for audiobook players."""

    name: ClassVar[str] = "m4b"
    description: ClassVar[str] = "one audiobook file with chapters, for Apple Books, Audiobookshelf, VLC and phones"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> M4bWriting:
        """Opens `folder/stem.m4b`.

        The Nero list ends at 255 chapters, as its count is one byte; the track has them all.
        """
        return M4bWriting(edition, folder / f"{stem}.m4b", settings)


class M4bWriting:
    """An M4B being written."""

    def __init__(self, edition: Edition, path: Path, settings: Settings) -> None:
        self._path = path
        self._tags, self._cover = tags_of(edition), edition.cover
        rate = codecs.sample_rate(codecs.AAC, edition.timeline.rate, settings)
        codecs.check_rate(codecs.AAC, rate)
        self._encoder = Encoder(
            path,
            codec="aac",
            container="ipod",
            rate=edition.timeline.rate,
            sample_rate=rate,
            bitrate=codecs.bitrate(codecs.AAC, rate, settings) * edition.timeline.channels,
            channels=edition.timeline.channels,
            options=AAC_OPTIONS,
            container_options=MP4_OPTIONS,
            chapters=[replace(item, title=short(item.title)) for item in timed_titles(edition)],
            language=self._tags.language_code,
            length=edition.timeline.length,
        )
        self.coder = self._encoder.coder

    def write(self, block: bytes) -> None:
        """The next samples."""
        self._encoder.write(block)

    def join(self, encoded: bytes) -> None:
        """The next span."""
        self._encoder.join(encoded)

    def finish(self) -> tuple[Written, ...]:
        """Completes the file and tags it."""
        self._encoder.finish()
        _tag(self._path, self._tags, self._cover)
        return (Written(self._path, "m4b"),)

    def abandon(self) -> None:
        """Closes the file as it is."""
        self._encoder.abandon()


def short(title: str) -> str:
    """A chapter's title as the Nero list takes it.

    FFmpeg cuts what is longer in the middle of a character, and then mutagen cannot read the file at all.
    """
    data = title.encode()
    if len(data) <= MOST_TITLE_BYTES:
        return title
    return data[: MOST_TITLE_BYTES - len("…".encode())].decode(errors="ignore").rstrip() + "…"


def _tag(path: Path, tags: Tags, cover: Cover | None) -> None:
    """Puts in the atoms, of which FFmpeg would drop the freeform ones and `stik`; the chapters stay as they are.

    The narrator stands in `©wrt`, which Audiobookshelf and most players show, and in `©nrt`, the publisher in `©pub` and
    the series in `©mvn` and `©mvi`, as iTunes and m4b-tool have them; the freeform atoms are what FFmpeg reads.
    """
    import mutagen
    import mutagen.mp4

    mp4: Any = mutagen.mp4  # it has no type hints

    named = {
        "©nam": tags.title,
        "©alb": tags.title,
        "©ART": tags.author,
        "aART": tags.author,
        "©wrt": tags.narrator,
        "©nrt": tags.narrator,
        "©gen": GENRE,
        "©day": tags.date,
        "desc": tags.description,
        "ldes": tags.description,
        "©pub": tags.publisher,
        "©mvn": tags.series,
        "cprt": tags.rights,
    }
    freeform = {
        "publisher": tags.publisher,
        "series": tags.series,
        "series-part": tags.series_part,
        "isbn": tags.isbn,
        "identifier": "" if tags.isbn else tags.identifier,
        "citation": tags.citation,
        "language": tags.language,
    }
    try:
        file = mp4.MP4(path)
        if file.tags is None:
            file.add_tags()
        for atom, value in named.items():
            if value:
                file[atom] = [value]
        for name, value in freeform.items():
            if value:
                file[f"----:com.apple.iTunes:{name}"] = [mp4.MP4FreeForm(value.encode(), mp4.AtomDataType.UTF8)]
        if tags.series_part:
            file["©mvi"] = [int(tags.series_part)]
        if cover is not None:
            kind = mp4.MP4Cover.FORMAT_PNG if cover.media_type == "image/png" else mp4.MP4Cover.FORMAT_JPEG
            file["covr"] = [mp4.MP4Cover(cover.data, kind)]
        file["stik"] = [AUDIOBOOK]
        file["trkn"] = [(1, 1)]
        file.save(padding=lambda _: 0)
    except (mutagen.MutagenError, OSError) as error:
        raise OutputError(f"{path.name} cannot be tagged: {error}.") from error
