"""Finds the voice profiles in `voices/` and reads them, with errors that a person who edits them can act on."""

from __future__ import annotations

import os
import sys
import tomllib
import typing
from collections.abc import Mapping
from pathlib import Path

from readaloud.engines import installed
from readaloud.engines.measurements import read_shipped, with_entry
from readaloud.errors import EngineError, ScriptError
from readaloud.languages import primary
from readaloud.model import SpeakerRole, Voice

VARIABLE = "READALOUD_VOICES"
"""Of the environment: a person's own folder of profiles, read after the shipped ones."""
ANY_LANGUAGE = "mul"
"""BCP 47 for many languages: a voice that speaks whatever it is given."""

GENDERS = ("", "female", "male")
AGES = ("", "child", "young", "adult", "old")
ROLES: tuple[str, ...] = typing.get_args(SpeakerRole)
PITCHES = range(100)
"""espeak-ng's scale."""
RATES = range(80, 451)
"""Words a minute that espeak-ng speaks without changing method."""
LOUDNESSES = (-70.0, 0.0)
"""LUFS, from BS.1770's absolute gate to full scale."""

_TEXTS = ("id", "engine", "engine_voice", "language", "gender", "age", "accent", "description")
_NUMBERS = {"pitch": PITCHES, "rate": RATES, "order": range(10_000)}
_NEEDED = ("id", "engine", "engine_voice", "language")
_FIELDS = (*_TEXTS, *_NUMBERS, "loudness_lufs", "roles")


def voices_folder() -> Path:
    """The shipped profiles: beside the package in a checkout or an editable install, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parent / "voices", package / "voices"):
        # Another package's `voices/` may lie beside ours in site-packages.
        if (folder / "tone.toml").is_file():
            return folder
    raise ScriptError(
        f"The voice profiles are missing: there is no {package / 'voices'}.", tip="Install readaloud again."
    )


def load_voices(
    language: str | None = None, engine: str | None = None, folder: Path | None = None
) -> tuple[Voice, ...]:
    """The profiles of a language (all without one) and an engine, by `order` and `id`.

    Empty for a language nobody has a voice for. Shipped voices come with what was measured of them; `measuring` has the
    others measured. `folder` replaces the shipped profiles and the person's own, which
    `$READALOUD_VOICES` names. A voice of the language `mul` comes only where its engine is asked for, or every language. The voices of the
    system's own engine, which is `pyttsx3` on macOS and Windows, are not from files: the system is asked. Installed
    voices, of `piper` and `kokoro`, come after those of the files; a speech server is asked where no file has voices of it.
    """
    if folder is None and (engine == "pyttsx3-native" or (engine == "pyttsx3" and sys.platform in ("darwin", "win32"))):
        from readaloud.engines.system_voices import system_voices

        return system_voices(language)
    found: dict[str, tuple[Voice, Path]] = {}
    for path in _paths(language, engine, folder):
        entries = read_shipped(path)
        for voice in read_voices(path):
            if voice.id in found:
                raise ScriptError(
                    f"{path}: the id {voice.id!r} is taken by a voice in {found[voice.id][1]}.",
                    tip="Every voice needs an id of its own, whatever its language: rename one of the two.",
                )
            found[voice.id] = (with_entry(voice, entries.get(voice.id)), path)
    voices = [voice for voice, _ in found.values()]
    if folder is None and engine in (None, *installed.ENGINES):
        voices += [voice for voice in installed.installed_voices(engine) if voice.id not in found]
    wanted = [v for v in voices if engine in (None, v.engine) and _speaks(v, language, engine)]
    if engine == "speech-server" and folder is None and not wanted:
        from readaloud.engines.speech_server_voices import server_voices

        return server_voices(language)
    return tuple(sorted(wanted, key=lambda v: (v.order, v.id)))


def no_voices(engine: str) -> EngineError:
    """What to tell a person when an engine has no voice at all: how to install it, or a voice for it."""
    from readaloud.engines import registry

    speaker = registry.engine(engine)  # names the engines there are, when it is none of them
    if engine not in installed.ENGINES:
        return EngineError(
            f"There are no voices for the engine {engine!r}.",
            tip="Write profiles into a folder that READALOUD_VOICES names: voices/README.md tells how.",
        )
    try:
        assert speaker.version
    except EngineError as missing:
        return missing
    return EngineError(
        f"No voice is installed for the engine {engine!r}.",
        tip="`readaloud voices install --list` shows what there is.",
    )


def read_voices(path: Path) -> tuple[Voice, ...]:
    """The profiles of one file, in the order they stand there; ScriptError with entry and fix where one is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: not valid TOML: {error}.", tip="See the example in voices/README.md.") from None
    except OSError as error:
        raise ScriptError(f"{path}: cannot be read: {error.strerror}.") from None
    for key, entries in data.items():
        if key != "voice" or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ScriptError(
                f"{path}: {key!r} is not a list of voices.",
                tip="A file of voices holds [[voice]] tables, nothing else.",
            )
    voices: list[Voice] = []
    ids: set[str] = set()
    for number, entry in enumerate(data.get("voice", []), 1):
        voice = _voice(entry, f"{path}: voice {number} ({entry.get('id', 'without id')})")
        if voice.id in ids:
            raise ScriptError(
                f"{path}: voice {number} ({voice.id}): the id stands twice in this file.", tip="Rename one of the two."
            )
        ids.add(voice.id)
        voices.append(voice)
    return tuple(voices)


def _paths(language: str | None, engine: str | None, folder: Path | None) -> list[Path]:
    folders = [folder] if folder else [voices_folder()]
    own = os.environ.get(VARIABLE, "")
    if own and not folder:
        folders.append(Path(own).expanduser())
        if not folders[-1].is_dir():
            raise ScriptError(
                f"{VARIABLE} names {own}, which is not a folder.", tip="Make the folder, or unset the variable."
            )
    paths = [path for each in folders for path in sorted(each.glob("*.toml"))]
    if language is None:
        return paths
    # A name per language keeps the other files unread: all 11 are 25 ms, one is 4. Files named otherwise are read, and
    # a person's own whatever their name: `hum.toml` need not be in Hungana.
    wanted = primary(language)
    return [
        p
        for p in paths
        if p.parent != folders[0]
        or p.stem == wanted
        or (not _is_language(p.stem) and (p.stem != "tone" or engine == "tone"))
    ]


def _is_language(stem: str) -> bool:
    """Whether a file's name is a primary subtag of BCP 47: two or three letters."""
    return len(stem) in (2, 3) and stem.isascii() and stem.isalpha()


def _speaks(voice: Voice, language: str | None, engine: str | None) -> bool:
    if language is None or (voice.language == ANY_LANGUAGE and voice.engine == engine):
        return True
    return primary(voice.language) == primary(language)


def _voice(entry: Mapping[str, object], place: str) -> Voice:
    """One table as a profile, every value looked at."""
    for key in entry:
        if key not in _FIELDS:
            raise ScriptError(f"{place}: there is no field {key!r}.", tip=f"Fields are {', '.join(_FIELDS)}.")
    for key in _NEEDED:
        if not entry.get(key):
            raise ScriptError(f"{place}: {key} is missing.", tip=f'Write {key} = "…".')
    for key in _TEXTS:
        if not isinstance(entry.get(key, ""), str):
            raise ScriptError(f"{place}: {key} is {entry[key]!r}, not text.", tip=f'Write {key} = "{entry[key]}".')
    for key, allowed in (("gender", GENDERS), ("age", AGES)):
        if entry.get(key, "") not in allowed:
            names = ", ".join(f'"{name}"' for name in allowed)
            raise ScriptError(f"{place}: {key} {entry[key]!r} is unknown.", tip=f"Take one of {names}.")
    for key, range_ in _NUMBERS.items():
        value = entry.get(key, range_.start)
        if type(value) is not int or value not in range_:
            raise ScriptError(
                f"{place}: {key} is {value!r}.", tip=f"Take a whole number from {range_.start} to {range_.stop - 1}."
            )
    loudness = entry.get("loudness_lufs", -23.0)
    if type(loudness) not in (int, float) or not LOUDNESSES[0] <= typing.cast(float, loudness) <= LOUDNESSES[1]:
        raise ScriptError(
            f"{place}: loudness_lufs is {loudness!r}.", tip="Take the value that voices/README.md shows how to measure."
        )
    roles = entry.get("roles", [""])
    if not isinstance(roles, list) or not roles or not all(role in ROLES for role in roles):
        raise ScriptError(
            f"{place}: roles is {roles!r}.",
            tip=f'Write a list of {", ".join(ROLES[1:])}, or of "" for speakers: roles = ["narrator"].',
        )
    values: dict[str, typing.Any] = {
        **entry,
        "loudness_lufs": float(typing.cast(float, loudness)),
        "roles": tuple(roles),
    }
    return Voice(**values)
