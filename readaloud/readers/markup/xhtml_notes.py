"""Which elements of a book or page are notes, which links are their marks, and which lead back."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from readaloud.readers.markup.htmltree import BLOCKS
from readaloud.readers.markup.semantics import classes, types
from readaloud.readers.markup.trees import Element, plain

_NOTE_TYPES = frozenset(("footnote", "endnote", "rearnote", "note"))
_LIST_TYPES = frozenset(("footnotes", "endnotes", "rearnotes"))
_NOTE_CLASSES = frozenset("footnote endnote fn rearnote footnote-item footnote-body footnotetext".split())
_LIST_CLASSES = frozenset("footnotes endnotes notes references reflist fn-group footnote-list notes-list".split())
_MARK_CLASSES = frozenset(
    "noteref footnote-ref footnoteref fnanchor fnref footnote-anchor reference note footnote footnote-reference "
    "footnote-marker fn-ref tei-note".split()
)
_MARK = re.compile(
    r"^[\[({]?\s*(?:(?:note|fn|n)\.?\s*)?(\d{1,4}|[*†‡§¶‖#]{1,4}|[a-z]{1,2}|[ivxl]{1,6})\s*[\])}]?\.?$", re.I
)


@dataclass(slots=True)
class Entry:
    """One note."""

    key: str
    n: str
    element: Element
    marked: bool = False
    """Whether a mark in the text leads to it."""


@dataclass(slots=True)
class Notes:
    """All notes of a book or page; elements are known by `id()`."""

    entries: dict[int, Entry] = field(default_factory=dict)
    marks: dict[int, Entry] = field(default_factory=dict)
    """Link → the note it marks; a note's second mark is no mark of its own (`first`)."""
    first: set[int] = field(default_factory=set)
    """The first mark of each note."""
    back: set[int] = field(default_factory=set)
    """Links in notes that lead back to the text."""
    lists: set[int] = field(default_factory=set)
    """Elements that hold nothing but notes, and perhaps a heading."""


def find_notes(source: str, members: Iterable[tuple[str, Element]]) -> Notes:
    """Look through the members of a book, or the one page there is, in order."""
    return _Finder(source, list(members)).find()


class _Finder:
    def __init__(self, source: str, members: list[tuple[str, Element]]) -> None:
        self._source = source
        self._members = members
        self._targets: dict[tuple[str, str], Element] = {}
        self._links: list[tuple[str, Element]] = []
        for member, root in members:
            for element in root.iter():
                for name in (element.get("id", "xml:id"), element.get("name") if element.tag == "a" else ""):
                    if name:
                        self._targets.setdefault((member, name), element)
                if element.tag in ("a", "noteref") and element.get("href", "idref"):
                    self._links.append((member, element))
        self._notes = Notes()
        self._keys: set[str] = set()

    def find(self) -> Notes:
        for _, root in self._members:
            for element in root.iter():
                if _says_list(element):
                    self._notes.lists.add(id(element))
        for member, link in self._links:
            target = self._target(member, link)
            if target is not None:
                self._mark(member, link, target)
        for member, root in self._members:
            for element in root.iter():
                if not types(element).isdisjoint(_NOTE_TYPES) and not self._is_in_note(element) and element.tag != "a":
                    self._entry(member, element, "")
        for member, link in self._links:
            self._backlink(member, link)
        return self._notes

    def _target(self, member: str, link: Element) -> Element | None:
        path, _, fragment = link.get("href", "idref").partition("#")
        if not fragment or "://" in path:
            return None
        if path:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(member), unquote(path)))
            # A saved page names itself in its links; there is only one member to mean.
            member = path if len(self._members) > 1 else member
        return self._targets.get((member, unquote(fragment))) or self._targets.get((member, fragment))

    def _mark(self, member: str, link: Element, target: Element) -> None:
        match = _MARK.match(plain(self._source, link))
        says_mark = "noteref" in types(link) or link.tag == "noteref"
        if not match and not says_mark:
            return
        note = self._note_element(target)
        if note is None or self._is_in_note(link) or _holds(note, link):
            return
        if not says_mark:
            if target.begin < link.begin:
                return
            raised = link.find("sup") is not None or any(a.tag == "sup" for a in _near(link))
            says_mark = not classes(link).isdisjoint(_MARK_CLASSES) or any(
                not classes(a).isdisjoint(_MARK_CLASSES) for a in _near(link)
            )
            says_note = self._says_note(note)
            leads_back = any(self._leads_to(member, a, link) for a in note.iter("a"))
            if not ((raised or says_mark or leads_back) and (says_note or leads_back or (raised and says_mark))):
                return
        n = match[1] if match else plain(self._source, link)
        entry = self._entry(member, note, n)
        if not entry.marked:
            entry.marked = True
            self._notes.first.add(id(link))
        self._notes.marks[id(link)] = entry

    def _entry(self, member: str, element: Element, n: str) -> Entry:
        entry = self._notes.entries.get(id(element))
        if entry is None:
            number = len(self._notes.entries) + 1
            key = element.get("id", "xml:id") or f"note-{number}"
            if key in self._keys:
                key = f"{member}#{key}" if f"{member}#{key}" not in self._keys else f"{key}-{number}"
            self._keys.add(key)
            entry = self._notes.entries[id(element)] = Entry(key, n or str(number), element)
        return entry

    def _note_element(self, target: Element) -> Element | None:
        """The whole note that a mark leads to: the target, or what stands around it."""
        element: Element | None = target
        while element is not None and element.tag not in BLOCKS:
            element = element.parent
        if element is None or element.tag in ("body", "html", "#document", "section", "article", "main", "table"):
            return None if target.tag not in ("section",) else target
        if element.tag in ("dt", "dd", "td", "th") and element.parent is not None:
            around = element.parent
            if len([child for child in around.elements() if child.tag == element.tag]) == 1:
                element = around
        for ancestor in (element, *element.ancestors()):
            if ancestor.tag in ("body", "section", "ol", "ul") or id(ancestor) in self._notes.lists:
                break
            if not types(ancestor).isdisjoint(_NOTE_TYPES) or not classes(ancestor).isdisjoint(_NOTE_CLASSES):
                return ancestor
            if ancestor.tag == "li":
                return ancestor
        return element

    def _says_note(self, element: Element) -> bool:
        return (
            not types(element).isdisjoint(_NOTE_TYPES)
            or not classes(element).isdisjoint(_NOTE_CLASSES)
            or any(id(ancestor) in self._notes.lists for ancestor in element.ancestors())
        )

    def _leads_to(self, member: str, link: Element, mark: Element) -> bool:
        """Whether a link leads to a mark, or to what stands around or right before it."""
        target = self._target(member, link)
        if target is None:
            return False
        return target is mark or target in _near(mark) or _holds(target, mark) or 0 <= mark.begin - target.end <= 2

    def _is_in_note(self, element: Element) -> bool:
        return any(id(ancestor) in self._notes.entries for ancestor in (element, *element.ancestors()))

    def _backlink(self, member: str, link: Element) -> None:
        note = next((a for a in link.ancestors() if id(a) in self._notes.entries), None)
        if note is None or id(link) in self._notes.marks:
            return
        target = self._target(member, link)
        says_back = not types(link).isdisjoint(("backlink", "referrer")) or any("back" in c for c in classes(link))
        if says_back or (target is not None and not _holds(note, target) and self._holds_mark(target, note)):
            self._notes.back.add(id(link))

    def _holds_mark(self, target: Element, note: Element) -> bool:
        """Whether a mark of this note is in the target, or right beside it."""
        around = target if target.tag in BLOCKS else next((a for a in target.ancestors() if a.tag in BLOCKS), target)
        return any(self._notes.marks.get(id(link)) is self._notes.entries[id(note)] for link in around.iter())


def _near(link: Element) -> Iterator[Element]:
    """What stands around a link within the line."""
    for ancestor in link.ancestors():
        if ancestor.tag in BLOCKS:
            return
        yield ancestor


def _holds(element: Element, inner: Element) -> bool:
    return inner is element or any(ancestor is element for ancestor in inner.ancestors())


def _says_list(element: Element) -> bool:
    if not types(element).isdisjoint(_LIST_TYPES):
        return True
    return element.tag in BLOCKS and not classes(element).isdisjoint(_LIST_CLASSES)
