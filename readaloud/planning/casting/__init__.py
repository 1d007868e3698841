"""Gives every speaker a voice that listeners can tell from all others in the scene; deterministic.

Rules and their order are told in docs/decisions/0010-casting.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from readaloud.model import Cast, Script, Speaker, Voice
from readaloud.planning.casting.presence import Presence, presence
from readaloud.planning.casting.shifting import shifted_voice
from readaloud.planning.casting.stage import Stage

__all__ = ["cast", "cast_together", "shared_voices", "shifted_voice"]


def cast(
    script: Script, voices: Sequence[Voice], pinned: Mapping[str, Voice] | None = None, named: Collection[str] = ()
) -> Cast:
    """A voice for each speaker of a script.

    `voices` are those of the script's language; `pinned` are a person's choices, which are never moved, and around
    which the others are arranged; `named` are those whose names a person wants spoken. EngineError when there is no
    voice for a part, or far too few.
    """
    return Stage(script.speakers, presence(script), script.language, voices, pinned or {}, named).cast()


def cast_together(
    speakers: Sequence[Speaker], there: Presence, language: str, voices: Sequence[Voice],
    pinned: Mapping[str, Voice] | None = None, named: Collection[str] = (),
) -> Cast:  # fmt: skip
    """The same for people of many documents; `there` tells of all their scenes together."""
    return Stage(speakers, there, language, voices, pinned or {}, named).cast()


def shared_voices(script: Script, cast: Cast) -> tuple[str, ...]:
    """What to warn of when a person gave one voice to several who are heard in the same scene."""
    partners = presence(script).partners
    warnings = []
    for i, one in enumerate(cast.castings):
        for other in cast.castings[i + 1 :]:
            if one.voice.id == other.voice.id and other.speaker in partners[one.speaker]:
                a, b = script.speaker(one.speaker), script.speaker(other.speaker)
                warnings.append(f"{a.name or a.id} and {b.name or b.id} have one voice, {one.voice.id}.")
    return tuple(warnings)
