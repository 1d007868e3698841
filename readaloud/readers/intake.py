"""Loads a source file, or standard input, into memory."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path
from typing import Final

from readaloud.errors import SourceError
from readaloud.readers.base import Raw

LIMIT: Final = 1 << 30
"""Bytes; a source is held in memory."""

MOST_TEXT: Final = 128 << 20
"""Bytes of a source that is text; reading, planning and proving take about 50 bytes of memory for each. The largest volume
of the FRUS series has 10 MB. Books and PDFs may be larger: most of them is pictures."""

LONGEST_LINE: Final = 16 << 20
"""Bytes; nobody writes such a line, and rules that look at whole lines would take minutes over it."""

_CAST = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*\[\[speaker\]\]")
"""How the file of voices that lies in an edition begins; as a document it would be read out."""

_TOO_LARGE = "A source is read as a whole; give one document or volume at a time."


def load(path: str | Path, limit: int = LIMIT) -> Raw:
    """The bytes of a file (`-` is standard input); SourceError when there is nothing to read."""
    if str(path) == "-":
        return _checked("standard input", sys.stdin.buffer.read(limit + 1), limit)
    if re.match(r"https?://", str(path), re.IGNORECASE):
        raise SourceError(f"{path} is an address on the web; files are read.", tip="Download it, and name the file.")
    file = Path(path)
    try:
        if file.is_dir():
            raise SourceError(
                f"{file} is a folder.",
                tip=f"Name the file in it that is to be read, or make all of them: `readaloud batch --dir {shlex.quote(str(file))}`.",
            )
        if file.exists() and not file.is_file():
            # Whoever looks into a pipe takes what is in it, and one that nobody fills is waited for without end.
            raise SourceError(
                f"{file} is a pipe or a device, not a file.", tip="Name a file, or `-` for standard input."
            )
        size = file.stat().st_size
        if size > limit:
            raise SourceError(f"{file} has {size:,} bytes; the limit is {limit:,}.", tip=_TOO_LARGE)
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise SourceError(f"There is no file {file}.", tip=_near(file)) from None
    except PermissionError:
        raise SourceError(f"{file} may not be read.", tip="Change its permissions, or copy it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{file} cannot be read: {reason}.", tip="Check the path.") from error
    # A name that is not UTF-8 could not be written into any of our files.
    return _checked(os.fsencode(file.name).decode("utf-8", "replace"), data, limit)


def _checked(name: str, data: bytes, limit: int) -> Raw:
    if len(data) > limit:
        raise SourceError(f"{name} has more than {limit:,} bytes.", tip=_TOO_LARGE)
    if not data.strip():
        raise SourceError(f"{name} is empty.", tip="Save it again, or choose another file.")
    if _CAST.match(data, 0, 4096):
        raise SourceError(f"{name} is a cast file.", tip=f"`readaloud make SOURCE --cast {name}` takes its voices.")
    if not data.startswith((b"PK\x03\x04", b"%PDF-")):
        if len(data) > MOST_TEXT:
            raise SourceError(f"{name} has {len(data):,} bytes of text; the limit is {MOST_TEXT:,}.", tip=_TOO_LARGE)
        _check_lines(name, data)
    return Raw(name, data)


def _check_lines(name: str, data: bytes) -> None:
    begin = 0
    while len(data) - begin > LONGEST_LINE:
        end = max(data.rfind(b"\n", begin, begin + LONGEST_LINE), data.rfind(b"\r", begin, begin + LONGEST_LINE))
        if end < 0:
            line = data.count(b"\n", 0, begin) + 1
            raise SourceError(
                f"{name}, line {line}: the line is longer than {LONGEST_LINE:,} bytes.",
                tip="Break the text into paragraphs, or check that it is the file you meant.",
            )
        begin = end + 1


def _near(file: Path) -> str:
    """A file of a similar name in the same folder."""
    from difflib import get_close_matches

    try:
        names = [other.name for other in file.parent.iterdir() if other.is_file()]
    except OSError:
        return f"There is no folder {file.parent} either." if not file.parent.exists() else "Check the path."
    close = get_close_matches(file.name, names, 1, 0.6)
    return f"Did you mean {close[0]}?" if close else "Check the path."
