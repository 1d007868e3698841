"""Brings a whole timeline to its loudness, in two passes over the clips: one measures, the other is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from readaloud.assembly.foresight import Foresight
from readaloud.assembly.limiter import limited
from readaloud.assembly.loudness import codec_margin, programme_gain
from readaloud.assembly.matching import corrections, foreseen, matched, spoken
from readaloud.assembly.stitching import blocks
from readaloud.model import Timeline
from readaloud.settings import Settings


def programme(
    timeline: Timeline, samples: Callable[[str], bytes], settings: Settings, rates: Mapping[str, int] | None = None
) -> Iterator[bytes]:
    """The finished programme as blocks of about one second, s16le, of exactly the timeline's length.

    `samples` gives a clip's PCM by its key and is asked for each in both passes, so that no more than a block is ever held;
    `rates` has the samples a second of each clip (`stitching.clip_rates`).
    """
    channels = timeline.channels
    ceiling = settings.peak_dbtp - codec_margin(settings.bitrate)
    foresight = Foresight(timeline.rate, channels)
    for block in blocks(timeline, samples, rates):
        foresight.write(block)
    now, target = foresight.now(), settings.target_lufs
    gain = programme_gain(lambda db: foresight.at(db, ceiling), now, target)
    stretches = spoken(timeline)
    corrected = corrections(foresight, stretches, gain, ceiling)
    if corrected:
        gain = programme_gain(lambda db: foreseen(foresight, stretches, corrected, db, ceiling), now, target)
    timeline, more = matched(timeline, corrected)
    yield from limited(blocks(timeline, samples, rates), timeline.rate, gain + more, ceiling, channels)
