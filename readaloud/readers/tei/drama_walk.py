"""The walk through a TEI play: acts and scenes, speeches, stage directions, front matter and cast list."""

from __future__ import annotations

import re

from readaloud.model import Person
from readaloud.readers import reasons
from readaloud.readers.markup.trees import Element, Text, plain
from readaloud.readers.offsets.flow import Flow
from readaloud.readers.tei.drama_people import identifiers
from readaloud.readers.tei.drama_text import DIVISIONS, SKIPPED, TextWalk

_END = re.compile(r"[\s.:;,·—–-]*$")


class Walk(TextWalk):
    """Goes through one play and fills a `Flow`."""

    def __init__(self, flow: Flow, root: Element, title: str, language: str, people: dict[str, Person]) -> None:
        """`title` is the play's, to know it again where it is printed."""
        super().__init__(flow, root, language)
        self.title_found = False
        self._title = _letters(title)
        self._people = people
        self._special |= {
            "sp": self._speech,
            "speaker": self._second_speaker,
            "stage": self._stage,
            "head": self._head,
            "titlePart": self._title_part,
            "docTitle": self._title_page,
            "castItem": self._cast_item,
            "set": self._setting,
        }

    # --- speeches and stage directions -------------------------------------------------------------------------------

    def _speech(self, element: Element) -> None:
        inside, self._inside, self._verse = self._inside, 0, False
        outer, self._abroad = self._abroad, element.get("xml:lang", "lang") or self._abroad
        speakers = [child for child in element.elements() if child.tag == "speaker"]
        who = identifiers(element.get("who") or next((s.get("who") for s in speakers if s.get("who")), ""))
        printed = " ".join(filter(None, (self._label(speaker) for speaker in speakers)))
        label = _END.sub("", printed) or printed
        if label:
            self.flow.begin_turn(label, "".join(printed[len(label) :].split()), who)
        else:
            names = [self._people[one].name for one in who if one in self._people]
            self.flow.begin_turn(" and ".join(names) or None, "", who)
        for child in element.children:
            if isinstance(child, Text):
                self._text(child)
            elif child.tag == "speaker":
                self._speaker(child)
            else:
                self.walk(child)
        self.flow.end_turn()
        self._inside, self._verse, self._abroad = inside, False, outer

    def _label(self, speaker: Element) -> str:
        """What is printed as the label, without what `_speaker` takes elsewhere."""
        pieces: list[str] = []
        for child in speaker.children:
            if isinstance(child, Text):
                pieces.append(self.flow.source[child.begin : child.end])
            elif child.tag in ("lb", "c"):
                pieces.append(" ")
            elif child.tag not in ("note", "stage", "pb") and child.tag not in SKIPPED:
                pieces.append(self._label(child))
        return " ".join("".join(pieces).split())

    def _speaker(self, element: Element) -> None:
        """The label's words are skipped; a remark, a note or a page break in it is not."""
        for child in element.children:
            if isinstance(child, Text):
                self.flow.skip(child.begin, child.end, reasons.LABEL)
            elif child.tag in ("note", "stage", "pb") or child.tag in SKIPPED:
                outer, self._in_label = self._in_label, child.tag == "note"
                self.walk(child)
                self._in_label = outer
            else:
                self._speaker(child)

    def _second_speaker(self, element: Element) -> None:
        """A label that stands deeper in the speech than it should, or outside any."""
        if self.flow.turn is None:
            self._paragraph(element)
        else:
            self._speaker(element)

    def _stage(self, element: Element) -> None:
        if self._inside:
            self._inline(element)
        else:
            self._open(element, "stage")

    def _setting(self, element: Element) -> None:
        self._end_paragraph()
        outer, self.flow.default = self.flow.default, "stage"
        self._children(element)
        self._end_paragraph()
        self.flow.default = outer

    # --- headings and front matter -----------------------------------------------------------------------------------

    def _head(self, element: Element) -> None:
        parent = element.parent
        if self._inside or parent is None:
            self._paragraph(element)
            return
        if all(child.tag in ("head", "note") for child in parent.elements()) and parent.find("note") is not None:
            self.flow.leave_out(element, reasons.HEADING)
            return
        if (
            not self.title_found
            and self._title
            and _letters(plain(self.flow.source, element)) == self._title
            and not self._begun()
        ):
            self.title_found = True
            self._open(element, "title", level=1)
            return
        first = next((child for child in parent.elements() if child.tag == "head"), None) is element
        depth = sum(ancestor.tag in DIVISIONS for ancestor in element.ancestors())
        named = parent.tag == "castList" and not (
            parent.parent is not None and any(child.tag == "head" for child in parent.parent.elements())
        )
        if first and parent.get("type") != "front" and (parent.tag in DIVISIONS or named):
            self._open(element, "heading", level=1 + max(depth, 1))
        elif parent.tag in ("castGroup", "list"):
            self._open(element, "list-item")
        else:
            self._open(element, None)

    def _begun(self) -> bool:
        """Whether the play itself has begun, so that no title can come any more."""
        return any(piece.shape.turn is not None or piece.shape.role == "heading" for piece in self.flow.pieces)

    def _title_part(self, element: Element) -> None:
        main = element.get("type") in ("", "main") and not self.title_found
        if self._inside or not main or not plain(self.flow.source, element):
            self._paragraph(element)
            return
        self.title_found = True
        self._open(element, "title", level=1)

    def _title_page(self, element: Element) -> None:
        if any(child.tag == "titlePart" for child in element.elements()):
            self._end_paragraph()
            self._children(element)
            self._end_paragraph()
        else:
            self._title_part(element)

    def _cast_item(self, element: Element) -> None:
        if self._inside:
            self._paragraph(element)
            return
        self._verse = False
        self.flow.open("list-item")
        self._inside += 1
        described = False
        for child in element.children:
            if isinstance(child, Text):
                self._text(child)
                continue
            if child.tag in ("role", "roleDesc", "actor", "castItem"):
                if described and self.flow.ends_in_word:
                    self.flow.insert(",")
                self.flow.gap()
                described = True
            self.walk(child)
        self._inside -= 1
        self.flow.close()


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
