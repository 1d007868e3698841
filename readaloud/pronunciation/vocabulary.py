"""Everyday words of a language: those that nobody has to look at before they are spoken."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import resources

from readaloud import data

_ENDINGS = (
    ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("d", ("",)), ("ed", ("",)), ("ied", ("y",)), ("ing", ("", "e")),
    ("ly", ("", "le")), ("ily", ("y",)), ("er", ("", "e")), ("ers", ("", "e")), ("est", ("", "e")), ("ness", ("",)),
    ("ment", ("",)), ("able", ("", "e")), ("ion", ("", "e")), ("ions", ("", "e")), ("less", ("",)), ("ful", ("",)), ("al", ("", "e")), ("ial", ("", "e")), ("ity", ("", "e")), ("ese", ("",)),
)  # fmt: skip
_CLIPPED = frozenset("t ll re ve m d s".split())
"""What stands behind an apostrophe: `don't`, `we'll`."""
_BEGINNINGS = ("un", "re", "non", "pre", "mis", "over", "under", "out")
_SHORTEST = 3
"""Letters of a stem."""


def everyday(word: str, language: str) -> bool:
    """Whether a word, in lower case, is one that engines say well; always true for languages without a list."""
    known = words(language)
    if not known or word in known or word in _CLIPPED:
        return True
    if word.endswith("n") and word[:-1] in known:  # of "didn't"
        return True
    bare = next((word[len(b) :] for b in _BEGINNINGS if word.startswith(b) and len(word) - len(b) >= _SHORTEST), "")
    return any(_formed(form, known) for form in (word, bare) if form)


def _formed(word: str, known: frozenset[str]) -> bool:
    return word in known or any(s in known or any(t in known for t in stems(s)) for s in stems(word))


@functools.cache
def words(language: str) -> frozenset[str]:
    """The list of a language (BCP 47); empty where there is none."""
    if language.partition("-")[0].casefold() != "en":
        return frozenset()
    text = resources.files(data).joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def stems(word: str) -> Iterator[str]:
    """What a word may be a form of: `carries` → `carry`, `stopped` → `stop`."""
    for ending, instead in _ENDINGS:
        stem = word[: -len(ending)]
        if not word.endswith(ending) or len(stem) < _SHORTEST:
            continue
        for letters in instead:
            yield stem + letters
        if stem[-1] == stem[-2]:
            yield stem[:-1]
