"""Options that several commands share, and how they become `Settings`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, get_args

import click

from readaloud.audio import RATES
from readaloud.errors import UsageError
from readaloud.settings import (
    LoudnessChoice,
    NotesChoice,
    PagesChoice,
    Settings,
    SpeakerNames,
    StageChoice,
    StyleChoice,
)

_F = TypeVar("_F", bound=Callable[..., Any])

PROFILES = ("accessible", "dramatic", "classroom", "acx")
"""As `data/profiles.toml` has them; read only when one is asked for."""

_PLANNING = (
    click.option("--notes", type=click.Choice(get_args(NotesChoice)), help="Where notes are spoken."),
    click.option("--pages", type=click.Choice(get_args(PagesChoice)), help="How a new print page is heard."),
    click.option("--note-end", type=click.Choice(["tone", "words"]), help="What marks the end of a note."),
    click.option("--source-note", type=click.Choice(["at-end", "at-mark"]), help="Where the note on the title is read."),
    click.option("--stage", type=click.Choice(get_args(StageChoice)), help="How (laughter) and the like are heard."),
    click.option("--speaker-names", type=click.Choice(get_args(SpeakerNames)), help="When a speaker's name is said before a "
                 "turn: at the first, at the first in each scene, or at each change of speaker (default: never)."),
    click.option("--supplied", type=click.Choice(["speaker", "marked"]), help="Words supplied by the editor: as the "
                 "speaker's own, or marked by the editor's voice."),
    click.option("--credits/--no-credits", default=None, help="Begin and end with title, author and reader (default: no)."),
    click.option("--thinking-time", type=click.FloatRange(0, 600), metavar="SECONDS", help="Silence after each print page."),
)  # fmt: skip

_EXCERPT = (
    click.option("--page", "pages_wanted", default="", metavar="N-M", help="Only these print pages: 234-235."),
    click.option("--turns", "turns_wanted", default="", metavar="N-M", help="Only these turns: 10-30."),
    click.option("--chapter", "chapter_wanted", default="", metavar="N|TITLE", help="Only this chapter."),
)  # fmt: skip

_PROFILE = (
    click.option("--profile", type=click.Choice(PROFILES), help="A set of choices; flags win over it."),
)  # fmt: skip

_FORMATS = (
    click.option("--format", "formats", multiple=True, metavar="NAME", help="m4b, mp3, mp3-chapters, opus, flac, wav, epub, "
                 "daisy, player, vtt, srt, txt, html, podcast, print, or all (repeat for more; default: m4b and mp3)."),
)  # fmt: skip

_RENDERING = (
    click.option("--style", type=click.Choice(get_args(StyleChoice)), help="Dry and in the middle, or played in a room."),
    click.option("--rate", type=click.FloatRange(0.5, 3), metavar="0.5–3", help="How fast all is said."),
    click.option("--pauses", type=click.FloatRange(0, 5), metavar="0–5", help="How long pauses are."),
    click.option("--pitch", type=click.IntRange(-50, 50), metavar="-50–50", help="Added to each voice's pitch."),
    click.option("--loudness", type=click.Choice(get_args(LoudnessChoice)), help="Whose numbers loudness and peaks keep to "
                 "(default: audiobook, −19 LUFS in one channel, −16 in two, peaks under −3 dBTP)."),
    click.option("--silent", multiple=True, metavar="SPEAKER", help="Keeps the time of this part, without its sound "
                 "(repeat for more)."),
    click.option("--player-inline/--no-player-inline", default=None, help="Write the player page with its sound inside, or beside it."),
)  # fmt: skip

_FILES = (
    click.option("--bitrate", type=click.IntRange(min=1), metavar="KBIT/S", help="Of each channel (default: 64)."),
    click.option("--sample-rate", type=click.Choice([str(rate) for rate in RATES]), callback=lambda _, __, value: value and int(value),
                 metavar="HZ", help="Samples a second (default: the voices' own; Opus always has 48000)."),
    click.option("--cover", metavar="FILE", help="A picture for the cover, `drawn` for one made of title and cast, or `none`."),
)  # fmt: skip

_EXTRAS = (
    click.option("--intro", type=click.Path(dir_okay=False), metavar="FILE", help="Played before everything; kept in the "
                 "edition's recordings/."),
    click.option("--outro", type=click.Path(dir_okay=False), metavar="FILE", help="Played after everything; kept likewise."),
    click.option("--stems/--no-stems", default=None, help="Write each speaker's voice as a file of its own too."),
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

_CACHE = (
    click.option("--no-cache", "cache", flag_value=False, default=None, type=bool, help="Neither use nor keep clips of other runs."),
)  # fmt: skip


def planning_options(function: _F) -> _F:
    """What shapes the script."""
    return _with(function, _PLANNING)


def excerpt_options(function: _F) -> _F:
    """Which part of a document is taken."""
    return _with(function, _EXCERPT)


def profile_option(function: _F) -> _F:
    """A set of choices."""
    return _with(function, _PROFILE)


def format_option(function: _F) -> _F:
    """Which files are made."""
    return _with(function, _FORMATS)


def rendering_options(function: _F) -> _F:
    """What shapes the sound, and not the script."""
    return _with(function, _RENDERING)


def file_options(function: _F) -> _F:
    """What shapes the audio files, and neither script nor sound."""
    return _with(function, _FILES)


def extra_options(function: _F) -> _F:
    """What a person adds to the sound, or takes from it for further work."""
    return _with(function, _EXTRAS)


def reading_options(function: _F) -> _F:
    """What is taken from the source, and how."""
    return _with(function, _READING)


def voice_options(function: _F) -> _F:
    """What shapes the cast."""
    return _with(function, _VOICES)


def pronunciation_options(function: _F) -> _F:
    """What shapes how words are said."""
    return _with(function, _PRONUNCIATION)


def cache_option(function: _F) -> _F:
    """Whether clips of other runs are used and kept."""
    return _with(function, _CACHE)


def _with(function: _F, options: tuple[Callable[[_F], _F], ...]) -> _F:
    for option in reversed(options):
        function = option(function)
    return function


def formats_of(given: Sequence[str], bitrate: int | None) -> tuple[str, ...]:
    """The formats that were asked for, each once; UsageError for one that is not there, before anything is read."""
    from readaloud.writers import registry
    from readaloud.writers.codecs import OF_FORMAT

    wanted = registry.wanted(given)
    # A bit rate that was asked for and would be heard in nothing is a mistake.
    coded = [name for name in wanted if name not in OF_FORMAT or OF_FORMAT[name].least]
    if bitrate and wanted and not coded:
        raise UsageError(f"{' and '.join(wanted)} keep every sample and have no bit rate.", tip="Leave --bitrate out.")
    return wanted


def settings(*, profile: str | None = None, before: Mapping[str, Any] | None = None, **given: Any) -> Settings:
    """The settings with what was given on the command line; None and nothing leave the default.

    A profile wins over what an edition was made with `before`, a flag over both.
    """
    chosen: dict[str, Any] = dict(before or {})
    if profile is not None:
        from readaloud.data import table

        values = table("profiles.toml")[profile]
        chosen |= {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    chosen |= {name: value for name, value in given.items() if value not in (None, ()) and name in Settings.__slots__}
    if chosen.get("player_inline") and "player" not in chosen.get("formats", Settings().formats):
        chosen["formats"] = (*chosen.get("formats", Settings().formats), "player")
    return Settings(**chosen)
