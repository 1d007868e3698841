"""Which speech server is asked, and with what key: from the environment, else from a file of the person's settings.

Nothing of it goes into an edition: workers read it here, each for itself, and `shown` is all that a message names.
"""

from __future__ import annotations

import base64
import hashlib
import math
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from readaloud.engines.espeak_voices import nearest
from readaloud.errors import EngineError
from readaloud.places import settings_folder

PREFIX = "READALOUD_SPEECH_"
"""Of the variables: READALOUD_SPEECH_URL and so on, one for each key of the file."""
FILE = "speech-server.toml"
"""In the folder of settings."""
KEYS = ("url", "key", "model", "timeout", "requests")
EXAMPLE = "http://localhost:8880/v1"

MODEL = "tts-1"
"""OpenAI's first; Kokoro-FastAPI, openedai-speech and most local servers know it or take any."""
TIMEOUT = 120.0
"""Seconds; a large model without a graphics card takes up to a minute for a long sentence."""
REQUESTS = 2
"""At once, over all workers: one is spoken while the next one travels. Most local servers speak one at a time."""


@dataclass(frozen=True, slots=True)
class Server:
    """One server with what it is asked for."""

    base: str
    """Address before `/audio/speech`, without credentials and query."""
    query: str = field(default="", repr=False)
    """Of the address (`api-version=…`); may hold a key."""
    authorization: str = field(default="", repr=False)
    """Value of that header; empty where there is no key."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """What no message may hold."""
    model: str = MODEL
    timeout: float = TIMEOUT
    """Seconds for one answer."""
    requests: int = REQUESTS
    """At once, over all workers."""

    @property
    def shown(self) -> str:
        """Scheme, host and port, for messages."""
        return "://".join(urlsplit(self.base)[:2])

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine."""
        host = urlsplit(self.base).hostname or ""
        return host in ("localhost", "::1") or host.startswith("127.")

    @property
    def fingerprint(self) -> str:
        """Tells this server and model from others in the cache's key; its address cannot be read from it."""
        return hashlib.sha256(f"{self.base}\n{self.model}".encode()).hexdigest()[:16]

    def address(self, path: str, query: str = "") -> str:
        """The whole address of `audio/speech` and the like."""
        queries = "&".join(part for part in (self.query, query) if part)
        return f"{self.base}/{path}" + (f"?{queries}" if queries else "")

    def redacted(self, text: str) -> str:
        """A text without the key: servers like to repeat it."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text


def server() -> Server:
    """The person's server; EngineError with the fix when none is named, or a value is not valid."""
    file = settings_folder() / FILE
    told = _from_file(file)
    for key in KEYS:
        if value := os.environ.get(PREFIX + key.upper(), "").strip():
            told[key] = (value, PREFIX + key.upper())
    if "url" not in told:
        raise EngineError(
            "No speech server is named.", tip=f"Set {PREFIX}URL, for example to {EXAMPLE}, or write url into {file}."
        )
    base, query, user = _split(*_text(told, "url"))
    key, place = _text(told, "key")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise EngineError(f"{place} holds characters that no key has.", tip="Copy the key anew.")
    authorization = f"Bearer {key}" if key else f"Basic {base64.b64encode(user.encode()).decode()}" if user else ""
    secrets = (key, query, user, user.partition(":")[2], authorization.partition(" ")[2])
    return Server(
        base, query, authorization, tuple(sorted({s for s in secrets if len(s) > 3}, key=len, reverse=True)),
        _text(told, "model")[0] or MODEL, _number(told, "timeout", TIMEOUT, 1, 3600),
        int(_number(told, "requests", REQUESTS, 1, 64)),
    )  # fmt: skip


def _from_file(file: Path) -> dict[str, tuple[Any, str]]:
    try:
        table = tomllib.loads(file.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise EngineError(f"{file} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):  # its message may hold the key
        raise EngineError(f"{file} is not valid TOML.", tip=f'Write lines like: url = "{EXAMPLE}"') from None
    for key in table:
        if key not in KEYS:
            raise EngineError(f"{file}: there is no setting {key!r}.", tip=f"The nearest: {nearest(key, KEYS)}.")
    return {key: (value, f"{file}: {key}") for key, value in table.items()}


def _text(told: dict[str, tuple[Any, str]], key: str) -> tuple[str, str]:
    value, place = told.get(key, ("", key))
    if not isinstance(value, str):
        raise EngineError(f"{place} is not text.", tip="Put the value between quotes.")
    return value.strip(), place


def _number(told: dict[str, tuple[Any, str]], key: str, default: float, least: float, most: float) -> float:
    value, place = told.get(key, (default, key))
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not least <= number <= most:
        raise EngineError(f"{place} is {value!r}.", tip=f"Take a number from {least:g} to {most:g}.")
    return number


def _split(url: str, place: str) -> tuple[str, str, str]:
    """Base address, query, and `user:password`; the address itself is never repeated, since it may hold a key."""
    wrong = EngineError(f"{place} is not an address.", tip=f"Write it like {EXAMPLE}.")
    try:
        parts: SplitResult = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not host or not (url.isascii() and url.isprintable()) or " " in url:
        raise wrong
    path = parts.path.rstrip("/").removesuffix("/audio/speech").rstrip("/") or "/v1"
    where = f"[{host}]" if ":" in host else host
    base = f"{parts.scheme}://{where}{f':{port}' if port else ''}{path}"
    user = unquote(parts.netloc.rpartition("@")[0])
    return base, parts.query, user
