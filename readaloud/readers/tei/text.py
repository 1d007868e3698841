"""The blocks of TEI running text → paragraphs, notes and skips: heads, paragraphs, lists, tables, pages, notes inline."""

from __future__ import annotations

from dataclasses import replace

from readaloud.model import Inline, Skip
from readaloud.readers import reasons
from readaloud.readers.offsets.mapped import Mapped
from readaloud.readers.talk.paragraphs import Kind, Paragraph
from readaloud.readers.talk.prose import is_classification, is_heading
from readaloud.readers.tei.inline import BLOCKS, Open, TeiInline
from readaloud.readers.tei.tree import Element, attribute, local

_CONTAINERS = frozenset(
    "div div1 div2 div3 div4 body attachment floatingText group text front back postscript epigraph argument lg sp figure "
    "titlePage".split()
)
_HEADING_STYLES = ("center", "sectiontitle", "flushleft", "heading")


class TeiText(TeiInline):
    """Goes through elements in order and collects one part's paragraphs."""

    _titled = False

    def read(self, element: Element) -> None:
        """All blocks inside an element."""
        self._blocks(element, level=1)

    def outside(self, text: str, at: int, element: Element | None) -> None:
        """One block, or words, that stand before or after the part's own; a head there is no title of the part."""
        if element is None:
            if text.strip():
                loose = Open("closer")
                loose.builder.add(text, at)
                self._close(loose)
            return
        titled, self._titled = self._titled, True
        first = len(self.draft.paragraphs)
        self._block(element, level=1)
        self._titled = titled
        self.draft.paragraphs[first:] = [
            replace(paragraph, kind="closer") if paragraph.kind == "paragraph" else paragraph
            for paragraph in self.draft.paragraphs[first:]
        ]

    # Blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, element: Element, level: int, kind: Kind = "paragraph") -> None:
        """The children of a container; words that stand in it directly are a paragraph."""
        loose: Open | None = None
        for text, at, child in self.nodes(element):
            if child is not None and local(child) in BLOCKS:
                self._close(loose)
                loose = None
                self._block(child, level, kind)
            elif child is not None or text.strip():
                loose = loose or Open(kind, language=self.abroad(element))
                self.inline(loose, text, at, child)
        self._close(loose)

    def _block(self, element: Element, level: int, kind: Kind = "paragraph") -> None:
        name = local(element)
        if name == "pb":
            self._page(element)
        elif name == "head":
            self._head(element, level)
        elif name == "opener":
            self._opener(element)
        elif name == "dateline":
            self._flow(element, Open("dateline"))
        elif name in ("closer", "signed"):
            self._closer(element)
        elif name == "list":
            self._list(element, level)
        elif name == "table":
            self._table(element)
        elif name == "note":
            self._block_note(element)
        elif name in _CONTAINERS or (name == "quote" and self._holds_blocks(element)):
            self._blocks(element, level + 1 if name != "lg" else level, kind)
        elif name == "item":
            self._flow(element, Open("list-item", level))
        else:
            self._flow(element, Open(kind, style=attribute(element, "rend") + " " + attribute(element, "rendition")))

    def _holds_blocks(self, element: Element) -> bool:
        return any(local(child) in BLOCKS for child in element)

    def _page(self, element: Element) -> None:
        place = Mapped("", ((0, self.tree.inside[element]),))
        self.draft.paragraphs.append(Paragraph(place, "pagebreak", n=attribute(element, "n")))
        self._flow(element, Open())  # an element that should be empty

    def _head(self, element: Element, level: int) -> None:
        if not self._titled and level <= 1:
            self._titled = True
            self._flow(element, Open("title", 1))
        else:
            self._flow(element, Open("heading", max(2, level)))

    def _opener(self, element: Element) -> None:
        """Place and date, classification, salutation."""
        loose: Open | None = None
        for text, at, child in self.nodes(element):
            name = local(child) if child is not None else ""
            if name in ("dateline", "salute", "pb", "p", "list", "note", "head"):
                self._close(loose)
                loose = None
                assert child is not None
                self._block(child, 2)
            elif name:
                self._close(loose)
                loose = Open("dateline")
                self.inline(loose, text, at, child)
                self._close(loose)
                loose = None
            elif text.strip():
                loose = loose or Open("dateline")
                self.inline(loose, text, at, child)
        self._close(loose)

    def _closer(self, element: Element) -> None:
        loose: Open | None = None
        for text, at, child in self.nodes(element):
            name = local(child) if child is not None else ""
            if name in ("signed", "dateline", "pb", "p", "list", "salute"):
                self._close(loose)
                loose = None
                assert child is not None
                if name in ("p", "salute"):
                    self._flow(child, Open("closer"))
                else:
                    self._block(child, 2)
            elif name or text.strip():
                loose = loose or Open("closer")
                self.inline(loose, text, at, child)
        self._close(loose)

    def _list(self, element: Element, level: int, depth: int = 1) -> None:
        for text, at, child in self.nodes(element):
            name = local(child) if child is not None else ""
            if child is None:
                if text.strip():
                    loose = Open("list-item", depth)
                    self.inline(loose, text, at, None)
                    self._close(loose)
            elif name == "head":
                self._flow(child, Open("heading" if depth == 1 else "list-item", 3 if depth == 1 else depth))
            elif name == "item":
                self._item(child, depth)
            elif name == "list":
                self._list(child, level, depth + 1)
            elif name == "label":
                self._flow(child, Open("list-item", depth))
            else:
                self._block(child, level, "list-item")

    def _item(self, element: Element, depth: int) -> None:
        self._flow(element, Open("list-item", depth), depth)

    def _table(self, element: Element) -> None:
        for text, at, child in self.nodes(element):
            if child is None:
                if text.strip():
                    loose = Open("row")
                    self.inline(loose, text, at, None)
                    self._close(loose)
            elif local(child) == "row":
                self._row(child)
            elif local(child) == "head":
                self._flow(child, Open("heading", 3))
            else:
                self._block(child, 2)

    def _row(self, element: Element) -> None:
        """The cells of a row in one block."""
        row = Open("row", language=self.abroad(element))
        for text, at, child in self.nodes(element):
            if child is not None and local(child) == "cell":
                if row.builder.length:
                    row.builder.insert(" | ")
                self.children(row, child)
            elif child is not None or text.strip():
                self.inline(row, text, at, child)
        built = self._built(row)
        bare = built.plain.rstrip(" |")
        if bare or built.text.marks:
            self.draft.paragraphs.append(replace(built, text=built.text.part(0, len(bare))))

    def _block_note(self, element: Element) -> None:
        """A note between blocks: printed there, or a footnote to the block before."""
        if "inline" in attribute(element, "rend") or attribute(element, "place") == "inline":
            self._flow(element, Open("paragraph"))
            return
        loose = Open()
        self.note(loose, element)
        marks = loose.builder.build().marks
        paragraphs = self.draft.paragraphs
        for index in range(len(paragraphs) - 1, -1, -1):
            if paragraphs[index].kind != "pagebreak":
                end = len(paragraphs[index].plain)
                moved = [replace(mark, begin=end, end=end) for mark in marks]
                paragraphs[index] = replace(paragraphs[index], text=paragraphs[index].text.with_marks(moved))
                return
        self._close(loose)

    # Paragraphs --------------------------------------------------------------------------------------------------

    def _flow(self, element: Element, open_: Open, depth: int = 0) -> None:
        """An element whose words are one paragraph, unless blocks inside it cut it into several."""
        first = open_
        open_.language = language = self.abroad(element)
        for text, at, child in self.nodes(element):
            name = local(child) if child is not None else ""
            if child is not None and name in ("list", "table", "p", "floatingText", "attachment", "head", "lg", "item"):
                if name == "p" and not open_.builder.length and not open_.builder.marked:
                    open_ = replace_style(open_, child)
                    self._flow(child, open_, depth)
                    open_ = Open(first.kind, first.level, language=language)
                    continue
                self._close(open_)
                if name == "list":
                    self._list(child, 2, depth + 1)
                elif name == "p":
                    self._flow(child, Open(first.kind, first.level), depth)
                else:
                    self._block(child, 2)
                open_ = Open(first.kind, first.level, language=language)
            elif child is not None and name == "quote" and self._holds_blocks(child):
                self._close(open_)
                self._blocks(child, 2)
                open_ = Open(first.kind, first.level, language=language)
            else:
                self.inline(open_, text, at, child)
        self._close(open_)

    def _built(self, open_: Open) -> Paragraph:
        text = open_.builder.build()
        length = len(text.text)
        if open_.language and length:
            text = text.with_marks([Inline(0, length, "foreign", open_.language)])
        return Paragraph(
            text,
            open_.kind,
            level=open_.level,
            breaks=tuple(at for at in open_.breaks if 0 < at < length),
            people=tuple((b, e, who) for b, e, who in open_.people if e <= length),
        )

    def _close(self, open_: Open | None) -> None:
        if open_ is None:
            return
        built = self._built(open_)
        if not built.plain and not built.text.marks:
            return
        if open_.kind == "dateline" and is_classification(built.plain):
            mark = Inline(0, len(built.plain), "skip", reasons.CLASSIFICATION)
            self.draft.skips += [Skip(b, e, reasons.CLASSIFICATION) for b, e in built.text.spans()]
            built = replace(built, text=built.text.with_marks([mark]))
        elif open_.kind == "paragraph" and not built.breaks and _is_heading(built.plain, open_.style):
            built = replace(built, kind="heading", level=3)
        self.draft.paragraphs.append(built)


def _is_heading(text: str, style: str) -> bool:
    """Whether a paragraph is printed like a heading and reads like one."""
    if "sectiontitle" in style:
        return len(text) < 200
    return any(s in style for s in _HEADING_STYLES) and is_heading(text)


def replace_style(open_: Open, element: Element) -> Open:
    """The same paragraph with the style of the `p` that holds its words."""
    open_.style += " " + attribute(element, "rend") + " " + attribute(element, "rendition")
    return open_
