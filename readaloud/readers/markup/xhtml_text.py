"""The walk through an HTML or XHTML document: paragraphs, inline marks, notes and page breaks."""

from __future__ import annotations

import re
from collections.abc import Callable

from readaloud.foreign import same_language
from readaloud.model import InlineKind
from readaloud.readers import reasons
from readaloud.readers.markup.htmltree import BLOCKS
from readaloud.readers.markup.semantics import classes, is_page_break, is_stage, page_label, types, why_skipped
from readaloud.readers.markup.trees import Element, Text, plain
from readaloud.readers.markup.xhtml_notes import Entry, Notes
from readaloud.readers.offsets.flow import Flow

LINK_BACK = "link back to the text"

_BLANK_LINE = re.compile(r"\n[ \t\r\f]*\n\s*")
_EMPHASIS = frozenset(("em", "i", "cite", "dfn", "var"))
_STRONG = frozenset(("strong", "b"))
_SPEAKER = frozenset("speaker speaker-name speakername speaker-label interviewer interviewee persona who".split())
"""Classes that set a speaker's name off as bold type does."""
_VERSE = frozenset(("verse", "poem", "song", "hymn"))


class TextWalk:
    """Goes through one tree after another and fills a `Flow`."""

    def __init__(self, flow: Flow, notes: Notes, language: str) -> None:
        """`language` is the document's, against which foreign words stand out."""
        self.flow = flow
        self.outside: Callable[[Element], str] = lambda element: ""
        """Why an element is not of the document itself; empty when it is."""
        self._notes = notes
        self._language = language
        self._abroad = ""
        """The language that the nearest element says."""
        self._in_stage = False
        self._in_heading = False
        self._in_pre = False
        self._number: tuple[str, bool] | None = None
        """Number of the note that begins, and whether it may stand bare."""
        self._special: dict[str, Callable[[Element], None]] = {
            "br": self._line_break,
            "li": self._item,
            "blockquote": self._quotation,
            "pre": self._preformatted,
            "p": self._paragraph,
        }

    def walk(self, element: Element) -> None:
        """Take an element and all that is in it."""
        entry = self._notes.entries.get(id(element))
        reason = "" if entry else why_skipped(element) or self.outside(element)
        if reason:
            self._leave_out(element, reason)
        elif entry is not None:
            self._note(entry)
        elif id(element) in self._notes.marks:
            self._mark(element)
        elif id(element) in self._notes.back:
            self._link_back(element)
        elif is_page_break(element):
            self._page(element)
        elif element.tag in self._special:
            self._special[element.tag](element)
        elif element.tag in BLOCKS:
            self._block(element)
        else:
            self._inline(element)

    def only_notes(self, element: Element, reason: str) -> None:
        """Take the notes in a document that is not read otherwise."""
        if id(element) in self._notes.entries:
            self.walk(element)
            return
        for child in element.children:
            if isinstance(child, Text):
                self.flow.skip(child.begin, child.end, reason)
            else:
                self.only_notes(child, reason)

    def children(self, element: Element) -> None:
        """Take what is in an element."""
        verse = any(child.tag == "span" for child in element.elements()) and _is_verse(element)
        after_break = False
        for child in element.children:
            if isinstance(child, Element):
                if after_break and child.tag == "br" and not verse and not self._in_heading:
                    # An empty line ends a paragraph.
                    self.flow.close()
                self.walk(child)
                after_break = child.tag == "br"
                if verse:
                    self.flow.gap()
            else:
                self._text(child)
                after_break = after_break and self.flow.source[child.begin : child.end].isspace()

    def _leave_out(self, element: Element, reason: str) -> None:
        if element.tag in BLOCKS:
            self.flow.close()
        self.flow.leave_out(element, reason)

    def _text(self, text: Text) -> None:
        if self._number is not None and not self.flow.source[text.begin : text.end].isspace():
            text = self._without_number(text)
        if not self._in_pre:
            self.flow.text(text)
            return
        begin = text.begin
        for match in _BLANK_LINE.finditer(self.flow.source, text.begin, text.end):
            self.flow.text(Text(begin, match.start()))
            self.flow.close()
            begin = match.end()
        self.flow.text(Text(begin, text.end))

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _block(self, element: Element) -> None:
        if "dramatis-personae" in types(element):
            self.flow.end_turn()
        self.flow.close()
        if element.tag in ("section", "article") and self.flow.turn is not None:
            self.flow.end_turn()
        if any(word.endswith("dateline") for word in classes(element)):
            self.flow.open("dateline")
        named = element.tag == "dt" or not classes(element).isdisjoint(_SPEAKER)
        begin = self.flow.here() if named and not _has_blocks(element) else None
        self._marked_block(element)
        if begin is not None:
            self.flow.mark(begin, "strong")
        self.flow.close()

    def _marked_block(self, element: Element) -> None:
        """The content, in its own language, or as a stage direction."""
        outer = self.flow.default
        if is_stage(element):
            self.flow.default = "stage"
            if self.flow.turn is not None:
                self.flow.open("stage")
        self._in_language(element)
        self.flow.default = outer

    def _paragraph(self, element: Element) -> None:
        self.flow.close()
        if any(word.endswith("dateline") for word in classes(element)):
            self.flow.open("dateline")
        self._marked_block(element)
        self.flow.close()

    def _line_break(self, element: Element) -> None:
        self.flow.new_line()
        self.children(element)

    def _item(self, element: Element) -> None:
        self.flow.close()
        outer, self.flow.default = self.flow.default, "list-item"
        self._marked_block(element)
        self.flow.close()
        self.flow.default = outer

    def _quotation(self, element: Element) -> None:
        self.flow.close()
        outer, self.flow.quoted = self.flow.quoted, self.flow.turn is not None
        self._marked_block(element)
        self.flow.close()
        self.flow.quoted = outer

    def _preformatted(self, element: Element) -> None:
        self.flow.close()
        self._in_pre = True
        self._marked_block(element)
        self._in_pre = False
        self.flow.close()

    # --- inline ------------------------------------------------------------------------------------------------------

    def _inline(self, element: Element) -> None:
        kind: InlineKind | None = None
        if is_stage(element) and not self._in_stage and not self._in_heading:
            kind = "stage"
        elif element.tag in _EMPHASIS and not self._in_stage:
            kind = "emphasis"
        elif (element.tag in _STRONG and "persona" not in types(element)) or not classes(element).isdisjoint(_SPEAKER):
            kind = "strong"
        if kind is None or not self.flow.source[element.begin : element.end].strip() or _has_blocks(element):
            self._in_language(element)
            return
        begin = self.flow.here()
        outer, self._in_stage = self._in_stage, self._in_stage or kind == "stage"
        self._in_language(element)
        self._in_stage = outer
        self.flow.mark(begin, kind)

    def _in_language(self, element: Element) -> None:
        """What is in an element, marked when it or what holds it says another language; inside, that is the language."""
        outer = self._abroad, self._language
        self._abroad = language = element.get("xml:lang", "lang") or self._abroad
        foreign = bool(language) and not same_language(language, self._language)
        if not foreign or not self.flow.source[element.begin : element.end].strip() or _has_blocks(element):
            self.children(element)
        else:
            begin = self.flow.here()
            self._language = language
            self.children(element)
            self.flow.mark(begin, "foreign", language)
        self._abroad, self._language = outer

    # --- notes and pages ---------------------------------------------------------------------------------------------

    def _mark(self, element: Element, ahead: bool = False) -> None:
        self.flow.leave_out(element, reasons.NOTE_MARK)
        if id(element) in self._notes.first:
            self.flow.noteref(self._notes.marks[id(element)].key, ahead)

    def _note(self, entry: Entry) -> None:
        if not entry.marked:
            self.flow.close()
            self.flow.noteref(entry.key)
        element = entry.element
        listed = element.tag == "li" and element.parent is not None and element.parent.tag == "ol"
        outer, self._number = self._number, (entry.n, not listed)
        words = plain(self.flow.source, element)
        kind = "source" if re.match(r"[\[(*\d\].)\s]*Source:", words) else "note"
        with self.flow.note(entry.key, entry.n, kind):
            self._marked_block(element) if element.tag in BLOCKS else self._in_language(element)
        self._number = outer

    def _link_back(self, element: Element) -> None:
        self.flow.leave_out(element, LINK_BACK)
        if self._number is not None and self._number[0] in plain(self.flow.source, element):
            # The note's number is the link; what is printed behind it is not of the note either.
            self._number = ("", False)

    def _without_number(self, text: Text) -> Text:
        """The beginning of a note without the number that is printed there."""
        assert self._number is not None
        n, bare = self._number
        self._number = None
        if not n:
            match = re.compile(r"\s*[.):\]]+\s*").match(self.flow.source, text.begin, text.end)
            return text if match is None else Text(match.end(), text.end)
        pattern = rf"\s*(?:[\[(]\s*{re.escape(n)}\s*[\])][.:]?|{re.escape(n)}(?:[.)\]:]{{1,2}}(?=\s|$)|\s*$))\s*"
        if bare:
            pattern += rf"|\s*{re.escape(n)}\s+"
        match = re.compile(pattern).match(self.flow.source, text.begin, text.end)
        if match is None:
            return text
        self.flow.skip(match.start(), match.end(), reasons.NOTE_NUMBER)
        return Text(match.end(), text.end)

    def _page(self, element: Element) -> None:
        label = page_label(self.flow.source, element)
        self.flow.leave_out(element, reasons.PAGE_MARK)
        if label:
            self.flow.page(label)


def _has_blocks(element: Element) -> bool:
    return any(inner is not element and inner.tag in BLOCKS for inner in element.iter())


def _is_verse(element: Element) -> bool:
    return any(not types(around).isdisjoint(_VERSE) for around in (element, *element.ancestors()))
