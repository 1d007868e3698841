"""Cuts chapters into files that every reader opens at once, and gives everything in them its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from readaloud.writers.reading import (
    Block,
    Note,
    PageMark,
    Section,
    Turn,
    View,
    note_id,
    page_id,
    reference_id,
    units,
    walk,
)

MOST_UNITS = 400
"""Sentences in one file. In Chromium with columns, lighting the next sentence took 3 ms with 100 turns in the file, 12 ms
with 400, 81 ms with 1,000 and 128 ms with 3,000 (best of five on a busy machine)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One XHTML file: a chapter, or a piece of a long one."""

    name: str
    """`0003`: of its files, without folder and ending."""
    section: Section
    blocks: tuple[Block, ...]
    first: bool
    """Whether it begins its chapter."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where links lead."""

    notes: dict[str, str] = field(default_factory=dict)
    """Key of a note → `0003.xhtml#note-2`."""
    references: dict[str, str] = field(default_factory=dict)
    """Key of a note → the place of its first mark."""
    numbers: dict[str, Note] = field(default_factory=dict)
    """Key of a note → the note."""
    pages: list[tuple[PageMark, str]] = field(default_factory=list)
    """Pages in order."""


def parts(view: View) -> tuple[Part, ...]:
    """All files of text in order."""
    pieces = [
        (section, blocks, number == 0)
        for section in view.sections
        for number, blocks in enumerate(_cut(section.blocks, MOST_UNITS))
    ]
    digits = max(4, len(str(len(pieces))))
    return tuple(
        Part(f"{number:0{digits}}", section, blocks, first) for number, (section, blocks, first) in enumerate(pieces, 1)
    )


def places(found: Iterable[Part]) -> Places:
    """Where notes, their marks and pages stand."""
    made = Places()
    for part in found:
        for block in walk(part.blocks):
            if isinstance(block, Note):
                made.notes.setdefault(block.key, f"{part.name}.xhtml#{note_id(block)}")
                made.numbers.setdefault(block.key, block)
        for unit in units(part.blocks):
            if isinstance(unit, PageMark):
                made.pages.append((unit, f"{part.name}.xhtml#{page_id(unit)}"))
            else:
                for mark in unit.marks:
                    if mark.kind == "noteref":
                        made.references.setdefault(mark.value, f"{part.name}.xhtml")
    for key, file in made.references.items():
        if key in made.numbers:
            made.references[key] = f"{file}#{reference_id(made.numbers[key])}"
    return made


def _cut(blocks: Sequence[Block], most: int) -> list[tuple[Block, ...]]:
    """Pieces of at most so many sentences, cut between blocks, and between the blocks of a turn that is too long."""
    pieces: list[list[Block]] = [[]]
    size = 0
    for block in _short(blocks, most):
        length = sum(1 for _ in units([block]))
        if size and size + length > most:
            pieces.append([])
            size = 0
        pieces[-1].append(block)
        size += length
    return [tuple(piece) for piece in pieces]


def _short(blocks: Sequence[Block], most: int) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Turn) and sum(1 for _ in units([block])) > most:
            for number, piece in enumerate(_cut(block.blocks, most)):
                yield replace(block, blocks=piece, continues=block.continues or number > 0)
        else:
            yield block
