"""Cards: a few short lines of one voice, with the time for which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from readaloud.writers.captions.heard import Line
from readaloud.writers.fitting import Row, cards, times
from readaloud.writers.reading import Sentence

SHORTEST_MS = 1000
"""What a card stays if nothing follows: shorter ones are not read (cf. BBC Subtitle Guidelines, 1 to 1.5 s for a word)."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown at once."""

    sentence: Sentence
    rows: tuple[Row, ...]
    """Offsets in the sentence's text of the begin and end of each line; one without length is for the name alone."""
    begin_ms: int
    end_ms: int
    """Later than `begin_ms`."""
    opens: bool
    """Whether a sentence begins with it."""


def dealt(
    lines: Sequence[Line], rate: int, length: int, columns: int, rows: int,
    first: Callable[[Sentence | None, Sentence], int] = lambda before, sentence: 0, *, overlapping: bool,
) -> tuple[Card, ...]:  # fmt: skip
    """All cards, in the order of their begins; `first` tells how many columns the name before a sentence takes."""
    found: list[Card] = []
    before: Sentence | None = None
    for line in lines:
        sentence = line.sentence
        shown = cards(sentence.text, columns, rows, first(before, sentence))
        before = sentence if shown else before
        for number, (card, (begin, end)) in enumerate(
            zip(shown, times(shown, sentence.text, line.begin, line.end, line.words), strict=True)
        ):
            begin_ms = begin * 1000 // rate
            found.append(Card(sentence, card, begin_ms, max(begin_ms + 1, end * 1000 // rate), number == 0))
    found.sort(key=lambda card: card.begin_ms)
    return _lasting(found if overlapping else _successive(found), length * 1000 // rate)


def _successive(found: Sequence[Card]) -> list[Card]:
    """One at a time: what has no time of its own has a thousandth of a second."""
    made: list[Card] = []
    for card in found:
        if made:
            before = made[-1]
            begin = max(card.begin_ms, before.begin_ms + 1)
            made[-1] = replace(before, end_ms=min(before.end_ms, begin))
            card = replace(card, begin_ms=begin, end_ms=max(card.end_ms, begin + 1))
        made.append(card)
    return made


def _lasting(found: Sequence[Card], length_ms: int) -> tuple[Card, ...]:
    """Short ones stay until the next one comes, or long enough to be read."""
    following = [*(card.begin_ms for card in found[1:]), length_ms]
    return tuple(
        replace(card, end_ms=max(card.end_ms, min(card.begin_ms + SHORTEST_MS, after)))
        for card, after in zip(found, following, strict=False)
    )


def clock(ms: int, mark: str) -> str:
    """`hh:mm:ss` and the thousandths after `mark`."""
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{thousandths:03}"
