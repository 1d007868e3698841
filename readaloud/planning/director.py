"""Turns a document into a script: leads through its blocks, and calls turns, notes, chapters and pages in their order."""

from __future__ import annotations

from readaloud.model import Block, Document, Inline, NoteSpan, Part, Script, Speaker, SpeakerRole, Utterance
from readaloud.planning import announcements, capitals, chapters
from readaloud.planning.desk import Desk
from readaloud.planning.frame import with_frame
from readaloud.planning.navigation import Navigation
from readaloud.planning.noting import Notes
from readaloud.planning.reported import Span, read_out
from readaloud.planning.speakers import identify
from readaloud.planning.telephone import with_far_parties
from readaloud.planning.text import tail
from readaloud.planning.turns import Turns
from readaloud.planning.uttering import KINDS, Uttering, cut
from readaloud.settings import Settings

ROLE_SPEAKERS: tuple[SpeakerRole, ...] = ("narrator", "editor", "notes", "pages")
"""Ids of the edition's own voices; each id is also the role."""


def plan(document: Document, settings: Settings) -> Script:
    """The script of a document; pure: the same document and settings give the same script."""
    who = identify(document)
    short = capitals.abbreviations(document)
    words = announcements.catalogue(document.language, short, capitals.names(who.speakers))
    desk = Desk(settings, words, document.language, who)
    body = _Body(desk, chapters.scheme(document, settings))
    for number, part in enumerate(document.parts):
        body.part(number, part)
    entries = with_frame(desk, document)
    used = {entry.speaker for entry in entries if isinstance(entry, Utterance)}
    roles = tuple(Speaker(role, name=role.capitalize(), role=role) for role in ROLE_SPEAKERS if role in used)
    warnings = list(document.warnings)
    if not who.speakers:
        warnings.append("No speakers were found; the narrator reads it all.")
    return Script(
        title=document.title,
        language=document.language,
        speakers=(*with_far_parties(document, who.speakers), *roles),
        entries=entries,
        source=document.source,
        metadata=document.metadata,
        skips=document.skips,
        note_spans=tuple(NoteSpan(note.key, note.spans) for part in document.parts for note in part.notes),
        warnings=tuple(dict.fromkeys(warnings)),
        doubts=(*document.doubts, *who.doubts),
        abbreviations=short,
    )


class _Body:
    """Walks the blocks of a document and puts each word, note and page at its place."""

    def __init__(self, desk: Desk, scheme: chapters.Scheme) -> None:
        self.desk, self.scheme = desk, scheme
        self.navigation = Navigation(desk, scheme)
        self.notes = Notes(desk, self.navigation)
        self.turns = Turns(desk, self.notes)
        self.uttering = Uttering(desk, self.navigation, self.turns)
        self.running = ""
        """End of the running text so far; enough of it for the last four words."""

    def part(self, number: int, part: Part) -> None:
        """One part, its notes at its end included."""
        self.running = ""
        letters = read_out(part, self.desk.language)
        self.notes.part(part)
        self.turns.part(number, part)
        self.navigation.part(number)
        for index, block in enumerate(part.blocks):
            title = self.scheme.heading_title(number, index)
            if title:
                if self.navigation.content:
                    self.turns.leave()
                self.navigation.heading(title, long=(number, index) in self.scheme.long)
            self._block(block, letters.get(index, ()))
        self.turns.leave()
        if any(block.role == "pagebreak" or any(m.kind == "pagebreak" for m in block.marks) for block in part.blocks):
            self.navigation.think()
        self.notes.part_ended(tail(self.running))

    def _block(self, block: Block, letters: tuple[Span, ...]) -> None:
        if block.role == "pagebreak":
            self.navigation.page(block.n, tail(self.running))
            return
        prefix = f"{block.label}{block.separator} " if block.label else ""
        if block.role == "unspoken":
            self._run(prefix + block.text)
            return
        self.turns.enter(block)
        heading = KINDS[block.role] == "heading"
        if heading:
            self.desk.pause("heading")
            if block.text:
                self.navigation.scene()
        self._text(block, self.running + prefix, letters)
        if block.role != "dateline":
            self._run(prefix + block.text)
        if heading:
            self.desk.pause("heading")
        if not self.turns.open:
            self.notes.turn_ended()

    def _text(self, block: Block, before: str, letters: tuple[Span, ...]) -> None:
        """The words of a block; `before` is the running text up to it."""
        due = sorted(
            (m for m in block.marks if m.kind in ("noteref", "pagebreak")), key=lambda m: m.begin
        )  # stable: marks at one place keep the order of the source
        opens = True
        for piece in cut(self.desk, block, letters):
            while due and due[0].begin <= piece.begin and (due[0].kind == "pagebreak" or due[0].begin < piece.begin):
                self._aside(due.pop(0), block, before)
            letter = next((s for s in letters if s[0] <= piece.begin < s[1]), None)
            self.uttering.utter(piece, block, letter, opens=opens)
            opens = False
            if piece.ends_sentence:
                while due and due[0].begin <= piece.end:
                    self._aside(due.pop(0), block, before)
        for mark in due:
            self._aside(mark, block, before)

    def _aside(self, mark: Inline, block: Block, before: str) -> None:
        anchor = tail(f"{before}{block.text[: mark.begin]}")
        if mark.kind == "pagebreak":
            self.navigation.page(mark.value, anchor)
        else:
            self.notes.mark(mark.value, anchor)

    def _run(self, text: str) -> None:
        self.running = f"{self.running} {text} "[-600:]
