"""Clips, the timeline, and the edition made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from readaloud.model.script import Script, Utterance
from readaloud.model.voices import Cast
from readaloud.model.words import Word, Words


@dataclass(frozen=True, slots=True)
class Saying:
    """How a stretch of a spoken text is said otherwise than the engine would say it: by one of the three."""

    begin: int
    """Offset in the spoken text."""
    end: int
    """Offset after its last character."""
    respelling: str = ""
    """Words to say in its place."""
    phonemes: str = ""
    """Its sounds in the engine's own notation."""
    language: str = ""
    """BCP 47: the words as they stand, as that language says them."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one utterance in one voice."""

    samples: bytes
    """Signed 16-bit little-endian PCM, mono."""
    rate: int
    """Samples a second."""
    words: Sequence[Word] = ()

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
    words: Sequence[Word] = ()


Space: TypeAlias = Literal[
    "dry",  # as the engine gives it
    "room",  # with the first reflections of a small room
    "line",  # over a telephone line
]


@dataclass(frozen=True, slots=True)
class Placement:
    """A clip, tone or sound at its place on the timeline."""

    key: str
    """Of a clip in the cache, or `tone:` or `sound:` and a name."""
    begin: int
    """Samples."""
    length: int
    """Samples."""
    gain_db: float = 0.0
    pan: float = 0.0
    """−1 left, 0 middle, +1 right; heard only on a timeline of two channels."""
    space: Space = "dry"
    """Where it sounds; heard only on a timeline of two channels."""
    speaker: str = ""
    """Id of who is heard; empty for tones, sounds, an intro and an outro."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where each clip sounds; computed from Script and ClipInfos alone."""

    rate: int
    """Samples a second."""
    length: int
    """Samples."""
    placements: tuple[Placement, ...]
    """In order of `begin`; they may overlap."""
    channels: Literal[1, 2] = 1
    """Of each block of samples; two are interleaved, the left one first."""
    cuts: tuple[int, ...] = ()
    """Samples at which it may be cut into spans: within silence, at a whole number of every coder's frames."""


@dataclass(frozen=True, slots=True)
class Cue:
    """An utterance with begin and end on the timeline.

    Cues stand in the order of their `begin`. One that is talked over ends after the next one begins: both times are
    true. A format that highlights one at a time takes `Edition.successive_cues`.
    """

    utterance: Utterance
    begin: int
    """Samples."""
    end: int
    """Samples; the end of its sound, without the pause after it; equal to `begin` when it is timed but unheard."""
    words: Sequence[Word] = ()
    """`Word.begin` here counts from the start of the timeline."""
    chapter: int = 0
    """Index into `Edition.chapters`."""
    silent: bool = False
    """Whether its time is kept without its sound, for a person to say it."""
    recording: str = ""
    """Path in the edition of a person's recording that is heard in place of a voice."""


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
class SoundCue:
    """A tone or sound and when it is heard."""

    name: str
    """`tone:page`, `sound:laughter` …, `recording:intro`, `recording:outro`"""
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
class Cover:
    """The picture by which libraries and players show an edition."""

    data: bytes
    """The file: a baseline JPEG or a PNG, in RGB, without transparency."""
    media_type: Literal["image/jpeg", "image/png"]
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    alt: str
    """What is to be seen, in the edition's language, for those who do not see it."""
    drawn: bool = True
    """Whether we drew it; else a person gave it."""

    @property
    def file_name(self) -> str:
        """Of the file in the edition's folder."""
        return "cover.png" if self.media_type == "image/png" else "cover.jpg"


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
    sounds: tuple[SoundCue, ...] = ()
    loudness: Loudness | None = None
    narrator: str = ""
    """What is named as the reader: engine and voices."""
    cover: Cover | None = None
    warnings: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        """Title of the document."""
        return self.script.title

    def successive_cues(self) -> tuple[Cue, ...]:
        """The cues, none longer than until the next one that is heard begins: for formats that show one at a time."""
        shortened: list[Cue] = []
        following = self.timeline.length
        for cue in reversed(self.cues):
            end = max(cue.begin, min(cue.end, following))
            words = Words.of(cue.words).not_after(end)
            shortened.append(cue if end == cue.end else replace(cue, end=end, words=words))
            if cue.end > cue.begin:
                following = cue.begin
        return tuple(reversed(shortened))

    def milliseconds(self, samples: int) -> int:
        """A place on the timeline in whole milliseconds, rounded down, as `edition.json` and the writers give it."""
        return samples * 1000 // self.timeline.rate
