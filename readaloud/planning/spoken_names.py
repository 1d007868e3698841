"""Says who speaks before a turn, for listeners who cannot tell voices apart.

A pure step after casting, since the cast tells whose voice may not be enough. It adds announcements and short pauses, and
changes nothing that is there: the gap before the turn stays before its name, so that whoever interrupts still cuts in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from readaloud.model import Cast, Entry, Pause, Script, Speaker, Utterance
from readaloud.planning import names
from readaloud.planning.announcements import Catalogue, catalogue
from readaloud.planning.casting.presence import scenes_of
from readaloud.planning.text import Ids
from readaloud.settings import SpeakerNames

_LONGEST = 70
"""Letters of a description that is said with a name: five seconds."""
_ID = "name of"
"""Begins what the ids of these announcements are made of, so that no speaker's label is like it."""


def with_names(script: Script, how: SpeakerNames, named: Collection[str] = ()) -> Script:
    """The script with names said.

    `named` are speakers whose names are said at the first turn in each scene at least.
    """
    announcer = _announcer(script.speakers)
    if announcer is None or (how == "never" and not named):
        return script
    lines = _Lines(script, how, named)
    entries: list[Entry] = []
    for entry in script.entries:
        line = lines.before(entry) if isinstance(entry, Utterance) else ""
        if line:
            entries += [Utterance(lines.id(line), "announcement", "", line, announcer), Pause("quick")]
        entries.append(entry)
    return replace(script, entries=tuple(entries))


def unnamed(script: Script, cast: Cast) -> Iterator[str]:
    """What to warn of when a script that a person gave says no name where the cast asks for it."""
    said = {u.spoken for u in script.utterances() if u.kind == "announcement"}
    for casting in cast.castings:
        speaker = script.speaker(casting.speaker)
        # Nothing is put into a script that a person may have changed.
        if casting.named and not any(line.startswith(_said(speaker.name).rstrip(".")) for line in said):
            yield f"{speaker.name} has a voice that is only shifted, and the script does not say the name."


def short_names(speakers: Sequence[Speaker]) -> dict[str, str]:
    """What each speaker is called once known: `Kissinger`, `Lady Bracknell`; the full name where two would be called alike."""
    people = [s for s in speakers if not s.role]
    short = {s.id: _short(s) for s in people}
    count = Counter(short.values())
    return {s.id: short[s.id] if count[short[s.id]] == 1 else s.name for s in people}


class _Lines:
    """Which line is said before which utterance."""

    def __init__(self, script: Script, how: SpeakerNames, named: Collection[str]) -> None:
        self._how, self._named = how, named
        self._words: Catalogue = catalogue(script.language)
        self._speakers = {s.id: s for s in script.speakers if not s.role}
        self._short = short_names(script.speakers)
        self._begins = {scene[0].id for scene in scenes_of(script)}
        self._turns: dict[int, str] = {}
        for u in script.utterances():
            if u.turn is not None and u.speaker in self._speakers:
                self._turns.setdefault(u.turn, u.speaker)
        self._ids, self._taken = Ids(), {u.id for u in script.utterances()}
        self._known: set[str] = set()
        self._here: set[str] = set()
        self._last: str | None = None
        self._open: set[int] = set()

    def before(self, utterance: Utterance) -> str:
        """The line before an utterance; empty before most."""
        if utterance.id in self._begins:
            self._here, self._last = set(), None
        turn = utterance.turn
        # A turn begins with what is heard first of it: a remark, if that is spoken.
        if turn is None or turn in self._open or not utterance.spoken or utterance.skipped or turn not in self._turns:
            return ""
        self._open.add(turn)
        speaker = self._speakers[self._turns[turn]]
        line = self._line(speaker) if self._due(speaker.id) else ""
        self._known.add(speaker.id)
        self._here.add(speaker.id)
        self._last = speaker.id
        return line

    def id(self, line: str) -> str:
        """A new id for an announcement."""
        while (found := self._ids.next(_ID, line)) in self._taken:
            pass
        self._taken.add(found)
        return found

    def _due(self, id: str) -> bool:
        if self._how == "always":
            return id != self._last
        if self._how == "scene" or id in self._named:
            return id not in self._here
        return self._how == "first" and id not in self._known

    def _line(self, speaker: Speaker) -> str:
        name = _said(speaker.name or next(iter(speaker.labels), ""))
        if not name:
            return ""
        if speaker.id in self._known:
            return self._words.say("name.again", name=_said(self._short[speaker.id]).rstrip("."))
        description = speaker.description.strip(" .")
        if description and len(description) <= _LONGEST:
            return self._words.say("name.first", name=name, description=description)
        return self._words.say("name.first_bare", name=name.rstrip("."))


def _said(name: str) -> str:
    """A name without what stands behind it in brackets, which tells namesakes apart for the eye: `First Citizen (I/2)`."""
    return re.sub(r"\s*[(\[][^()\[\]]*[)\]]$", "", name).strip() or name


def _announcer(speakers: Sequence[Speaker]) -> str | None:
    """The narrator, or whichever of the edition's own voices is there."""
    roles = {s.role: s.id for s in reversed(speakers) if s.role}
    return next((roles[role] for role in ("narrator", "pages", "editor", "notes") if role in roles), None)


def _short(speaker: Speaker) -> str:
    """The surname as a label prints it, or as the name ends where its given name is known to be one."""
    if speaker.members:
        return speaker.name
    for label in speaker.labels:
        name = names.parse(label)
        # Whoever is called Chou En-lai is Chou, and a label may say so.
        if not names.is_initials(label) and _has_surname(name):
            return _called(label, name)
    name = names.parse(speaker.name)
    return _called(speaker.name, name) if _has_surname(name) else speaker.name


def _has_surname(name: names.Name) -> bool:
    """Whether the last word is surely a surname: not of `Old Man`, `First Lady`, `Mr. Brown of Ohio`, `Qiao Guanhua`."""
    if not name.surname or name.place or _ORDINALS & set(name.roles):
        return False
    return all(len(given) == 1 or names.is_given(given) for given in name.given)


def _called(printed: str, name: names.Name) -> str:
    """A name without given names, offices, Mr. and Dr.; what else stands before it is how the person is called."""
    from readaloud.planning.naming import spoken_name

    words = spoken_name(names.expanded(printed)).split()
    last = len(name.surname.split())
    surname = " ".join(words[-last:])
    if names.fold(surname).strip(".") != name.surname:
        return " ".join(words)  # printed otherwise than usual: Brown Jr., al-Saqqaf
    before = [w for w in words[:-last] if names.fold(w).strip(".") in name.honorifics]
    kept = [w for w in before if names.fold(w).strip(".") not in _PLAIN]
    return " ".join((*kept, surname))


_ORDINALS = frozenset("first second".split())
_PLAIN = frozenset("mr mister dr prof professor hon".split())
"""Honorifics that a short name goes without."""
