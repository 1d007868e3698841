"""Small pure functions on texts that several parts of planning share."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens; letters without an ASCII form are kept."""
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", folded.replace("’", "").replace("'", "")).strip("-").lower()


class Ids:
    """Gives each utterance its id: a hash of label, text and occurrence, so that edits elsewhere change none."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def next(self, label: str, text: str) -> str:
        """The id of the next utterance with this label and text."""
        self._seen[label, text] += 1
        return identity(label, text, self._seen[label, text])


def identity(label: str, text: str, occurrence: int) -> str:
    """Twelve hexadecimal digits: among a million utterances two share one with a chance of about 1 in 560."""
    digest = hashlib.sha256(f"{label}\x1f{text}\x1f{occurrence}".encode())
    return digest.hexdigest()[:12]


def tail(text: str) -> str:
    """The last four words of running text, as `anchor` and `before` give them."""
    return " ".join(text.split()[-4:])
