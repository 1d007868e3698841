"""Small questions about signs: what may stand in a file, which way it is read, what joins two sentences."""

from __future__ import annotations

import re
import unicodedata

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""XML 1.0 (section 2.2) forbids most of these and discourages the rest."""
_WIDE = re.compile(
    r"[\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Signs of scripts that set no blank between sentences."""
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ku-arab ps sd syr ug ur yi ji".split())


def printable(text: str) -> str:
    """The text without control signs and what is no character; line ends and tabs as blanks."""
    return _UNPRINTABLE.sub("", text).replace("\r", " ").replace("\n", " ").replace("\t", " ")


def direction(language: str) -> str:
    """`rtl` or `ltr`, as the script of a language is read."""
    tag = language.lower()
    return "rtl" if tag.split("-")[0] in _RIGHT_TO_LEFT or "-hebr" in tag or "-arab" in tag else "ltr"


def text_direction(text: str) -> str:
    """The direction of the first letter that has one; empty where none has (UAX #9, rules P2 and P3)."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def glue(before: str, after: str) -> str:
    """What stands between two sentences of a paragraph: a blank, but none between two of Chinese or Japanese."""
    return "" if _WIDE.match(before[-1:]) and _WIDE.match(after[:1]) else " "


def word_end(text: str, offset: int) -> int:
    """The offset itself, or the end of the word in whose middle it is: a page is marked after a word that it parts."""
    while 0 < offset < len(text) and _inside(text[offset - 1]) and _inside(text[offset]):
        offset += 1
    return offset


def _inside(sign: str) -> bool:
    return (
        (sign.isalnum() and not _WIDE.match(sign))
        or sign in "-\u00ad\u2010\u2011'’"
        or bool(unicodedata.combining(sign))
    )
