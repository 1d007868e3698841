"""When notes are heard: where their mark stands, after the turn, or at the end of the part."""

from __future__ import annotations

from dataclasses import dataclass, field

from readaloud.model import Note, Part
from readaloud.planning.asides import note_aside
from readaloud.planning.desk import Desk
from readaloud.planning.navigation import Navigation


@dataclass(slots=True)
class Notes:
    """The notes of a part that are still to be heard, each with the words before its mark once that is reached."""

    desk: Desk
    navigation: Navigation
    _unmarked: dict[str, Note] = field(default_factory=dict)
    """By key; those whose mark has not come yet."""
    _after_turn: list[tuple[Note, str]] = field(default_factory=list)
    _at_end: list[tuple[Note, str]] = field(default_factory=list)

    def part(self, part: Part) -> None:
        """A part begins."""
        self._unmarked = {note.key: note for note in part.notes}

    def mark(self, key: str, anchor: str) -> None:
        """The mark of a note, after the words `anchor`."""
        note = self._unmarked.pop(key, None)
        if note is None:
            return  # a second mark of one note; it is read once
        settings = self.desk.settings
        source_later = note.kind == "source" and settings.source_note == "at-end"
        if settings.notes == "skip" or (settings.notes == "after-sentence" and not source_later):
            self._read(note, anchor)
        elif settings.notes == "after-turn" and not source_later:
            self._after_turn.append((note, anchor))
        else:
            self._at_end.append((note, anchor))

    def turn_ended(self) -> None:
        """Reads the notes that waited for the end of the turn."""
        for note, anchor in self._after_turn:
            self._read(note, anchor)
        self._after_turn.clear()

    def part_ended(self, anchor: str) -> None:
        """Reads all that were not read, after the part's last words `anchor`."""
        # A note whose mark no reader could place must be heard all the same.
        waiting = [*self._at_end, *((note, anchor) for note in self._unmarked.values())]
        self._unmarked, self._at_end = {}, []
        if waiting and self.desk.settings.notes != "skip":
            only_source = all(note.kind == "source" for note, _ in waiting)
            if self.navigation.scheme.inner_chapters:
                self.navigation.chapter(self.desk.words.say("chapter.source" if only_source else "chapter.notes"))
            else:
                self.desk.pause("heading")
        for note, place in waiting:
            self._read(note, place)

    def _read(self, note: Note, anchor: str) -> None:
        note_aside(self.desk, note, anchor)
        self.navigation.content = True
