"""Finds the words of a script whose sound a person may want to hear first: names, letters, rare words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import regex

from readaloud.data import table
from readaloud.foreign import phrases, whole_language
from readaloud.model import Script, Utterance
from readaloud.pronunciation.lexicon import bare
from readaloud.pronunciation.matching import Match
from readaloud.pronunciation.vocabulary import everyday, words

WordKind: TypeAlias = Literal["name", "letters", "rare"]

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[’'\-‑][\p{L}\p{M}]+)*")
_POSSESSIVE = regex.compile(r"[’'][sS]$")
_STARTS = regex.compile(r"(?:^|[.!?:…—–][”\"’)\]]*\s*)[“\"‘(\[\s]*$")
"""What stands before a word that has its capital from the sentence alone."""
_CAPITAL_NOUNS = ("de", "lb")
"""Languages in which a capital tells no name."""
_ORDER = {"name": 0, "letters": 1, "rare": 2}


@dataclass(slots=True)
class Found:
    """A word of a script, with where it first stands."""

    word: str
    kind: WordKind
    utterance: Utterance
    """The first that has it."""
    begin: int
    """Offset in what is spoken of that utterance."""
    end: int
    page: str
    """Label of the print page it stands on; empty where the source has none."""
    count: int = 1
    match: Match | None = None
    """The entry of a lexicon that covers it."""

    def context(self, around: int = 30) -> str:
        """The words about it, at most so many letters on each side."""
        text = self.utterance.spoken
        begin, end = max(0, self.begin - around), min(len(text), self.end + around)
        if begin > 0:
            begin = text.find(" ", begin, self.begin) + 1 or begin
        if end < len(text):
            end = text.rfind(" ", self.end, end) if text.rfind(" ", self.end, end) > 0 else end
        return f"{'…' if begin else ''}{text[begin:end].strip()}{'…' if end < len(text) else ''}"


@dataclass(slots=True)
class _Seen:
    """All that was seen of a word, whatever its case."""

    first: Found
    forms: dict[str, int] = field(default_factory=dict)
    inside: int = 0
    """Times with a capital that no sentence's start explains."""
    small: int = 0
    """Times in small letters."""


def concordance(
    script: Script, matches: Callable[[str, Utterance], tuple[Match, ...]], *, everything: bool = False
) -> tuple[Found, ...]:
    """Names first, then letters, then rare words; what no lexicon covers first, most frequent first.

    `matches` finds the entries of lexicons in what is spoken of an utterance; `everything` lists everyday words too.
    """
    covered: dict[tuple[str, str], Found] = {}
    seen: dict[str, _Seen] = {}
    for utterance, page in _heard(script):
        taken: list[tuple[int, int]] = []
        for match in matches(utterance.spoken, utterance):
            taken.append((match.begin, match.end))
            known = covered.setdefault(
                (match.entry.word, match.entry.place),
                Found(match.entry.word, "name", utterance, match.begin, match.end, page, 0, match),
            )
            known.count += 1
        taken += [(begin, end) for begin, end, _ in phrases(utterance.text, utterance.marks, utterance.spoken)]
        _count(utterance, page, taken, seen)
    language = script.language
    listed = [found for word in seen.values() if (found := _judged(word, language, everything=everything)) is not None]
    for found in covered.values():
        if found.word.islower():
            found.kind = "rare"
        elif found.word.isupper():
            found.kind = "letters"
    return tuple(
        sorted(
            (*listed, *covered.values()), key=lambda f: (f.match is not None, _ORDER[f.kind], -f.count, bare(f.word))
        )
    )


def _heard(script: Script) -> Iterator[tuple[Utterance, str]]:
    """What is heard in the script's own language, each with its print page."""
    page = ""
    for utterance in script.utterances():
        if utterance.kind == "page":
            page = utterance.n
        elif utterance.spoken and not whole_language(utterance.text, utterance.marks):
            yield utterance, page


def _count(utterance: Utterance, page: str, taken: list[tuple[int, int]], seen: dict[str, _Seen]) -> None:
    text = utterance.spoken
    shouted = text.isupper()
    for token in _WORD.finditer(text):
        begin, end = token.span()
        if any(begin < b and a < end for a, b in taken):
            continue
        word = _POSSESSIVE.sub("", token[0])
        known = seen.get(bare(word))
        if known is None:
            first = Found(word, "rare", utterance, begin, begin + len(word), page, 0)
            known = seen[bare(word)] = _Seen(first)
        known.first.count += 1
        if shouted:
            continue
        known.forms[word] = known.forms.get(word, 0) + 1
        if word[0].isupper():
            known.inside += _STARTS.search(text[:begin]) is None
        else:
            known.small += 1


def _judged(seen: _Seen, language: str, *, everything: bool) -> Found | None:
    """The word as it is printed most often, with its kind; None for one that needs no look."""
    found = seen.first
    if seen.forms:
        found.word = max(seen.forms, key=lambda form: (seen.forms[form], form))
    parts = [bare(part) for part in regex.split(r"[’'\-‑]", found.word)]
    common = all(len(part) < 2 or everyday(part, language) for part in parts)
    capitals = len(found.word) > 1 and found.word.isupper() and bool(seen.forms)
    listed = bool(words(language))
    name = seen.inside > seen.small or (listed and not common and not seen.small and found.word[0].isupper())
    if capitals and not (listed and common):
        found.kind = "letters"
    elif name and not (listed and common) and not _given(found.word) and not _capital_nouns(language):
        found.kind = "name"
    elif (common or _given(found.word)) and not everything:
        return None
    return found


def _capital_nouns(language: str) -> bool:
    return language.partition("-")[0].casefold() in _CAPITAL_NOUNS


def _given(word: str) -> bool:
    """Whether it is one of the usual given names."""
    return any(word in names for names in table("given_names.toml").values() if isinstance(names, list))
