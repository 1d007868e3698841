"""Capitals: letters that are said one by one, words that only look like them, and lines set in capitals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readaloud.planning.spoken.forms import letters

_CAPITALS = re.compile(r"(?<![\w.])([A-ZÀ-Þ]{2,})(s)?(['’][sS](?!\w))?(?![\w.]*\w)")
_LETTER = re.compile(r"[^\W\d_]")
_SAYABLE = re.compile(r"(?:SCH|SCR|SPL|SPR|STR|SHR|THR|PHR|CHR|[BCDFGHJKLMNPQRSTVWXYZ]{0,2})?[AEIOUYÄÖÜÉÈ]")
_UNSAYABLE = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{5}")

_DRAWN_OUT = re.compile(r"(.)\1\1")
"""`SHHH`, `NOOO`."""


@dataclass(frozen=True, slots=True)
class Acronyms:
    """What a language's table knows of words in capitals."""

    say: Mapping[str, str]
    """Said as words: `NATO` → `Nato`."""
    spelled: frozenset[str]
    """Said as letters, though they could be words: `AID`."""
    common: frozenset[str]
    """Words of two to four letters that are words in capitals too: `NOT`."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Acronyms:
        """From the table `acronyms` of a language."""
        return cls(
            {**{word: word.capitalize() for word in told["words"].split()}, **told.get("say", {})},
            frozenset(told["letters"].split()),
            frozenset(told["common"].split()),
        )


def told(text: str, known: Acronyms | None, abbreviations: frozenset[str], names: frozenset[str]) -> str:
    """The text with its acronyms as they are said.

    `abbreviations` are those that the document itself lists, `names` those that it prints in capitals.
    """
    if known is None or not re.search(r"[A-ZÀ-Þ]{2}", text):
        return text
    shouted = _set_in_capitals(text)

    def said(found: re.Match[str]) -> str:
        word, plural, genitive = found[1], found[2] or "", (found[3] or "").lower()
        if word in known.say:
            return known.say[word] + plural + genitive
        if word in names or _as_word(word, known, abbreviations, shouted):
            return word.capitalize() + plural + genitive
        return letters(word) + ("'s" if plural or genitive else "")

    return _CAPITALS.sub(said, text)


def _as_word(word: str, known: Acronyms, abbreviations: frozenset[str], shouted: bool) -> bool:
    """Whether capitals are a word: what is listed decides, then the line it stands in, then whether it can be said."""
    if word in known.common:
        return shouted or word not in known.spelled | abbreviations
    if word in known.spelled:
        return False
    if _DRAWN_OUT.search(word):
        return True
    sayable = _SAYABLE.match(word) is not None and _UNSAYABLE.search(word) is None
    if word in abbreviations:
        return sayable and len(word) >= 5
    return sayable and (shouted or len(word) >= 4)


def _set_in_capitals(text: str) -> bool:
    """Whether a line is set in capitals, as headings are: then capitals tell nothing of a word."""
    found = _LETTER.findall(text)
    upper = sum(1 for c in found if c.isupper())
    return len(re.findall(r"[^\W\d_]{2,}", text)) > 1 and upper > 0.8 * len(found)
