"""Options that several commands share, and how they become `Settings`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click

from readaloud.settings import NotesChoice, PagesChoice, Settings, SpeakerNames

_F = TypeVar("_F", bound=Callable[..., Any])

_PLANNING = (
    click.option("--notes", type=click.Choice(get_args(NotesChoice)), help="Where notes are spoken."),
    click.option("--pages", type=click.Choice(get_args(PagesChoice)), help="How a new print page is heard."),
    click.option("--note-end", type=click.Choice(["tone", "words"]), help="What marks the end of a note."),
    click.option("--source-note", type=click.Choice(["at-end", "at-mark"]), help="Where the note on the title is read."),
    click.option("--remarks", type=click.Choice(["speak", "tone", "skip"]), help="How (laughter) and the like are heard."),
    click.option("--speaker-names", type=click.Choice(get_args(SpeakerNames)), help="When a speaker's name is said before a "
                 "turn: at the first, at the first in each scene, or at each change of speaker (default: never)."),
    click.option("--supplied", type=click.Choice(["speaker", "marked"]), help="Words supplied by the editor: as the "
                 "speaker's own, or marked by the editor's voice."),
)  # fmt: skip

_READING = (
    click.option("--document", "documents", multiple=True, metavar="ID", help="Only this document of a volume (repeat for more)."),
    click.option("--reader", metavar="NAME", help="Read the source as this format instead of telling it by content."),
)  # fmt: skip

_VOICES = (
    click.option("--cast", "cast_file", type=click.Path(dir_okay=False), metavar="FILE", help="A cast file: its voices are kept."),
    click.option("--engine", metavar="NAME", help="Engine of the voices that are chosen (default: pyttsx3)."),
)  # fmt: skip

_PRONUNCIATION = (
    click.option("--lexicon", "lexicons", multiple=True, type=click.Path(dir_okay=False), metavar="FILE",
                 help="How words are said: PLS, or TOML lines `word = \"respelling\"` (repeat for more; later ones win)."),
)  # fmt: skip


def planning_options(function: _F) -> _F:
    """What shapes the script."""
    return _with(function, _PLANNING)


def reading_options(function: _F) -> _F:
    """What is taken from the source, and how."""
    return _with(function, _READING)


def voice_options(function: _F) -> _F:
    """What shapes the cast."""
    return _with(function, _VOICES)


def pronunciation_options(function: _F) -> _F:
    """What shapes how words are said."""
    return _with(function, _PRONUNCIATION)


def _with(function: _F, options: tuple[Callable[[_F], _F], ...]) -> _F:
    for option in reversed(options):
        function = option(function)
    return function


def settings(**given: Any) -> Settings:
    """The settings with what was given on the command line; None leaves the default."""
    return Settings(
        **{name: value for name, value in given.items() if value is not None and name in Settings.__slots__}
    )
