"""What is read, by whom, in which order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from readaloud.model.document import Doubt, Inline, Metadata, Skip, Source
from readaloud.model.voices import Speaker

UtteranceKind: TypeAlias = Literal["heading", "speech", "narration", "stage", "note", "page", "announcement"]

Form: TypeAlias = Literal[
    "",  # running text
    "list-item",
    "dateline",
]

PauseKind: TypeAlias = Literal[
    "turn",  # another speaker begins
    "resumption",  # a speaker takes up a sentence that was broken off: "—to drive the point home"
    "quick",  # a short answer in a quick exchange
    "question",  # an answer to a question
    "interruption",  # the speaker before was cut short
    "trailing",  # the speaker before trailed off
    "paragraph",  # a further paragraph of the same turn or of prose
    "quotation",  # read-out matter begins or ends
    "aside",  # before and after a note or an editor's remark
    "page",  # before and after a page cue
    "heading",  # before and after a heading
    "chapter",  # between chapters
    "silence",  # the document tells of one: "(pause)"
]

MarkKind: TypeAlias = Literal["chapter", "tone", "sound"]

Delivery: TypeAlias = Literal["", "whisper", "quiet", "loud", "slow", "fast", "quote"]
"""How words are said where the document tells it; `quote` is a quotation within matter that is read out."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence, or the part of one on one side of a remark."""

    id: str
    """Hash of label, text and occurrence: stable under edits elsewhere."""
    kind: UtteranceKind
    text: str
    """As printed; empty for announcements and pages, whose words are not the document's."""
    spoken: str
    """As sent to the engine; empty when it is not heard: timed, with no length."""
    speaker: str
    """Id of the `Speaker` whose voice says it."""
    turn: int | None = None
    """0, 1, 2 … over the whole script."""
    label: str | None = None
    """As printed; on every utterance of a turn."""
    opens: bool = False
    """Whether a paragraph begins here."""
    quoted: bool = False
    """Read-out matter: said slower."""
    delivery: Delivery = ""
    """How it is said, as a remark before it tells."""
    n: str = ""
    """Number of a note or label of a page, as printed."""
    key: str = ""
    """`Note.key` of a note's utterances; what `noteref` marks point to."""
    anchor: str | None = None
    """Last four words of the running text before the mark of a note or page; on the first utterance of a note."""
    marks: tuple[Inline, ...] = ()
    """On `text`."""
    level: int = 0
    """Of a heading."""
    skipped: bool = False
    """Left out of the timeline by choice (`--notes skip`, `--pages skip`): no cue; editions of text still show it."""
    form: Form = ""
    """How its paragraph is set in print, which editions of text show; heard it is narration like any other."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A kind of gap; `assembly/pacing` turns it into samples."""

    kind: PauseKind = "turn"
    seconds: float | None = None
    """A length that a person wrote; None takes the kind's own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter begins here, or a soft tone or a sound is heard."""

    kind: MarkKind
    value: str = ""
    """Title of the chapter; for a tone `open` or `close` of an aside, `page`, `remark` or `scene`; for a sound its name."""


Entry: TypeAlias = Utterance | Pause | Mark


@dataclass(frozen=True, slots=True)
class NoteSpan:
    """Where a note's words stand in the source; kept in the script for the ledger."""

    key: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Script:
    """What is read, by whom, in order; a text file that a person can edit and render again."""

    title: str
    language: str
    speakers: tuple[Speaker, ...]
    entries: tuple[Entry, ...]
    source: Source | None = None
    metadata: Metadata = field(default_factory=Metadata)
    skips: tuple[Skip, ...] = ()
    """As in `Document.skips`."""
    note_spans: tuple[NoteSpan, ...] = ()
    warnings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    abbreviations: tuple[str, ...] = ()
    """Short forms of the document's own list that occur in it: how they are said depends on that."""

    def utterances(self) -> tuple[Utterance, ...]:
        """The utterances alone, in order."""
        return tuple(entry for entry in self.entries if isinstance(entry, Utterance))

    def speaker(self, id: str) -> Speaker:
        """The speaker of an id; KeyError if there is none."""
        for speaker in self.speakers:
            if speaker.id == id:
                return speaker
        raise KeyError(id)
