"""Which words of a text are in another language, by the marks that the source has."""

from __future__ import annotations

from collections.abc import Sequence

from readaloud.model import Inline

_NONE = frozenset(("", "und", "zxx", "mis", "mul"))
"""Tags that name no language to speak (ISO 639-2)."""


def whole_language(text: str, marks: Sequence[Inline]) -> str:
    """BCP 47 of a text that is in another language from first word to last; empty otherwise."""
    for language in dict.fromkeys(mark.value for mark in marks if _tells(mark)):
        rest = list(text)
        for mark in marks:
            if mark.kind == "foreign" and mark.value == language:
                rest[mark.begin : mark.end] = " " * (mark.end - mark.begin)
        if not _wordy("".join(rest)):
            return language
    return ""


def phrases(text: str, marks: Sequence[Inline], spoken: str, own: str = "") -> tuple[tuple[int, int, str], ...]:
    """Begin, end and language of each marked stretch inside a text, as offsets in what is spoken of it.

    `own` is the language of the text itself, whose marks are passed over.
    A stretch whose words are spoken otherwise than printed ("5" as "five") is not found again, and left out.
    """
    found: list[tuple[int, int, str]] = []
    for mark in sorted(marks, key=lambda m: (m.begin, -m.end)):
        words = text[mark.begin : mark.end].strip()
        if not _tells(mark) or mark.value == own or not _wordy(words):
            continue
        at = _nth(spoken, words, text[: mark.begin].count(words))
        if at >= 0 and not any(at < end for _, end, _ in found):  # of one mark in another the outer counts
            found.append((at, at + len(words), mark.value))
    return tuple(found)


def same_language(a: str, b: str) -> bool:
    """Whether two tags have one primary language: nobody changes the voice from `en-US` to `en-GB` for a word."""
    return a.replace("_", "-").partition("-")[0].casefold() == b.replace("_", "-").partition("-")[0].casefold()


def _tells(mark: Inline) -> bool:
    return mark.kind == "foreign" and mark.value.casefold() not in _NONE


def _wordy(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _nth(text: str, words: str, number: int) -> int:
    at = text.find(words)
    while at >= 0 and number:
        at = text.find(words, at + 1)
        number -= 1
    return at
