"""Takes an excerpt out of a script: some pages, turns, or a chapter, with the notes that are called there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readaloud.errors import UsageError
from readaloud.model import Entry, Mark, Pause, Script, Utterance
from readaloud.planning.announcements import catalogue
from readaloud.planning.text import identity

OUTSIDE = "outside the excerpt"
"""The reason for words of the source that an excerpt leaves out."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a person asked for; empty means no limit. Of several, what fits all is taken."""

    pages: str = ""
    """`234` or `234-235`: labels of print pages."""
    turns: str = ""
    """`10-30`: numbers of turns, as `script.yaml` and the printed script have them."""
    chapter: str = ""
    """Number of a chapter, 1 being the first after the opening, or its title."""

    def __bool__(self) -> bool:
        return bool(self.pages or self.turns or self.chapter)


def excerpt(script: Script, wanted: Excerpt) -> Script:
    """The script with what is wanted alone, its opening and its closing; UsageError, naming what there is, for nothing.

    `Script.skips` and `note_spans` are still those of the whole.
    """
    entries = script.entries
    body, end = _frame(entries)
    kept = set(range(body, end))
    if wanted.pages:
        kept &= _pages(entries, body, end, wanted.pages)
    if wanted.turns:
        kept &= _turns(entries, wanted.turns)
    if wanted.chapter:
        kept &= _chapter(entries, body, end, wanted.chapter)
    if not any(_spoken(entries[i]) for i in kept):
        raise UsageError("Nothing is spoken in this excerpt.", tip="Choose pages, turns or a chapter that overlap.")
    called = {m.value for i in kept if isinstance(u := entries[i], Utterance) for m in u.marks if m.kind == "noteref"}
    kept = {i for i in kept if not _of_a_note(entries, i)} | _notes(entries, body, end, called)
    chosen = _tidied([(entries[i], i in kept) for i in range(body, end)])
    heard = {entry.speaker for entry in chosen if isinstance(entry, Utterance)}
    return replace(script, entries=(*_opening(script, entries[:body], heard), *chosen, *entries[end:]))


def _frame(entries: Sequence[Entry]) -> tuple[int, int]:
    """Where the opening ends and where the closing begins."""
    begin = next((i for i, e in enumerate(entries) if isinstance(e, Mark) and e.kind == "chapter" and i), 0)
    end = len(entries)
    while end > begin and _edge(entries[end - 1]):
        end -= 1
    if begin < end < len(entries) and isinstance(entries[end - 1], Mark) and not isinstance(entries[end], Pause):
        end -= 1  # the closing credits are a chapter of their own
        while end > begin and isinstance(entries[end - 1], Pause):
            end -= 1
    return begin, end


def _edge(entry: Entry) -> bool:
    return isinstance(entry, Pause) or (isinstance(entry, Utterance) and entry.kind == "announcement" and not entry.key)


def _spoken(entry: Entry) -> bool:
    return isinstance(entry, Utterance) and entry.kind not in ("announcement", "page", "note")


def _pages(entries: Sequence[Entry], body: int, end: int, wanted: str) -> set[int]:
    labels = [e.n for e in entries if isinstance(e, Utterance) and e.kind == "page"]
    first, last = (wanted, wanted) if wanted in labels else _range(wanted, labels)
    for label in (first, last):
        if label not in labels:
            raise _unknown("print page", label, labels)
    kept: set[int] = set()
    state = "before"
    for i in range(body, end):
        entry = entries[i]
        if isinstance(entry, Utterance) and entry.kind == "page":
            if state == "before" and entry.n == first:
                state = "in"
            elif state == "last" and entry.n != last:
                break
            if state == "in" and entry.n == last:
                state = "last"
        if state in ("in", "last"):
            kept.add(i)
    if state != "last":
        raise UsageError(f"Page {last} comes before page {first}.", tip="Write the pages in their order: 234-235.")
    return kept


def _range(wanted: str, labels: Sequence[str]) -> tuple[str, str]:
    """`234-235` as two labels, even where labels have hyphens of their own."""
    cuts = [i for i, sign in enumerate(wanted) if sign in "-–"]
    pairs = [(wanted[:i].strip(), wanted[i + 1 :].strip()) for i in cuts]
    return next((pair for pair in pairs if pair[0] in labels and pair[1] in labels), (pairs or [(wanted, wanted)])[0])


def _turns(entries: Sequence[Entry], wanted: str) -> set[int]:
    match = re.fullmatch(r"\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?", wanted)
    numbers = [e.turn for e in entries if isinstance(e, Utterance) and e.turn is not None]
    if match is None:
        raise UsageError(f"{wanted!r} are no turns.", tip="Write --turns 10-30, or --turns 10.")
    first, last = int(match[1]), int(match[2] or match[1])
    if not numbers:
        raise UsageError("Nobody takes a turn in this document.")
    if first > last or first > max(numbers):
        raise UsageError(f"There are no turns {wanted}.", tip=f"Turns go from 0 to {max(numbers)}.")
    inside = [
        i for i, e in enumerate(entries) if isinstance(e, Utterance) and e.turn is not None and first <= e.turn <= last
    ]
    return set(range(min(inside), max(inside) + 1)) if inside else set()


def _chapter(entries: Sequence[Entry], body: int, end: int, wanted: str) -> set[int]:
    places = [i for i in range(body, end) if isinstance(e := entries[i], Mark) and e.kind == "chapter"]
    titles = [e.value for i in places if isinstance(e := entries[i], Mark)]
    folded = [" ".join(title.split()).casefold() for title in titles]
    sought = " ".join(wanted.split()).casefold()
    if sought in folded:
        number = folded.index(sought)
    elif sought.isdecimal() and 1 <= int(sought) <= len(titles):
        number = int(sought) - 1
    else:
        starts = [i for i, title in enumerate(folded) if title.startswith(sought)]
        if len(starts) != 1:
            raise _unknown("chapter", wanted, [f"{i + 1}: {title}" for i, title in enumerate(titles)])
        number = starts[0]
    return set(range(places[number], places[number + 1] if number + 1 < len(places) else end))


def _unknown(what: str, name: str, known: Sequence[str]) -> UsageError:
    if not known:
        return UsageError(f"There is no {what} {name!r}: the document has none.", tip="Leave the option out.")
    near = difflib.get_close_matches(name, known, 3, 0.5) or [*known[:6], *(["…"] if len(known) > 6 else [])]
    return UsageError(f"There is no {what} {name!r}.", tip=f"There are: {', '.join(near) or 'none'}.")


def _of_a_note(entries: Sequence[Entry], i: int) -> bool:
    """Whether an entry is part of a note: its words, its announcements, its tones."""
    entry = entries[i]
    if isinstance(entry, Utterance):
        return bool(entry.key)
    return isinstance(entry, Mark) and entry.kind == "tone" and entry.value in ("open", "close")


def _notes(entries: Sequence[Entry], body: int, end: int, called: set[str]) -> set[int]:
    """Entries of the notes that are called, with the tones and the pauses around them."""
    kept: set[int] = set()
    for i in range(body, end):
        entry = entries[i]
        if isinstance(entry, Utterance) and entry.key in called:
            first = last = i
            while first > body and (_tone(entries[first - 1], "open") or isinstance(entries[first - 1], Pause)):
                first -= 1
            while last + 1 < end and (_tone(entries[last + 1], "close") or isinstance(entries[last + 1], Pause)):
                last += 1
            kept.update(range(first, last + 1))
    return kept


def _tone(entry: Entry, name: str) -> bool:
    return entry == Mark("tone", name)


def _tidied(entries: Sequence[tuple[Entry, bool]]) -> list[Entry]:
    """What is kept, each chapter with its title when anything is heard in it; no pause at the beginning."""
    result: list[Entry] = []
    chapter: list[Entry] = []
    for entry, kept in entries:
        if isinstance(entry, Mark) and entry.kind == "chapter":
            chapter = [Pause("chapter"), entry] if result else [entry]
        elif kept:
            if isinstance(entry, Pause) and (chapter or not result):
                continue
            if chapter and isinstance(entry, Mark | Utterance):
                result += chapter
                chapter = []
            result.append(entry)
    while result and isinstance(result[-1], Pause):
        result.pop()
    return result


def _opening(script: Script, opening: Sequence[Entry], heard: set[str]) -> list[Entry]:
    """The opening, which says that this is an excerpt, without those who are not heard in it."""
    roles = {s.id for s in script.speakers if s.role}
    line = catalogue(script.language).say("opening.excerpt")
    result: list[Entry] = []
    said = False
    for entry in opening:
        if (
            isinstance(entry, Utterance)
            and entry.speaker not in heard
            and entry.speaker not in roles - {"notes", "pages"}
        ):
            if result and isinstance(result[-1], Pause):
                result.pop()
            continue
        result.append(entry)
        if isinstance(entry, Utterance) and not said and line:
            said = True
            more = Utterance(identity("opening", line, 1), "announcement", "", line, entry.speaker, opens=True)
            result += [Pause("paragraph"), more]
    return result
