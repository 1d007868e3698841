"""Brings a whole timeline to its loudness, in two passes over the clips: one that measures and one that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from readaloud.assembly.limiter import limited
from readaloud.assembly.loudness import CODEC_MARGIN_DB, integrated, programme_gain
from readaloud.assembly.stitching import blocks
from readaloud.model import Timeline
from readaloud.settings import Settings


def programme(
    timeline: Timeline, samples: Callable[[str], bytes], settings: Settings, rates: Mapping[str, int] | None = None
) -> Iterator[bytes]:
    """The finished programme as blocks of about one second, s16le mono, of exactly the timeline's length.

    `samples` gives a clip's PCM by its key and is asked twice for each, so that no more than a block is ever held;
    `rates` has the samples a second of each clip (`stitching.clip_rates`).
    """
    gain = programme_gain(integrated(blocks(timeline, samples, rates), timeline.rate), settings)
    yield from limited(blocks(timeline, samples, rates), timeline.rate, gain, settings.ceiling_dbtp - CODEC_MARGIN_DB)
