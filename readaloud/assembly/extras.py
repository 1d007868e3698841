"""What a person brings of their own to an edition: recordings in place of voices, an intro, an outro."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readaloud.model import ClipInfo


@dataclass(frozen=True, slots=True)
class Extras:
    """All of it as clips that were levelled to `RECORDED_LUFS`."""

    recorded: Mapping[str, str] = field(default_factory=dict)
    """Path in the edition of the recording of an utterance, by its id; its clip is among those of the others."""
    intro: ClipInfo | None = None
    """Heard before everything."""
    outro: ClipInfo | None = None
    """Heard after everything."""

    def infos(self) -> tuple[ClipInfo, ...]:
        """Of intro and outro."""
        return tuple(info for info in (self.intro, self.outro) if info is not None)
