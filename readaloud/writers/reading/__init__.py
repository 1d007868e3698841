"""The reading view of an edition: what stands on the page, in order, each sentence with when it is heard.

Every format in which text and sound run together is written from it. The order of the tree is the order of the script,
which is the order in which it is heard: a note stands after the sentence that marks it, and a paragraph that it
interrupts goes on after it. What is not heard (notes and pages left out, silent pages) stands at its place all the same.
"""

from __future__ import annotations

from readaloud.writers.reading.building import reading_view
from readaloud.writers.reading.clips import Stretch, contiguous
from readaloud.writers.reading.inline import Place, Run, runs
from readaloud.writers.reading.labels import Labels, labels
from readaloud.writers.reading.letters import direction, glue, printable
from readaloud.writers.reading.naming import COLOURS, colours, name_of, names, note_id, page_id, reference_id, signs
from readaloud.writers.reading.view import (
    Block,
    Heading,
    Heard,
    Note,
    PageMark,
    Paragraph,
    Section,
    Sentence,
    Turn,
    View,
    needs_heading,
    units,
    walk,
)

__all__ = [
    "COLOURS",
    "Block",
    "Heading",
    "Heard",
    "Labels",
    "Note",
    "PageMark",
    "Paragraph",
    "Place",
    "Run",
    "Section",
    "Sentence",
    "Stretch",
    "Turn",
    "View",
    "colours",
    "contiguous",
    "direction",
    "glue",
    "labels",
    "name_of",
    "names",
    "needs_heading",
    "note_id",
    "page_id",
    "printable",
    "reading_view",
    "reference_id",
    "runs",
    "signs",
    "units",
    "walk",
]
