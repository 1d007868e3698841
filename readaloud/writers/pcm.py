"""The samples of a lossless file: those of the edition, or those at another rate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readaloud.audio import WIDTH, Resampler, frame, scaled
from readaloud.model import Timeline

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame


class Pcm:
    """Blocks of the timeline as frames of s16 at the file's rate."""

    def __init__(self, timeline: Timeline, rate: int) -> None:
        self.rate, self.channels = rate, timeline.channels
        self.length = scaled(timeline.length, timeline.rate, rate)
        """Samples that the file will have."""
        self._taken = 0
        self._resampler = Resampler(timeline.rate, rate, self.channels, "s16") if rate != timeline.rate else None

    def write(self, block: bytes) -> Iterator[AudioFrame]:
        """What is ready after the next samples."""
        if not block:
            return
        if self._resampler is not None:
            yield from self._resampler.write(block)
        else:
            yield frame(block, self.rate, self._taken, self.channels)
            self._taken += len(block) // (WIDTH * self.channels)

    def finish(self) -> Iterator[AudioFrame]:
        """The rest."""
        if self._resampler is not None:
            yield from self._resampler.finish()
