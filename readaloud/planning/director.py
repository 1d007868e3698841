"""Turns a document into a script: who says what, when notes and pages are heard, where chapters begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from readaloud.model import (
    Block,
    Delivery,
    Document,
    Entry,
    Form,
    Inline,
    Mark,
    Note,
    NoteSpan,
    Part,
    Pause,
    PauseKind,
    Script,
    Speaker,
    SpeakerRole,
    Utterance,
    UtteranceKind,
)
from readaloud.planning import announcements, capitals, chapters, stage
from readaloud.planning.announcements import Catalogue
from readaloud.planning.asides import note_aside, page_cue
from readaloud.planning.desk import Desk
from readaloud.planning.gaps import between_turns
from readaloud.planning.pieces import Piece, extract, pieces, trimmed
from readaloud.planning.reported import Span, nested, read_out
from readaloud.planning.speakers import Identities, identify, turn_heads
from readaloud.planning.spoken import default_spoken
from readaloud.planning.telephone import with_far_parties
from readaloud.planning.text import Ids, tail
from readaloud.planning.tongues import words_for
from readaloud.settings import Settings

ROLE_SPEAKERS: tuple[SpeakerRole, ...] = ("narrator", "editor", "notes", "pages")
"""Ids of the edition's own voices; each id is also the role."""

_KINDS: dict[str, UtteranceKind] = {
    "title": "heading",
    "heading": "heading",
    "speech": "speech",
    "narration": "narration",
    "list-item": "narration",
    "dateline": "narration",
    "stage": "stage",
}

_FORMS: dict[str, Form] = {"list-item": "list-item", "dateline": "dateline"}


def plan(document: Document, settings: Settings) -> Script:
    """The script of a document; pure: the same document and settings give the same script."""
    who = identify(document)
    short = capitals.abbreviations(document)
    words = announcements.catalogue(document.language, short, capitals.names(who.speakers))
    desk = Desk(settings, words, document.language, who)
    scheme = chapters.scheme(document, settings)
    body = _Body(desk, scheme)
    for number, part in enumerate(document.parts):
        body.part(number, part)
    speakers = _in_order(who, desk)
    entries = _with_frame(desk, document, speakers, settings, words)
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


def _in_order(who: Identities, desk: Desk) -> tuple[Speaker, ...]:
    """Speakers by how many words they say, most first; the one heard first wins a tie."""
    order = {speaker.id: i for i, speaker in enumerate(who.speakers)}
    return tuple(sorted(who.speakers, key=lambda s: (-desk.said[s.id], order[s.id])))


def _with_frame(
    desk: Desk, document: Document, speakers: tuple[Speaker, ...], settings: Settings, words: Catalogue
) -> tuple[Entry, ...]:
    """The entries with the opening before and the closing after them."""
    has_notes = any(part.notes for part in document.parts)
    has_pages = any(isinstance(e, Utterance) and e.kind == "page" for e in desk.entries)
    told = announcements.credits(document.title, document.metadata, words) if settings.credits else ()
    lines = announcements.opening(speakers, words, settings, notes=has_notes, pages=has_pages, told=told)
    ids = Ids()
    entries: list[Entry] = [Mark("chapter", words.say("chapter.opening"))]
    for i, (speaker, line) in enumerate(lines):
        if i:
            entries.append(Pause("paragraph"))
        say = default_spoken("announcement", line, words)
        entries.append(Utterance(ids.next("opening", line), "announcement", "", say, speaker, opens=True))
    entries.append(Pause("chapter"))
    entries += desk.entries
    closing = [line for line in (*told, words.say("closing.end")) if line]
    for i, line in enumerate(closing):
        entries.append(Pause("paragraph" if i else "chapter"))
        if told and not i:
            entries.append(Mark("chapter", words.say("chapter.closing")))
        say = default_spoken("announcement", line, words)
        entries.append(Utterance(ids.next("closing", line), "announcement", "", say, "narrator", opens=True))
    return tuple(entries)


@dataclass(slots=True)
class _Body:
    """Walks the blocks of a document and puts each word, note and page at its place."""

    desk: Desk
    scheme: chapters.Scheme
    running: str = ""
    """End of the running text so far; enough of it for the last four words."""
    turn: int = -1
    """Number of the current turn over the whole script."""
    turn_key: tuple[int, int] | None = None
    """Part and number of the current turn within it."""
    speaker: str = ""
    label: str | None = None
    last_words: str = ""
    """What was said last by a speaker, for the gap before the next turn."""
    quoted: bool = False
    """Whether what was said last is matter that is read out."""
    letters: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    """Block of the part → the stretches of it that are read out."""
    delivery: Delivery = ""
    """How the rest of the turn is said, as a remark told."""
    scene: bool = False
    """Whether the next heading begins a scene."""
    after_turn: list[tuple[Note, str]] = field(default_factory=list)
    at_end: list[tuple[Note, str]] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    part_number: int = 0
    heads: dict[int, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)
    """Label and ids of each turn of the part."""
    paged: bool = False
    """Whether print pages are chapters here."""
    content: bool = False
    """Whether anything but page cues came since the last chapter mark."""
    page_heard: bool = False
    """Whether anything was said since the last page began."""

    # -- structure ----------------------------------------------------------------------------------------------------

    def part(self, number: int, part: Part) -> None:
        """One part, its notes at its end included."""
        self.part_number, self.notes = number, {note.key: note for note in part.notes}
        self.running, self.heads = "", turn_heads(part)
        self.paged = self.scheme.by_page or (number, -1) in self.scheme.long
        self.letters = read_out(part, self.desk.language)
        self._leave_turn()
        begin = self.scheme.part_title(number, self.desk.words)
        if begin:
            self._chapter(begin)
        self.scene = len(self.scheme.titles) > 1
        for index, block in enumerate(part.blocks):
            title = self.scheme.heading_title(number, index)
            if title:
                self.paged = (number, index) in self.scheme.long
            if title and self.content:
                self._leave_turn()
                self._chapter(title)
            elif title:
                self._rename_chapter(title)
            self.scene = self.scene or (bool(title) and self.scheme.scenes)
            self._block(block, self.letters.get(index, ()))
        self._leave_turn()
        if any(block.role == "pagebreak" or any(m.kind == "pagebreak" for m in block.marks) for block in part.blocks):
            self._think()
        # A note whose mark no reader could place must be heard all the same.
        for note in self.notes.values():
            self.at_end.append((note, tail(self.running)))
        self.notes = {}
        self._notes_at_end()

    def _chapter(self, title: str, *, unheard: bool = False) -> None:
        self.desk.chapter(title, unheard=unheard)
        self.content = False

    def _rename_chapter(self, title: str) -> None:
        entries = self.desk.entries
        for i in range(len(entries) - 1, -1, -1):
            entry = entries[i]
            if isinstance(entry, Mark) and entry.kind == "chapter":
                entries[i] = Mark("chapter", title)
                return
        self._chapter(title)

    def _notes_at_end(self) -> None:
        if not self.at_end:
            return
        if self.desk.settings.notes != "skip":
            only_source = all(note.kind == "source" for note, _ in self.at_end)
            if self.scheme.inner_chapters:
                self._chapter(self.desk.words.say("chapter.source" if only_source else "chapter.notes"))
            else:
                self.desk.pause("heading")
        for note, anchor in self.at_end:
            self._note(note, anchor)
        self.at_end = []

    # -- blocks -------------------------------------------------------------------------------------------------------

    def _block(self, block: Block, letters: tuple[Span, ...] = ()) -> None:
        if block.role == "pagebreak":
            self._page(block.n, tail(self.running))
            return
        prefix = f"{block.label}{block.separator} " if block.label else ""
        if block.role == "unspoken":
            self._run(prefix + block.text)
            return
        self._enter(block)
        kind = _KINDS[block.role]
        if kind == "heading":
            self.desk.pause("heading")
            if self.scene and block.text:
                self.desk.add(Mark("tone", "scene"))
                self.scene = False
        before = self.running + prefix if prefix else self.running
        self._text(block, kind, before, letters)
        if block.role != "dateline":
            self._run(prefix + block.text)
        if kind == "heading":
            self.desk.pause("heading")
        if self.turn_key is None:
            self._flush(self.after_turn)

    def _enter(self, block: Block) -> None:
        """Goes on with the current turn, begins the next or leaves dialogue."""
        if block.turn is None or block.turn not in self.heads:
            self._leave_turn()
            self.desk.pause("paragraph")
            return
        key = (self.part_number, block.turn)
        if key == self.turn_key:
            self.desk.pause("paragraph")
            return
        was_talk = self.turn_key is not None
        self._leave_turn()
        self.turn_key, self.turn = key, self.turn + 1
        self.label, who = self.heads[block.turn]
        self.speaker = self.desk.who.of(self.part_number, self.label, who)
        self.desk.pause(self._between(block) if was_talk else "turn")

    def _between(self, block: Block) -> PauseKind:
        """The gap before a turn; one whose remark says so cuts in, where the remark itself is not heard."""
        remarks = [block.text[m.begin : m.end] for m in block.marks if m.kind == "stage" and m.begin == 0]
        if self.desk.settings.stage != "speak" and any(stage.interrupts(r, self.desk.language) for r in remarks):
            return "interruption"
        return between_turns(self.last_words, block.text)

    def _leave_turn(self) -> None:
        if self.quoted:
            self.desk.pause("quotation")
        self._flush(self.after_turn)
        self.turn_key, self.label, self.quoted, self.delivery = None, None, False, ""

    def _run(self, text: str) -> None:
        self.running = f"{self.running} {text} "[-600:]

    # -- words --------------------------------------------------------------------------------------------------------

    def _text(self, block: Block, kind: UtteranceKind, before: str, letters: tuple[Span, ...]) -> None:
        marks = sorted(
            (m for m in block.marks if m.kind in ("noteref", "pagebreak")), key=lambda m: m.begin
        )  # stable: marks at one place keep the order of the source
        due = list(marks)
        cut = self.desk.settings.supplied == "marked"
        parts: tuple[Piece, ...]
        if kind == "stage":
            parts = (Piece(0, len(block.text), "stage", True),) if block.text else ()
        elif kind == "heading":  # "67. Transcript of …" is one title
            parts = (Piece(0, len(block.text), "text", True),) if block.text else ()
        else:
            inner = [span for letter in letters for span in nested(block.text, letter)]
            breaks = [place for span in (*letters, *inner) for place in span]
            parts = pieces(block.text, block.marks, self.desk.language, cut_supplied=cut, breaks=breaks)
        opens = True
        for piece in parts:
            while due and due[0].begin <= piece.begin and (due[0].kind == "pagebreak" or due[0].begin < piece.begin):
                self._aside(due.pop(0), block, before)
            self._utter(piece, block, kind, opens, next((s for s in letters if s[0] <= piece.begin < s[1]), None))
            opens = False
            if piece.ends_sentence:
                while due and due[0].begin <= piece.end:
                    self._aside(due.pop(0), block, before)
        for mark in due:
            self._aside(mark, block, before)

    def _utter(self, piece: Piece, block: Block, kind: UtteranceKind, opens: bool, letter: Span | None) -> None:
        text, marks = extract(block.text, block.marks, piece.begin, piece.end)
        text, marks = trimmed(text, marks)
        if not text:
            return
        in_turn = self.turn_key is not None
        # A heading within a turn is a question that somebody asks.
        speaker = self.speaker if in_turn and kind in ("speech", "heading") else "narrator"
        if piece.kind == "stage":
            kind, speaker = "stage", "editor"
        say = default_spoken(kind, text, words_for(text, marks, self.desk.words))
        quoted = letter is not None
        if quoted != self.quoted and kind != "stage":
            self.desk.pause("quotation")
            self.quoted = quoted
        delivery: Delivery = ""
        if kind == "stage":
            say = self._remark(text, say)
        elif piece.kind == "supplied":
            speaker = "editor"
        elif kind == "speech":
            inner = nested(block.text, letter) if letter is not None else ()
            delivery = "quote" if any(a <= piece.begin < b for a, b in inner) else self.delivery
        self.desk.add(
            Utterance(
                id=self.desk.ids.next(self.label or kind, text),
                kind=kind,
                text=text,
                spoken=say,
                speaker=speaker,
                turn=self.turn if in_turn else None,
                label=self.label if in_turn else None,
                opens=opens,
                quoted=quoted and kind != "stage",
                delivery=delivery,
                marks=marks,
                level=block.level if kind == "heading" else 0,
                form=_FORMS.get(block.role, ""),
            )
        )
        self.content = self.page_heard = True
        if kind == "speech":
            self.last_words = text

    def _remark(self, text: str, say: str) -> str:
        """What is said of a remark; its sound or its silence is heard before its place."""
        desk, language = self.desk, self.desk.language
        if self.turn_key is not None:
            self.delivery = stage.delivery(text, language)  # a remark that tells nothing ends what one before told
        if desk.settings.stage == "speak":
            return say
        if desk.settings.stage == "sound" and say:
            name = stage.sound(text, language)
            if name:
                desk.add(Mark("sound", name))
            elif stage.is_silence(text, language):
                desk.pause("silence")
            elif not stage.interrupts(text, language):
                desk.add(Mark("tone", "remark"))
        return ""

    # -- asides -------------------------------------------------------------------------------------------------------

    def _aside(self, mark: Inline, block: Block, before: str) -> None:
        anchor = tail(f"{before}{block.text[: mark.begin]}")
        if mark.kind == "pagebreak":
            self._page(mark.value, anchor)
            return
        note = self.notes.pop(mark.value, None)
        if note is None:
            return  # a second mark of one note; it is read once
        settings = self.desk.settings
        source_later = note.kind == "source" and settings.source_note == "at-end"
        if settings.notes == "skip" or (settings.notes == "after-sentence" and not source_later):
            self._note(note, anchor)
        elif settings.notes == "after-turn" and not source_later:
            self.after_turn.append((note, anchor))
        else:
            self.at_end.append((note, anchor))

    def _flush(self, notes: list[tuple[Note, str]]) -> None:
        for note, anchor in notes:
            self._note(note, anchor)
        notes.clear()

    def _note(self, note: Note, anchor: str) -> None:
        note_aside(self.desk, note, anchor)
        self.content = True

    def _page(self, label: str, before: str) -> None:
        words = self.desk.words
        self._think()
        if self.paged and self.desk.settings.pages != "skip":
            if self.content:
                self._chapter(words.say("chapter.page", n=label), unheard=self.desk.settings.pages == "silent")
            elif self.scheme.by_page:
                self._rename_chapter(self.scheme.page_title(words, label, self._chapter_title()))
        page_cue(self.desk, label, before)

    def _think(self) -> None:
        """Time to think about the page that ended."""
        if self.page_heard and self.desk.settings.thinking_time:
            self.desk.entries.append(Pause(seconds=self.desk.settings.thinking_time))
        self.page_heard = False

    def _chapter_title(self) -> str:
        for entry in reversed(self.desk.entries):
            if isinstance(entry, Mark) and entry.kind == "chapter":
                return entry.value
        return ""
