"""Measures loudness and true peak of a programme and of its speakers, and chooses the programme's gain."""

from __future__ import annotations

import math
from collections.abc import Iterable

from readaloud.assembly.peaks import TruePeak
from readaloud.audio import WIDTH, frame, pulled
from readaloud.model import Edition, Loudness
from readaloud.settings import Settings

SILENCE_LUFS = -70.0
"""The absolute gate of BS.1770-4: nothing quieter is counted, so nothing quieter can be told."""

SILENCE_DBTP = -120.0
"""Told as the true peak of digital silence, since JSON has no −∞; 16 bits end at −96."""

LIMITING_LOSS_LU = 0.2
"""Loudness that holding the peaks down takes: 0.21 LU on 6 minutes of five espeak-ng voices brought to −19 LUFS under
−3.5 dBTP, 0.13 under −3."""

CODEC_MARGIN_DB = 0.5
"""How far under the ceiling the peaks are held, since a decoder swings past what it was given: 0.25 dB with AAC, 0.22
with MP3 at 48 kbit/s on the same audio, 0.05 at 128."""

GAIN_STEP_DB = 0.5
"""Coarse, so that an edit in one sentence does not move the loudness, and with it every sample, of the others."""


class Meter:
    """Integrated loudness of a stream of blocks (ITU-R BS.1770-4, gated), by FFmpeg's `ebur128` filter."""

    def __init__(self, rate: int) -> None:
        from fractions import Fraction

        from av.filter import Graph

        self._rate = rate
        self._written = 0
        self._integrated = SILENCE_LUFS
        self._graph = Graph()
        source = self._graph.add_abuffer(format="s16", sample_rate=rate, layout="mono", time_base=Fraction(1, rate))
        # sample peaks cost nothing, but its true peak is five times the rest (0.88 s against 0.16 s for 350 s of
        # audio at 22,050 Hz); `peaks` finds it by looking only near the largest samples
        meter = self._graph.add("ebur128", "peak=none:metadata=1:framelog=quiet")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()

    def write(self, block: bytes) -> None:
        """The next samples, s16le mono; cut as it may be."""
        if not block:
            return
        self._graph.push(frame(block, self._rate, self._written))
        self._written += len(block) // WIDTH
        for made in pulled(self._graph):
            # the filter gives frames of 100 ms, each with the value so far; the last, shorter one has none
            self._integrated = float(made.metadata.get("lavfi.r128.I", self._integrated))

    def integrated(self) -> float:
        """LUFS; `SILENCE_LUFS` when nothing passed the gate or less than 400 ms were given."""
        return self._integrated


def integrated(blocks: Iterable[bytes], rate: int) -> float:
    """Loudness of a whole programme, LUFS; all that `programme_gain` needs."""
    meter = Meter(rate)
    for block in blocks:
        meter.write(block)
    return meter.integrated()


class EditionMeter:
    """Loudness of an edition's programme, its true peak, and the loudness of each speaker's cues put together."""

    def __init__(self, edition: Edition) -> None:
        self._rate = edition.timeline.rate
        self._cues = iter([cue for cue in edition.cues if cue.end > cue.begin])
        self._cue = next(self._cues, None)
        self._now = 0
        self._programme = Meter(self._rate)
        self._speakers: dict[str, Meter] = {}
        self._peak = TruePeak()

    def write(self, block: bytes) -> None:
        """The next samples of the timeline."""
        import numpy as np

        self._programme.write(block)
        self._peak.write(np.frombuffer(block, "<i2") / 32768)
        begin, end = self._now, self._now + len(block) // WIDTH
        while (cue := self._cue) is not None and cue.begin < end:
            first, last = max(cue.begin, begin), min(cue.end, end)
            speaker = cue.utterance.speaker
            if speaker not in self._speakers:
                self._speakers[speaker] = Meter(self._rate)
            self._speakers[speaker].write(block[(first - begin) * WIDTH : (last - begin) * WIDTH])
            if cue.end > end:
                break
            self._cue = next(self._cues, None)
        self._now = end

    def loudness(self) -> Loudness:
        """Of what was written. A speaker with less than 400 ms of speech has no loudness and is left out."""
        by_speaker = [
            (speaker, round(meter.integrated(), 2))
            for speaker, meter in sorted(self._speakers.items())
            if meter.integrated() > SILENCE_LUFS
        ]
        peak = self._peak.value()
        dbtp = round(20 * math.log10(peak), 2) if peak else SILENCE_DBTP
        return Loudness(round(self._programme.integrated(), 2), dbtp, tuple(by_speaker))


def programme_gain(integrated_lufs: float, settings: Settings) -> float:
    """dB, in steps of `GAIN_STEP_DB`, that bring the programme to the target; 0 for silence.

    The ceiling is not its business: `limiter` holds the peaks down.
    """
    if integrated_lufs <= SILENCE_LUFS:
        return 0.0
    missing = settings.target_lufs - integrated_lufs + LIMITING_LOSS_LU
    return round(missing / GAIN_STEP_DB) * GAIN_STEP_DB
