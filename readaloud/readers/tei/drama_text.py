"""The walk through a TEI text: paragraphs, verse, inline marks, notes and page breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from readaloud.foreign import same_language
from readaloud.model import InlineKind, Role
from readaloud.readers import reasons
from readaloud.readers.markup.trees import Element, Text
from readaloud.readers.offsets.flow import Flow
from readaloud.readers.tei.drama_notes import Notes

OTHER_READING = "other reading"

SKIPPED = {
    "teiHeader": reasons.METADATA,
    "standOff": reasons.METADATA,
    "facsimile": reasons.METADATA,
    "sourceDoc": reasons.METADATA,
    "xenoData": reasons.METADATA,
    "fw": reasons.RUNNING_HEAD,
    "del": reasons.DELETED,
    "rdg": OTHER_READING,
    "figDesc": "description of a picture",
}
"""Elements that are not spoken, with the reason."""

DIVISIONS = frozenset("div div0 div1 div2 div3 div4 div5 div6 div7 prologue epilogue performance".split())
_PARAGRAPHS = frozenset(
    "p ab head trailer byline docAuthor docImprint docEdition docDate titlePart salute signed dateline item row "
    "castItem roleDesc label bibl opener closer caption speaker imprimatur epigraph".split()
)
"""Elements that are one paragraph, if they do not stand in one."""
_BLOCKS = DIVISIONS | frozenset(
    "TEI TEI.2 teiCorpus text front body back group titlePage docTitle castList castGroup set argument list table "
    "floatingText figure postscript lg sp spGrp cit".split()
)
_LIST_ITEMS = frozenset(("castItem", "roleDesc", "item", "row"))
_CHOICES = ("corr", "reg", "expan", "sic", "orig", "abbr")
"""What is read of a `choice`, the first that is there."""
_BOLD = re.compile(r"\bb(?:old)?\b|strong")
_ITALIC = re.compile(r"\bi(?:t|talics?)?\b|italic|spaced|emph")


class TextWalk:
    """Goes through one tree and fills a `Flow`."""

    def __init__(self, flow: Flow, root: Element, language: str) -> None:
        """`language` is the text's, against which foreign words stand out."""
        self.flow = flow
        self._language = language
        self._abroad = ""
        """The language that the nearest element around paragraphs says."""
        self._inside = 0
        """Paragraphs that are open around the place."""
        self._verse = False
        """Whether the open paragraph is verse to which the next line belongs."""
        self._in_label = False
        """Whether notes belong to the words that come, not to those before."""
        self._notes = Notes(flow.source, root)
        self._edition = next((page.get("ed") for page in root.iter("pb") if page.get("ed")), "")
        """Where page breaks of several editions are given, those of the first count."""
        self._special: dict[str, Callable[[Element], None]] = {
            "l": self._line,
            "lg": self._verses,
            "note": self._note,
            "ref": self._reference,
            "ptr": self._reference,
            "pb": self._page,
            "lb": self._line_break,
            "choice": self._choice,
            "quote": self._quotation,
            "q": self._quotation,
            "cell": self._cell,
        }

    def walk(self, element: Element) -> None:
        """Take an element and all that is in it."""
        skipped = SKIPPED.get(element.tag)
        if skipped is not None:
            self.flow.leave_out(element, skipped)
            return
        special = self._special.get(element.tag)
        if special is not None:
            special(element)
        elif element.tag in _PARAGRAPHS:
            self._paragraph(element)
        elif element.tag in _BLOCKS:
            self._end_paragraph()
            self._around(element)
            self._end_paragraph()
        else:
            self._inline(element)
        key = self._notes.at_anchor(element.get("xml:id"))
        if key is not None:
            self.flow.noteref(key)

    def _around(self, element: Element) -> None:
        """What is in an element that holds paragraphs; a language that it says is theirs."""
        outer, self._abroad = self._abroad, element.get("xml:lang", "lang") or self._abroad
        self._children(element)
        self._abroad = outer

    def _children(self, element: Element) -> None:
        spaced = any(child.tag in ("c", "pc") for child in element.elements())
        for child in element.children:
            if isinstance(child, Element):
                self.walk(child)
            elif not (spaced and self.flow.source[child.begin : child.end].isspace()):
                # Where spaces are elements of their own (`c`), white space between elements is only layout.
                self._text(child)

    def _text(self, text: Text) -> None:
        if self._verse and not self._inside and not self.flow.source[text.begin : text.end].isspace():
            self._end_paragraph()
        self.flow.text(text)

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> None:
        if self._inside:
            self.flow.gap()
            self._inline(element)
            self.flow.gap()
            return
        role: Role | None = None
        if element.tag in _LIST_ITEMS:
            role = "list-item"
        elif element.tag == "dateline":
            role = "dateline"
        self._open(element, role)

    def _open(self, element: Element, role: Role | None, **values: Any) -> None:
        """One paragraph of its own."""
        self._verse = False
        self.flow.open(role, **values)
        self._inside += 1
        self._inline(element)
        self._inside -= 1
        self.flow.close()

    def _end_paragraph(self) -> None:
        self._verse = False
        if self._inside:
            self.flow.gap()
        else:
            self.flow.close()

    def _inline(self, element: Element) -> None:
        language = element.get("xml:lang", "lang") or self._abroad
        kind: InlineKind | None = None
        value = ""
        rend = element.get("rend", "rendition")
        if element.tag == "foreign" or (language and not same_language(language, self._language)):
            kind, value = "foreign", element.get("xml:lang", "lang") or ("" if element.tag == "foreign" else language)
        elif element.tag == "emph" or (element.tag == "hi" and _ITALIC.search(rend)):
            kind = "emphasis"
        elif element.tag == "hi" and _BOLD.search(rend):
            kind = "strong"
        elif element.tag == "supplied":
            kind = "supplied"
        elif element.tag == "stage":
            kind = "stage"
        if kind is None or not self.flow.source[element.begin : element.end].strip():
            self._children(element)
            return
        begin = self.flow.here()
        outer, self._language = self._language, language or self._language
        self._children(element)
        self._language = outer
        self.flow.mark(begin, kind, value)

    def _line(self, element: Element) -> None:
        if self._inside:
            self.flow.gap()
            self._inline(element)
            self.flow.gap()
            return
        if self._verse and self.flow.is_open:
            self.flow.gap()
        else:
            self.flow.open()
            self._verse = True
        self._inside += 1
        self._inline(element)
        self._inside -= 1

    def _verses(self, element: Element) -> None:
        self._end_paragraph()
        self._around(element)
        self._end_paragraph()

    def _line_break(self, element: Element) -> None:
        if element.get("break") != "no":
            self.flow.gap()
        self._children(element)

    def _cell(self, element: Element) -> None:
        self.flow.gap()
        self._inline(element)
        self.flow.gap()

    def _quotation(self, element: Element) -> None:
        """Read-out matter when it has paragraphs of its own, else words in a sentence."""
        if self._inside or element.find("p", "l", "lg", "ab") is None:
            self._inline(element)
            return
        self._end_paragraph()
        outer, self.flow.quoted = self.flow.quoted, self.flow.turn is not None
        self._around(element)
        self._end_paragraph()
        self.flow.quoted = outer

    # --- notes, pages, choices ---------------------------------------------------------------------------------------

    def _note(self, element: Element) -> None:
        key = self._notes.key(element)
        if not self._notes.is_marked_elsewhere(element):
            self.flow.noteref(key, ahead=self._in_label)
        inside, self._inside = self._inside, self._inside + 1
        with self.flow.note(key, self._notes.n(element)):
            self._children(element)
        self._inside = inside

    def _reference(self, element: Element) -> None:
        note = self._notes.referred(element)
        if note is None:
            self._inline(element)
        else:
            self.flow.leave_out(element, reasons.NOTE_MARK)
            self.flow.noteref(self._notes.key(note))

    def _page(self, element: Element) -> None:
        n = element.get("n")
        self.flow.leave_out(element, reasons.PAGE_MARK)
        if n and element.get("ed") in ("", self._edition):
            self.flow.page(n)

    def _choice(self, element: Element) -> None:
        children = element.elements()
        read = next((c for tag in _CHOICES for c in children if c.tag == tag), children[0] if children else None)
        for child in element.children:
            if isinstance(child, Text):
                self._text(child)
            elif child is read:
                self.walk(child)
            else:
                self.flow.leave_out(child, OTHER_READING)
