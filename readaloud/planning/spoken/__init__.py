"""The words to say for the words on the page: what is shown never differs from print, what is spoken may.

The steps, each in a module of its own: `marks` takes away what no voice can say, `rules` writes numbers, dates, money and
abbreviations out by the tables of the language (`readaloud/data/spoken/<language>.toml`), `acronyms` settles which
capitals are letters and which are words. What comes out is plain words that any engine says alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from readaloud.planning.announcements import Catalogue
from readaloud.planning.spoken import acronyms, marks, rules
from readaloud.planning.spoken.alignment import aligned

__all__ = ["aligned", "default_spoken", "remark", "spoken"]

_KEPT = 8192
"""Sentences: planning, writing and reading a script ask for the same ones again."""


def spoken(text: str, words: Catalogue, *, heading: bool = False) -> str:
    """What the engine is given for a text as printed; empty when nothing in it can be said."""
    return _spoken(
        text, heading, words.tag or words.language, words.say("words.blank"), words.abbreviations, words.names
    )


def remark(text: str, words: Catalogue) -> str:
    """A remark about the talk without its brackets: `(laughter)` → `laughter`."""
    bare = re.sub(r"^[\s(\[_*—–-]+|[\s_*—–-]+$", "", text)
    bare = re.sub(r"[)\]]+(?=[.,;:!?…]*$)", "", bare)
    return spoken(re.sub(r"[_*]+(?=[.,;:!?]*$)", "", bare), words)


def default_spoken(kind: str, text: str, words: Catalogue) -> str:
    """What is said for an utterance unless a person wrote otherwise; a script file leaves it out then."""
    if kind == "stage":
        return remark(text, words)
    say = spoken(text, words, heading=kind == "heading")
    if kind == "heading" and say and not say.endswith((".", "!", "?", "…", ":")):
        return f"{say}."  # without a stop the engine runs a heading into what follows
    return say


@lru_cache(maxsize=_KEPT)
def _spoken(
    text: str, heading: bool, tag: str, blank: str, abbreviations: frozenset[str], names: frozenset[str]
) -> str:
    said = marks.bare(text, blank)
    if not re.search(r"\w", said):
        return ""
    language = rules.language(tag)
    said = rules.written_out(said, language, heading=heading)
    said = acronyms.told(said, language.acronyms, abbreviations, names)
    return marks.clean(said)
