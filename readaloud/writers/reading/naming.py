"""What a page calls those who speak and its notes, and which colour each speaker has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from readaloud.model import Speaker
from readaloud.writers.reading.labels import Labels
from readaloud.writers.reading.letters import printable
from readaloud.writers.reading.view import Note, PageMark, Sentence, Turn, View, units

COLOURS = 12
"""Classes `voice-1` … in the style sheets; who comes after the twelfth shares a colour, and is told by the name."""


def colours(view: View) -> dict[str, int]:
    """A colour for each speaker, different ones for those who say most."""
    said: Counter[str] = Counter()
    for section in view.sections:
        for block in section.blocks:
            if isinstance(block, Turn):
                said[block.speaker] += sum(len(unit.text) for unit in units([block]) if isinstance(unit, Sentence))
    people = sorted((s.id for s in view.speakers if not s.role), key=lambda id: -said[id])
    return {id: number % COLOURS + 1 for number, id in enumerate(people)}


def name_of(speaker: Speaker, words: Labels) -> str:
    """A person's name, or the label where none is known; of the edition's own voices what they are for."""
    if speaker.role:
        return words.role(speaker.role)
    named = " ".join(printable(speaker.name or ", ".join(speaker.labels)).split())
    return named or speaker.id


def names(view: View, words: Labels) -> Mapping[str, str]:
    """Speaker's id → name, nobody named like another: those who share a name have their label after it."""
    found = {speaker.id: name_of(speaker, words) for speaker in view.speakers}
    shared = {name for name, count in Counter(found.values()).items() if count > 1}
    for speaker in view.speakers:
        label = " ".join(printable(", ".join(speaker.labels)).split())
        if found[speaker.id] in shared and label and label != found[speaker.id]:
            found[speaker.id] += f" ({label})"
    return found


def signs(notes: Iterable[Note], words: Labels) -> dict[str, str]:
    """Key of a note → its sign as printed, with a running number where two have the same, as those of two documents do."""
    each = {note.key: (note.n or words.say("note.sign"), note.number) for note in notes}
    often = Counter(sign for sign, _ in each.values())
    return {key: f"{sign} ({number})" if often[sign] > 1 else sign for key, (sign, number) in each.items()}


def note_id(note: Note) -> str:
    """Of a note's aside."""
    return f"note-{note.number}"


def reference_id(note: Note) -> str:
    """Of a note's first mark."""
    return f"noteref-{note.number}"


def page_id(page: PageMark) -> str:
    """Of a page's marker."""
    return f"page-{page.number}"
