"""Finds the words of a lexicon in a text: whole words only, the longest first, never a letter of its neighbours."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from readaloud.pronunciation.lexicon import Entry, Lexicon, Part, bare, in_range, parts

_ELIDED = ("fr", "it")
"""Languages in which a word may follow an article's apostrophe: `l'Élysée`."""
_LETTERS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_SIBILANTS = ("s", "z", "ʃ", "ʒ")
_VOICELESS = ("p", "t", "k", "f", "θ", "x")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text."""

    begin: int
    end: int
    """After its ending, if it has one."""
    entry: Entry
    ending: str = ""
    """`'s`, `s` or `'` behind the entry's word, which is said with it."""

    def ipa(self) -> str:
        """The entry's IPA with the ending's sound: of "Dobrynin's" /z/, of "Haig's" /z/, of "Rogers's" /ɪz/."""
        ipa = self.entry.ipa
        if "s" not in self.ending or not ipa:
            return ipa
        last = ipa.rstrip("ː. ")
        if last.endswith(_SIBILANTS):
            return f"{ipa}ɪz"
        return f"{ipa}{'s' if last.endswith(_VOICELESS) else 'z'}"

    def respelling(self) -> str:
        """The entry's respelling with the ending's letters."""
        return f"{self.entry.respelling}{self.ending}" if self.entry.respelling else ""


@dataclass(frozen=True, slots=True)
class _Known:
    word: list[Part]
    entry: Entry
    shipped: bool


class Index:
    """The entries that hold for one language and engine, by their first word."""

    def __init__(self, lexicons: Iterable[Lexicon], language: str, engine: str, also: str = "") -> None:
        """Later lexicons win over earlier ones, later entries over earlier ones of the same word.

        `language` is the voice's, `also` the text's: an entry for `en-US` holds for an American text that a Scot reads.
        """
        self._endings = language.partition("-")[0].casefold() == "en"
        self._elided = language.partition("-")[0].casefold() in _ELIDED
        found: dict[tuple[str, ...], _Known] = {}
        for lexicon in lexicons:
            for entry in lexicon.entries:
                here = in_range(language, entry.language) or in_range(also, entry.language)
                if here and entry.engine in ("", engine):
                    word = parts(entry.word)
                    found[tuple(part.text for part in word)] = _Known(word, entry, lexicon.shipped)
        self._by_first: dict[str, list[_Known]] = {}
        for known in found.values():
            self._by_first.setdefault(bare(known.word[0].text), []).append(known)
        self._by_sign = any(not known.word[0].wordy for known in found.values())

    def matches(self, text: str) -> tuple[Match, ...]:
        """What is found, in order, nothing overlapping."""
        if not self._may_match(text):
            return ()
        there = parts(text)
        found: list[Match] = []
        at = 0
        while at < len(there):
            match = self._match(there, at)
            if match is None:
                at += 1
                continue
            found.append(match)
            while at < len(there) and there[at].begin < match.end:
                at += 1
        return tuple(found)

    def _may_match(self, text: str) -> bool:
        """Whether any word could begin a match; most texts have none, and this takes a fifth of the time."""
        for word in _LETTERS.findall(text if text.isascii() else unicodedata.normalize("NFC", text)):
            key = bare(word)
            if key in self._by_first or (key[-1:] == "s" and key[:-1] in self._by_first):
                return True
        return self._by_sign

    def _match(self, there: Sequence[Part], at: int) -> Match | None:
        first = there[at]
        if first.text == " " or (first.wordy and self._joined_before(there, at)):
            return None
        key = bare(first.text)
        candidates = [(known, False) for known in self._by_first.get(key, ())]
        if self._endings and key.endswith("s") and len(key) > 2:
            # "the Dobrynins": the plural of a name is the name and an s
            candidates += [(known, True) for known in self._by_first.get(key[:-1], ()) if len(known.word) == 1]
        # A person's word comes before ours, one written as the text is before one that differs in case or diacritics.
        candidates.sort(key=lambda c: (-len(c[0].word), c[1], c[0].shipped, c[0].word[0].text != first.text))
        matches = (self._whole(there, at, known, plural=plural) for known, plural in candidates)
        return next((match for match in matches if match is not None), None)

    def _joined_before(self, there: Sequence[Part], at: int) -> bool:
        """Whether the word goes on from an apostrophe: "Neill" in "O'Neill" is none."""
        if at < 2 or there[at - 1].text != "'" or not there[at - 2].wordy:
            return False
        return not (self._elided and there[at - 2].end - there[at - 2].begin <= 2)

    def _whole(self, there: Sequence[Part], at: int, known: _Known, *, plural: bool) -> Match | None:
        word, entry = known.word, known.entry
        last = at + len(word) - 1
        if last >= len(there):
            return None
        name = any(c.isupper() for c in entry.word)
        for part, wanted in zip(there[at : last + 1], word, strict=True):
            printed = part.text[:-1] if plural else part.text
            if not _same(printed, wanted.text, name=name, first=part is there[at], spoken=entry.word):
                return None
        if plural:
            # Only a name's: "salts" may be a word of its own, "Dobrynins" is not.
            return Match(there[at].begin, there[last].end, entry, "s") if name else None
        return self._with_ending(there, at, last, entry)

    def _with_ending(self, there: Sequence[Part], at: int, last: int, entry: Entry) -> Match | None:
        begin, end = there[at].begin, there[last].end
        after = [part.text for part in there[last + 1 : last + 3]]
        if not there[last].wordy or after[:1] != ["'"]:
            return Match(begin, end, entry)
        if self._endings and after[1:] in (["s"], ["S"]):
            return Match(begin, there[last + 2].end, entry, "'s")
        if after[1:] and after[1][0].isalnum():
            return None  # "d'Orsay" is not the word "d"
        return Match(begin, end, entry)


def _same(printed: str, wanted: str, *, name: bool, first: bool, spoken: str) -> bool:
    """Whether a printed word is the entry's.

    A name (an entry with a capital) is printed as it is written, or in capitals throughout, with or without its
    diacritics; an entry all in capitals only so. Any other word may begin with a capital, as at a sentence's start.
    """
    if printed == wanted:
        return True
    if not name:
        return first and printed == wanted[:1].upper() + wanted[1:]
    if bare(printed) != bare(wanted):
        return False
    if spoken.isupper():
        return printed.isupper()
    return printed.isupper() or [c.isupper() for c in printed] == [c.isupper() for c in wanted]
