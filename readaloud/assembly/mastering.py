"""Brings a whole timeline to its loudness, in two passes over its spans: one measures, the other is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from readaloud.assembly.foresight import Foresight
from readaloud.assembly.levels import LevelMeter, Levels
from readaloud.assembly.limiter import limited
from readaloud.assembly.loudness import codec_margin, programme_gain
from readaloud.assembly.matching import corrections, foreseen, matched, spoken
from readaloud.assembly.spans import spans
from readaloud.assembly.stitching import blocks
from readaloud.model import Timeline
from readaloud.settings import Settings


@dataclass(frozen=True, slots=True)
class Master:
    """How a timeline is brought to its loudness."""

    timeline: Timeline
    """With the gains that make the speakers alike."""
    gain_db: float
    """Of the whole programme."""
    ceiling_dbtp: float
    """Under which its peaks are held."""


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
    return Master(timeline, gain + more, ceiling)


def mastered(span: Timeline, how: Master, samples: Samples, rates: Mapping[str, int] | None = None) -> Iterator[bytes]:
    """The second pass over one span of `how.timeline`: its finished samples in blocks of about one second, s16le.

    Silent ends keep the limiter, which looks 10 ms both ways, from hearing of the spans beside it.
    """
    return limited(blocks(span, samples, rates), span.rate, how.gain_db, how.ceiling_dbtp, span.channels)


def programme(
    timeline: Timeline, samples: Samples, settings: Settings, rates: Mapping[str, int] | None = None
) -> Iterator[bytes]:
    """The finished programme in blocks of at most about one second, of exactly the timeline's length."""
    how = master(timeline, (measured(span, samples, rates) for span in spans(timeline)), settings)
    for span in spans(how.timeline):
        yield from mastered(span, how, samples, rates)
