"""Turns kinds of gaps into seconds, by the table `data/pacing.toml` that names the source of each length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from readaloud.data import table
from readaloud.model import Pause, PauseKind
from readaloud.settings import Settings

GapKind: TypeAlias = PauseKind | Literal["sentence", "tone", "written"]
"""`sentence` and `tone` hold where the script has no pause; `written` is a length that a person wrote."""

_OF_THE_NEXT = ("turn", "quick", "question")
"""Gaps that grow with what comes after them; the others grow with what stands before."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is left silent between two sounds."""

    kind: GapKind
    seconds: float


@dataclass(frozen=True, slots=True)
class Pacing:
    """All lengths, in seconds."""

    gaps: Mapping[str, float]
    """By kind, before they grow."""
    growth: Mapping[str, float]
    """Seconds for each word beside a gap, by kind; of at most `most_words`."""
    endings: Mapping[str, float]
    """Factors on `sentence`, by the sign that ends the utterance before it."""
    head: float
    """Silence before the first sound."""
    tail: float
    """Silence after the last sound."""
    interruption_cut: float
    """What an utterance loses of its end when the next speaker cuts it short."""
    overlap: float
    """How far the next speaker speaks over one who is interrupted."""
    scale: float = 1.0
    """On all gaps but those at the edges and those that a person wrote."""

    def gap(
        self,
        pauses: Iterable[Pause],
        *,
        default: Literal["sentence", "tone"] = "sentence",
        before: str = "",
        after: str = "",
    ) -> Gap:
        """The one gap that several pauses in a row make between the words `before` and `after`.

        The longest wins, they do not add up. Lengths that a person wrote win over kinds, since a person who shortens
        one pause means the silence that is heard there. Without a pause it is `default`.
        """
        pauses = tuple(pauses)
        written = [pause.seconds for pause in pauses if pause.seconds is not None]
        if written:
            return Gap("written", max(0.0, *written))
        kind: GapKind = max((pause.kind for pause in pauses), key=lambda kind: self.gaps[kind], default=default)
        seconds = self.gaps[kind]
        if kind == "sentence":
            seconds *= self.endings[_ending(before)] if before else 1.0
        words = len((after if kind in _OF_THE_NEXT else before).split())
        seconds += self.growth.get(kind, 0.0) * min(words, self.growth["most_words"])
        return Gap(kind, seconds * self.scale)


def _ending(text: str) -> str:
    """The sign in which a text ends, whatever closes after it; empty where a sentence goes on."""
    end = text.rstrip("\"”’'»)] ")
    if end.endswith(("…", "...", ". .")):
        return "…"
    if end.endswith(("—", "–", "--")):
        return "—"
    return end[-1] if end[-1:] in (".", "?", "!", ":", ";", ",") else ""


@cache
def default_pacing() -> Pacing:
    """The lengths that ship with the package, for `--style clear`: nobody is spoken over."""
    return pacing(Settings())


def pacing(settings: Settings) -> Pacing:
    """The lengths for an edition: slower speech has longer pauses; only in a drama do voices overlap."""
    lengths = table("pacing.toml")
    edges = dict(lengths["edges"])
    if settings.style != "dramatic":
        edges["overlap"] = 0.0
    return Pacing(
        gaps=lengths["gaps"],
        growth=lengths["growth"],
        endings=lengths["endings"],
        scale=settings.pauses / settings.rate,
        **edges,
    )
