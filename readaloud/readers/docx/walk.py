"""The walk through the blocks of a DOCX: paragraphs, tables row by row, text boxes, sections, notes."""

from __future__ import annotations

import re
from typing import Any

from readaloud.readers import reasons
from readaloud.readers.docx.numbers import Pages, start, written
from readaloud.readers.docx.runs import RunWalk, key
from readaloud.readers.docx.styles import Shape, Styles, child, switch, value
from readaloud.readers.markup.trees import Element, Text, plain
from readaloud.readers.offsets.flow import Flow

COMMENT = reasons.COMMENT

_FEWEST_ROWS = 4
"""Rows that a table must have before its first column is believed to name speakers."""
_LONGEST_NAME = 50


class Walk(RunWalk):
    """Goes through the files of a DOCX and fills a `Flow`."""

    def __init__(self, flow: Flow, styles: Styles, language: str, settings: Element) -> None:
        """`settings` is the root of settings.xml."""
        super().__init__(flow, styles, language)
        self._settings = settings
        self._sections: list[Element | None] = []
        self._shape = Shape()
        self._joins = False
        """Whether the next paragraph goes on with this one, whose end was deleted."""
        self._in_cell = False
        """Whether the next paragraph is the first of a further cell of a row, and goes on in the row's line."""

    # --- the document ------------------------------------------------------------------------------------------------

    def document(self, root: Element) -> None:
        """The text itself."""
        body = child(root, "body") or root
        self._sections = [child(p, "pPr", "sectPr") for p in root.iter("p") if child(p, "pPr", "sectPr") is not None]
        self._sections.append(child(body, "sectPr"))
        self.pages = Pages(self._sections)
        if _has_breaks(root, self._sections):
            self.flow.page(self.pages.label)
        self._blocks(root)
        self.flow.close()
        self.pages = None

    def notes(self, root: Element, kind: str) -> None:
        """Footnotes or endnotes: those with a mark in the text, in the order of the file."""
        printed = self._printed(kind)
        for element in root.children:
            if isinstance(element, Text):
                self.flow.skip(element.begin, element.end, reasons.MARKUP)
                continue
            number = value(element, "id")
            if value(element, "type") not in ("", "normal") or element.tag != kind:
                self.flow.leave_out(element, reasons.MARKUP)
            elif (kind, number) not in printed:
                self.flow.leave_out(element, reasons.DELETED)
            else:
                self._note(element, key(kind, number), printed[kind, number])

    def left_out(self, root: Element, kind: str) -> None:
        """Running heads and comments."""
        self.flow.leave_out(root, COMMENT if kind == "comments" else reasons.RUNNING_HEAD)

    def _printed(self, kind: str) -> dict[tuple[str, str], str]:
        """The notes of a kind that have a mark, and what is printed there."""
        said = [*self._sections, self._settings]
        properties = [found for one in said if (found := child(one, f"{kind}Pr")) is not None]
        form = next((value(f, "val") for p in properties if (f := child(p, "numFmt")) is not None), "")
        form = form or ("lowerRoman" if kind == "endnote" else "decimal")
        count = next((n for p in properties if (n := start(child(p, "numStart"), "val")) is not None), 1)
        printed: dict[tuple[str, str], str] = {}
        for note, own in self.references.found.items():
            if note[0] == kind:
                printed[note] = own or written(count, form)
                count += not own
        return printed

    def _note(self, element: Element, note: str, n: str) -> None:
        source = re.match(r"[\[(*\d\].)\s]*Source:", plain(self.flow.source, element))
        with self.flow.note(note, n, "source" if source else "note"):
            self._blocks(element)
            self.end_marks()

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, element: Element) -> None:
        for inner in element.children:
            if isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reasons.MARKUP)
            else:
                self._block(inner)

    def _block(self, element: Element) -> None:
        tag = element.tag
        if tag == "p":
            self._paragraph(element)
        elif tag == "tbl":
            self._table(element)
        elif tag in ("del", "moveFrom"):
            self.flow.leave_out(element, reasons.DELETED)
        elif tag == "AlternateContent":
            self.alternatives(element, self._block)
        elif tag == "sdt" and _is_contents(element):
            self.flow.leave_out(element, reasons.CONTENTS)
        elif tag == "r":
            self.inline(element)
        elif tag.endswith("Pr"):
            self.flow.leave_out(element, reasons.MARKUP)
        else:
            self._blocks(element)

    def _paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        shape = self.styles.shape(properties)
        if shape.contents:
            self.flow.close()
            self.flow.leave_out(element, reasons.CONTENTS)
            self._section(properties)
            return
        goes_on = self._joins or (self._in_cell and not (shape.heading or shape.title or shape.item))
        self._joins = self._in_cell = False
        if goes_on and self.flow.is_open:
            self.flow.gap()
        else:
            self._begin(shape)
        if switch(properties, "pageBreakBefore") and self.pages is not None and self.pages.set_break():
            self.flow.page(self.pages.label)
        outer, self._hidden = self._hidden, self._hidden or self.styles.hides(properties)
        for inner in element.children:
            if isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reasons.MARKUP)
            else:
                self.inline(inner)
        self._hidden = outer
        self.end_marks()
        self._lines = 0
        self._joins = child(properties, "rPr", "del") is not None
        self._section(properties)

    def _begin(self, shape: Shape) -> None:
        values: dict[str, Any] = {}
        if shape.title:
            values = {"role": "title", "level": 1}
        elif shape.heading:
            values = {"role": "heading", "level": shape.heading}
        elif shape.item:
            values = {"role": "list-item", "level": shape.item}
        self._shape = shape
        self.flow.open(**values)

    def _section(self, properties: Element | None) -> None:
        """A section may end with a paragraph."""
        if child(properties, "sectPr") is None or self.pages is None:
            return
        self.flow.close()
        if self.pages.next_section():
            self.flow.page(self.pages.label)

    def empty_line(self) -> None:
        """Two line breaks: what follows is a paragraph of its own."""
        self.end_marks()
        self._begin(self._shape)

    def box(self, element: Element) -> None:
        """A text box stands where it is anchored; the paragraph around goes on after it."""
        shape, joins = self._shape, self._joins
        self.end_marks()
        self._joins = self._in_cell = False
        self._blocks(element)
        self._joins = joins
        self._begin(shape)

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, element: Element) -> None:
        self.flow.close()
        names = self._names_speakers(element)
        self._rows(element, names)
        self.flow.close()

    def _rows(self, element: Element, names: bool) -> None:
        for inner in element.children:
            if isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reasons.MARKUP)
            else:
                self._in_table(inner, names)

    def _in_table(self, element: Element, names: bool) -> None:
        if element.tag == "tr":
            self._row(element, names)
        elif element.tag == "AlternateContent":
            self.alternatives(element, lambda inner: self._in_table(inner, names))
        elif element.tag in ("p", "tbl", "r", "del", "moveFrom") or element.tag.endswith("Pr"):
            self._block(element)
        else:
            self._rows(element, names)

    def _row(self, row: Element, names: bool) -> None:
        """Cells side by side are one line; a further paragraph in a cell is one of its own."""
        if child(row, "trPr", "del") is not None:
            self.flow.leave_out(row, reasons.DELETED)
            return
        self.flow.close()
        if self.pages is not None:
            self.pages.row()
        first = True
        for inner in row.children:
            if isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reasons.MARKUP)
                continue
            if inner.tag != "tc":
                self._block(inner)
                continue
            if self.pages is not None:
                self.pages.cell()
            paragraphs = [p for p in inner.elements() if p.tag == "p"]
            self._in_cell = not first and self.flow.is_open
            begin = self.flow.here() if names and first and plain(self.flow.source, inner) else None
            if begin is not None:
                self._in_cell = True
            self._blocks(inner)
            if begin is not None:
                self.flow.mark(begin, "strong")
            if len(paragraphs) > 1:
                self.flow.close()
            self._in_cell = first = False
        if self.pages is not None:
            self.pages.row()
        self.flow.close()

    def _names_speakers(self, table: Element) -> bool:
        """Whether the first of two columns holds few names again and again."""
        rows = [[c for c in row.elements() if c.tag == "tc"] for row in table.elements() if row.tag == "tr"]
        first = [plain(self.flow.source, cells[0]) for cells in rows if len(cells) == 2]
        first = [words for words in first if words]
        return (
            len(first) >= _FEWEST_ROWS
            and len(first) * 4 >= len(rows) * 3
            and 1 < len(set(first)) <= len(first) // 2
            and all(len(words) <= _LONGEST_NAME for words in first)
        )


def _has_breaks(root: Element, sections: list[Element | None]) -> bool:
    """Whether the document tells where a page begins."""
    if len([s for s in sections[1:] if value(child(s, "type"), "val") not in ("continuous", "nextColumn")]) > 0:
        return True
    return any(
        element.tag != "br" or value(element, "type") == "page"
        for element in root.iter("lastRenderedPageBreak", "br", "pageBreakBefore")
    )


def _is_contents(element: Element) -> bool:
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return value(gallery, "val").casefold() == "table of contents"
