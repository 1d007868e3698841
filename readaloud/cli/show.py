"""How commands show things: progress, times, tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

Progress = Callable[[str, int, int], None]

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def clock(ms: int) -> str:
    """Milliseconds as `m:ss` or `h:mm:ss`."""
    seconds = ms // 1000
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def counted(number: int, thing: str) -> str:
    """`1 page`, `2 pages`, `1,000 pages`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def size(count: int) -> str:
    """A number of bytes as a person reads it, with decimal units."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.0f} {_UNITS[unit]}" if unit == 0 or amount >= 100 else f"{amount:.1f} {_UNITS[unit]}"


def table(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> str:
    """Columns as wide as they need, the last one free."""
    lines = [tuple(head), *rows] if head else list(rows)
    if not lines:
        return ""
    widths = [max(len(row[i]) for row in lines) for i in range(len(lines[0]) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in lines
    )


@contextmanager
def progress(*, plain: bool) -> Iterator[Progress]:
    """A bar with the time left on a terminal; plain lines at each quarter otherwise."""
    if plain or not sys.stderr.isatty():
        yield _plain()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description:<9}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    ) as bar:  # fmt: skip
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done)

        yield tell


def _plain() -> Progress:
    told: dict[str, int] = {}

    def tell(stage: str, done: int, total: int) -> None:
        quarter = 4 * done // total if total else 4
        if quarter > told.get(stage, 0):
            told[stage] = quarter
            click.echo(f"{stage} … {25 * quarter} %", err=True)

    return tell
