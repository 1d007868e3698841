"""Turns kinds of gaps into samples, by the table `data/pacing.toml` that names the source of each length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from readaloud.data import table
from readaloud.model import Pause, PauseKind

GapKind: TypeAlias = PauseKind | Literal["sentence", "tone", "written"]
"""`sentence` and `tone` hold where the script has no pause; `written` is a length that a person wrote."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is left silent between two sounds."""

    kind: GapKind
    seconds: float


@dataclass(frozen=True, slots=True)
class Pacing:
    """All lengths, in seconds."""

    gaps: Mapping[str, float]
    """By kind."""
    head: float
    """Silence before the first sound."""
    tail: float
    """Silence after the last sound."""
    interruption_cut: float
    """What an utterance loses of its end when the next speaker cuts it short."""

    def gap(self, pauses: Iterable[Pause], *, default: Literal["sentence", "tone"] = "sentence") -> Gap:
        """The one gap that several pauses in a row make.

        The longest wins, they do not add up. Lengths that a person wrote win over kinds, since a person who shortens
        one pause means the silence that is heard there. Without a pause it is `default`.
        """
        pauses = tuple(pauses)
        written = [pause.seconds for pause in pauses if pause.seconds is not None]
        if written:
            return Gap("written", max(0.0, *written))
        if pauses:
            kind = max((pause.kind for pause in pauses), key=lambda kind: self.gaps[kind])
            return Gap(kind, self.gaps[kind])
        return Gap(default, self.gaps[default])


@cache
def default_pacing() -> Pacing:
    """The lengths that ship with the package."""
    lengths = table("pacing.toml")
    return Pacing(gaps=lengths["gaps"], **lengths["edges"])
