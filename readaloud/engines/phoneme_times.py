"""When each word of a text begins, from when each phoneme is spoken.

A voice tells the phonemes of a whole sentence and how long each lasts, not whose they are: a number becomes several words,
"of the" one. So each word is put into phonemes alone too, and the two rows are laid beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

ENDS = frozenset(".!?…")
"""Signs after which a sentence ends; the rows are compared a sentence at a time, as the work grows with their product."""
_MOST = 400
"""Phonemes compared at once where no sentence ends; a minute of speech has about 700."""

Word = tuple[int, str]
"""Offset in the text, and the phonemes of the word said alone."""
Spoken = tuple[str, int]
"""A phoneme, and the sample at which it begins."""


def heard(words: Sequence[Word], spoken: Iterable[Spoken]) -> tuple[tuple[int, int], ...]:
    """Offset and sample of the words that were found again, in order."""
    found: list[tuple[int, int]] = []
    next_word = 0
    for sentence in _sentences(spoken):
        window = _window(words, next_word, len(sentence))
        places = _beside(window, [phoneme for phoneme, _ in sentence])
        begins = [(number, place) for number, place in enumerate(places) if place is not None]
        found += [(window[number][0], sentence[place][1]) for number, place in begins]
        if begins:
            next_word += begins[-1][0] + 1
    return tuple(found)


def _sentences(spoken: Iterable[Spoken]) -> Iterator[list[Spoken]]:
    sentence: list[Spoken] = []
    for phoneme, sample in spoken:
        sentence.append((phoneme, sample))
        if phoneme in ENDS or (len(sentence) >= _MOST and phoneme == " "):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _window(words: Sequence[Word], first: int, length: int) -> list[Word]:
    """The words that a sentence of so many phonemes may hold, and a few more: a word said alone may be shorter."""
    window: list[Word] = []
    held = 0
    for word in words[first:]:
        if held > 1.2 * length + 20:
            break
        window.append(word)
        held += len(word[1])
    return window


def _beside(words: Sequence[Word], phonemes: Sequence[str]) -> list[int | None]:
    """Where in the phonemes each word begins; None for a word that is not found."""
    alone = [phoneme for _, row in words for phoneme in row]
    matches = SequenceMatcher(None, alone, phonemes, autojunk=False).get_matching_blocks()
    partner = {a + step: b + step for a, b, size in matches for step in range(size)}
    places: list[int | None] = []
    begin, earliest = 0, 0
    for _, row in words:
        same = [at for at in range(begin, begin + len(row)) if at in partner]
        place = None
        if same and 2 * len(same) >= len(row):
            place = max(earliest, partner[same[0]] - (same[0] - begin))
            earliest = partner[same[-1]] + 1
        places.append(place)
        begin += len(row)
    return _filled(places, phonemes)


def _filled(places: list[int | None], phonemes: Sequence[str]) -> list[int | None]:
    """The words between two that were found, where as many are spoken: "to" alone sounds unlike "to" in a sentence."""
    starts = [at for at, phoneme in enumerate(phonemes) if phoneme != " " and (at == 0 or phonemes[at - 1] == " ")]
    filled = list(places)
    last = -1
    for number, place in enumerate(places):
        if place is None:
            continue
        after = -1 if last < 0 else places[last]
        between = [start for start in starts if (after if after is not None else -1) < start < place]
        if len(between) == number - last - 1:
            filled[last + 1 : number] = between
        last = number
    return filled
