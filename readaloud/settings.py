"""Profiles and flags become one frozen `Settings`, built once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

NotesChoice: TypeAlias = Literal["after-sentence", "after-turn", "at-end", "skip"]
PagesChoice: TypeAlias = Literal["speak", "tone", "silent", "skip"]
StageChoice: TypeAlias = Literal["speak", "sound", "skip"]
StyleChoice: TypeAlias = Literal["clear", "dramatic"]
SpeakerNames: TypeAlias = Literal["never", "first", "scene", "always"]

MONO_LUFS = -19.0
"""The audiobook makers' usual target."""
STEREO_LUFS = -16.0
"""The same as heard: BS.1770 adds the power of both channels, and a mono sum of them is 3 dB less."""


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
    stage: StageChoice = "speak"
    """How remarks about the talk, `(laughter)`, are heard: in the editor's voice, as a sound, or not at all."""
    thinking_time: float = 0.0
    """Seconds of silence after each print page, to think about it."""
    style: StyleChoice = "clear"
    """`clear` is dry and in the middle, one channel; `dramatic` has places, a room, a telephone line, in two."""
    rate: float = 1.0
    """How fast all is said, 0.5 to 3; pauses follow."""
    pauses: float = 1.0
    """How long pauses are, 0 to 5."""
    pitch: int = 0
    """Added to each voice's pitch, in steps of espeak-ng's scale: 12 are about three semitones."""
    silent: tuple[str, ...] = ()
    """Ids of speakers whose time is kept without their sound."""
    supplied: Literal["speaker", "marked"] = "speaker"
    """A word supplied by the editor: said like any other, or introduced by the editor's voice."""
    speaker_names: SpeakerNames = "never"
    """When a speaker's name is said before a turn, for listeners who cannot tell voices apart: never, at the speaker's first
    turn, at the first one in each scene, or whenever the speaker changes."""
    formats: tuple[str, ...] = ("m4b", "mp3")
    """Names in the registry of writers."""
    lexicons: tuple[str, ...] = ()
    """Paths of a person's pronunciation lexicons; later ones win over earlier ones, and all over ours."""
    player_inline: bool = False
    """Whether the player page has its sound inside of it rather than beside it."""
    engine: str = "pyttsx3"
    """Engine for voices that casting chooses."""
    workers: int = 0
    """Worker processes for synthesis; 0 means one for each core."""
    cache: bool = True
    """Whether clips are taken from and kept in the cache between runs."""
    bitrate: int = 64
    """Of each channel, kbit/s."""
    loudness_lufs: float | None = None
    """Integrated loudness of the programme; None takes `MONO_LUFS` or `STEREO_LUFS`."""
    ceiling_dbtp: float = -3.0
    """Largest true peak."""

    @property
    def channels(self) -> Literal[1, 2]:
        """Of the audio."""
        return 2 if self.style == "dramatic" else 1

    @property
    def target_lufs(self) -> float:
        """Integrated loudness of the programme."""
        if self.loudness_lufs is not None:
            return self.loudness_lufs
        return STEREO_LUFS if self.channels == 2 else MONO_LUFS
