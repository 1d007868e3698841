"""The words that the document does not have: taken from one catalogue for each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from readaloud import data
from readaloud.model import Speaker
from readaloud.settings import Settings

OPENING_SECONDS = 20.0
"""The opening is never longer: a listener came for the document."""
_LETTERS_A_SECOND = {"en": 14.6, "fr": 13.5}
"""Measured on espeak-ng at 165 words a minute, less a tenth: voices differ."""
_SLOWEST = 12.5  # German
_SECONDS_A_LINE = 0.55  # the pause before a line
_FRAME_SECONDS = 1.2  # silence at the head, and before the next chapter, less one line's pause


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The announcements of one language."""

    language: str
    _lines: dict[str, Any]

    def say(self, line: str, **values: object) -> str:
        """The line `table.name` with its places filled; empty where the catalogue leaves it out."""
        table, _, name = line.partition(".")
        return str(self._lines[table].get(name, "")).format(**values)


def catalogue(language: str) -> Catalogue:
    """The catalogue of a BCP 47 language; the English one where there is none."""
    return Catalogue(*data.in_language("announcements", language))


def opening(
    speakers: Sequence[Speaker], words: Catalogue, settings: Settings, *, notes: bool, pages: bool
) -> tuple[tuple[str, str], ...]:
    """The opening as (speaker's id, line): what this is, who is heard, how notes and pages sound.

    `speakers` stand in the order in which they matter. Names go first when the time is short, then speakers.
    """
    people = [s for s in speakers if not s.role and not s.members]
    before = [("narrator", words.say("opening.what"))]
    if not people:
        before.append(("narrator", words.say("opening.nobody")))
    after: list[tuple[str, str]] = []
    if notes and settings.notes != "skip":
        after.append(("notes", words.say(f"opening.notes_{settings.note_end}")))
    if pages and settings.pages == "speak":
        after.append(("pages", words.say("opening.pages_speak")))
    elif pages and settings.pages == "tone":
        after.append(("narrator", words.say("opening.pages_tone")))
    lines: list[tuple[str, str]] = []
    pace = _LETTERS_A_SECOND.get(words.language, _SLOWEST)
    for described, count in ((True, len(people)), *((False, n) for n in range(len(people), -1, -1))):
        lines = [*before, *_cast(people, words, described, count), *after]
        lines = [(speaker, line) for speaker, line in lines if line]
        if sum(len(line) / pace + _SECONDS_A_LINE for _, line in lines) <= OPENING_SECONDS - _FRAME_SECONDS:
            break
    return tuple(lines)


def _cast(people: Sequence[Speaker], words: Catalogue, described: bool, count: int) -> list[tuple[str, str]]:
    if not people or not count:
        return []
    lines = [("narrator", words.say("opening.cast"))]
    for speaker in people[:count]:
        if described and speaker.description:
            lines.append((speaker.id, words.say("opening.speaker", name=speaker.name, description=speaker.description)))
        else:
            lines.append((speaker.id, words.say("opening.speaker_bare", name=speaker.name.rstrip("."))))
    if count < len(people):
        lines.append(("narrator", words.say("opening.more", count=len(people) - count)))
    return lines
