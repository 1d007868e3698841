"""Which words a spoken text has, what of it an engine may be given, and when each word begins."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import regex

from readaloud.model import Saying, Word

_WORD = regex.compile(
    r"""[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*
    | (?: [\p{L}\p{N}\p{M}_--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]
        | (?<=[\p{L}\p{M}]) ['’.:·] (?=\p{L})
        | (?<=\p{N}) [,.'’] (?=\p{N})
        | [\u200c\u200d\u00ad] (?=[\p{L}\p{M}]) )+""",
    regex.VERBOSE | regex.VERSION1,
)
"""As UAX #29 has words, but each character of a script without spaces stands for itself."""

_JOINERS = "\u200c\u200d"
"""Format characters that Persian and the Indic scripts need."""


def tokens(text: str) -> tuple[tuple[int, int], ...]:
    """Offset and length of each word with a letter or digit."""
    spans = (match.span() for match in _WORD.finditer(text))
    return tuple((begin, end - begin) for begin, end in spans if any(c.isalnum() for c in text[begin:end]))


def sayable(text: str) -> tuple[str, list[int]]:
    """The text without what espeak-ng would take for a command, and where each of its characters stands in `text`.

    NUL ends a C string, U+0001 begins an embedded command, private use stands for espeak-ng's own marks, a soft hyphen
    breaks a word in two.
    """
    said: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        kind = unicodedata.category(character)
        if kind == "Cf" and character not in _JOINERS:
            continue
        said.append(" " if kind in ("Cc", "Co", "Cs", "Cn") else character)
        places.append(place)
    return "".join(said), [*places, len(text)]


def respelled(text: str, sayings: Sequence[Saying]) -> tuple[str, list[int]]:
    """The text with its respellings in place, and where each of its characters, and its end, stands in `text`."""
    said: list[str] = []
    places: list[int] = []
    at = 0
    for saying in sayings:
        if not saying.respelling:
            continue
        said += text[at : saying.begin]
        places += range(at, saying.begin)
        said += saying.respelling
        places += placed(saying.respelling, text, saying)
        at = saying.end
    return "".join([*said, text[at:]]), [*places, *range(at, len(text) + 1)]


def placed(said: str, text: str, saying: Saying) -> list[int]:
    """Where each character of what is said for a stretch stands: word by word if there are as many, else its begin."""
    begins = [saying.begin + offset for offset, _ in tokens(text[saying.begin : saying.end])]
    if len(begins) != len(said.split()):
        return [saying.begin] * len(said)
    places, word = [], -1
    for i, character in enumerate(said):
        word += not character.isspace() and (i == 0 or said[i - 1].isspace())
        places.append(begins[max(word, 0)])
    return places


def timed(text: str, heard: Iterable[tuple[int, int]], length: int) -> tuple[Word, ...]:
    """The words of a text from what an engine told: pairs of offset in the text and sample.

    espeak-ng tells several times for one number, once for "of the", and of signs: the first time counts, a sign belongs
    to the word that it stands before (`$5`), and a word that was not told begins where its place between its neighbours
    says.
    """
    found = tokens(text)
    begins = _told(text, found, heard, length)
    known = sorted(begins)
    words: list[Word] = []
    at, sample = 0, 0
    for index, (offset, size) in enumerate(found):
        if index in begins:
            sample = begins[index]
        else:
            later = bisect_right(known, index)
            after, end = (found[known[later]][0], begins[known[later]]) if later < len(known) else (len(text), length)
            sample += (end - sample) * (offset - at) // max(1, after - at)
        at = offset
        words.append(Word(sample, offset, size))
    return tuple(words)


def _told(
    text: str, found: tuple[tuple[int, int], ...], heard: Iterable[tuple[int, int]], length: int
) -> Mapping[int, int]:
    """Which word begins at which sample; samples never go back."""
    offsets = [offset for offset, _ in found]
    begins: dict[int, int] = {}
    newest, latest = -1, 0
    for offset, sample in heard:
        index = bisect_right(offsets, offset) - 1
        if index < 0 or offset >= sum(found[index]):
            index += 1
            if index == len(found) or any(c.isspace() for c in text[offset : found[index][0]]):
                continue
        if index > newest:
            newest, latest = index, min(max(latest, sample), length)
            begins[index] = latest
    return begins
