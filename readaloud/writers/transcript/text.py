"""Writes the transcript as plain text, for every editor, every search and every braille display."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from readaloud.model import Edition, Metadata, Speaker
from readaloud.settings import Settings
from readaloud.writers.fitting import width_of, wrapped
from readaloud.writers.reading import (
    Block,
    Heading,
    Labels,
    Note,
    PageMark,
    Paragraph,
    Run,
    Sentence,
    Turn,
    glue,
    labels,
    name_of,
    needs_heading,
    runs,
)
from readaloud.writers.textfile import TextWriting
from readaloud.writers.transcript.prepared import Transcript, prepared

COLUMNS = 76
"""Of a line."""
_INDENT = 4


class TextWriter:
    """One file of plain text."""

    name: ClassVar[str] = "txt"
    description: ClassVar[str] = "the transcript as plain text, notes at the end"

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> TextWriting:
        """Writes `folder/stem.transcript.txt`."""
        return TextWriting(edition, "txt", [(folder / f"{stem}.transcript.txt", plain_text)])


def plain_text(edition: Edition) -> str:
    """The whole file: paragraphs with a blank line between them."""
    transcript = prepared(edition)
    page = _Page(transcript, labels(transcript.view.language))
    parts = [*page.front(edition.script.metadata), *page.body(), *page.notes()]
    return "\n\n".join(part for part in parts if part) + "\n"


class _Page:
    """Paragraphs of text, each with its line ends."""

    def __init__(self, transcript: Transcript, words: Labels) -> None:
        self._transcript, self._view, self._words = transcript, transcript.view, words

    def front(self, told: Metadata) -> Iterator[str]:
        """Title, where it comes from, and who speaks."""
        words, title = self._words, self._transcript.title
        shown = self._joined(title.content) if title is not None else self._view.title.strip()
        yield _underlined(shown or words.say("title.untitled"), "=")
        if told.author:
            yield _filled(words.say("title.author", name=told.author))
        if told.identifier:
            yield _filled(words.say("title.source", name=told.identifier))
        yield _filled(" ".join([words.say("title.heard") + ".", *self.unheard()]))
        people = [speaker for speaker in self._view.speakers if not speaker.role]
        if people:
            yield _underlined(words.say("cast.heading"), "-")
            yield "\n".join(_filled(self._person(speaker), "", _INDENT) for speaker in people)

    def unheard(self) -> Iterator[str]:
        """What is written here and not heard."""
        for name in self._transcript.unheard:
            yield self._words.say(f"transcript.{name}_unheard")

    def body(self) -> Iterator[str]:
        """The text."""
        for section in self._transcript.sections:
            if section is not self._transcript.sections[0] and needs_heading(section.blocks):
                yield _underlined(section.title, "-")
            for block in section.blocks:
                yield from self._block(block)

    def notes(self) -> Iterator[str]:
        """The notes that are marked in the text."""
        if self._transcript.notes:
            yield _underlined(self._words.say("nav.notes"), "-")
        for note in self._transcript.notes:
            yield _filled(f"[{self._transcript.numbers[note.key]}] {self._joined(note.content)}", "", _INDENT)

    def _person(self, speaker: Speaker) -> str:
        name = name_of(speaker, self._words)
        told = [name + (f", {speaker.description}" if speaker.description else "")]
        others = [label for label in speaker.labels if label.casefold() != name.casefold()]
        if others:
            told.append(f"({self._words.say('cast.printed', labels=', '.join(others))})")
        return " ".join(told)

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Heading):
            text = self._joined(block.content)
            yield _underlined(text, "=" if block.level == 1 else "-") if block.level < 3 else _filled(text)
        elif isinstance(block, Paragraph):
            yield self._paragraph(block, 0, "")
        elif isinstance(block, PageMark):
            yield f"[{block.words}]"
        elif isinstance(block, Note):
            yield self._note(block, 0)
        else:
            yield from self._turn(block)

    def _turn(self, turn: Turn) -> Iterator[str]:
        label = turn.label
        if label:
            label = self._words.speaker(label)
            label += f" {self._words.say('turn.continued')} " if turn.continues else " "
        for block in turn.blocks:
            if isinstance(block, Paragraph):
                yield self._paragraph(block, _INDENT, label)
                label = ""
            elif isinstance(block, Note):
                yield self._note(block, _INDENT)
            else:
                if label:  # a heading or a page stands between the label and its words
                    yield label.strip()
                    label = ""
                yield from self._block(block)

    def _paragraph(self, paragraph: Paragraph, indent: int, label: str) -> str:
        text = self._joined(paragraph.content)
        inner = indent + (_INDENT if paragraph.quoted else 0)
        if paragraph.form == "list-item":
            return _filled(f"{label}- {text}", " " * (0 if label else inner), inner + 2)
        return _filled(f"{label}{text}", " " * (0 if label else inner), inner)

    def _note(self, note: Note, indent: int) -> str:
        return _filled(f"[{note.label.text} {self._joined(note.content)}]", " " * indent, indent)

    def _joined(self, content: Sequence[Sentence | PageMark]) -> str:
        made = ""
        for part in content:
            after = part.text if isinstance(part, Sentence) else f"[{part.words}]"
            if made:
                made += glue(made, after)
            made += self._sentence(part) if isinstance(part, Sentence) else after
        return made

    def _sentence(self, sentence: Sentence) -> str:
        made = ""
        for part in runs(sentence):
            if isinstance(part, Run):
                made += part.text
            elif part.page is not None:
                made += f" [{part.page.words}]" if made and not made[-1].isspace() else f"[{part.page.words}]"
            elif part.noteref in self._transcript.numbers:
                made += f"[{self._transcript.numbers[part.noteref]}]"
        return made


def _filled(text: str, first: str = "", indent: int = 0) -> str:
    """A paragraph in lines, the first after `first`, the others after `indent` blanks."""
    rows = wrapped(text, COLUMNS - len(first), COLUMNS - indent)
    return "\n".join(f"{' ' * indent if number else first}{row}" for number, row in enumerate(rows))


def _underlined(text: str, sign: str) -> str:
    rows = wrapped(text, COLUMNS)
    if not rows:
        return ""
    return "\n".join((*rows, sign * max(width_of(row) for row in rows)))
