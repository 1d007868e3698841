"""Members of a ZIP archive that a stranger made: read with limits, refused when they could do harm."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from readaloud.errors import SourceError

MOST_MEMBERS = 20_000
LARGEST_ARCHIVE = 4 << 30
"""Bytes of all members unpacked; pictures and sound are not read, but nobody's book is larger."""
LARGEST_MEMBER = 64 << 20
"""Bytes of one member that is read; the longest novels in one file have 10 MB."""
LARGEST_TEXT = 256 << 20
"""Bytes of all members that are read."""
GREATEST_RATIO = 200
"""Unpacked to packed size of a member of some size; deflated prose reaches 3, markup 30, zeros 1,000."""
_SMALL = 1 << 20

_DRIVE = re.compile(r"^[A-Za-z]:")


class Archive:
    """An archive whose members are checked before they are read."""

    def __init__(self, name: str, data: bytes) -> None:
        """SourceError when it is no archive or one that should not be unpacked."""
        self.name = name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
            raise SourceError(
                f"{name} is not a readable ZIP archive: {error}.", tip="Download or export the file again."
            ) from error
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise SourceError(f"{name} holds more than {MOST_MEMBERS} files; that is no book.")
        if sum(info.file_size for info in self._members.values()) > LARGEST_ARCHIVE:
            raise SourceError(f"{name} would unpack to more than {LARGEST_ARCHIVE >> 30} GB; that is no book.")
        for member in self._members:
            parts = re.split(r"[/\\]", member)
            if ".." in parts or member.startswith(("/", "\\")) or _DRIVE.match(member):
                raise SourceError(
                    f"{name} holds a file whose path leads out of the archive: {member!r}.",
                    tip="Do not trust this file; get it from another place.",
                )

    def __contains__(self, member: str) -> bool:
        """Whether there is such a member."""
        return member in self._members

    def read(self, member: str) -> bytes:
        """A member's bytes."""
        info = self._members.get(member)
        if info is None:
            raise SourceError(
                f"{self.name} lacks a file that it names: {member}.", tip="Download or export the file again."
            )
        if info.file_size > LARGEST_MEMBER or self._read + info.file_size > LARGEST_TEXT:
            raise SourceError(f"{member} in {self.name} is too large to be text: {info.file_size >> 20} MB.")
        if info.file_size > _SMALL and info.file_size > GREATEST_RATIO * max(info.compress_size, 1):
            raise SourceError(
                f"{member} in {self.name} unpacks to more than {GREATEST_RATIO} times its size, as a ZIP bomb does.",
                tip="Do not trust this file; get it from another place.",
            )
        if info.flag_bits & 1:
            raise SourceError(f"{self.name} is encrypted with a password.", tip="Unpack it and zip it without one.")
        self._read += info.file_size
        try:
            return self._zip.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
        ) as error:
            raise SourceError(
                f"{member} in {self.name} cannot be unpacked: {error}.", tip="Download or export the file again."
            ) from error


def resolve(folder: str, path: str) -> str:
    """A member's name from a path relative to a folder; SourceError when it leads out of the archive."""
    name = posixpath.normpath(posixpath.join(folder, path))
    if name.startswith(("/", "../")) or name == "..":
        raise SourceError(f"A path leads out of the archive: {path!r}.", tip="Do not trust this file.")
    return name
