"""What stands on the page and is no word: brackets, blanks, emphasis, note marks, hyphens at line ends, entities."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f]")
"""Soft hyphens, joiners and marks of direction; Unicode's category Cf, as far as it is met in texts."""
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_END = re.compile(r"(?<=[^\W\d_]{2})[-‐‑] (?!(?:and|or|to|und|oder|bis|et|ou|à)\b)(?=[a-zà-ÿ]{2})")
_BLANK = re.compile(r"_{2,}(?:\s*_{2,})*")
_EMPHASIS = re.compile(r"(?<![\w_])[_*]+(?=\w)|(?<=[\w.,!?;:])[_*]+(?![\w_])")
_EDITOR = re.compile(r"\[([^\[\]]*)\]")
_DOTS = re.compile(r"\s*(?:\.\s){2,}\.|\s*\.{3,}|\s*…(?:\s*\.)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_NOTE_MARK = re.compile(r"[†‡⁎⁑※⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾]+|(?<=[\w.,;:!?”\"’)])\*+(?=\s|$)")
_SQUARE = re.compile(r"(?<=m)([²³])")
_NOT_SAID = re.compile(r"[\[\]_{}^\\~<>|•‣◦▪■□●○◆*\U0001f000-\U0001faff\u2600-\u27bf\ue000-\uf8ff]")
_CHORD = re.compile(r"\s+\|(?=\s|$)")


def bare(text: str, blank: str) -> str:
    """The text without what no voice can say; `blank` is said for `____`."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return text
    text = _UNSEEN.sub("", text)
    text = _SPACES.sub(" ", text).replace("``", "“").replace("''", "”").replace("`", "’")
    text = _LINE_END.sub("", text)
    if "&" in text or "<" in text:
        text = _ENTITY.sub(_character, _TAG.sub(" ", text))
    text = _BLANK.sub(f" {blank} ", text)
    text = _EMPHASIS.sub("", text)
    text = _EDITOR.sub(_supplied, text.replace("[[", " ").replace("]]", " ")).replace("[", "").replace("]", "")
    text = _SQUARE.sub(lambda found: "^2" if found[1] == "²" else "^3", text)
    text = _NOTE_MARK.sub("", text)
    text = _DOTS.sub("…", text)
    return _CHORD.sub(",", text)


def clean(text: str) -> str:
    """What the rules left that no voice can say is taken away; white space is made single."""
    text = _NOT_SAID.sub(" ", text)
    text = re.sub(r"(?<=[^\W\d_])[–‑‐](?=[^\W\d_])", "-", text)
    text = re.sub(r"\s+(?=[,;.!?)”](?:\s|$))|(?<=\()\s+", "", text)
    text = re.sub(r"\(\s*\)", "", text)
    text = _SPACES.sub(" ", text).strip()
    return text if re.search(r"\w", text) else ""


def _character(found: re.Match[str]) -> str:
    from html import unescape

    return unescape(found[0])


def _supplied(found: re.Match[str]) -> str:
    inside = found[1].strip()
    if inside in ("?", "!"):
        return ""
    if inside.startswith("sic"):
        return f" {inside} "
    return inside.rstrip("?") if re.fullmatch(r"[\w'’]+\?", inside) else inside
