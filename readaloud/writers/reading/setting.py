"""Sets utterances one after another into blocks: paragraphs, turns, notes, and pages where they begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from readaloud.model import Form, Inline, Speaker
from readaloud.writers.reading.hearing import Said
from readaloud.writers.reading.labels import Labels
from readaloud.writers.reading.letters import word_end
from readaloud.writers.reading.view import Block, Heading, Note, PageMark, Paragraph, Sentence, Turn


@dataclass(slots=True)
class _OpenTurn:
    number: int
    speaker: str
    label: str
    continues: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _OpenParagraph:
    form: Form
    quoted: bool
    continues: bool
    content: list[Sentence | PageMark] = field(default_factory=list)
    due: list[tuple[int, Inline]] = field(default_factory=list)
    """Page marks whose page did not come yet, each with the index of its sentence."""


@dataclass(slots=True)
class _OpenNote:
    key: str
    n: str
    label: Sentence | None = None
    content: list[Sentence] = field(default_factory=list)
    closing: Sentence | None = None


class Composition:
    """Sets section after section; pages, notes and levels of headings count on through the edition."""

    def __init__(self, words: Labels, speakers: Mapping[int, Speaker], keys: frozenset[str]) -> None:
        """`speakers` of turns by their number; `keys` of the notes that there are."""
        self._words, self._speakers, self._keys = words, speakers, keys
        self._page = self._note = 0
        self._level = 1
        self._turns: set[int] = set()
        self._blocks: list[Block] = []
        self._turn: _OpenTurn | None = None
        self._paragraph: _OpenParagraph | None = None
        self._aside: _OpenNote | None = None
        self._pending: list[PageMark] = []

    def section(self, said: Sequence[Said]) -> tuple[Block, ...]:
        """The blocks of one section."""
        self._blocks = []
        for one in said:
            self._add(one)
        self._leave_turn()
        self._place_pages()
        return tuple(self._blocks)

    def _add(self, one: Said) -> None:
        utterance = one.utterance
        if utterance.key and utterance.kind in ("note", "announcement"):
            self._add_to_note(one)
            return
        self._close_note()
        if utterance.kind == "page":
            self._add_page(one)
        elif utterance.kind == "announcement":
            self._leave_turn()
            self._place_pages()
            self._target().append(Paragraph((_sentence(one, utterance.spoken),)))
        elif utterance.kind == "heading":
            self._add_heading(one)
        else:
            self._add_sentence(one)

    # -- words --------------------------------------------------------------------------------------------------------

    def _add_heading(self, one: Said) -> None:
        self._enter(one)
        self._close_paragraph()
        self._place_pages()
        blocks = self._target()
        sentence = self._with_marks(one, None)
        if not one.utterance.opens and blocks and isinstance(blocks[-1], Heading):
            blocks[-1] = replace(blocks[-1], content=(*blocks[-1].content, sentence))
            return
        self._level = max(1, min(one.utterance.level or 2, self._level + 1))
        blocks.append(Heading(self._level, (sentence,)))

    def _add_sentence(self, one: Said) -> None:
        utterance = one.utterance
        self._enter(one)
        current = self._paragraph
        if current is None or utterance.opens or (current.form, current.quoted) != (utterance.form, utterance.quoted):
            self._close_paragraph()
            self._place_pages()
            current = self._paragraph = _OpenParagraph(utterance.form, utterance.quoted, not utterance.opens)
        current.content += self._pending
        self._pending.clear()
        before = current.content[-1] if current.content else None
        current.due = [(len(current.content), m) for m in utterance.marks if m.kind == "pagebreak"]
        current.content.append(self._with_marks(one, before if isinstance(before, Sentence) else None))

    def _with_marks(self, one: Said, before: Sentence | None) -> Sentence:
        """The sentence with the marks that a page shows; a note mark between two sentences belongs to the first."""
        sentence = _sentence(one, one.utterance.text)
        told = {(m.begin - len(before.text), m.value) for m in before.marks if m.kind == "noteref"} if before else set()
        marks = (
            mark
            for mark in one.utterance.marks
            if mark.kind not in ("pagebreak", "noteref")
            or (mark.kind == "noteref" and mark.value in self._keys and (mark.begin, mark.value) not in told)
        )
        return replace(sentence, marks=tuple(marks))

    # -- turns --------------------------------------------------------------------------------------------------------

    def _enter(self, one: Said) -> None:
        number = one.utterance.turn
        if number == (self._turn.number if self._turn else None):
            return
        self._leave_turn()
        self._place_pages()
        if number is not None:
            speaker = self._speakers.get(number)
            label = one.utterance.label or (speaker.name if speaker and not speaker.role else "")
            self._turn = _OpenTurn(number, speaker.id if speaker else "", label, number in self._turns)
            self._turns.add(number)

    def _leave_turn(self) -> None:
        self._close_note()
        self._close_paragraph()
        if self._turn is not None:
            turn, self._turn = self._turn, None
            if turn.blocks:
                self._blocks.append(
                    Turn(turn.number, turn.speaker, turn.label, tuple(turn.blocks), continues=turn.continues)
                )

    def _close_paragraph(self) -> None:
        open_, self._paragraph = self._paragraph, None
        if open_ is not None:
            self._target().append(Paragraph(tuple(open_.content), open_.form, open_.quoted, open_.continues))

    def _target(self) -> list[Block]:
        return self._turn.blocks if self._turn is not None else self._blocks

    # -- pages --------------------------------------------------------------------------------------------------------

    def _add_page(self, one: Said) -> None:
        label = one.utterance.n
        self._page += 1
        # The number as printed: "Page forty-one." is for the ear.
        words = "" if label else one.utterance.spoken
        page = PageMark(self._page, label, words or self._words.page(label), one.heard)
        if not self._inside(page):
            self._pending.append(page)

    def _inside(self, page: PageMark) -> bool:
        """Puts the page into the sentence that has its mark, if it is heard directly after that sentence."""
        open_ = self._paragraph
        if open_ is None or self._pending:
            return False
        for index, mark in open_.due:
            sentence = open_.content[index]
            if mark.value != page.label or not isinstance(sentence, Sentence) or index != len(open_.content) - 1:
                continue
            offset = word_end(sentence.text, mark.begin)
            if sentence.pages and sentence.pages[-1][0] > offset:
                continue
            open_.due.remove((index, mark))
            open_.content[index] = replace(sentence, pages=(*sentence.pages, (offset, page)))
            return True
        return False

    def _place_pages(self) -> None:
        """Pages that waited for what comes after them stand before it."""
        self._target().extend(self._pending)
        self._pending.clear()

    # -- notes --------------------------------------------------------------------------------------------------------

    def _add_to_note(self, one: Said) -> None:
        utterance, note = one.utterance, self._aside
        again = note is not None and utterance.kind == "announcement" and note.closing is not None
        if note is None or note.key != utterance.key or again:
            self._close_note()
            self._close_paragraph()
            self._place_pages()
            note = self._aside = _OpenNote(utterance.key, utterance.n)
        if utterance.kind == "note":
            note.content.append(self._with_marks(one, None))
        elif note.content:
            note.closing = _sentence(one, utterance.spoken)
        else:
            note.label = _sentence(one, self._words.note(utterance.n) if _numbered(utterance.n) else utterance.spoken)

    def _close_note(self) -> None:
        note, self._aside = self._aside, None
        if note is None:
            return
        self._note += 1
        label = note.label or Sentence("", "announcement", self._words.note(note.n))
        self._target().append(Note(self._note, note.key, note.n, label, tuple(note.content), note.closing))


def _numbered(n: str) -> bool:
    return any(sign.isalnum() for sign in n)


def _sentence(one: Said, text: str) -> Sentence:
    utterance = one.utterance
    return Sentence(utterance.id, utterance.kind, text, utterance.speaker, heard=one.heard)
