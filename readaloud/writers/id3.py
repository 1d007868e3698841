"""Writes an ID3v2.3 tag with chapters, byte for byte as its readers want it.

Version 2.3, since every player that reads chapters reads it, and older car radios and file managers read no 2.4
(https://id3.org/id3v2.3.0, https://id3.org/id3v2-chapters-1.0). Written here because neither library does it right:
mutagen sorts frames by size when it saves, so that chapters are listed out of order by readers that follow the file;
FFmpeg writes a table of contents without a title, which players ignore, and a wrong one above 255 chapters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from readaloud.errors import OutputError
from readaloud.model import Cover
from readaloud.writers.tags import GENRE, Tags, TimedTitle

MOST_CHILDREN = 255
"""A table of contents counts its entries in one byte."""

_TOP_LEVEL, _ORDERED = 2, 1
_NO_OFFSET = b"\xff" * 4
"""Tells readers to use the times of a chapter, not places in the file."""


def tag(frames: Sequence[bytes]) -> bytes:
    """The whole tag; to be followed by the audio."""
    body = b"".join(frames)
    if len(body) >= 1 << 28:
        raise OutputError("The chapters and tags of this edition are too long for an MP3 (256 MB).")
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def text(frame: str, value: str) -> list[bytes]:
    """A text frame; nothing for an empty value."""
    return [_frame(frame, _encoded(value))] if value else []


def user_text(description: str, value: str) -> list[bytes]:
    """A `TXXX` frame: a text with a name of its own."""
    return [_frame("TXXX", _encoded(description, value))] if value else []


def comment(language: str, value: str) -> list[bytes]:
    """A `COMM` frame; `language` has three letters."""
    if not value:
        return []
    encoded = _encoded("", value)
    return [_frame("COMM", encoded[:1] + language.encode("ascii") + encoded[1:])]


def picture(cover: Cover | None) -> list[bytes]:
    """An `APIC` frame: the front cover."""
    if cover is None:
        return []
    encoded = _encoded(cover.alt)
    front, end = b"\3", b"\0" if encoded[:1] == b"\0" else b"\0\0"
    return [_frame("APIC", encoded[:1] + cover.media_type.encode() + b"\0" + front + encoded[1:] + end + cover.data)]


def common(tags: Tags) -> list[bytes]:
    """The frames that every file of an edition has; the title and the number of the track are the file's own.

    `MVNM` and `MVIN` are iTunes' own frames, by which players group a series.
    """
    return [
        *text("TALB", tags.title),
        *text("TPE1", tags.author),
        *text("TPE2", tags.author),
        *text("TCOM", tags.narrator),
        *text("TYER", tags.year),
        *text("TDAT", _day(tags.date)),
        *text("TCON", GENRE),
        *text("TLAN", tags.language_code),
        *text("TPUB", tags.publisher),
        *text("TCOP", _copyright(tags.rights)),
        *comment(tags.language_code, tags.description),
        *text("MVNM", tags.series),
        *text("MVIN", tags.series_part),
        *user_text("date", "" if tags.date == tags.year else tags.date),
        *user_text("description", tags.description),
        *user_text("series", tags.series),
        *user_text("series-part", tags.series_part),
        *user_text("isbn", tags.isbn),
        *user_text("identifier", "" if tags.isbn else tags.identifier),
        *user_text("citation", tags.citation),
        *user_text("rights", "" if _copyright(tags.rights) else tags.rights),
        *user_text("language", tags.language),
    ]


def chapters(items: Sequence[TimedTitle], title: str) -> list[bytes]:
    """`CTOC` and `CHAP` frames; above 255 chapters the contents nest, one table for each 255."""
    ids = [f"chp{index}" for index in range(len(items))]
    frames = []
    if len(ids) <= MOST_CHILDREN:
        frames.append(_contents("toc", _TOP_LEVEL, ids, title))
    else:
        parts = [ids[begin : begin + MOST_CHILDREN] for begin in range(0, len(ids), MOST_CHILDREN)]
        if len(parts) > MOST_CHILDREN:
            raise OutputError(f"An MP3 holds at most {MOST_CHILDREN**2} chapters, not {len(ids)}.")
        frames.append(_contents("toc", _TOP_LEVEL, [f"toc{number}" for number in range(len(parts))], title))
        first = 1
        for number, part in enumerate(parts):
            frames.append(_contents(f"toc{number}", 0, part, f"{first}–{first + len(part) - 1}"))
            first += len(part)
    return frames + [_chapter(id, item) for id, item in zip(ids, items, strict=True)]


def _chapter(id: str, item: TimedTitle) -> bytes:
    times = item.begin_ms.to_bytes(4, "big") + item.end_ms.to_bytes(4, "big")
    title = _frame("TIT2", _encoded(item.title))
    return _frame("CHAP", id.encode("ascii") + b"\0" + times + 2 * _NO_OFFSET + title)


def _contents(id: str, level: int, children: Sequence[str], title: str) -> bytes:
    listed = b"".join(child.encode("ascii") + b"\0" for child in children)
    head = id.encode("ascii") + b"\0" + bytes([level | _ORDERED, len(children)])
    return _frame("CTOC", head + listed + _frame("TIT2", _encoded(title)))


def _frame(id: str, body: bytes) -> bytes:
    return id.encode("ascii") + len(body).to_bytes(4, "big") + b"\0\0" + body


def _encoded(*values: str) -> bytes:
    """The encoding's byte and the texts: Latin-1 where it is enough (version 2.3 has no UTF-8), else UTF-16."""
    values = tuple(value.replace("\0", "") for value in values)
    try:
        return b"\0" + b"\0".join(value.encode("latin-1") for value in values)
    except UnicodeEncodeError:
        return b"\1" + b"\0\0".join(b"\xff\xfe" + value.encode("utf-16-le") for value in values)


def _day(date: str) -> str:
    """`TDAT`: day and month in four digits, beside the year; nothing for what is no whole ISO date."""
    found = re.fullmatch(r"\d{4}-(\d\d)-(\d\d)", date)
    return found[2] + found[1] if found else ""


def _copyright(rights: str) -> str:
    """`TCOP` must begin with a year and a space; readers put the sign before it. Others have no place here."""
    return rights if rights[:4].isdigit() and rights[4:5] == " " else ""
