"""Lines → paragraphs: wrapped lines joined, hyphens at their ends taken away, marks of notes and pages set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from readaloud.model import Inline, Note, NoteKind, Skip
from readaloud.readers import reasons
from readaloud.readers.offsets.mapped import Builder, Mapped
from readaloud.readers.pdf.columns import BULLET, Columns
from readaloud.readers.pdf.footnotes import Footnote
from readaloud.readers.pdf.lines import Line
from readaloud.readers.talk.paragraphs import Kind, Paragraph

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐\xad]$")
_SOFT = "\xad"
_LAST_WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*[-‐\xad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_MARKS = re.compile(r"\d{1,3}|[*†‡§¶‖]{1,3}|[a-z]")


@dataclass(slots=True)
class Group:
    """A paragraph with what its type looks like."""

    paragraph: Paragraph
    size: float = 0.0
    bold: bool = False
    page: int = 0
    lines: int = 0


@dataclass(slots=True)
class Assembly:
    """Puts paragraphs and notes together and keeps the account of what is skipped."""

    notes: Sequence[Footnote]
    words: frozenset[str]
    """Words, and compounds with hyphens, that stand within lines of the document, in lower case."""
    skips: list[Skip] = field(default_factory=list)
    marked: set[int] = field(default_factory=set)
    """Indices of the notes whose mark has come."""

    def groups(self, pages: Sequence[Sequence[Line]], columns: Columns, labels: Mapping[int, str]) -> list[Group]:
        """All paragraphs in order; `labels` are those of the pages, empty where none are told."""
        found: list[Group] = []
        current: list[Line] = []
        relations: list[str] = []
        heads: dict[int, str] = {}
        waiting = ""
        for page, lines in enumerate(pages):
            waiting = labels.get(page, "")
            for line in lines:
                relation = columns.relation(current[-1], line, len(current) == 1) if current else "new"
                if relation == "break" and BULLET.match(current[0].text):
                    relation = "new"
                if relation == "new":
                    if current:
                        found.append(self._group(current, relations, heads))
                    current, relations, heads = [], [], {}
                    if waiting:
                        found.append(_page(waiting, line.begin, page))
                elif waiting:
                    heads[len(current)] = waiting
                waiting = ""
                current.append(line)
                relations.append(relation)
            if waiting and not lines:
                # A page without text of its own.
                if current:
                    found.append(self._group(current, relations, heads))
                current, relations, heads = [], [], {}
                found.append(_page(waiting, found[-1].paragraph.text.source(0) or 0 if found else 0, page))
                waiting = ""
        if current:
            found.append(self._group(current, relations, heads))
        return found

    def _group(self, lines: Sequence[Line], relations: Sequence[str], heads: Mapping[int, str]) -> Group:
        bullet = BULLET.match(lines[0].text)
        joined = self._join([(line, 0) for line in lines], relations, heads, bullet.end() if bullet else 0)
        kind: Kind = "list-item" if bullet else "paragraph"
        paragraph = replace(joined, kind=kind, level=1 if bullet else 0)
        size = max(lines, key=lambda line: len(line.text)).size
        return Group(paragraph, size, all(line.is_bold for line in lines), lines[0].page, len(lines))

    def note(self, index: int) -> Note:
        """The text of a footnote."""
        note = self.notes[index]
        for line, begin, number in note.lines:
            self.skips += [Skip(b, e, reasons.NOTE_NUMBER) for b, e in _spans(line, number, begin)]
        lines = [(line, begin) for line, begin, _ in note.lines]
        text = self._join(lines, ["wrap"] * len(lines), {}, 0, marks=False).text
        kind: NoteKind = "source" if text.text.startswith("Source:") else "note"
        return Note(f"fn{index + 1}", note.n, text.text, text.marks, kind, tuple(text.spans()))

    def _join(
        self,
        lines: Sequence[tuple[Line, int]],
        relations: Sequence[str],
        heads: Mapping[int, str],
        begin: int,
        marks: bool = True,
    ) -> Paragraph:
        """Lines as one text."""
        builder = Builder()
        inlines: list[Inline] = []
        breaks: list[int] = []
        wraps: list[int] = []
        for index, ((line, start), relation) in enumerate(zip(lines, relations, strict=True)):
            start = max(start, begin if index == 0 else 0)
            if index:
                before = lines[index - 1][0].text
                if not self._glued(before, line.text[start:]):
                    (wraps if relation == "wrap" else breaks).append(builder.length)
                    builder.break_line()
            if index in heads:
                builder.mark_here("pagebreak", heads[index])
            end = len(line.text)
            following = lines[index + 1][0].text[lines[index + 1][1] :] if index + 1 < len(lines) else ""
            if following and self._drops_hyphen(line.text, following):
                end -= 1
            cuts = self._cuts(line) if marks else []
            for low, high, keys in cuts:
                inlines += line.add_to(builder, start, low)
                for key in keys:
                    builder.mark_here("noteref", key)
                start = high
            inlines += line.add_to(builder, start, end)
        text = builder.build()
        length = len(text.text)
        kept = [replace(mark, end=min(mark.end, length)) for mark in inlines if mark.begin < length]
        text = without_soft(text.with_marks(_merged(kept, text.text)))
        inside = [tuple(at for at in dict.fromkeys(places) if 0 < at < length) for places in (breaks, wraps)]
        return Paragraph(text, breaks=inside[0], wraps=inside[1])

    # --- hyphens -----------------------------------------------------------------------------------------------------

    def _glued(self, before: str, following: str) -> bool:
        """Whether a line goes on with the word, or right after the dash, in which the one before ends."""
        if not following:
            return False
        if _HYPHEN.search(before) and following[:1].isalnum():
            return True
        if re.search(r"\d[-–]$", before) and following[:1].isdecimal():
            return True
        return bool(re.search(r"[^\W_]—$", before)) and following[:1].isalnum()

    def _drops_hyphen(self, before: str, following: str) -> bool:
        """Whether the hyphen at the end of a line is there only because the line ends."""
        last, first = _LAST_WORD.search(before), _FIRST_WORD.match(following)
        if not _HYPHEN.search(before) or last is None or first is None:
            return False
        if before.endswith(_SOFT):
            return True
        if not first[0][0].islower():
            return False
        stem, rest = last[0][:-1].casefold(), first[0].casefold()
        if stem + rest in self.words:
            return True
        return f"{stem}-{rest}" not in self.words and "-" not in stem

    # --- marks of notes ----------------------------------------------------------------------------------------------

    def _cuts(self, line: Line) -> list[tuple[int, int, list[str]]]:
        """The raised numbers of a line that are marks of notes, with the notes' keys."""
        found = []
        for begin, end in line.raised:
            keys = []
            for n in _MARKS.findall(line.text[begin:end]):
                index = self._note_of(n, line.page)
                if index is None:
                    break
                keys.append(index)
            else:
                if keys and not re.search(r"[^\W\d]{2}", line.text[begin:end]):
                    self.marked.update(keys)
                    self.skips += [Skip(b, e, reasons.NOTE_MARK) for b, e in _spans(line, begin, end)]
                    found.append((begin, end, [f"fn{key + 1}" for key in keys]))
        return found

    def _note_of(self, n: str, page: int) -> int | None:
        """The note with this number on this page, or else on the next; each has one mark."""
        for wanted in (page, page + 1):
            for index, note in enumerate(self.notes):
                if note.n == n and note.page == wanted and index not in self.marked:
                    return index
        return None


def _page(label: str, at: int, page: int) -> Group:
    return Group(Paragraph(Mapped("", ((0, at),)), "pagebreak", n=label), page=page)


def _spans(line: Line, begin: int, end: int) -> list[tuple[int, int]]:
    return Mapped(line.text, tuple(line.runs)).spans(begin, end)


def _merged(marks: Sequence[Inline], text: str) -> list[Inline]:
    """Marks of one kind that only white space parts, as one."""
    found: list[Inline] = []
    for mark in sorted(marks, key=lambda mark: (mark.kind, mark.begin)):
        begin, end = mark.begin, mark.end
        while begin < end and text[begin] == " ":
            begin += 1
        while begin < end and text[end - 1] == " ":
            end -= 1
        if begin == end:
            continue
        last = found[-1] if found else None
        if last is not None and last.kind == mark.kind and not text[last.end : begin].strip():
            found[-1] = replace(last, end=max(last.end, end))
        else:
            found.append(replace(mark, begin=begin, end=end))
    return found


def without_soft(text: Mapped) -> Mapped:
    """Without soft hyphens, which are printed only at the end of a line."""
    cuts = [(match.start(), match.end()) for match in re.finditer(_SOFT, text.text)]
    return text.without(cuts) if cuts else text


def vocabulary(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The words that stand within lines, where no hyphen is there only because the line ends."""
    words: set[str] = set()
    for lines in pages:
        for line in lines:
            inner = line.text.strip().split(" ")[1:]
            if inner and _HYPHEN.search(inner[-1]):
                del inner[-1]
            words.update(word.casefold().replace("‐", "-") for word in _WORDS.findall(" ".join(inner)))
    return frozenset(words)
