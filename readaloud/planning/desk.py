"""The entries of a script while it is being planned: pauses settle here, and each utterance gets its id."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from readaloud.model import Entry, Mark, Note, Pause, PauseKind, Utterance
from readaloud.planning.announcements import Catalogue
from readaloud.planning.gaps import STRENGTH
from readaloud.planning.speakers import Identities
from readaloud.planning.spoken import default_spoken
from readaloud.planning.text import Ids
from readaloud.settings import Settings


@dataclass(slots=True)
class Desk:
    """The entries so far and what the next one depends on."""

    settings: Settings
    words: Catalogue
    language: str
    who: Identities
    entries: list[Entry] = field(default_factory=list)
    ids: Ids = field(default_factory=Ids)
    said: Counter[str] = field(default_factory=Counter)
    """Words of each speaker."""
    _pending: PauseKind | None = None
    _fresh: bool = True
    """Whether nothing came since a chapter began: its own gap is the longest, and stands before it."""

    def pause(self, kind: PauseKind) -> None:
        """A gap before what comes next; of several the strongest counts."""
        if self._fresh:
            return
        if self._pending is None or STRENGTH[kind] > STRENGTH[self._pending]:
            self._pending = kind

    def add(self, entry: Utterance | Mark) -> None:
        """The next entry, after the pending pause."""
        if self._pending is not None:
            self.entries.append(Pause(self._pending))
            self._pending = None
        self._fresh = False
        if isinstance(entry, Utterance):
            self.said[entry.speaker] += len(entry.text.split())
        self.entries.append(entry)

    def chapter(self, title: str, *, unheard: bool = False) -> None:
        """A chapter begins with the next sound; an unheard one leaves the talk its pace."""
        if unheard and self.entries:
            self.entries.append(Mark("chapter", title))
            return
        if self.entries:
            self.entries.append(Pause("chapter"))
        self._pending, self._fresh = None, True
        self.entries.append(Mark("chapter", title))

    def announce(self, line: str, speaker: str, *, note: Note | None = None, label: str = "announcement") -> None:
        """Words of the catalogue in one of the edition's own voices."""
        if line:
            n, key = (note.n, note.key) if note else ("", "")
            say = default_spoken("announcement", line, self.words)
            self.add(Utterance(self.ids.next(label, line), "announcement", "", say, speaker, n=n, key=key))
