"""Prepares the reading view for the eye alone: notes at the end, paragraphs whole again, no words about the sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from readaloud.model import Edition
from readaloud.writers.reading import (
    Block,
    Heading,
    Note,
    PageMark,
    Paragraph,
    Section,
    Sentence,
    Turn,
    View,
    labels,
    reading_view,
    signs,
    units,
    walk,
)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a transcript shows."""

    view: View
    title: Heading | None
    """The document's own heading, where it is the title: it stands at the top and not once more in its section."""
    sections: tuple[Section, ...]
    """Those in which something stands."""
    notes: tuple[Note, ...]
    """The notes that are marked in the text, in the order of their marks."""
    numbers: dict[str, str]
    """Key of such a note → its sign, which no other one has."""
    unheard: tuple[str, ...]
    """`notes`, `pages`: what stands here and is left out of the audio."""


def prepared(edition: Edition) -> Transcript:
    """The transcript of an edition; pure."""
    view = reading_view(edition)
    cited = {key: place for place, key in reversed(list(enumerate(_cited(view.sections))))}
    notes: dict[str, Note] = {}
    sections: list[Section] = []
    title: Heading | None = None
    for section in view.sections:
        blocks = _without_notes(section.blocks, cited, notes)
        if title is None and not sections:
            title, blocks = _title(blocks, view.title)
        if blocks:
            sections.append(replace(section, blocks=blocks))
    marked = sorted(notes.values(), key=lambda note: cited[note.key])
    return Transcript(view, title, tuple(sections), tuple(marked), signs(marked, labels(view.language)), _unheard(view))


def first_heard(turn: Turn) -> int | None:
    """When a turn begins to be heard, in samples."""
    return next((unit.heard.begin for unit in units([turn]) if unit.heard is not None and _of_person(unit)), None)


def _of_person(unit: Sentence | PageMark) -> bool:
    return isinstance(unit, Sentence) and unit.kind not in ("note", "announcement")


def _cited(sections: Iterable[Section]) -> list[str]:
    return [
        mark.value
        for section in sections
        for unit in units(section.blocks)
        if isinstance(unit, Sentence)
        for mark in unit.marks
        if mark.kind == "noteref"
    ]


def _without_notes(blocks: Sequence[Block], cited: Mapping[str, int], notes: dict[str, Note]) -> tuple[Block, ...]:
    """The blocks less the notes that a mark leads to; what they interrupted is one paragraph again."""
    kept: list[Block] = []
    after_note = False
    for block in blocks:
        if isinstance(block, Note) and block.key in cited:
            known = notes.get(block.key)
            notes[block.key] = block if known is None else replace(known, content=(*known.content, *block.content))
            after_note = True
            continue
        if isinstance(block, Turn):
            block = replace(block, blocks=_without_notes(block.blocks, cited, notes))
            if not block.blocks:
                continue
        if isinstance(block, Paragraph):
            if all(isinstance(part, Sentence) and part.kind == "announcement" for part in block.content):
                continue
            last = kept[-1] if kept else None
            same = isinstance(last, Paragraph) and (last.form, last.quoted) == (block.form, block.quoted)
            if after_note and block.continues and same and isinstance(last, Paragraph):
                kept[-1] = replace(last, content=(*last.content, *block.content))
                after_note = False
                continue
        after_note = False
        kept.append(block)
    return tuple(kept)


def _title(blocks: Sequence[Block], title: str) -> tuple[Heading | None, tuple[Block, ...]]:
    """The heading that says the title, if nothing but pages stands before it, and the blocks without it."""
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            same = " ".join(part.text for part in block.content).split() == title.split()
            return (block, (*blocks[:index], *blocks[index + 1 :])) if same else (None, tuple(blocks))
        if not isinstance(block, PageMark):
            break
    return None, tuple(blocks)


def _unheard(view: View) -> tuple[str, ...]:
    notes, pages = [], []
    for section in view.sections:
        for block in walk(section.blocks):
            if isinstance(block, Note):
                notes.append(any(sentence.heard is not None for sentence in block.content))
        pages += [unit.heard is not None for unit in units(section.blocks) if isinstance(unit, PageMark)]
    return tuple(name for name, heard in (("notes", notes), ("pages", pages)) if heard and not any(heard))
