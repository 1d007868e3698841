"""The types of the reading view, and the two ways through it: by blocks and by what is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from readaloud.model import Form, Inline, Speaker, UtteranceKind


@dataclass(frozen=True, slots=True)
class Heard:
    """When something sounds, with the soft tones that belong to it."""

    begin: int
    """Samples on the edition's timeline."""
    end: int
    """Samples; the end of the sound, without the silence after it."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a print page begins."""

    number: int
    """1, 2 … over the whole edition: labels may stand twice, as the pages of two documents do."""
    label: str
    """As printed; may be empty."""
    words: str
    """What stands on the page for it, `Page 234.`; heard it may be “Page two thirty-four.”"""
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one voice says in one breath: an utterance as it stands on the page."""

    id: str
    """`Utterance.id`; empty for a label that nobody says."""
    kind: UtteranceKind
    text: str
    """As printed; of an announcement the words that are heard, but `Note 2.` with its number as printed."""
    speaker: str = ""
    """Id of the `Speaker` whose voice says it."""
    marks: tuple[Inline, ...] = ()
    """On `text`: emphasis and the like, and a `noteref` where a note is marked; never a page."""
    pages: tuple[tuple[int, PageMark], ...] = ()
    """Pages that begin inside of it, each with its offset in `text`, never in the middle of a word."""
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that are set together, and pages that begin between two of them."""

    content: tuple[Sentence | PageMark, ...]
    form: Form = ""
    quoted: bool = False
    """Matter that is read out, as a letter is."""
    continues: bool = False
    """Whether it goes on after a note, a page or the end of a section that interrupted it."""

    @property
    def stage(self) -> bool:
        """Whether it is a remark or a stage direction as a whole."""
        kinds = {part.kind for part in self.content if isinstance(part, Sentence)}
        return kinds == {"stage"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A title or heading."""

    level: int
    """1 for a title, never more than one above the heading before it."""
    content: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note as an aside."""

    number: int
    """1, 2 … over the whole edition."""
    key: str
    """What `noteref` marks point to."""
    n: str
    """Number or sign as printed; may be empty."""
    label: Sentence
    """`Note 2.`; heard unless the note is left out."""
    content: tuple[Sentence, ...]
    closing: Sentence | None = None
    """`End of note.`, where the end is said."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next begins, with the remarks, notes and pages inside of it."""

    number: int
    """`Utterance.turn`."""
    speaker: str
    """Id of the `Speaker`."""
    label: str
    """As printed; the speaker's name where nothing is printed."""
    blocks: tuple[Block, ...]
    continues: bool = False
    """Whether it began in the section before."""


Block: TypeAlias = Heading | Paragraph | Note | PageMark | Turn


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the edition."""

    number: int
    """Index into `Edition.chapters`."""
    title: str
    begin: int
    """Samples."""
    end: int
    """Samples."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class View:
    """An edition as it is read."""

    title: str
    language: str
    """BCP 47, of the document."""
    words_language: str
    """BCP 47, of the announcements: where there is no catalogue in the document's language they are English."""
    rate: int
    """Samples a second of every `Heard`."""
    opening: Section | None
    """The chapter of announcements before the document, if there is one: its blocks are paragraphs of one sentence."""
    sections: tuple[Section, ...]
    """The others, in order."""
    speakers: tuple[Speaker, ...]
    """Who speaks: those of the document first, then the edition's own voices."""

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """All sections as they are heard, the opening first."""
        return (self.opening, *self.sections) if self.opening is not None else self.sections

    def notes(self) -> dict[str, Note]:
        """Key → note, in order; of one that is read in several pieces the first."""
        found: dict[str, Note] = {}
        for section in self.sections:
            for block in walk(section.blocks):
                if isinstance(block, Note):
                    found.setdefault(block.key, block)
        return found


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block and the blocks inside of turns, in order."""
    for block in blocks:
        yield block
        if isinstance(block, Turn):
            yield from walk(block.blocks)


def needs_heading(blocks: Sequence[Block]) -> bool:
    """Whether a chapter has neither a heading nor the page that it is named by."""
    first = next(iter(blocks), None)
    return not isinstance(first, PageMark) and not any(isinstance(block, Heading) for block in blocks)


def units(blocks: Iterable[Block]) -> Iterator[Sentence | PageMark]:
    """Sentences and pages in the order in which they are heard; a page inside a sentence comes after it."""
    for block in walk(blocks):
        if isinstance(block, PageMark):
            yield block
        elif isinstance(block, Note):
            yield block.label
            yield from block.content
            if block.closing is not None:
                yield block.closing
        elif not isinstance(block, Turn):
            for part in block.content:
                yield part
                if isinstance(part, Sentence):
                    yield from (page for _, page in part.pages)
