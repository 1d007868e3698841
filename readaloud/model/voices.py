"""Who speaks, and in which voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

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
    far: bool = False
    """Whether this is the far party of a telephone call."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What was measured of a voice on the standard passage of its language."""

    pitch_hz: float
    """Median fundamental frequency of the voiced frames; 0 where none is, as in a whisper."""
    pitch_range: float
    """Semitones between the 10th and the 90th percentile of the fundamental frequency."""
    timbre: tuple[float, ...]
    """Means, then deviations, of the mel-frequency cepstral coefficients 1 to 12 of the frames that sound."""
    pace: float
    """Seconds that the standard passage takes, its silences included."""


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
    sound: Sound | None = None
    """What was measured; None for a voice that nobody has measured."""


@dataclass(frozen=True, slots=True)
class Casting:
    """A speaker's voice with the reason for the choice."""

    speaker: str
    voice: Voice
    reason: str = ""
    pinned: bool = False
    """Chosen by a person; never moved."""
    named: bool = False
    """Whether the speaker's name is to be spoken, as where there are more speakers than voices and this one is only shifted."""


@dataclass(frozen=True, slots=True)
class Cast:
    """speaker → voice."""

    castings: tuple[Casting, ...]
    warnings: tuple[str, ...] = ()

    def voice(self, speaker: str) -> Voice:
        """The voice of a speaker's id; KeyError if there is none."""
        for casting in self.castings:
            if casting.speaker == speaker:
                return casting.voice
        raise KeyError(speaker)
