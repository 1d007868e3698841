"""Words inside TEI blocks: text with marks, notes apart, what is printed but not spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from readaloud.foreign import same_language
from readaloud.model import InlineKind, Note, NoteKind, Skip
from readaloud.readers import reasons
from readaloud.readers.offsets.mapped import Builder
from readaloud.readers.talk.paragraphs import Draft, Kind
from readaloud.readers.tei.tree import XML, Element, Tree, attribute, local

BLOCKS = frozenset(
    "div div1 div2 div3 div4 body attachment floatingText quote p head opener closer dateline salute signed list item table "
    "row note pb lg l postscript trailer byline epigraph argument sp ab figure byline docAuthor docDate titlePage group text "
    "front back label".split()
)
"""Elements that may hold or be blocks."""


_LOOSE = frozenset("p ab l byline trailer docAuthor docDate salute label speaker stage q figDesc".split())
_SKIPPED = {
    "fw": reasons.RUNNING_HEAD,
    "del": reasons.DELETED,
    "orig": reasons.ALTERNATIVE,
    "sic": reasons.ALTERNATIVE,
    "abbr": reasons.ALTERNATIVE,
}


@dataclass(slots=True)
class Open:
    """A paragraph that is being put together."""

    kind: Kind = "paragraph"
    level: int = 0
    builder: Builder = field(default_factory=Builder)
    breaks: list[int] = field(default_factory=list)
    people: list[tuple[int, int, str]] = field(default_factory=list)
    pages_of_notes: list[str] = field(default_factory=list)
    style: str = ""
    in_note: bool = False
    language: str = ""
    """Of its words as a whole, where it is not the document's (BCP 47)."""


class TeiInline:
    """Puts text, marks and notes of one part together."""

    def __init__(self, tree: Tree, part: str, keys: set[str] | None = None) -> None:
        """`part` begins the keys of notes that have no id; `keys` are those that the document has already."""
        self.tree = tree
        self.draft = Draft()
        self._part = part
        self._language = attribute(tree.root, f"{XML}lang") or "en"
        self._keys = set() if keys is None else keys

    def nodes(self, element: Element) -> Iterator[tuple[str, int, Element | None]]:
        """Text nodes with their offsets, and child elements, in order."""
        if element.text:
            yield element.text, self.tree.inside[element], None
        for child in element:
            if isinstance(child.tag, str):
                yield "", self.tree.inside[child], child
            if child.tail:
                yield child.tail, self.tree.behind[child], None

    def children(self, open_: Open, element: Element) -> None:
        """All words inside an element."""
        for text, at, child in self.nodes(element):
            self.inline(open_, text, at, child)

    def inline(self, open_: Open, text: str, at: int, child: Element | None) -> None:
        """One text node, or one element among words."""
        if child is None:
            open_.builder.add(text, at)
            return
        name = local(child)
        if name == "pb":
            open_.builder.mark_here("pagebreak", attribute(child, "n"))
            self.children(open_, child)
        elif name == "lb":
            if open_.builder.length:
                open_.breaks.append(open_.builder.length)
            open_.builder.break_line()
            self.children(open_, child)
        elif name == "note" and "inline" not in attribute(child, "rend"):
            self.note(open_, child)
        elif name == "choice":
            self._choice(open_, child)
        elif name in ("fw", "del"):
            self._skipped(open_, child, _SKIPPED[name])
        else:
            begin = self._begin(open_, child)
            if name in _LOOSE and open_.builder.length:
                open_.builder.break_line()
            self.children(open_, child)
            self._span(open_, child, name, begin)

    def _begin(self, open_: Open, child: Element) -> int:
        """Where the words of an inline element will begin; white space before them is written only if there are words."""
        if (child.text or "")[:1].isspace():
            # The element's own white space stands before its words and must not be counted to them.
            open_.builder.break_line()
        has_words = any(str(piece).strip() for piece in child.itertext())
        return open_.builder.settle() if has_words else open_.builder.length

    def _span(self, open_: Open, child: Element, name: str, begin: int) -> None:
        if name == "persName" and child.get("corresp"):
            open_.people.append((begin, open_.builder.length, attribute(child, "corresp").lstrip("#")))
        kind, value = _inline_kind(child, name)
        if kind is not None:
            open_.builder.mark(begin, kind, value)
        if kind != "foreign" and child.get(f"{XML}lang") and self.abroad(child) not in ("", open_.language):
            open_.builder.mark(begin, "foreign", self.abroad(child))

    def abroad(self, element: Element) -> str:
        """The language that the element or what holds it says, where it is not the document's; else empty."""
        for one in (element, *element.iterancestors()):
            language = attribute(one, f"{XML}lang")
            if language:
                return "" if same_language(language, self._language) else language
        return ""

    def _skipped(self, open_: Open, child: Element, reason: str) -> None:
        """Words that stay in the text but are not spoken; in a note, which is read as a whole, they are left out."""
        if open_.in_note:
            self.draft.skips.append(Skip(*self.tree.span(child), reason))
            return
        begin, notes = self._begin(open_, child), len(self.draft.notes)
        self.children(open_, child)
        open_.builder.mark(begin, "skip", reason)
        at, end = self.tree.span(child)
        for b, e in sorted(span for note in self.draft.notes[notes:] for span in note.spans):
            self.draft.skips.append(Skip(at, b, reason))
            at = max(at, e)
        self.draft.skips.append(Skip(at, end, reason))

    def _choice(self, open_: Open, element: Element) -> None:
        """Of two readings the editor's is spoken."""
        names = [local(child) for child in element if isinstance(child.tag, str)]
        taken = next((n for n in ("corr", "reg", "expan") if n in names), names[0] if names else "")
        for text, at, child in self.nodes(element):
            if child is None:
                open_.builder.add(text, at)
            elif local(child) == taken:
                self.children(open_, child)
                taken = ""
            else:
                self.draft.skips.append(Skip(*self.tree.span(child), reasons.ALTERNATIVE))

    def note(self, open_: Open, element: Element) -> None:
        """A note inline: a mark in the text, its words apart; a page that begins inside it follows its mark."""
        n = attribute(element, "n")
        key = self._key(attribute(element, f"{XML}id"))
        index = len(self.draft.notes)
        kind: NoteKind = "source" if attribute(element, "type") == "source" else "note"
        self.draft.notes.append(Note(key, n, "", kind=kind))
        open_.builder.mark_here("noteref", key)
        inner = Open(in_note=True)
        self._note_words(inner, element)
        text = inner.builder.build()
        for mark in text.marks:
            if mark.kind == "pagebreak":
                open_.builder.mark_at_word("pagebreak", mark.value)
        marks = tuple(mark for mark in text.marks if mark.kind != "pagebreak")
        spans = _joined(text.spans(), self.tree.text)
        self.draft.notes[index] = replace(self.draft.notes[index], text=text.text, marks=marks, spans=spans)

    def _key(self, id: str) -> str:
        """A key that no other note of the document has."""
        key, count = id or f"{self._part}n{len(self.draft.notes) + 1}", 1
        while key in self._keys:
            count += 1
            key = f"{id or self._part}-{count}"
        self._keys.add(key)
        return key

    def _note_words(self, inner: Open, element: Element) -> None:
        for text, at, child in self.nodes(element):
            if child is not None and local(child) in BLOCKS - {"note", "pb"}:
                inner.builder.break_line()
                self._note_words(inner, child)
                inner.builder.break_line()
            elif child is not None and local(child) in ("row", "cell"):
                self._note_words(inner, child)
            else:
                self.inline(inner, text, at, child)


def _joined(spans: list[tuple[int, int]], source: str) -> tuple[tuple[int, int], ...]:
    """Spans between which no word stands made one."""
    result: list[tuple[int, int]] = []
    for begin, end in spans:
        if result and not any(map(str.isalnum, source[result[-1][1] : begin])) and begin >= result[-1][1]:
            result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
    return tuple(result)


def _inline_kind(element: Element, name: str) -> tuple[InlineKind | None, str]:
    if name in ("hi", "emph", "title"):
        style = attribute(element, "rend") + attribute(element, "rendition")
        if "strong" in style or "bold" in style:
            return "strong", ""
        if "italic" in style or name in ("emph", "title"):
            return "emphasis", ""
    elif name == "foreign":
        return "foreign", attribute(element, f"{XML}lang")
    elif name == "supplied":
        return "supplied", ""
    return None, ""
