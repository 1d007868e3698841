"""Brings a whole timeline to its loudness, in two passes over its spans: one measures, the other is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readaloud.assembly.foresight import Foresight
from readaloud.assembly.levels import LevelMeter, Levels
from readaloud.assembly.limiter import Limiter
from readaloud.assembly.loudness import Heard, codec_margin, heard, programme_gain
from readaloud.assembly.matching import corrections, foreseen, matched, moved, spoken
from readaloud.assembly.spans import StepGrid, span, spans
from readaloud.assembly.stitching import blocks
from readaloud.model import Timeline
from readaloud.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Master:
    """How a timeline is brought to its loudness."""

    timeline: Timeline
    """With the gains that make the speakers alike."""
    gain_db: float
    """Of the whole programme."""
    ceiling_dbtp: float
    """Under which its peaks are held."""
    energies: NDArray[np.float32]
    """K-weighted mean square of each step of 100 ms, span by span, before all this."""


Samples = Callable[[str], bytes]
"""PCM of a clip by its key; asked for each clip in both passes, so that no more than a block is ever held."""


def measured(span: Timeline, samples: Samples, rates: Mapping[str, int] | None = None) -> Levels:
    """The first pass over one span; `rates` has the samples a second of each clip (`stitching.clip_rates`)."""
    meter = LevelMeter(span.rate, span.channels)
    for block in blocks(span, samples, rates):
        meter.write(block)
    return meter.levels()


def master(timeline: Timeline, levels: Iterable[Levels], settings: Settings) -> Master:
    """What the levels of all spans, in order, ask for."""
    ceiling = settings.peak_dbtp - codec_margin(settings.bitrate)
    foresight = Foresight(levels)
    now, target = foresight.now(), settings.target_lufs
    gain = programme_gain(lambda db: foresight.at(db, ceiling), now, target)
    stretches = spoken(timeline)
    corrected = corrections(foresight, stretches, gain, ceiling)
    if corrected:
        gain = programme_gain(lambda db: foreseen(foresight, stretches, corrected, db, ceiling), now, target)
    timeline, more = matched(timeline, corrected)
    return Master(timeline, gain + more, ceiling, foresight.levels)


def mastered(span: Timeline, how: Master, samples: Samples, rates: Mapping[str, int] | None = None) -> Iterator[bytes]:
    """The second pass over one span of `how.timeline`: its finished samples in blocks, s16le.

    Silent ends keep the limiter, which looks 10 ms both ways, from hearing of the spans beside it.
    """
    return Limiter(span.rate, how.gain_db, how.ceiling_dbtp, span.channels).limited(blocks(span, samples, rates))


def finished(
    number: int, before: Timeline, how: Master, samples: Samples, rates: Mapping[str, int] | None = None
) -> tuple[list[bytes], Heard]:
    """The second pass over a span, whole, and what it sounds like; `before` is the timeline that was measured."""
    part = span(how.timeline, number)
    levels, changed = moved(span(before, number), part, how.energies[StepGrid(before).steps(number)])
    limiter = Limiter(part.rate, how.gain_db, how.ceiling_dbtp, part.channels)
    made = list(limiter.limited(blocks(part, samples, rates)))
    return made, heard(made, part.rate, part.channels, levels, how.gain_db, (*changed, *limiter.held))


def programme(
    timeline: Timeline, samples: Samples, settings: Settings, rates: Mapping[str, int] | None = None
) -> Iterator[bytes]:
    """The finished programme in blocks, of exactly the timeline's length."""
    how = master(timeline, (measured(part, samples, rates) for part in spans(timeline)), settings)
    for part in spans(how.timeline):
        yield from mastered(part, how, samples, rates)
