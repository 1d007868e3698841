"""How a run over a collection is watched: a bar on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from readaloud.batch.collection import Watch
    from readaloud.batch.rendering import Tally

EVERY = 30.0
"""Seconds between two plain lines, unless a tenth of the work was done before."""


@contextmanager
def view(*, plain: bool) -> Iterator[Watch]:
    """What a run tells how far it is."""
    if plain or not sys.stderr.isatty():
        yield PlainView()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"),
        console=Console(stderr=True), transient=True,
    ) as bar:  # fmt: skip
        yield BarView(bar)


class PlainView:
    """Lines on stderr."""

    def __init__(self) -> None:
        self._told = -1
        self._when = time.monotonic()
        self._began = 0.0

    def planning(self, done: int, found: int) -> None:
        """A line for each hundred documents."""
        if done % 100 == 0:
            click.echo(f"Planning … {done} of {found} found so far", err=True)

    def rendering(self, tally: Tally) -> None:
        """A line for each tenth, or from time to time."""
        now = time.monotonic()
        self._began = self._began or now
        tenth = 10 * tally.done // tally.documents if tally.documents else 10
        if tenth > self._told or now - self._when >= EVERY:
            self._told, self._when = tenth, now
            click.echo(f"Making … {told(tally, now - self._began)}", err=True)


class BarView:
    """A bar of words, so that it moves evenly, with documents and hours beside it."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._planning = bar.add_task("Planning", total=None, told="")
        self._making: TaskID | None = None
        self._began = time.monotonic()

    def planning(self, done: int, found: int) -> None:
        """Moves the first bar."""
        self._bar.update(self._planning, completed=done, total=found, told=f"{done} of {found}")

    def rendering(self, tally: Tally) -> None:
        """Moves the second."""
        if self._making is None:
            self._began = time.monotonic()
            self._bar.remove_task(self._planning)
            self._making = self._bar.add_task("Making", total=tally.words, told="")
        passed = time.monotonic() - self._began
        self._bar.update(self._making, completed=tally.words_made, told=told(tally, passed))


def told(tally: Tally, seconds: float) -> str:
    """How far it is: `12 of 84 done, 1 failed, 1.9 h made, 9.7 h left, about 3 min`."""
    parts = [f"{tally.done} of {tally.documents} done", f"{tally.failed} failed"]
    parts += [f"{tally.milliseconds / 3_600_000:.1f} h made", f"{tally.milliseconds_left / 3_600_000:.1f} h left"]
    if tally.words_made:
        left = seconds * (tally.words - tally.words_made) / tally.words_made
        parts.append(f"about {left / 3600:.1f} h" if left >= 7200 else f"about {left / 60:.0f} min")
    return ", ".join(parts)
