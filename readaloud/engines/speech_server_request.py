"""One request to a speech server, tried again where that can help.

Written on `urllib` of the standard library: one small POST an utterance needs no pool and no HTTP/2, it knows the proxies
of the system, and a listener who wants no server installs nothing for it.
"""

from __future__ import annotations

import email.utils
import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from readaloud.engines.speech_server_settings import PREFIX, Server
from readaloud.errors import EngineError

TRIES = 6
"""Of a request that finds the server busy, broken or gone …"""
SLOW_TRIES = 2
"""… and of one that gets no answer in time."""
FIRST_WAIT = 0.5
"""Seconds before the second try, twice as long before each further one …"""
BUSY_WAIT = 2.0
"""… and after 429 without Retry-After: limits are mostly by the minute, and six tries then take one."""
LONGEST_WAIT = 120.0
"""Seconds that Retry-After may ask for."""
LOOK = "See what it says on its own terminal."
LARGEST = 256_000_000
"""Bytes of an answer: 4,000 letters as stereo of 48 kHz are a quarter of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, whole as far as HTTP can tell."""

    data: bytes
    kind: str
    """Of its Content-Type, in lower case and with its parameters."""
    streamed: bool
    """Whether it came in chunks: made while it was sent, so that lengths inside it may be guesses."""


class RefusedError(EngineError):
    """The server understood and will not do it: status 4xx."""

    def __init__(self, message: str, *, tip: str = "", status: int = 0) -> None:
        super().__init__(message, tip=tip)
        self.status = status

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its plain parent: it crosses from a worker's process."""
        return _plain, (self.message, self.tip)


class RetriableError(Exception):
    """What may work the next time; the message says what happened."""

    def __init__(
        self, what: str, *, tip: str = LOOK, tries: int = TRIES, wait: float = 0.0, told: bool = False
    ) -> None:
        super().__init__(what)
        self.tip = tip
        self.tries = tries
        self.wait = wait
        self.told = told
        """Whether the server itself said how long to wait."""


def tried(server: Server, ask: Any) -> Any:
    """What `ask` gives, tried again with longer and longer waits after a RetriableError; EngineError in the end."""
    for number in range(1, TRIES + 1):
        try:
            return ask()
        except RetriableError as error:
            if number >= error.tries or error.wait > LONGEST_WAIT:
                times = f", {number} times" if number > 1 else ""
                raise EngineError(f"The speech server at {server.shown} {error}{times}.", tip=error.tip) from None
            wait = error.wait if error.told else (error.wait or FIRST_WAIT) * 2 ** (number - 1)
        time.sleep(wait)
    raise AssertionError


def post(server: Server, path: str, body: Mapping[str, object]) -> Answer:
    """One answer to a JSON request; RetriableError or EngineError."""
    return _sent(server, server.address(path), json.dumps(body).encode(), server.timeout)


def get(server: Server, path: str, query: str, timeout: float) -> Answer:
    """One answer to a question; RetriableError or EngineError."""
    return _sent(server, server.address(path, query), None, timeout)


def _sent(server: Server, address: str, data: bytes | None, timeout: float) -> Answer:
    headers = {"Accept": "audio/wav, audio/*;q=0.9, */*;q=0.5" if data else "application/json"}
    if data:
        headers["Content-Type"] = "application/json"
    if server.authorization:
        headers["Authorization"] = server.authorization
    end = time.monotonic() + timeout
    late = RetriableError(f"gave no answer within {timeout:.0f} s", tries=SLOW_TRIES,
                          tip=f"See whether it works; {PREFIX}TIMEOUT names more seconds.")  # fmt: skip
    try:
        opener = _HERE if server.is_local else _AWAY
        with opener.open(urllib.request.Request(address, data, headers), timeout=timeout) as response:
            body = _read(response, end, late)
            kind = response.headers.get("Content-Type", "").lower()
            return Answer(body, kind, response.headers.get("Transfer-Encoding", "").lower() == "chunked")
    except urllib.error.HTTPError as error:
        with error:
            refused = _status(server, error, _head(error))
    except TimeoutError:
        raise late from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise late from None
        raise _gone(server, error.reason) from None
    except (http.client.HTTPException, OSError) as error:
        raise _gone(server, error) from None
    raise refused  # out here it has no context: an open answer could not cross from a worker


def _read(response: http.client.HTTPResponse, end: float, late: RetriableError) -> bytes:
    """The whole body. Read piece by piece, since a server that drips would never let a socket's timeout pass."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if time.monotonic() > end:
            raise late
        if size > LARGEST:
            raise RetriableError(f"does not stop sending ({LARGEST // 10**6} MB)", tries=1)
    if response.length:
        raise RetriableError("broke off in the middle of an answer")
    return b"".join(pieces)


def _head(response: IO[bytes]) -> bytes:
    try:
        return response.read(20_000)
    except (http.client.HTTPException, OSError):
        return b""


def _gone(server: Server, reason: object) -> RetriableError:
    if isinstance(reason, http.client.IncompleteRead):
        return RetriableError("broke off in the middle of an answer")
    if isinstance(reason, (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)):
        return RetriableError("ended the connection without an answer")
    told = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    told = server.redacted(str(told)).rstrip(".")
    return RetriableError(f"cannot be reached: {told}", tip=f"Start it, or set {PREFIX}URL to its address.")


def _status(server: Server, error: urllib.error.HTTPError, body: bytes) -> RetriableError | EngineError:
    """What a status means and what to do about it."""
    said = server.redacted(message(body))
    said = f": {said}" if said else ""
    where = f"The speech server at {server.shown}"
    if error.code == 429:
        wait, told = _retry_after(error.headers.get("Retry-After"), BUSY_WAIT)
        asked = f" and asks to wait {wait:.0f} s" if wait > LONGEST_WAIT else ""
        tip = (
            f"Go on later, what is spoken is kept; {PREFIX}REQUESTS (now {server.requests}) makes it ask less at once."
        )
        return RetriableError(f"is asked too often (429){asked}{said}", wait=wait, told=told, tip=tip)
    if error.code >= 500:
        wait, told = _retry_after(error.headers.get("Retry-After"), 0.0)
        return RetriableError(f"failed ({error.code}){said}", wait=wait, told=told)
    if error.code in (401, 403):
        return RefusedError(f"{where} refuses the key ({error.code}){said}.", tip=f"Set {PREFIX}KEY to a valid one.",
                            status=error.code)  # fmt: skip
    if 300 <= error.code < 400:
        return EngineError(f"{where} points to another address ({error.code}), where the key is not sent.",
                           tip=f"Set {PREFIX}URL to the new address.")  # fmt: skip
    tip = f"{PREFIX}URL is the address before /audio/speech, mostly ending in /v1." if error.code in (404, 405) else ""
    return RefusedError(f"{where} refuses ({error.code}){said}.", tip=tip, status=error.code)


def _retry_after(value: str | None, default: float) -> tuple[float, bool]:
    """Seconds, from a number or a date (RFC 9110 §10.2.3), and whether the server told them."""
    if value is None:
        return default, False
    if value.strip().isdecimal():
        return float(value), True
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time()), True
    except ValueError:
        return default, False


def message(body: bytes) -> str:
    """What an answer says in words: the message in OpenAI's or FastAPI's JSON, a page's text, at most 200 letters."""
    text = body.decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except ValueError:
        text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", text)
    else:
        for key in ("error", "detail", "message", "msg"):
            if isinstance(told, list) and told:
                told = told[0]
            if isinstance(told, dict) and key in told:
                told = told[key]
        text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    text = " ".join(text.split()).rstrip(".")
    return text if len(text) <= 200 else f"{text[:199]}…"


def _plain(message: str, tip: str) -> EngineError:
    return EngineError(message, tip=tip)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """urllib would send the key along to whatever host a redirection names."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Never."""


_AWAY = urllib.request.build_opener(_NoRedirect())
_HERE = urllib.request.build_opener(_NoRedirect(), urllib.request.ProxyHandler({}))
"""Without a proxy: schools and offices name one in the environment, and it cannot reach a server on this machine."""
