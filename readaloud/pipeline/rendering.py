"""Edition → audio files: its spans are measured, mastered and encoded side by side, and kept under what is heard in them.

A span whose clips, places and gains are those of an earlier run is taken from the cache: an edited line encodes one span.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from readaloud.machine import cores, give_back
from readaloud.model import Edition, Loudness
from readaloud.pipeline import span_keys
from readaloud.pipeline.progress import Progress
from readaloud.pipeline.side_by_side import side_by_side
from readaloud.settings import Settings

if TYPE_CHECKING:
    from readaloud.assembly.levels import Levels
    from readaloud.assembly.loudness import Heard
    from readaloud.assembly.mastering import Master
    from readaloud.store import Store
    from readaloud.writers.base import Joining, SpanCoder, Writing

LONGEST = 1 << 24
"""Samples of all channels of a span that is held in memory: 12 minutes in one channel at 22,050 Hz. An edition with a longer
one, as with `--pauses 0`, is written in one piece."""

MEASURED_SHARE = 10
"""Spans that a worker measures at least: one takes 7 ms. Two workers for nine spans took 0.05 s more than one, and were not sooner.
To finish a span takes 90 ms."""

GIVEN_BACK = 64
"""Spans after which freed memory is given back: half an hour of sound. Short editions never ask."""

_Done = TypeVar("_Done")
_SIZE = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Clips:
    """The sound of an edition, of voices and of persons."""

    rates: Mapping[str, int]
    """Samples a second, by key."""
    samples: Callable[[str], bytes]
    """PCM by key."""


@dataclass(slots=True)
class Rendering:
    """An edition's sound on its way into its files."""

    edition: Edition
    clips: Clips
    settings: Settings
    store: Store | None
    """Where spans are kept; None keeps nothing."""
    encoded: int = 0
    """Spans that were encoded, once for each format that takes spans."""
    reused: int = 0
    """Spans that the store had."""
    _heard: list[Heard] = field(default_factory=list)

    @property
    def streamed(self) -> bool:
        """Whether the edition is written in one piece, since a span of it is too long to be held."""
        begins = (0, *self.edition.timeline.cuts)
        longest = max(
            end - begin for begin, end in zip(begins, (*begins[1:], self.edition.timeline.length), strict=True)
        )
        return longest * self.edition.timeline.channels > LONGEST

    def write(self, writings: Sequence[Writing], progress: Progress) -> Loudness:
        """Gives every writing its blocks or spans, and tells how loud the whole has become."""
        from readaloud.assembly.loudness import loudness
        from readaloud.assembly.mastering import master
        from readaloud.writers.base import Joining

        timeline = self.edition.timeline
        joined = [] if self.streamed else [w for w in writings if isinstance(w, Joining) and w.coder is not None]
        others = [w for w in writings if w not in joined]
        with closing(self._levels()) as levels:
            how = master(timeline, levels, self.settings)
        told = partial(progress, "Writing")
        if self.streamed:
            self._stream(how, others, told)
        else:
            coders = [w.coder for w in joined if w.coder is not None]
            with closing(self._finished(how, coders, wanted=bool(others))) as done:
                for number, (made, end) in enumerate(zip(done, (*timeline.cuts, timeline.length), strict=True), 1):
                    self._hand_over(made, joined, others)
                    if number % GIVEN_BACK == 0:
                        give_back()
                    told(end, timeline.length)
        return loudness(self.edition, self._heard)

    def _hand_over(self, made: _Made, joined: Sequence[Joining], others: Sequence[Writing]) -> None:
        self._heard.append(made.heard)
        self.reused += made.reused
        self.encoded += len(joined) - made.reused
        for joining, data in zip(joined, made.encoded, strict=True):
            joining.join(data)
        for block in made.blocks:
            for writing in others:
                writing.write(block)

    def _stream(self, how: Master, writings: Sequence[Writing], told: Callable[[int, int], None]) -> None:
        """Without holding a whole span."""
        from readaloud.assembly.loudness import SpanMeter
        from readaloud.assembly.mastering import mastered
        from readaloud.assembly.spans import spans

        done, timeline = 0, how.timeline
        for part in spans(timeline):
            meter = SpanMeter(timeline.rate, timeline.channels)
            for block in mastered(part, how, self.clips.samples, self.clips.rates):
                meter.write(block)
                for writing in writings:
                    writing.write(block)
                done += len(block) // (2 * timeline.channels)
                told(done, timeline.length)
            self._heard.append(meter.heard())

    def _levels(self) -> Generator[Levels]:
        """The levels of all spans."""
        from readaloud.assembly import levels
        from readaloud.assembly.mastering import measured
        from readaloud.assembly.spans import span, spans

        timeline, clips = self.edition.timeline, self.clips
        keys = [(span_keys.levels(span_keys.mixed(part, clips.rates)),) for part in spans(timeline)]

        def make(number: int) -> Levels:
            made = measured(span(timeline, number), clips.samples, clips.rates)
            self._keep(keys[number][0], made.packed())
            return made

        return self._parts(keys, lambda kept: levels.unpacked(kept[0]), make, MEASURED_SHARE)

    def _finished(self, how: Master, coders: Sequence[SpanCoder], *, wanted: bool) -> Generator[_Made]:
        """All spans in all formats that take spans, and where they are `wanted`, their samples."""
        from readaloud.assembly.mastering import finished

        timeline, clips = self.edition.timeline, self.clips
        keys = list(self._encoded_keys(how, coders))

        def reused(kept: Sequence[bytes]) -> _Made:
            found = [_unpacked(data) for data in kept]
            return _Made([data for _, data in found], found[0][0], [], len(found))

        def make(number: int) -> _Made:
            blocks, heard = finished(number, timeline, how, clips.samples, clips.rates)
            ends = {"first": number == 0, "last": number == len(timeline.cuts)}
            encoded, reused = [], 0
            for coder, key in zip(coders, keys[number], strict=True):
                if (kept := self._kept(key)) is not None:
                    encoded.append(_unpacked(kept)[1])
                    reused += 1
                else:
                    encoded.append(coder.encoded(blocks, **ends))
                    self._keep(key, _packed(heard, encoded[-1]))
            return _Made(encoded, heard, blocks if wanted else [], reused)

        return self._parts([() for _ in keys] if wanted else keys, reused, make)

    def _encoded_keys(self, how: Master, coders: Sequence[SpanCoder]) -> Iterator[tuple[str, ...]]:
        """For each span one of each coder."""
        from readaloud.assembly.spans import spans

        names, last = [coder.name for coder in coders], len(how.timeline.cuts)
        both = zip(spans(self.edition.timeline), spans(how.timeline), strict=True)
        for number, parts in enumerate(both):
            measured, mixed = (span_keys.mixed(part, self.clips.rates) for part in parts)
            sound = span_keys.finished(measured, mixed, how.gain_db, how.ceiling_dbtp)
            yield tuple(span_keys.encoded(sound, name, first=number == 0, last=number == last) for name in names)

    def _parts(
        self, keys: Sequence[tuple[str, ...]], reused: Callable[[Sequence[bytes]], _Done],
        make: Callable[[int], _Done], share: int = 1,
    ) -> Generator[_Done]:  # fmt: skip
        """Each span in order: `reused`, if the store has something under all its keys, or else made, side by side."""
        store = self.store
        absent = [
            number
            for number, its in enumerate(keys)
            if not its or store is None or not all(store.has("span", key) for key in its)
        ]
        missing = set(absent)
        with closing(side_by_side(make, absent, self.settings.workers or cores(), share)) as made:
            for number, its in enumerate(keys):
                if number in missing:
                    yield next(made)
                    continue
                kept = [data for key in its if (data := self._kept(key)) is not None]
                yield reused(kept) if len(kept) == len(its) else make(number)  # it is damaged, or went meanwhile

    def _kept(self, key: str) -> bytes | None:
        store = self.store  # another thread may give it up
        return store.get("span", key) if store is not None else None

    def _keep(self, key: str, data: bytes) -> None:
        if (store := self.store) is not None:
            try:
                store.put("span", key, data)
            except OSError:  # it is only made again; that the folder takes nothing is told of the clips
                self.store = None


def _packed(heard: Heard, encoded: bytes) -> bytes:
    """A span as it is kept for a coder: how long what is heard is, what is heard, its packets."""
    told = heard.packed()
    return _SIZE.pack(len(told)) + told + encoded


def _unpacked(data: bytes) -> tuple[Heard, bytes]:
    from readaloud.assembly import loudness

    begin = _SIZE.size + _SIZE.unpack_from(data)[0]
    return loudness.unpacked(data[_SIZE.size : begin]), data[begin:]


@dataclass(frozen=True, slots=True)
class _Made:
    """A finished span."""

    encoded: list[bytes]
    heard: Heard
    blocks: list[bytes]
    reused: int
