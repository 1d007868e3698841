"""Brings a whole timeline to its loudness, in passes over the clips: one measures, with two channels another, and the last is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from readaloud.assembly.limiter import limited
from readaloud.assembly.loudness import CODEC_MARGIN_DB, correction, integrated, programme_gain
from readaloud.assembly.stitching import blocks
from readaloud.model import Timeline
from readaloud.settings import Settings

_CORRECTIONS = 2
"""Measured on two telephone calls, a captioned talk and a screenplay: after two the target is met within 0.25 LU."""


def programme(
    timeline: Timeline, samples: Callable[[str], bytes], settings: Settings, rates: Mapping[str, int] | None = None
) -> Iterator[bytes]:
    """The finished programme as blocks of about one second, s16le, of exactly the timeline's length.

    `samples` gives a clip's PCM by its key and is asked for each in every pass, so that no more than a block is ever held;
    `rates` has the samples a second of each clip (`stitching.clip_rates`).
    """
    channels = timeline.channels
    ceiling = settings.ceiling_dbtp - CODEC_MARGIN_DB
    # A place, the room and the line leave a voice its loudness, so two channels are as loud as the one they are made of.
    dry = replace(timeline, channels=1)
    gain = programme_gain(integrated(blocks(dry, samples, rates), timeline.rate), settings)
    for _ in range(_CORRECTIONS if channels == 2 else 0):
        # A voice at one side has its peaks in one channel: the limiter takes 0.3 to 1.5 LU, which only hearing it tells.
        heard = limited(blocks(timeline, samples, rates), timeline.rate, gain, ceiling, channels)
        missing = correction(integrated(heard, timeline.rate, channels), settings)
        gain += missing
        if not missing:
            break
    yield from limited(blocks(timeline, samples, rates), timeline.rate, gain, ceiling, channels)
