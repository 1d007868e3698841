"""Joins the clips of a timeline into one stream of samples, in memory that does not grow with the book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from readaloud.assembly import sounds, tones
from readaloud.assembly.resampling import resampled
from readaloud.assembly.room import placed
from readaloud.assembly.sound import mixed, shaped
from readaloud.audio import WIDTH
from readaloud.errors import ReadaloudError
from readaloud.model import ClipInfo, Placement, Timeline

BLOCK_SECONDS = 8
"""Of a block: what comes after runs over its samples many times, and they should stay in the processor’s own memory (0.35 MB a
channel). Mastering and measuring an hour took 2.15 s with blocks of one second, 1.85 s with four, 1.8 s with eight."""


def clip_rates(infos: Iterable[ClipInfo]) -> dict[str, int]:
    """Samples a second of each clip, by its key."""
    return {info.key: info.rate for info in infos}


def blocks(
    timeline: Timeline,
    samples: Callable[[str], bytes],
    rates: Mapping[str, int] | None = None,
    gain_db: float = 0.0,
) -> Iterator[bytes]:
    """The whole timeline as blocks of `BLOCK_SECONDS`, s16le; the last one is shorter.

    `samples` gives a clip's PCM by its key; a clip whose rate in `rates` is not the timeline's is resampled. What is
    held at any time is one block and the clips that sound at once.
    """
    size = BLOCK_SECONDS * timeline.rate * WIDTH * timeline.channels
    pending = bytearray()
    for piece in _pieces(timeline, samples, rates or {}, gain_db):
        pending += piece
        if len(pending) >= size:
            whole = len(pending) // size * size
            for begin in range(0, whole, size):
                yield bytes(pending[begin : begin + size])
            del pending[:whole]
    if pending:
        yield bytes(pending)


def _pieces(
    timeline: Timeline, samples: Callable[[str], bytes], rates: Mapping[str, int], gain_db: float
) -> Iterator[bytes]:
    done, channels = 0, timeline.channels
    for group in _groups(timeline.placements):
        begin = group[0].begin
        yield from _silence(begin - done, timeline.rate, channels)
        heard = []
        for placement in group:
            sound = _sound(placement, timeline.rate, samples, rates, gain_db)
            if channels == 2:
                sound = placed(sound, timeline.rate, placement.pan, placement.space)
            heard.append((placement.begin - begin, sound))
        piece = heard[0][1] if len(heard) == 1 else mixed(heard, channels)
        yield piece
        done = begin + len(piece) // (WIDTH * channels)
    if done > timeline.length:
        raise ReadaloudError(f"The timeline ends at sample {timeline.length}, its last sound at {done}.")
    yield from _silence(timeline.length - done, timeline.rate, channels)


def _groups(placements: Iterable[Placement]) -> Iterator[list[Placement]]:
    """Placements that sound together, in order; most groups are one clip."""
    group: list[Placement] = []
    end = 0
    for placement in placements:
        if group and placement.begin >= end:
            yield group
            group = []
        group.append(placement)
        end = max(end, placement.begin + placement.length)
    if group:
        yield group


def _sound(
    placement: Placement, rate: int, samples: Callable[[str], bytes], rates: Mapping[str, int], gain_db: float
) -> bytes:
    if placement.key.startswith(tones.PREFIX):
        sound = tones.samples(placement.key.removeprefix(tones.PREFIX), rate)
    elif placement.key.startswith(sounds.PREFIX):
        sound = sounds.samples(placement.key.removeprefix(sounds.PREFIX), rate)
    else:
        sound = samples(placement.key)
        if (clip_rate := rates.get(placement.key, rate)) != rate:
            sound = resampled(sound, clip_rate, rate)
    wanted = placement.length * WIDTH
    if len(sound) < wanted:
        raise ReadaloudError(
            f"Clip {placement.key} has {len(sound) // WIDTH} samples, its place on the timeline {placement.length}.",
            tip="The clip cache is damaged or of another edition; run again without the cache.",
        )
    return shaped(sound[:wanted], rate, placement.gain_db + gain_db)


def _silence(count: int, rate: int, channels: int) -> Iterator[bytes]:
    """In pieces of at most ten seconds, however long a gap a person wrote."""
    piece = 10 * rate
    while count > 0:
        yield bytes(min(count, piece) * WIDTH * channels)
        count -= piece
