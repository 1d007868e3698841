"""What a reader found in a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Role: TypeAlias = Literal[
    "title",  # the title of the document or of a part
    "heading",  # an inner heading; `Block.level` 2 and deeper
    "speech",  # words of a speaker's turn
    "narration",  # running prose that nobody in the document says
    "list-item",  # one item of a list (participants, subject, distribution …); spoken like narration
    "dateline",  # place and date of a document; spoken, but no part of the running text
    "stage",  # a remark about the talk or a stage direction that is a paragraph by itself
    "unspoken",  # printed, kept in order for the running text, never spoken; `Block.reason` says why
    "pagebreak",  # a print page begins here; `Block.n` is its label
]

InlineKind: TypeAlias = Literal[
    "noteref",  # zero length; value is the `Note.key`
    "pagebreak",  # zero length; value is the page's label
    "stage",  # a remark about the talk inside a paragraph: "(laughter)", "[unclear]"
    "supplied",  # a word the editor put into the speaker's sentence: "a second [sense]."
    "skip",  # printed but not spoken; value is the reason
    "emphasis",
    "strong",
    "foreign",  # value is the BCP 47 tag
]


NoteKind: TypeAlias = Literal["note", "source"]


@dataclass(frozen=True, slots=True)
class Inline:
    """One mark on a stretch of a text."""

    begin: int
    """Offset of the first marked character."""
    end: int
    """Offset after the last marked character; equal to `begin` for marks that stand between characters."""
    kind: InlineKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-sized piece of a document."""

    role: Role
    text: str = ""
    """As printed, white space made single, without the speaker's label, note marks and page marks."""
    marks: tuple[Inline, ...] = ()
    """In order of `begin`; marks at one place in the order they stand in the source."""
    label: str | None = None
    """The speaker's label as printed, without its separator: `K`, `Mr. Kissinger`, `RSM and McGB`."""
    separator: str = ""
    """What is printed between label and text: `:`, `.`, ` :`; empty where the markup alone separates them."""
    turn: int | None = None
    """Number of the speaker's turn within its part, 0, 1, 2 …; the same for each further paragraph of the turn."""
    who: tuple[str, ...] = ()
    """Ids of people (`Person.id`) whom the source itself names as the speakers of this block."""
    level: int = 0
    """Depth of a title (1) or heading (2 …)."""
    n: str = ""
    """Label of the page that a `pagebreak` begins."""
    quoted: bool = False
    """Whether the paragraph is matter read out within a turn, as a letter is."""
    reason: str = ""
    """Why an `unspoken` block is not spoken."""
    source_begin: int | None = None
    """Offset in the source text where the block's own text begins, for messages; None where unknown."""


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote or endnote."""

    key: str
    """Unique in the document; what `noteref` marks point to."""
    n: str
    """Number or sign as printed: `2`, `*`."""
    text: str
    """As printed, its paragraphs joined by one space."""
    marks: tuple[Inline, ...] = ()
    kind: NoteKind = "note"
    """`source` is the note on a title that tells archive, box and classification."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where its words stand in the source text: the stream that the ledger proves by itself."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person or part that the document lists: persons list, participants, cast list."""

    id: str
    name: str
    """Reading order: `Henry A. Kissinger`."""
    description: str = ""
    gender: Literal["", "female", "male"] = ""
    """Only where the document tells it; never guessed from a surname."""
    age: str = ""
    labels: tuple[str, ...] = ()
    """Labels that the list itself gives for this person."""
    present: bool = False
    """Whether the document says that this person takes part (participants, members present)."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the document itself explains or marks as one."""

    short: str
    """As printed: `MBFR`."""
    long: str = ""
    """What it stands for, as printed; empty where the document only marks it."""


@dataclass(frozen=True, slots=True)
class Skip:
    """A stretch of the source that is not spoken, with the reason."""

    begin: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A decision that was uncertain, for `plan --report`."""

    place: str
    """Where, in words a person can search for."""
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read."""

    name: str
    """The file's name without folders."""
    sha256: str
    container: Literal["text", "xml", "html", "zip", "pdf"] = "text"
    """How `check` takes the words from the file, without the readers."""
    encoding: str = "utf-8"
    """Of a text container, as it was told apart."""
    extract: tuple[tuple[str, str], ...] = ()
    """What the reader was asked to take from the file (`("document", "d66")`), so that it can be read again."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What catalogues and players show, as far as the source tells it."""

    author: str = ""
    date: str = ""
    """As printed or ISO 8601."""
    publisher: str = ""
    series: str = ""
    identifier: str = ""
    """What catalogues know it by: an ISBN, an address, `frus1969-76v15/d67`."""
    citation: str = ""
    """How its field cites it, made of what the source itself tells."""
    rights: str = ""
    """Who may do what with it, as the source says."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a volume, or the whole of a single document; speakers' labels mean the same within a part."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    people: tuple[Person, ...] = ()
    """Those whom the part itself lists."""
    text_labels: bool = True
    """Whether labels are words in the text (transcripts) rather than markup (plays)."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found: nothing lost, nothing decided that planning decides."""

    title: str
    language: str
    """BCP 47; empty from a reader whose source does not tell it: it is then known by the words."""
    source: Source
    parts: tuple[Part, ...]
    people: tuple[Person, ...] = ()
    """Lists that hold for all parts, as a volume's persons list."""
    skips: tuple[Skip, ...] = ()
    """In order of `begin`, not overlapping; offsets in the source text as `checking.sources` takes it."""
    metadata: Metadata = Metadata()
    warnings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    """Its own list of them, each short form once."""
