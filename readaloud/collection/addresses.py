"""Addresses of files: beside a page, and on the web."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from readaloud.errors import UsageError

LOCAL = ("localhost", "127.0.0.1", "::1")
"""Where `http:` will do, to try a feed out."""


def relative(path: str) -> str:
    """A file's address beside a page; `./` keeps a colon in its first part from being taken for a scheme (RFC 3986, 4.2)."""
    encoded = quote(path)
    return f"./{encoded}" if ":" in path.partition("/")[0] else encoded


def absolute(base: str, path: str) -> str:
    """A file's address on the web."""
    return base + quote(path)


def base_address(told: str) -> str:
    """Where the collection's folder will be, with a slash at its end; UsageError when that is no address of a folder."""
    try:
        parts = urlsplit(told.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host or parts.query or parts.fragment or parts.username:
        raise UsageError(
            f"--base-url {told!r} is not the address of a folder on the web.",
            tip="Write it as https://example.org/readings/ without ? and #.",
        )
    if parts.scheme == "http" and host not in LOCAL:
        raise UsageError(
            f"--base-url {told!r} is not encrypted, and podcast apps refuse that.", tip="Write it with https."
        )
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}/"
