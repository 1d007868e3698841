"""The walk through what stands inside a paragraph of a DOCX: runs, fields, changes, marks of notes and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from readaloud.languages import primary
from readaloud.model import InlineKind
from readaloud.readers import reasons
from readaloud.readers.docx.numbers import Pages
from readaloud.readers.docx.styles import Styles, child, value
from readaloud.readers.markup.semantics import HIDDEN
from readaloud.readers.markup.trees import Element, Text
from readaloud.readers.offsets.flow import Flow, Place

FIELD_CODE = "field code"
PRONUNCIATION = "pronunciation printed beside the word"

_DELETED = frozenset(("del", "moveFrom"))
_SPACE = frozenset(("tab", "ptab", "cr"))
_WITH_CONTENT = frozenset(("t", "instrText", "delText", "AlternateContent", "drawing", "pict", "object", "ruby"))
_KINDS: Final[dict[str, InlineKind]] = {"b": "strong", "i": "emphasis"}


@dataclass(slots=True)
class Field:
    """A field that is open."""

    in_code: bool = True
    """Whether its code is going on, not its result."""
    contents: bool = False
    """Whether its result is a table of contents."""


@dataclass(slots=True)
class References:
    """The marks of notes in the order of the text."""

    found: dict[tuple[str, str], str] = field(default_factory=dict)
    """(`footnote` or `endnote`, id) → the mark that is printed itself; empty where Word counts."""


class RunWalk:
    """Takes runs into the paragraph that a `Flow` has open."""

    def __init__(self, flow: Flow, styles: Styles, language: str) -> None:
        """`language` is the document's, against which foreign words stand out."""
        self.flow = flow
        self.styles = styles
        self.pages: Pages | None = None
        """Counts the pages; None where no page can begin, as in notes."""
        self.references = References()
        self._language = language
        self._fields: list[Field] = []
        self._open: dict[InlineKind, tuple[Place, str]] = {}
        """What is set off in the open paragraph: where it began, and its value."""
        self._hidden = False
        self._lines = 0
        """Line breaks since the last word."""
        self._custom: tuple[str, str] | None = None
        """The note whose mark is printed in this run."""

    # --- what stands in a paragraph ----------------------------------------------------------------------------------

    def inline(self, element: Element) -> None:
        """An element of a paragraph."""
        tag = element.tag
        if tag == "r":
            self._run(element)
        elif tag in _DELETED:
            self.flow.leave_out(element, reasons.DELETED)
        elif tag == "Fallback":
            self.flow.leave_out(element, reasons.ALTERNATIVE)
        elif tag == "rt":
            self.flow.leave_out(element, PRONUNCIATION)
        elif tag == "fldSimple" and value(element, "instr").split()[:1] == ["TOC"]:
            self.flow.leave_out(element, reasons.CONTENTS)
        elif tag == "AlternateContent":
            self.alternatives(element, self.inline)
        elif tag.endswith("Pr"):
            self.flow.leave_out(element, reasons.MARKUP)
        else:
            self._children(element)

    def _children(self, element: Element) -> None:
        for inner in element.children:
            if isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reasons.MARKUP)
            else:
                self.inline(inner)

    def alternatives(self, element: Element, take: Callable[[Element], None]) -> None:
        """One thing in several forms: the first is taken."""
        chosen = next((inner for inner in element.elements() if inner.tag == "Choice"), None)
        chosen = chosen or next(iter(element.elements()), None)
        for inner in element.children:
            if inner is not chosen:
                self.flow.skip(inner.begin, inner.end, reasons.ALTERNATIVE)
                continue
            assert isinstance(inner, Element)
            for one in inner.children:
                if isinstance(one, Text):
                    self.flow.skip(one.begin, one.end, reasons.MARKUP)
                else:
                    take(one)

    def box(self, element: Element) -> None:
        """A text box; the walk through blocks knows what to do."""
        raise NotImplementedError

    # --- runs --------------------------------------------------------------------------------------------------------

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        hidden = self._hidden or self.styles.is_on(properties, "vanish")
        if not hidden and self._says_something(run):
            self._set_off(properties)
        self._custom = None
        for inner in run.children:
            if isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reasons.MARKUP)
            else:
                self._in_run(inner, hidden)

    def _in_run(self, element: Element, hidden: bool) -> None:
        tag = element.tag
        if tag not in _WITH_CONTENT:
            self.flow.leave_out(element, reasons.MARKUP)
        if tag == "t":
            self._words(element, hidden)
        elif tag in ("footnoteReference", "endnoteReference"):
            self._reference(element, tag.removesuffix("Reference"))
        elif tag == "lastRenderedPageBreak":
            if self.pages is not None and self.pages.rendered_break():
                self.flow.page(self.pages.label)
        elif tag == "br":
            self._break(value(element, "type"))
        elif tag in _SPACE:
            self.flow.gap()
        elif tag == "noBreakHyphen":
            if self.flow.is_open and not hidden:
                self.flow.here()
                self.flow.insert("-")
        elif tag == "fldChar":
            self._field(value(element, "fldCharType"))
        elif tag == "instrText":
            if self._fields and self.flow.source[element.begin : element.end].split()[:1] == ["TOC"]:
                self._fields[-1].contents = True
            self.flow.leave_out(element, FIELD_CODE)
        elif tag == "delText":
            self.flow.leave_out(element, reasons.DELETED)
        elif tag == "AlternateContent":
            self.alternatives(element, lambda inner: self._in_run(inner, hidden))
        elif tag in ("drawing", "pict", "object"):
            self._drawing(element, hidden)
        elif tag == "ruby":
            self._children(element)

    def _words(self, element: Element, hidden: bool) -> None:
        reason = self._why_skipped(hidden)
        for inner in element.children:
            if reason or not isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reason or reasons.MARKUP)
            elif self._custom is not None:
                self.references.found[self._custom] = self.flow.source[inner.begin : inner.end].strip()
                self.flow.skip(inner.begin, inner.end, reasons.NOTE_MARK)
            else:
                self.flow.text(inner)
                if not self.flow.source[inner.begin : inner.end].isspace():
                    self._lines = 0
                    if self.pages is not None:
                        self.pages.words()

    def _why_skipped(self, hidden: bool) -> str:
        if any(one.in_code for one in self._fields):
            return FIELD_CODE
        if any(one.contents for one in self._fields):
            return reasons.CONTENTS
        return HIDDEN if hidden else ""

    def _says_something(self, run: Element) -> bool:
        return any(
            inner.tag == "t" and not self.flow.source[inner.begin : inner.end].isspace() for inner in run.elements()
        )

    def _reference(self, element: Element, kind: str) -> None:
        note = (kind, value(element, "id"))
        if value(element, "customMarkFollows").casefold() in ("1", "true", "on"):
            self._custom = note
        if note not in self.references.found:
            self.references.found[note] = ""
            self.flow.noteref(key(*note))

    def _break(self, kind: str) -> None:
        if kind == "page":
            if self.pages is not None and self.pages.set_break():
                self.flow.gap()
                self.flow.page(self.pages.label)
        elif kind == "column":
            self.flow.gap()
        else:
            self._lines += 1
            if self._lines > 1:
                self.empty_line()
            else:
                self.flow.new_line()

    def empty_line(self) -> None:
        """Two line breaks: what follows is a paragraph of its own."""
        self.flow.gap()

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_code = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawing(self, element: Element, hidden: bool) -> None:
        """Text boxes; what else is in a picture are names and measures."""
        for inner in element.children:
            if isinstance(inner, Text):
                self.flow.skip(inner.begin, inner.end, reasons.MARKUP)
            elif inner.tag == "txbxContent":
                if hidden:
                    self.flow.leave_out(inner, HIDDEN)
                else:
                    self.box(inner)
            elif inner.tag == "AlternateContent":
                self.alternatives(inner, lambda one: self._drawing(one, hidden))
            else:
                self._drawing(inner, hidden)

    # --- what is set off ---------------------------------------------------------------------------------------------

    def _set_off(self, properties: Element | None) -> None:
        """Begin and end marks where bold, italic or language change; Word cuts one word into runs as it likes."""
        wanted: dict[InlineKind, str] = {
            kind: "" for name, kind in _KINDS.items() if self.styles.is_on(properties, name)
        }
        language = value(child(properties, "lang"), "val")
        if language and primary(language) != primary(self._language):
            wanted["foreign"] = language
        for kind in [kind for kind, (_, held) in self._open.items() if wanted.get(kind) != held]:
            self._end(kind)
        for kind, held in wanted.items():
            if kind not in self._open:
                self._open[kind] = (self.flow.here(), held)

    def end_marks(self) -> None:
        """The paragraph ends, and with it what is set off."""
        for kind in list(self._open):
            self._end(kind)

    def _end(self, kind: InlineKind) -> None:
        begin, held = self._open.pop(kind)
        self.flow.mark(begin, kind, held)


def key(kind: str, number: str) -> str:
    """The key of a note: `fn2`, `en1`."""
    return f"{kind[0]}n{number}"


def main_language(root: Element, default: str) -> str:
    """The language that most letters of the runs are in: Word notes it run by run, and often wrongly for a few."""
    counts: Counter[str] = Counter()
    for run in root.iter("r"):
        language = value(child(run, "rPr", "lang"), "val") or default
        counts[language] += sum(inner.end - inner.begin for inner in run.elements() if inner.tag == "t")
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else default
