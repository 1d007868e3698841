"""`readaloud voices`: the voices at hand; one module for each command."""

from __future__ import annotations

import click

from readaloud.cli.voices.audition import audition
from readaloud.cli.voices.install import install, remove
from readaloud.cli.voices.list_ import list_
from readaloud.cli.voices.measure import measure


@click.group(epilog="Example: readaloud voices list --language en --gender female")
def voices() -> None:
    """The voices at hand."""


voices.add_command(install)
voices.add_command(list_)
voices.add_command(remove)
voices.add_command(audition)
voices.add_command(measure)
