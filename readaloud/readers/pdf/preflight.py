"""Looks through the packed streams of a PDF before a library unpacks them, so that none of them is a bomb.

pdfminer.six unpacks without a limit. Streams of pictures are left alone: they are never unpacked.
"""

from __future__ import annotations

import re
import zlib

from readaloud.errors import SourceError

LARGEST_STREAM = 64 << 20
"""Bytes of one unpacked stream; the text of a page has some thousand."""
LARGEST_TEXT = 512 << 20
"""Bytes of all unpacked streams."""
LARGEST_DAMAGED = 64 << 10
"""Bytes of a packed stream with errors in it; the library's time to mend one grows with the square."""

_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 2048
_PIECE = 1 << 20


def preflight(name: str, data: bytes) -> None:
    """SourceError when a stream would unpack to more than a document needs."""
    total = 0
    encrypted = b"/Encrypt" in data
    for match in _STREAM.finditer(data):
        if data[max(0, match.start() - 3) : match.start()] == b"end":
            continue
        head = data[max(0, match.start() - _HEAD) : match.start()]
        head = head[head.rfind(b" obj") :]
        if b"/Image" in head or not re.search(rb"/Fl(?:ate|#|\b)", head):
            continue
        end = data.find(b"endstream", match.end())
        packed = data[match.end() : end if end >= 0 else len(data)]
        times = 1 + (len(re.findall(rb"/Fl(?:ateDecode)?\b", head)) > 1)
        total += _unpacked(name, packed, times, encrypted)
        if total > LARGEST_TEXT:
            raise _bomb(name)


def _unpacked(name: str, packed: bytes, times: int, encrypted: bool) -> int:
    """Size of a stream unpacked `times` times."""
    try:
        size, data = _inflate(name, packed, keep=times > 1)
        return max(size, _inflate(name, data, keep=False)[0]) if times > 1 else size
    except zlib.error as error:
        if len(packed) > LARGEST_DAMAGED and not encrypted:
            raise SourceError(
                f"{name} is damaged: a stream cannot be unpacked: {error}.", tip="Download or export the file again."
            ) from error
        return 0


def _inflate(name: str, packed: bytes, keep: bool) -> tuple[int, bytes]:
    """How large a stream is unpacked, and what it is then if it is to be kept."""
    unpacker = zlib.decompressobj()
    size = 0
    kept = bytearray()
    rest = packed
    while rest and not unpacker.eof:
        piece = unpacker.decompress(rest, _PIECE)
        size += len(piece)
        if size > LARGEST_STREAM:
            raise _bomb(name)
        if keep:
            kept += piece
        if not piece and unpacker.unconsumed_tail == rest:
            break
        rest = unpacker.unconsumed_tail
    return size, bytes(kept)


def _bomb(name: str) -> SourceError:
    return SourceError(
        f"{name} would unpack to more than its words can need, as a ZIP bomb does.",
        tip="Do not trust this file; get it from another place.",
    )
