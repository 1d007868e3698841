"""A small publisher on this machine, whose faults a test chooses."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """What it serves and how; `asked` is what it was asked for."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Callable[[Request], None]]] = field(default_factory=dict)
    """By path: what is done in place of serving, one for each request; the last one for all that follow."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and `Range` of each request."""
    url: str = ""

    def fault(self, path: str, *faults: Callable[[Request], None]) -> None:
        self.faults[path] = list(faults)


class Request(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].lstrip("/")
        self.publisher.asked.append((path, self.headers.get("Range", "")))
        faults = self.publisher.faults.get(path, [])
        act = (faults.pop(0) if len(faults) > 1 else faults[0]) if faults else serve()
        act(self)

    @property
    def content(self) -> bytes:
        return self.publisher.files[self.path.partition("?")[0].lstrip("/")]

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:8]}"'

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def serve(
    *, ends_after: int | None = None, length: int | None = None, ranges: bool = True, kind: str = "application/octet-stream"
) -> Callable[[Request], None]:  # fmt: skip
    """The file, perhaps cut off after so many bytes, of a length that is a lie, from its beginning whatever is asked."""

    def act(request: Request) -> None:
        content, begin = request.content, 0
        asked = request.headers.get("Range", "")
        same = request.headers.get("If-Range", request.tag) == request.tag
        if ranges and asked and same:
            begin = int(asked.removeprefix("bytes=").rstrip("-"))
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        else:
            request.send_response(200)
        request.send_header("Content-Type", kind)
        request.send_header("ETag", request.tag)
        request.send_header("Content-Length", str(len(content) - begin if length is None else length))
        request.end_headers()
        part = content[begin:]
        request.wfile.write(part if ends_after is None else part[:ends_after])
        request.close_connection = True

    return act


def status(code: int, body: bytes = b"", **headers: str) -> Callable[[Request], None]:
    """An answer without the file."""

    def act(request: Request) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return act


def hang_up(request: Request) -> None:
    """No answer at all."""
    request.close_connection = True
    request.connection.close()


@contextlib.contextmanager
def publisher() -> Iterator[Publisher]:
    """One that serves until the block ends."""
    made = Publisher()
    handler = type("Handler", (Request,), {"publisher": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
