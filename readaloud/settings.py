"""Profiles and flags become one frozen `Settings`, built once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

NotesChoice: TypeAlias = Literal["after-sentence", "after-turn", "at-end", "skip"]
PagesChoice: TypeAlias = Literal["speak", "tone", "silent", "skip"]
StageChoice: TypeAlias = Literal["speak", "sound", "skip"]
StyleChoice: TypeAlias = Literal["clear", "dramatic"]
SpeakerNames: TypeAlias = Literal["never", "first", "scene", "always"]
LoudnessChoice: TypeAlias = Literal["audiobook", "podcast", "ebu-r128", "acx"]
"""As `data/loudness.toml` has them."""


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
    intro: str = ""
    """Path of a sound file that is heard before everything."""
    outro: str = ""
    """The same after everything."""
    stems: bool = False
    """Whether each speaker's voice is written as a file of its own too."""
    bitrate: int = 64
    """Of each channel, kbit/s."""
    sample_rate: int = 0
    """Samples a second of the audio files; 0 takes the edition's own, which is that of its voices."""
    cover: str = ""
    """A picture file; `none` for no cover; empty draws one."""
    loudness: LoudnessChoice = "audiobook"
    """Whose numbers loudness and peaks keep to."""
    loudness_lufs: float | None = None
    """Integrated loudness of the programme; None takes that of `loudness`."""
    ceiling_dbtp: float | None = None
    """Largest true peak of a finished file; None takes that of `loudness`."""
    credits: bool = False
    """Whether the reading begins and ends with title, author and reader, each in a chapter of its own."""
    chapter_gap: float = 0.0
    """Seconds of silence between chapters at least: for files that need silence at their head and their tail."""
    longest_chapter: float = 0.0
    """Seconds after which a chapter goes on in another one, at the next pause that suits; 0 for never."""

    @property
    def channels(self) -> Literal[1, 2]:
        """Of the audio."""
        return 2 if self.style == "dramatic" else 1

    @property
    def target_lufs(self) -> float:
        """Integrated loudness of the programme."""
        if self.loudness_lufs is not None:
            return self.loudness_lufs
        return float(self._told["stereo" if self.channels == 2 else "mono"])

    @property
    def peak_dbtp(self) -> float:
        """Largest true peak of a finished file."""
        return float(self._told["peak"]) if self.ceiling_dbtp is None else self.ceiling_dbtp

    @property
    def _told(self) -> dict[str, Any]:
        from readaloud.data import table

        told: dict[str, Any] = table("loudness.toml")[self.loudness]
        return told
