"""The walk through a book or page: to what `xhtml_text` takes come headings and speeches set in tables.

Standard Ebooks sets plays as tables: a row is a speech, its first cell (`z3998:persona`) the speaker. A row whose first
cell is empty is a stage direction; one without that cell goes on with the speech (`rowspan`).
"""

from __future__ import annotations

import re

from readaloud.readers import reasons
from readaloud.readers.markup.htmltree import BLOCKS
from readaloud.readers.markup.semantics import classes, is_page_break, is_stage, types, why_skipped
from readaloud.readers.markup.trees import Element, Text, plain
from readaloud.readers.markup.xhtml_notes import Notes
from readaloud.readers.markup.xhtml_text import TextWalk
from readaloud.readers.offsets.flow import Flow

_LABEL_STOP = re.compile(r"\s*([.:]|[.:]?\s*[—–])(?=\s|$|[“\"(\[])")
_LABEL_END = re.compile(r"[\s.:;,—–-]*$")
_HEADING = re.compile(r"^h([1-6])$")
_CELLS = frozenset(("td", "th"))


class Walk(TextWalk):
    """Goes through one tree after another and fills a `Flow`."""

    def __init__(self, flow: Flow, notes: Notes, language: str) -> None:
        """`language` is the document's, against which foreign words stand out."""
        super().__init__(flow, notes, language)
        self.marked_turns = 0
        """Turns whose speaker the markup names."""
        self._in_drama = False
        """Whether the table around is one of speeches."""
        self._rows_left = 0
        """Rows over which the speaker's cell still reaches."""
        self._special |= {"tr": self._row, "table": self._table, "hgroup": self._heading_group}
        self._special |= dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading)

    def _block(self, element: Element) -> None:
        if "halftitlepage" in types(element):
            self._half_title(element)
        else:
            super()._block(element)

    # --- speeches in paragraphs --------------------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> None:
        persona = next((child for child in element.children if not self._is_blank(child)), None)
        if (
            isinstance(persona, Element)
            and "persona" in types(persona)
            and not is_stage(element)
            and self._labels(persona)
        ):
            self._labelled(element, persona)
            return
        super()._paragraph(element)

    def _is_blank(self, child: Element | Text) -> bool:
        return isinstance(child, Text) and self.flow.source[child.begin : child.end].isspace()

    def _labels(self, persona: Element) -> bool:
        """Whether a name at the beginning of a paragraph is its speaker, as `Lane enters` is not."""
        if _LABEL_END.sub("", plain(self.flow.source, persona)) != plain(self.flow.source, persona):
            return True
        return bool(_LABEL_STOP.match(self.flow.source, persona.end))

    def _labelled(self, element: Element, persona: Element) -> None:
        printed = self._printed(persona)
        label = _LABEL_END.sub("", printed)
        stop = _LABEL_STOP.match(self.flow.source, persona.end)
        separator = printed[len(label) :] + (stop[1] if stop else "")
        self._begin_turn(label, separator)
        begin = stop.end() if stop else persona.end
        for child in element.children:
            if child is persona:
                self._persona(persona)
            elif isinstance(child, Element):
                self.walk(child)
            elif child.end > begin:
                self._text(Text(max(child.begin, begin), child.end))
        self.flow.end_turn()

    def _begin_turn(self, label: str, separator: str) -> None:
        self.marked_turns += 1
        self.flow.begin_turn(label, separator)

    # --- headings ----------------------------------------------------------------------------------------------------

    def _heading(self, element: Element) -> None:
        if any(id(ancestor) in self._notes.lists for ancestor in element.ancestors()) or self._before_notes(element):
            self._leave_out(element, reasons.HEADING)
            return
        if self._in_heading:
            self._line(element)
            return
        self.flow.end_turn()
        match = _HEADING.match(element.tag)
        assert match is not None
        self.flow.open("heading", level=int(match[1]))
        self._in_heading = True
        self._in_language(element)
        self._in_heading = False
        self.flow.close()

    def _before_notes(self, element: Element) -> bool:
        """Whether a list of notes follows right after."""
        siblings = element.parent.elements() if element.parent is not None else []
        following = siblings[siblings.index(element) + 1 :][:1]
        return any(
            id(e) in self._notes.lists and any(id(n) in self._notes.entries for n in e.iter()) for e in following
        )

    def _heading_group(self, element: Element) -> None:
        """Number and title of a chapter are one heading: `I: The Arrival`."""
        first = next((int(match[1]) for child in element.elements() if (match := _HEADING.match(child.tag))), None)
        if first is None:
            self._block(element)
            return
        self.flow.end_turn()
        self.flow.open("heading", level=first)
        self._in_heading = True
        for child in element.children:
            if isinstance(child, Element):
                self._line(child)
            else:
                self._text(child)
        self._in_heading = False
        self.flow.close()

    def _line(self, element: Element) -> None:
        """A further line of a heading."""
        if self.flow.ends_in_word:
            self.flow.insert(":")
        self.flow.gap()
        self.children(element)
        self.flow.gap()

    def _half_title(self, element: Element) -> None:
        """The title as a book prints it once more before its first chapter."""
        self.flow.end_turn()
        self.flow.open("title", level=1)
        self._in_heading = True
        lines = [e for e in element.iter() if _HEADING.match(e.tag) or e.tag == "p"]
        if lines:
            self._half_title_lines(element)
        else:
            self.children(element)
        self._in_heading = False
        self.flow.close()

    def _half_title_lines(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, Text):
                self._text(child)
            elif _HEADING.match(child.tag) or child.tag == "p":
                self._line(child)
            else:
                self._half_title_lines(child)

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, element: Element) -> None:
        self.flow.end_turn()
        outer, self._in_drama = self._in_drama, any("persona" in types(cell) for cell in element.iter("td", "th"))
        self._block(element)
        self._in_drama = outer
        self.flow.end_turn()

    def _row(self, element: Element) -> None:
        """One row: a speech with its speaker, the go-on of one, a stage direction, or cells side by side."""
        cells = [child for child in element.elements() if child.tag in _CELLS]
        if not self._in_drama:
            self._plain_row(element)
            return
        personas = [cell for cell in cells if "persona" in types(cell) and plain(self.flow.source, cell)]
        empty = bool(cells) and len(cells) > 1 and not plain(self.flow.source, cells[0])
        if personas:
            printed = ", ".join(self._printed(cell) for cell in personas)
            label = _LABEL_END.sub("", printed) or printed
            self._begin_turn(label, printed[len(label) :].strip())
            self._rows_left = max(int(n) if (n := cell.get("rowspan")).isdecimal() else 1 for cell in personas)
        elif empty or (self._rows_left <= 0 and "together" not in classes(element)):
            self.flow.end_turn()
        self._rows_left -= 1
        outer = self.flow.default
        if empty and not personas:
            self.flow.default = "stage"
        for child in element.children:
            if isinstance(child, Text):
                self._text(child)
            elif child in personas:
                self._persona(child)
            else:
                self.flow.close()
                self._marked_block(child)
                self.flow.close()
        self.flow.default = outer

    def _printed(self, element: Element) -> str:
        """The words of a label, without note marks and page marks."""
        pieces = []
        for child in element.children:
            if isinstance(child, Text):
                pieces.append(self.flow.source[child.begin : child.end])
            elif child.tag == "br":
                pieces.append(" ")
            elif id(child) not in self._notes.marks and not is_page_break(child):
                pieces.append(self._printed(child))
        return " ".join("".join(pieces).split())

    def _persona(self, element: Element) -> None:
        """The label's words are skipped; a note or a page break in it is not."""
        for child in element.children:
            if isinstance(child, Text):
                self.flow.skip(child.begin, child.end, reasons.LABEL)
            elif id(child) in self._notes.marks:
                self._mark(child, ahead=True)
            elif is_page_break(child):
                self.walk(child)
            else:
                self._persona(child)

    def _plain_row(self, element: Element) -> None:
        self.flow.close()
        blocks = any(child.tag in BLOCKS for cell in element.elements() for child in cell.elements())
        for child in element.children:
            if isinstance(child, Text):
                self._text(child)
            elif blocks or id(child) in self._notes.entries:
                self.flow.close()
                self.walk(child)
                self.flow.close()
            else:
                self.flow.gap()
                if not why_skipped(child):
                    self.children(child)
                else:
                    self.flow.leave_out(child, why_skipped(child))
                self.flow.gap()
        self.flow.close()
