"""The comments of Ogg and FLAC files: tags, chapters and the cover, as FFmpeg, VLC and Audiobookshelf read them.

https://xiph.org/vorbis/doc/v-comment.html, https://wiki.xiph.org/Chapter_Extension
"""

from __future__ import annotations

from readaloud.errors import OutputError
from readaloud.model import Cover, Edition
from readaloud.writers.tags import GENRE, TimedTitle, tags_of, timed_titles

MOST_CHAPTERS = 1000
"""Three digits number them, from 000; FFmpeg and VLC read no more."""
MOST_MS = 100 * 3_600_000
"""Two digits count the hours."""


def comments(edition: Edition, format: str) -> list[tuple[str, str]]:
    """Names and values in order; OutputError for more chapters or hours than can be told.

    The narrator is the composer, where Audiobookshelf looks, and the performer, where music players do.
    """
    tags = tags_of(edition)
    told = [
        ("TITLE", tags.title),
        ("ALBUM", tags.title),
        ("ARTIST", tags.author),
        ("ALBUMARTIST", tags.author),
        ("COMPOSER", tags.narrator),
        ("PERFORMER", tags.narrator),
        ("NARRATOR", tags.narrator),
        ("DATE", tags.date),
        ("GENRE", GENRE),
        ("DESCRIPTION", tags.description),
        ("PUBLISHER", tags.publisher),
        ("SERIES", tags.series),
        ("SERIES-PART", tags.series_part),
        ("ISBN", tags.isbn),
        ("IDENTIFIER", "" if tags.isbn else tags.identifier),
        ("CITATION", tags.citation),
        ("COPYRIGHT", tags.rights),
        ("LANGUAGE", tags.language),
        ("TRACKNUMBER", "1"),
        ("TRACKTOTAL", "1"),
    ]
    chapters = timed_titles(edition)
    if len(chapters) > MOST_CHAPTERS:
        raise OutputError(
            f"A file in {format} holds at most {MOST_CHAPTERS:,} chapters, not {len(chapters):,}.",
            tip="Choose --format m4b or mp3, which hold more.",
        )
    if chapters[-1].begin_ms >= MOST_MS:
        raise OutputError(
            f"A file in {format} tells chapters up to 100 hours, and this edition has {chapters[-1].end_ms // 3_600_000}.",
            tip="Choose --format m4b or mp3.",
        )
    clean = [(name, value.replace("\0", "")) for name, value in told if value]
    return clean + [comment for number, chapter in enumerate(chapters) for comment in _chapter(number, chapter)]


def _chapter(number: int, chapter: TimedTitle) -> tuple[tuple[str, str], tuple[str, str]]:
    seconds, ms = divmod(chapter.begin_ms, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
    return (f"CHAPTER{number:03}", clock), (f"CHAPTER{number:03}NAME", chapter.title.replace("\0", ""))


def picture(cover: Cover) -> bytes:
    """A FLAC picture block without its header; Ogg holds the same in base64 (RFC 9639, 8.8)."""
    front, colours = 3, 0
    media_type, alt = cover.media_type.encode(), cover.alt.encode()
    return b"".join(
        (
            _number(front),
            _number(len(media_type)) + media_type,
            _number(len(alt)) + alt,
            _number(cover.width) + _number(cover.height) + _number(24) + _number(colours),
            _number(len(cover.data)) + cover.data,
        )
    )


def _number(value: int) -> bytes:
    return value.to_bytes(4, "big")
