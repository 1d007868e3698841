"""What a writer is, and how to add one.

1. Write one module in `writers/` with a class that satisfies `Writer`; `begin` returns a `Writing`.
2. All writings of an edition get the same blocks of samples, in one pass; a writer of text ignores them.
   One whose codec can be joined may take encoded spans instead (`Joining`).
3. Files are written into `folder`, which is not yet under its final name: the pipeline moves it there when all
   writings have finished, so a writer never cleans up after others.
4. The same edition and samples give the same bytes: no clock, no random ids, sorted where order is free.
5. Cues stand in the order of their begins, but one that is talked over ends after the next one begins (`--style
   dramatic`): a format that shows one at a time, as media overlays do, takes `Edition.successive_cues()`.
6. What a format cannot hold is an `OutputError` that says so before the first block is written.
7. Register it: one line in `writers/registry.py`, or the entry point `readaloud.writers` of your own package.
8. A built-in one has a check in `checking/` that reads the file back: one line in `checking/formats.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from readaloud.model import Edition
from readaloud.settings import Settings


@dataclass(frozen=True, slots=True)
class Written:
    """One finished file."""

    path: Path
    format: str
    """As in `edition.json`: `m4b`, `mp3`, `m3u8` …"""
    begin_ms: int | None = None
    """Where on the timeline a file begins that holds a part of it."""


class Writing(Protocol):
    """One edition being written in one format."""

    def write(self, block: bytes) -> None:
        """The next samples of the timeline: s16le at `Edition.timeline.rate`, `.channels` of them interleaved."""
        ...

    def finish(self) -> tuple[Written, ...]:
        """Completes the files and tells which; called once, after the last block."""
        ...

    def abandon(self) -> None:
        """Closes what is open after a failure; the files may stay as they are."""
        ...


class SpanCoder(Protocol):
    """Encodes spans of an edition (`Timeline.cuts`) by themselves, in any order and in several threads at once."""

    @property
    def name(self) -> str:
        """All that shapes what it makes of the same samples; what it made is kept under it."""
        ...

    def encoded(self, blocks: Iterable[bytes], *, first: bool, last: bool) -> bytes:
        """A span's samples as its file takes them; `first` and `last` tell whether it begins or ends the edition."""
        ...


@runtime_checkable
class Joining(Writing, Protocol):
    """A writing that can be given encoded spans in place of blocks: all of them in order, or none."""

    @property
    def coder(self) -> SpanCoder | None:
        """What encodes for this file; None where spans cannot be joined without a seam."""
        ...

    def join(self, encoded: bytes) -> None:
        """The next span."""
        ...


class Writer(Protocol):
    """Writes an edition in one format."""

    name: ClassVar[str]
    """Identifier on the command line: `m4b`."""
    description: ClassVar[str]
    """For whom and for what plays it."""

    def begin(self, edition: Edition, folder: Path, stem: str, settings: Settings) -> Writing:
        """Opens the files `folder/stem.…`."""
        ...
