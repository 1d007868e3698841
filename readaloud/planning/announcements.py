"""The words that the document does not have: taken from one catalogue for each language."""

from __future__ import annotations

from collections.abc import Sequence

from readaloud.catalogue import Catalogue, catalogue
from readaloud.model import Metadata, Speaker
from readaloud.settings import Settings

__all__ = ["Catalogue", "catalogue", "credits", "opening"]

OPENING_SECONDS = 20.0
"""The opening is never longer: a listener came for the document."""
_LETTERS_A_SECOND = {
    "cmn": 3.3, "en": 14.6, "es": 13.8, "fr": 13.5, "it": 14.0, "nl": 14.2, "pl": 12.0, "pt": 12.8, "ru": 13.6,
}  # fmt: skip
"""Measured on espeak-ng at 165 words a minute, less a tenth: voices differ."""
_SLOWEST = 12.5  # German
_SECONDS_A_LINE = 0.55  # the pause before a line
_FRAME_SECONDS = 1.2  # silence at the head, and before the next chapter, less one line's pause


def opening(
    speakers: Sequence[Speaker], words: Catalogue, settings: Settings, *, notes: bool, pages: bool,
    told: Sequence[str] = (),
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """The opening as (speaker's id, line): what this is, who is heard, how notes and pages sound.

    `told` are the credits, which say what this is where there are any. `speakers` stand in the order in which they matter. Names go first when the time is short, then speakers.
    """
    people = [s for s in speakers if not s.role and not s.members]
    before = [("narrator", line) for line in told or (words.say("opening.what"),)]
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


def credits(title: str, metadata: Metadata, words: Catalogue) -> tuple[str, ...]:
    """What audiobook makers want to hear first and last (ACX): the title, who wrote it, who reads it.

    Who published a document stands for its author where it names none.
    """
    by = [("author", metadata.author), ("publisher", metadata.publisher)]
    name, value = next(((name, value) for name, value in by if value), ("", ""))
    lines = [words.say("credits.title", title=title.rstrip(". "))]
    if name:
        lines.append(words.say(f"credits.{name}", **{name: value.rstrip(". ")}))
    return tuple(line for line in (*lines, words.say("credits.reader")) if line)


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
