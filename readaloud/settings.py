"""Profiles and flags become one frozen `Settings`, built once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

NotesChoice: TypeAlias = Literal["after-sentence", "after-turn", "at-end", "skip"]
PagesChoice: TypeAlias = Literal["speak", "tone", "silent", "skip"]
SpeakerNames: TypeAlias = Literal["never", "first", "scene", "always"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can choose about an edition."""

    notes: NotesChoice = "after-sentence"
    """Where a note is spoken."""
    pages: PagesChoice = "speak"
    """How a new print page is heard; `silent` is timed but unheard, `skip` leaves pages out of the timeline."""
    note_end: Literal["tone", "words"] = "tone"
    """What marks the end of a note: a soft tone, or the words "End of note"."""
    source_note: Literal["at-end", "at-mark"] = "at-end"
    """Where the note on the title (archive, box, classification) is read."""
    remarks: Literal["speak", "tone", "skip"] = "speak"
    """How remarks about the talk, `(laughter)`, are heard: in the editor's voice, as a soft tone, or not at all."""
    supplied: Literal["speaker", "marked"] = "speaker"
    """A word supplied by the editor: said like any other, or introduced by the editor's voice."""
    speaker_names: SpeakerNames = "never"
    """When a speaker's name is said before a turn, for listeners who cannot tell voices apart: never, at the speaker's first
    turn, at the first one in each scene, or whenever the speaker changes."""
    formats: tuple[str, ...] = ("m4b", "mp3")
    """Names in the registry of writers."""
    lexicons: tuple[str, ...] = ()
    """Paths of a person's pronunciation lexicons; later ones win over earlier ones, and all over ours."""
    engine: str = "pyttsx3"
    """Engine for voices that casting chooses."""
    workers: int = 0
    """Worker processes for synthesis; 0 means one for each core."""
    cache: bool = True
    """Whether clips are taken from and kept in the cache between runs."""
    bitrate: int = 64
    """Of mono audio, kbit/s."""
    target_lufs: float = -19.0
    """Integrated loudness of the programme; the audiobook makers' usual target."""
    ceiling_dbtp: float = -3.0
    """Largest true peak."""
