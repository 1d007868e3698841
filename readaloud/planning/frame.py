"""What is said before and after a document: who is heard, how notes and pages sound, and that it is over."""

from __future__ import annotations

from readaloud.model import Document, Entry, Mark, Pause, Speaker, Utterance
from readaloud.planning import announcements
from readaloud.planning.desk import Desk
from readaloud.planning.spoken import default_spoken
from readaloud.planning.text import Ids


def with_frame(desk: Desk, document: Document) -> tuple[Entry, ...]:
    """The entries with the opening before and the closing after them."""
    words, settings = desk.words, desk.settings
    has_notes = any(part.notes for part in document.parts)
    has_pages = any(isinstance(e, Utterance) and e.kind == "page" for e in desk.entries)
    told = announcements.credits(document.title, document.metadata, words) if settings.credits else ()
    lines = announcements.opening(_in_order(desk), words, settings, notes=has_notes, pages=has_pages, told=told)
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


def _in_order(desk: Desk) -> tuple[Speaker, ...]:
    """Speakers by how many words they say, most first; the one heard first wins a tie."""
    order = {speaker.id: i for i, speaker in enumerate(desk.who.speakers)}
    return tuple(sorted(desk.who.speakers, key=lambda s: (-desk.said[s.id], order[s.id])))
