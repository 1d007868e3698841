"""The words to say for the words on the page: what is shown never differs from print, what is spoken may."""

from __future__ import annotations

import re

from readaloud.planning.announcements import Catalogue

_BLANK = re.compile(r"_{2,}(?:\s*_{2,})*|(?<=\w)_{3,}")
_EMPHASIS = re.compile(r"(?<![\w_])[_*]+(?=\w)|(?<=[\w.,!?;:])[_*]+(?![\w_])")
_EDITOR = re.compile(r"\[([^\[\]]*)\]")
_DOTS = re.compile(r"\s*(?:\.\s){2,}\.|\s*\.{3,}")


def spoken(text: str, words: Catalogue) -> str:
    """What the engine is given for a text as printed; empty when nothing in it can be said."""
    text = _BLANK.sub(f" {words.say('words.blank')} ", text)
    text = _EMPHASIS.sub("", text)
    text = _EDITOR.sub(_supplied, text).replace("[", "").replace("]", "")
    text = _DOTS.sub("…", text)
    text = re.sub(r"\s+\|(?=\s|$)", ",", text)
    text = re.sub(r"\s&\s", f" {words.say('words.and')} ", text)
    text = re.sub(r"\s+", " ", text).strip()
    return text if re.search(r"\w", text) else ""


def remark(text: str, words: Catalogue) -> str:
    """A remark about the talk without its brackets: `(laughter)` → `laughter`."""
    bare = re.sub(r"^[\s(\[_*—–-]+|[\s_*—–-]+$", "", text)
    bare = re.sub(r"[)\]]+(?=[.,;:!?…]*$)", "", bare)
    return spoken(re.sub(r"[_*]+(?=[.,;:!?]*$)", "", bare), words)


def _supplied(match: re.Match[str]) -> str:
    inside = match[1].strip()
    if inside in ("?", "sic", "!"):
        return "" if inside != "sic" else " sic "
    return inside.rstrip("?") if re.fullmatch(r"[\w'’]+\?", inside) else inside


def default_spoken(kind: str, text: str, words: Catalogue) -> str:
    """What is said for an utterance unless a person wrote otherwise; a script file leaves it out then."""
    if kind == "stage":
        return remark(text, words)
    say = spoken(text, words)
    if kind == "heading" and say and not say.endswith((".", "!", "?", "…", ":")):
        return f"{say}."  # without a stop the engine runs a heading into what follows
    return say
