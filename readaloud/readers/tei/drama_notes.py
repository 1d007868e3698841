"""Which notes of a TEI text are marked where: at their own place, at an anchor, or by a reference."""

from __future__ import annotations

from readaloud.readers.markup.trees import Element, plain
from readaloud.readers.tei.drama_people import identifiers


class Notes:
    """The notes of one text, known by their element."""

    def __init__(self, source: str, root: Element) -> None:
        """Look through the whole text once."""
        self._known: dict[int, tuple[str, str]] = {}
        self._by_name: dict[str, Element] = {}
        self._anchored: dict[str, str] = {}
        for index, note in enumerate(root.iter("note"), start=1):
            name = note.get("xml:id", "id")
            key = name if name and name not in self._by_name else f"note-{index}"
            self._known[id(note)] = key, note.get("n") or str(index)
            self._by_name.setdefault(key, note)
            if "#" in note.get("target"):
                self._anchored.update(dict.fromkeys(identifiers(note.get("target")), key))
        self._elsewhere = set(self._anchored.values())
        for link in root.iter("ref", "ptr"):
            referred = self.referred(link)
            if referred is not None:
                self._elsewhere.add(self.key(referred))
                printed = plain(source, link).strip("[]() ")
                if printed and not referred.get("n"):
                    self._known[id(referred)] = self.key(referred), printed

    def key(self, note: Element) -> str:
        """A key that no other note of the text has."""
        return self._known[id(note)][0]

    def n(self, note: Element) -> str:
        """Its number or sign as printed, else its place among the notes."""
        return self._known[id(note)][1]

    def at_anchor(self, name: str) -> str | None:
        """Key of the note that points to an element by `@target`."""
        return self._anchored.get(name) if name else None

    def referred(self, link: Element) -> Element | None:
        """The note that a reference outside of it is the mark of."""
        for name in identifiers(link.get("target")):
            note = self._by_name.get(name)
            if note is not None and link.end - link.begin <= 8 and note not in link.ancestors():
                return note
        return None

    def is_marked_elsewhere(self, note: Element) -> bool:
        """Whether its mark is not where the note itself stands."""
        return self.key(note) in self._elsewhere
