"""The frozen data that flows from stage to stage; imports nothing of ours.

Times are whole samples at `Timeline.rate`, text positions are Python string offsets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

# ---------------------------------------------------------------------------------------------------------------------
# Document: what a reader found in the source
# ---------------------------------------------------------------------------------------------------------------------

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
    kind: Literal["note", "source"] = "note"
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
    rights: str = ""
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
    """BCP 47."""
    source: Source
    parts: tuple[Part, ...]
    people: tuple[Person, ...] = ()
    """Lists that hold for all parts, as a volume's persons list."""
    skips: tuple[Skip, ...] = ()
    """In order of `begin`, not overlapping; offsets in the source text as `checking.sources` takes it."""
    metadata: Metadata = Metadata()
    warnings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


# ---------------------------------------------------------------------------------------------------------------------
# Speakers and voices
# ---------------------------------------------------------------------------------------------------------------------

SpeakerRole: TypeAlias = Literal["", "narrator", "editor", "notes", "pages"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person or part, or one of the edition's own voices (`role`)."""

    id: str
    labels: tuple[str, ...] = ()
    name: str = ""
    description: str = ""
    gender: Literal["", "female", "male"] = ""
    age: str = ""
    role: SpeakerRole = ""
    members: tuple[str, ...] = ()
    """Ids of those who speak together, for a joint label."""
    reasons: tuple[str, ...] = ()
    """Why labels were taken for one person, and where the name comes from."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One profile from `voices/`."""

    id: str
    engine: str
    """Name in the registry of engines."""
    engine_voice: str
    """What the engine calls the voice: `gmw/en-US+m3`."""
    language: str
    """BCP 47."""
    gender: Literal["", "female", "male"] = ""
    age: Literal["", "child", "young", "adult", "old"] = ""
    accent: str = ""
    description: str = ""
    """What it sounds like, in words."""
    pitch: int = 50
    """0 to 99, espeak-ng's scale; 50 is the voice's own."""
    rate: int = 165
    """Words a minute."""
    loudness_lufs: float = -23.0
    """Gated loudness (ITU-R BS.1770) of the standard passage as the engine gives it."""
    roles: tuple[SpeakerRole, ...] = ("",)
    """What it is kept for; `""` is a speaker."""
    order: int = 0
    """Preference: voices with lower numbers are given to main speakers first."""


@dataclass(frozen=True, slots=True)
class Casting:
    """A speaker's voice with the reason for the choice."""

    speaker: str
    voice: Voice
    reason: str = ""
    pinned: bool = False
    """Chosen by a person; never moved."""


@dataclass(frozen=True, slots=True)
class Cast:
    """speaker → voice."""

    castings: tuple[Casting, ...]

    def voice(self, speaker: str) -> Voice:
        """The voice of a speaker's id; KeyError if there is none."""
        for casting in self.castings:
            if casting.speaker == speaker:
                return casting.voice
        raise KeyError(speaker)


# ---------------------------------------------------------------------------------------------------------------------
# Script
# ---------------------------------------------------------------------------------------------------------------------

UtteranceKind: TypeAlias = Literal["heading", "speech", "narration", "stage", "note", "page", "announcement"]

PauseKind: TypeAlias = Literal[
    "turn",  # another speaker begins
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
]

MarkKind: TypeAlias = Literal["chapter", "tone"]


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
    """Read-out matter."""
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


@dataclass(frozen=True, slots=True)
class Pause:
    """A kind of gap; `assembly/pacing` turns it into samples."""

    kind: PauseKind = "turn"
    seconds: float | None = None
    """A length that a person wrote; None takes the kind's own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter begins here, or a soft tone sounds."""

    kind: MarkKind
    value: str = ""
    """Title of the chapter; for a tone `open` or `close` of an aside, `page`, or `remark`."""


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
    metadata: Metadata = Metadata()
    skips: tuple[Skip, ...] = ()
    """As in `Document.skips`."""
    note_spans: tuple[NoteSpan, ...] = ()
    warnings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def utterances(self) -> tuple[Utterance, ...]:
        """The utterances alone, in order."""
        return tuple(entry for entry in self.entries if isinstance(entry, Utterance))

    def speaker(self, id: str) -> Speaker:
        """The speaker of an id; KeyError if there is none."""
        for speaker in self.speakers:
            if speaker.id == id:
                return speaker
        raise KeyError(id)


# ---------------------------------------------------------------------------------------------------------------------
# Sound
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clip's spoken text and when it begins."""

    begin: int
    """Samples from the clip's start."""
    offset: int
    """Offset of its first character in the spoken text."""
    length: int
    """Characters."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one utterance in one voice."""

    samples: bytes
    """Signed 16-bit little-endian PCM, mono."""
    rate: int
    """Samples a second."""
    words: tuple[Word, ...] = ()

    @property
    def length(self) -> int:
        """Samples."""
        return len(self.samples) // 2


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """All that planning the timeline needs of a clip; the samples stay in the cache."""

    key: str
    """Content address in the clip cache."""
    length: int
    """Samples."""
    rate: int
    """Samples a second."""
    peak: int
    """Largest absolute sample, 0 to 32768."""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A clip or tone at its place on the timeline."""

    key: str
    """Of a clip in the cache, or `tone:open`, `tone:close`, `tone:page`, `tone:remark`."""
    begin: int
    """Samples."""
    length: int
    """Samples."""
    gain_db: float = 0.0
    pan: float = 0.0
    """−1 left, 0 middle, +1 right."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where each clip sounds; computed from Script and ClipInfos alone."""

    rate: int
    """Samples a second."""
    length: int
    """Samples."""
    placements: tuple[Placement, ...]
    """In order of `begin`."""


@dataclass(frozen=True, slots=True)
class Cue:
    """An utterance with begin and end on the timeline."""

    utterance: Utterance
    begin: int
    """Samples."""
    end: int
    """Samples; the end of its sound, without the pause after it; equal to `begin` when it is timed but unheard."""
    words: tuple[Word, ...] = ()
    """`Word.begin` here counts from the start of the timeline."""
    chapter: int = 0
    """Index into `Edition.chapters`."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled interval; chapters follow one another without a gap and cover the timeline."""

    title: str
    begin: int
    """Samples."""
    end: int
    """Samples."""


@dataclass(frozen=True, slots=True)
class PageCue:
    """A print page and where it begins."""

    label: str
    chapter: int
    begin: int
    """Samples."""


@dataclass(frozen=True, slots=True)
class NoteCue:
    """A note and when it is read, tones and announcements included."""

    label: str
    key: str
    chapter: int
    begin: int
    """Samples."""
    end: int
    """Samples."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Of the finished programme, ITU-R BS.1770-4 / EBU R 128."""

    integrated_lufs: float
    true_peak_dbtp: float
    by_speaker_lufs: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """All that a writer needs but no samples."""

    script: Script
    cast: Cast
    timeline: Timeline
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    pages: tuple[PageCue, ...] = ()
    notes: tuple[NoteCue, ...] = ()
    loudness: Loudness | None = None
    narrator: str = ""
    """What is named as the reader in tags: engine and voices."""
    warnings: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        """Title of the document."""
        return self.script.title

    def milliseconds(self, samples: int) -> int:
        """A place on the timeline in whole milliseconds, rounded down, as `edition.json` and the writers give it."""
        return samples * 1000 // self.timeline.rate
