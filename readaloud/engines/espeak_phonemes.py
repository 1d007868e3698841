"""Transcriptions in the International Phonetic Alphabet as espeak-ng's own phonemes, by a table for each language.

espeak-ng ignores IPA. What it takes between `[[` and `]]` are mnemonics, and each language has its own set: `oU` is the
vowel of "go" in every English, said as each accent says it. So a name is written once for all Englishes.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

from readaloud.data import table
from readaloud.engines.base import UnknownSymbolError

_IGNORED = re.compile("[.‿|()/\\[\\]\u0361\u035c\u200d]")
"""Syllable breaks, linking, slashes, tie bars: `t͡ʃ` is `tʃ`."""
_SAME = {
    ":": "ː",
    "'": "ˈ",
    "’": "ˈ",
    "ʼ": "ˈ",
    "g": "ɡ",
    "ɹ": "r",
    "ʧ": "tʃ",
    "ʤ": "dʒ",
    "ʦ": "ts",
    "ɝ": "ɜːr",
    "ɚ": "ər",
}
"""Ways of writing one sound; the table has the second."""
_STRESS = {"ˈ": "'", "ˌ": ","}


class _Table:
    """The sounds of one language."""

    def __init__(self, vowels: Mapping[str, str], consonants: Mapping[str, str]) -> None:
        self.vowels = {unicodedata.normalize("NFD", ipa): name for ipa, name in vowels.items()}
        self.consonants = {unicodedata.normalize("NFD", ipa): name for ipa, name in consonants.items()}
        self.longest = max(map(len, (*self.vowels, *self.consonants)))

    def vowel_at(self, ipa: str, at: int) -> str:
        """The longest vowel that stands there; an r belongs to it unless a vowel follows: `kɑːr`, but `kɑː.rə`."""
        for size in range(self.longest, 0, -1):
            found = ipa[at : at + size]
            if len(found) == size and found in self.vowels:
                after = ipa[at + size :].lstrip("ˈˌ")
                if size > 1 and found.endswith("r") and after and self.vowel_at(after, 0):
                    continue
                return found
        return ""

    def consonant_at(self, ipa: str, at: int) -> str:
        """The longest consonant that stands there."""
        sizes = range(min(self.longest, len(ipa) - at), 0, -1)
        return next((ipa[at : at + n] for n in sizes if ipa[at : at + n] in self.consonants), "")


def languages() -> tuple[str, ...]:
    """Those that have a table, by their primary subtags."""
    return tuple(table("espeak_phonemes.toml"))


def mnemonics(ipa: str, language: str) -> str:
    """A transcription's words in espeak-ng's mnemonics, parted by spaces; UnknownSymbolError names what has no sound."""
    sounds = _sounds(language.partition("-")[0].casefold())
    if sounds is None:
        raise UnknownSymbolError(ipa.strip()[:1])
    words = [_word(word, sounds) for word in unicodedata.normalize("NFD", _IGNORED.sub("", ipa)).split()]
    return " ".join(word for word in words if word)


@functools.cache
def _sounds(language: str) -> _Table | None:
    found = table("espeak_phonemes.toml").get(language)
    return None if found is None else _Table(found["vowels"], found["consonants"])


def _word(ipa: str, sounds: _Table) -> str:
    for written, meant in _SAME.items():
        ipa = ipa.replace(written, meant)
    said: list[str] = []
    stress, at = "", 0
    while at < len(ipa):
        if ipa[at] in _STRESS:
            stress = _STRESS[ipa[at]]
            at += 1
        elif vowel := sounds.vowel_at(ipa, at):
            # The mark stands before the syllable in IPA, before its vowel in mnemonics.
            said.append(stress + sounds.vowels[vowel])
            stress, at = "", at + len(vowel)
        elif consonant := sounds.consonant_at(ipa, at):
            said.append(sounds.consonants[consonant])
            at += len(consonant)
        else:
            raise UnknownSymbolError(ipa[at])
    # `|` keeps two mnemonics from being read as one: `t` and `S` are `tS`.
    return _joined(said, set(sounds.vowels.values()) | set(sounds.consonants.values()))


def _joined(said: list[str], names: set[str]) -> str:
    word = ""
    for name in said:
        last = word[-1:]
        word += (
            "|" if last and last.isalnum() and last + name.lstrip("',")[:1] in names and name[0] not in "'," else ""
        ) + name
    return word
