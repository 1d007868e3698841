"""Names a publication by what is in it, so that no clock and no chance has a part in it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable


def name_of_contents(files: Iterable[tuple[str, bytes]]) -> str:
    """A name-based UUID (RFC 9562, section 5.5) of all text and timing: readers keep places and notes by it."""
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:readaloud:{digest.hexdigest()}").urn
