"""From the paragraphs of a part to its blocks: which words are labels, whose turn goes on where, what is a remark.

Shared by all readers of running text: `talk` finds the document's labels in its own evidence (`evidence`), cuts the
paragraphs into turns (`turns`) and marks remarks (`remarks`). The same paragraphs give the same blocks, whatever
format they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.model import Block, Doubt, Person, Skip
from readaloud.readers.talk.classification import without_classification
from readaloud.readers.talk.evidence import find_labels
from readaloud.readers.talk.names import Names
from readaloud.readers.talk.paragraphs import Paragraph
from readaloud.readers.talk.remarks import mark_remarks
from readaloud.readers.talk.turns import blocks_of


@dataclass(frozen=True, slots=True)
class Talk:
    """The blocks of a part and what `talk` left out or was not sure of."""

    blocks: tuple[Block, ...]
    skips: tuple[Skip, ...]
    doubts: tuple[Doubt, ...]


def talk(paragraphs: Sequence[Paragraph], people: Sequence[Person] = (), notes: Sequence[str] = ()) -> Talk:
    """The blocks of one part.

    `people` are those the document lists; `notes` are the texts of its notes, which often tell full names.
    """
    paragraphs, marks = without_classification(paragraphs)
    names = Names()
    for person in people:
        names.add_person(person)
    for paragraph in paragraphs:
        if paragraph.kind == "title":
            names.add_title(paragraph.plain)
    names.add_mentions(notes)
    names.add_mentions(paragraph.plain for paragraph in paragraphs if paragraph.kind != "title")
    labels = find_labels(paragraphs, names)
    blocks, skips = blocks_of(paragraphs, labels, names.present)
    return Talk(tuple(mark_remarks(block) for block in blocks), (*marks, *skips), tuple(labels.doubts))
