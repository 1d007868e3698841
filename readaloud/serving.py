"""A small server that shows one edition to the browser of this machine, and nothing else to anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

ADDRESS = "127.0.0.1"
_PIECE = 1 << 16
"""Bytes sent at once."""
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".epub": "application/epub+zip",
    ".vtt": "text/vtt; charset=utf-8",
}
"""Everything else is bytes to save."""


class EditionServer(ThreadingHTTPServer):
    """Serves the files of an edition by their names, and `first` as its start."""

    daemon_threads = True

    def __init__(self, folder: Path, names: Iterable[str], first: str, port: int = 0) -> None:
        """`names` are paths inside of the folder; port 0 takes a free one. OSError when the port is not to be had."""
        home = folder.resolve()
        found = {name: (home / name).resolve() for name in names}
        self.files = {name: path for name, path in found.items() if path.is_relative_to(home) and path.is_file()}
        self.first = first
        super().__init__((ADDRESS, port), _Handler)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser of this machine calls it.

        A page of a stranger whose name leads to 127.0.0.1 (DNS rebinding) calls it by that name, and gets nothing.
        """
        return frozenset(f"{name}:{self.port}" for name in (ADDRESS, "localhost"))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: EditionServer
    timeout = 60

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:
        """A person who listens need not read what the browser asks for."""

    def version_string(self) -> str:
        return "readaloud"

    def _answer(self, *, body: bool) -> None:
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        name = unquote(urlsplit(self.path).path).lstrip("/") or self.server.first
        path = self.server.files.get(name)
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        try:
            with path.open("rb") as file:
                self._send(file, path, body=body)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True  # the browser has what it wanted: it asks anew for another place
        except OSError:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _send(self, file: BinaryIO, path: Path, *, body: bool) -> None:
        size = path.stat().st_size
        wanted = stretch(self.headers.get("Range", ""), size)
        if wanted is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self._end(0)
            return
        begin, end = wanted
        whole = (begin, end) == (0, size) and "Range" not in self.headers
        self.send_response(HTTPStatus.OK if whole else HTTPStatus.PARTIAL_CONTENT)
        if not whole:
            self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{size}")
        self.send_header("Content-Type", _KINDS.get(path.suffix.lower(), "application/octet-stream"))
        self.send_header("Accept-Ranges", "bytes")
        self._end(end - begin)
        if body:
            file.seek(begin)
            left = end - begin
            while left and (piece := file.read(min(_PIECE, left))):
                self.wfile.write(piece)
                left -= len(piece)

    def _refuse(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self._end(0)

    def _end(self, length: int) -> None:
        self.send_header("Content-Length", str(length))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()


def stretch(asked: str, size: int) -> tuple[int, int] | None:
    """Begin and end of what a `Range` asks for, None when it is not to be had (RFC 9110, section 14).

    What is no range of bytes, or several, is answered with the whole, as the section allows.
    """
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", asked.strip())
    if found is None or found[0] == "bytes=-":
        return 0, size
    if not found[1]:
        last = int(found[2])
        return (max(0, size - last), size) if last and size else None
    begin = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    if found[2] and int(found[2]) < begin:
        return 0, size
    return (begin, end) if begin < size else None
