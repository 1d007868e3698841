"""What a remark about the talk does besides being read: a sound, a silence, an interruption, another way of speaking."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

from readaloud.data import table
from readaloud.model import Delivery


@cache
def _signs(language: str) -> dict[str, Any]:
    signs = table("stage.toml")
    found: dict[str, Any] = signs.get(language.split("-")[0].lower(), signs["en"])
    return found


_SHORT = 10
"""Words; a longer remark tells a story, in which a door may well be named that nobody hears."""
_CURT = 3
"""Words; `[Quickly.]` is how something is said, `[Quickly taking her hat.]` is how something is done."""


def _words(text: str) -> int:
    return len(bare(text).split())


def bare(text: str) -> str:
    """A remark without its brackets and marks."""
    return re.sub(r"^[\s(\[\\_*—–-]+|[\s)\]\\_*.—–-]+$", "", text)


@cache
def sound(text: str, language: str) -> str:
    """The name of the sound that stands for a remark; empty where there is none."""
    if _words(text) > _SHORT:
        return ""
    for name, pattern in _signs(language)["sounds"].items():
        if re.search(pattern, text, re.IGNORECASE):
            return str(name)
    return ""


@cache
def is_silence(text: str, language: str) -> bool:
    """Whether a remark tells of a pause in the talk."""
    return bool(_words(text) <= _CURT and re.search(_signs(language)["silence"], bare(text), re.IGNORECASE))


@cache
def interrupts(text: str, language: str) -> bool:
    """Whether a remark says that its speaker cuts in."""
    return bool(re.search(_signs(language)["interrupting"], text, re.IGNORECASE))


@cache
def delivery(text: str, language: str) -> Delivery:
    """How the words after a remark are said; empty where it does not tell."""
    signs = _signs(language)
    if _words(text) > _SHORT:
        return ""
    of_the_voice = _words(text) <= _CURT or re.search(signs["voice"], text, re.IGNORECASE)
    for name, pattern in signs["delivery"].items():
        if name in ("quiet", "slow", "fast") and not of_the_voice:
            continue
        if re.search(pattern, text, re.IGNORECASE):
            return cast(Delivery, name)
    return ""
