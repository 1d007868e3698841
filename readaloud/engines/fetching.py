"""Fetches a published file over HTTPS, goes on where it broke off, and keeps it only when its checksum is right.

With the standard library alone: urllib verifies certificates, follows redirects and takes proxies from the environment;
a package for it would be one more to install for a command that is run a few times.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import shutil
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit, urlunsplit

from readaloud import __version__
from readaloud.engines.catalogue import PublishedFile
from readaloud.errors import EngineError, OutputError

TIMEOUT = 30.0
"""Seconds without a byte after which a connection counts as lost."""
PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try; one that brought bytes begins them anew."""
_BLOCK = 1 << 18
_LOCAL = ("127.0.0.1", "::1", "localhost")
"""Hosts that may be asked without HTTPS: what goes to them leaves no machine."""
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that pass (RFC 9110, 15.5 and 15.6; RFC 6585, 4)."""
_LONGEST_PAUSE = 60.0
"""Of what a server may ask for in `Retry-After`."""

Tell = Callable[[int, int], None]
"""Called with the bytes that are there and all that there are."""
_CHANGED = "The publisher may have changed it: upgrade readaloud, or install the file you trust with --from."
_TIP = "Fetch the file in a browser, and install it with --from FILE."


class _LostError(Exception):
    """The connection broke or the server is busy: another try may do."""

    def __init__(self, why: str, pause: float = 0.0) -> None:
        super().__init__(why)
        self.pause = pause


def fetch(file: PublishedFile, folder: Path, tell: Tell | None = None, pauses: tuple[float, ...] | None = None) -> Path:
    """The file in a folder, fetched or there already; EngineError when it cannot be had, OutputError when not kept.

    What was fetched before a failure or an interruption stays beside it as `NAME.part`, and the next call goes on there.
    """
    _safe(file.url)
    folder.mkdir(parents=True, exist_ok=True)
    target, part = folder / file.name, folder / f"{file.name}.part"
    told = tell or (lambda done, total: None)
    if target.is_file() and digest(target, file.algorithm) == file.digest:
        told(file.size, file.size)
        return target
    pauses = PAUSES if pauses is None else pauses
    begun = _size(part) > 0
    try:
        _whole(file, part, told, pauses)
        if begun and digest(part, file.algorithm) != file.digest:
            _drop(part)  # the older half may have been of another file
            _whole(file, part, told, pauses)
        if (found := digest(part, file.algorithm)) != file.digest:
            _drop(part)
            raise EngineError(
                f"{file.name} is not the file of the catalogue: its {file.algorithm} is {found}, not {file.digest}.",
                tip=_CHANGED,
            )
        part.replace(target)
    except OSError as error:
        raise OutputError.of(error, str(part), tip="Set READALOUD_DATA to a folder of yours.") from error
    _drop(part)
    return target


def _whole(file: PublishedFile, part: Path, told: Tell, pauses: tuple[float, ...]) -> None:
    """Tries until the part has all its bytes."""
    tries = 0
    while True:
        before = _size(part)
        try:
            _transfer(file, part, told)
            return
        except _LostError as lost:
            tries = 0 if _size(part) > before else tries
            if tries == len(pauses):
                raise EngineError(
                    f"{file.url} cannot be fetched: {lost}.",
                    tip="Run the same command again when the network is back; it goes on where it broke off.",
                ) from lost
            time.sleep(min(max(lost.pause, pauses[tries]), _LONGEST_PAUSE))
            tries += 1


def _transfer(file: PublishedFile, part: Path, told: Tell) -> None:
    """Appends to the part until the file is whole."""
    have = _size(part)
    if have > file.size:
        _drop(part)
        have = 0
    if have == file.size:
        return
    _room(part.parent, file.size - have)
    request = urllib.request.Request(_quoted(file.url))
    request.add_header("User-Agent", f"readaloud/{__version__}")
    if have:
        request.add_header("Range", f"bytes={have}-")
        if validator := _validator(part):
            request.add_header("If-Range", validator)  # RFC 9110, 13.1.5: the rest only if the file is the same
    with _opened(request, part) as answer:
        begin = _begin(answer, have)
        _is_file(answer, file, begin)
        with part.open("ab" if begin else "wb") as out:
            if not begin:
                _keep_validator(part, answer)
            _copy(answer, out, begin, file.size, told)
    if (got := _size(part)) < file.size:
        raise _LostError(f"the connection ended after {got:,} of {file.size:,} bytes")


def _opened(request: urllib.request.Request, part: Path) -> Any:
    opener = urllib.request.build_opener(_Redirects())
    try:
        return opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 416:  # the part is not of this file
                _drop(part)
                raise _LostError("the server has no such range") from error
            if error.code in _AGAIN:
                wait = error.headers.get("Retry-After", "")
                raise _LostError(
                    f"the server answers {_status(error)}", float(wait) if wait.isdigit() else 0
                ) from error
            raise EngineError(f"{request.full_url} cannot be fetched: {_status(error)}.", tip=_TIP) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise EngineError(
                f"The certificate of {urlsplit(request.full_url).hostname} is not valid: {error.reason.verify_message}.",
                tip="Set SSL_CERT_FILE to your network's certificates, or fetch the file and use --from.",
            ) from error
        raise _LostError(str(error.reason or error)) from error
    except (OSError, http.client.HTTPException) as error:
        raise _LostError(str(error) or type(error).__name__) from error


def _status(error: urllib.error.HTTPError) -> str:
    return f"{error.code} {error.reason or http.client.responses.get(error.code, '')}".strip()


def _begin(answer: Any, have: int) -> int:
    """Where the answer's bytes begin in the file."""
    if answer.status != 206:
        return 0
    told = answer.headers.get("Content-Range", "")
    if not told.startswith(f"bytes {have}-"):
        raise _LostError(f"the server gave the range {told!r}")
    return have


def _is_file(answer: Any, file: PublishedFile, begin: int) -> None:
    """EngineError for a web page, or a file of another length."""
    if answer.headers.get_content_type() == "text/html":
        raise EngineError(
            f"{file.url} is answered with a web page, not with the file.",
            tip="A network may ask to log in first: open a browser. Or fetch the file elsewhere and use --from.",
        )
    length = answer.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > file.size - begin:
        raise EngineError(
            f"{file.url} has {begin + int(length):,} bytes, not {file.size:,}: it is not the file of the catalogue.",
            tip=_CHANGED,
        )


def _copy(answer: Any, out: IO[bytes], done: int, size: int, told: Tell) -> None:
    while done < size:
        try:
            block = answer.read(min(_BLOCK, size - done))
        except (OSError, http.client.HTTPException) as error:
            raise _LostError(str(error) or type(error).__name__) from error
        if not block:
            return
        out.write(block)
        done += len(block)
        told(done, size)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never out of HTTPS."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        try:
            if urlsplit(req.full_url).scheme == "https" and urlsplit(newurl).scheme != "https":
                raise EngineError(f"{req.full_url} leads out of HTTPS, to {newurl}.", tip=_TIP)
            _safe(newurl)
        except EngineError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _safe(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise EngineError(f"{url} is not fetched: only HTTPS is.", tip="Correct the address in the catalogue.")


def _quoted(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=quote(parts.path, safe="/%")))


def _room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OutputError(
            f"There is too little room in {folder}: {needed // 10**6} MB are needed, {free // 10**6} MB are free.",
            tip="Free some space, or set READALOUD_DATA to a folder on another disk.",
        )


def digest(path: Path, algorithm: str) -> str:
    """The checksum of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _notes(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _validator(part: Path) -> str:
    try:
        return str(json.loads(_notes(part).read_text("utf-8"))["validator"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _keep_validator(part: Path, answer: Any) -> None:
    """A strong ETag or a date: what `If-Range` may carry."""
    tag = answer.headers.get("ETag", "")
    validator = tag if tag.startswith('"') else answer.headers.get("Last-Modified", "")
    _notes(part).write_text(json.dumps({"validator": validator}), "utf-8")


def _drop(part: Path) -> None:
    for path in (part, _notes(part)):
        with contextlib.suppress(OSError):
            path.unlink()
