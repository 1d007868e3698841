"""What is heard beside the talk: a note as an aside, a print page as a cue."""

from __future__ import annotations

from readaloud.model import Inline, Mark, Note, Utterance
from readaloud.planning.desk import Desk
from readaloud.planning.pieces import Piece, extract, pieces, trimmed
from readaloud.planning.spoken import default_spoken
from readaloud.planning.tongues import words_for


def note_aside(desk: Desk, note: Note, anchor: str) -> None:
    """A note as an aside: a tone, its number, its words, and what marks its end; skipped, its words unheard."""
    words = desk.words
    skipped = desk.settings.notes == "skip"
    if not skipped:
        desk.pause("aside")
        desk.add(Mark("tone", "open"))
        line = "note.begin_source" if note.kind == "source" else "note.begin"
        if not any(c.isalnum() for c in note.n):
            line = "note.begin_unnumbered"
        desk.announce(words.say(line, n=note.n), "notes", note=note, label="note")
    whole = (Piece(0, len(note.text), "text", True),)
    parts = whole if skipped else pieces(note.text, without_stage(note.marks), desk.language) or whole
    for i, piece in enumerate(parts):
        text, marks = trimmed(*extract(note.text, note.marks, piece.begin, piece.end))
        desk.add(
            Utterance(
                id=desk.ids.next(f"note {note.n}", text),
                kind="note",
                text=text,
                spoken="" if skipped else default_spoken("note", text, words_for(text, marks, words)),
                speaker="notes",
                opens=i == 0,
                n=note.n,
                key=note.key,
                anchor=anchor if i == 0 else None,
                marks=marks,
                skipped=skipped,
            )
        )
    if skipped:
        return
    if desk.settings.note_end == "words":
        desk.announce(words.say("note.end"), "notes", note=note, label="note end")
    else:
        desk.add(Mark("tone", "close"))
    desk.pause("aside")


def page_cue(desk: Desk, label: str, before: str) -> None:
    """A page cue: said, a tone, a place alone, or left out of the timeline."""
    words, how = desk.words, desk.settings.pages
    heard = how in ("speak", "tone")
    if heard:
        desk.pause("page")
    if how == "tone":
        desk.add(Mark("tone", "page"))
    line = words.say("page.begin", n=label) if label else words.say("page.begin_unnumbered")
    desk.add(
        Utterance(
            id=desk.ids.next("page", label),
            kind="page",
            text="",
            spoken=default_spoken("page", line, words) if how == "speak" else "",
            speaker="pages",
            n=label,
            anchor=before,
            skipped=how == "skip",
        )
    )
    if heard:
        desk.pause("page")


def without_stage(marks: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A note is the editor's already: remarks in it need no other voice."""
    return tuple(m for m in marks if m.kind != "stage")
