"""What a pronunciation lexicon holds, whichever format it came in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

_PARTS = regex.compile(r"[\p{L}\p{M}\p{N}]+|\s+|.", regex.DOTALL)
_MARKS = {"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-"}
"""Signs that print one thing in several ways."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or name, and how it is said."""

    word: str
    """As it is printed; several words parted by single spaces."""
    ipa: str = ""
    """In the International Phonetic Alphabet; for engines that take it."""
    respelling: str = ""
    """Letters that are read as the word sounds; for engines that take no IPA, or where that is all there is."""
    language: str = ""
    """BCP 47 of the texts it is for, and all that are more special: `en` holds in `en-GB`; empty for every text."""
    engine: str = ""
    """Name of the engine it is for; empty for every engine."""
    place: str = ""
    """Where it stands, for messages: `names.toml, "Dobrynin"`."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one file, in its order."""

    name: str
    """Of the file."""
    entries: tuple[Entry, ...]
    shipped: bool = False
    """Whether it is ours: then what an engine cannot say of it is passed over without a word."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of letters, of white space, or one other sign of a text."""

    begin: int
    end: int
    text: str
    """As printed, in Unicode's composed form, with one sign for each kind of apostrophe, hyphen and space."""

    @property
    def wordy(self) -> bool:
        """Whether it is letters or digits."""
        return self.text[0].isalnum()


def parts(text: str) -> list[Part]:
    """The parts of a text; together they are the whole of it."""
    return [Part(m.start(), m.end(), _plain(m[0])) for m in _PARTS.finditer(text)]


def bare(word: str) -> str:
    """Lower case without diacritics: what words are looked up by."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()


def _plain(text: str) -> str:
    if text.isspace():
        return " "
    return _MARKS.get(text, text if text.isascii() else unicodedata.normalize("NFC", text))


def in_range(language: str, range_: str) -> bool:
    """Whether a language tag is one of a range (RFC 4647, basic filtering)."""
    tag, wanted = (x.replace("_", "-").casefold() for x in (language, range_))
    return not wanted or tag == wanted or tag.startswith(f"{wanted}-")
