"""Whose voice each entry of a cast file is, in this document: by name and id, so that one file serves a whole series."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from readaloud.errors import EngineError, ScriptError
from readaloud.model import Script, Speaker, Voice
from readaloud.planning import names
from readaloud.planning.cast_file import Choice
from readaloud.planning.casting.shifting import shifted_voice
from readaloud.planning.director import ROLE_SPEAKERS


@dataclass(frozen=True, slots=True)
class Pins:
    """What a cast file says of one script."""

    voices: Mapping[str, Voice]
    """By the script's speakers."""
    named: frozenset[str]
    """Speakers whose names are to be spoken."""
    choices: Mapping[str, Choice]
    """The entries by the script's speakers, those without a voice included."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bank:
    """The voices that a cast file may name."""

    find: Callable[[str], Voice | None]
    known: Sequence[str]
    """Names to suggest."""
    speaking: Collection[str]
    """Names of the voices that speak the script's language."""
    has_engine: Callable[[str], bool]


def pins(choices: Sequence[Choice], script: Script, bank: Bank, name: str = "cast.toml") -> Pins:
    """What a cast file says of a script.

    ScriptError, with the place and the nearest names, for a speaker or voice that is not known; EngineError for a voice
    whose engine is missing.
    """
    found = matched(choices, script.speakers, name)
    voices: dict[str, Voice] = {}
    warnings: list[str] = []
    for speaker in script.speakers:
        choice = found.get(speaker.id)
        if choice is None or not choice.voice:
            continue
        voice = _voice(choice, speaker, bank, name)
        if voice.language != "mul" and voice.id not in bank.speaking:
            warnings.append(
                f"{choice.place(name)}: the voice {voice.id!r} speaks {voice.language}, "
                f"but what {speaker.name or speaker.id} says is in {script.language}."
            )
        pitch = voice.pitch if choice.pitch is None else choice.pitch
        rate = voice.rate if choice.rate is None else choice.rate
        voices[speaker.id] = shifted_voice(voice, pitch, rate)
    named = frozenset(id for id, choice in found.items() if choice.say_name)
    return Pins(voices, named, found, tuple(warnings))


def matched(choices: Sequence[Choice], speakers: Sequence[Speaker], name: str = "cast.toml") -> dict[str, Choice]:
    """The entries by the speaker whom each means; those of people of other documents are left out.

    A name counts for more than an id: in another document `brown` may be another Brown. ScriptError for an entry that
    means nobody and does not say whom it could mean elsewhere either.
    """
    best: dict[str, tuple[int, Choice]] = {}
    ids = [s.id for s in speakers]
    for choice in choices:
        sure, speaker = _meant(choice, speakers)
        if speaker is None:
            if choice.tells_who or choice.speaker in ROLE_SPEAKERS:
                continue
            near = difflib.get_close_matches(choice.speaker, ids, 3, 0.4) or ids[:6]
            raise ScriptError(
                f"{choice.place(name)}: there is no speaker {choice.speaker!r} in the script.",
                tip=f"Known are, nearest first: {', '.join(near)}. Somebody of another document needs a `name`.",
            )
        other = best.get(speaker.id)
        if other is not None and other[0] == sure:
            raise ScriptError(
                f"{choice.place(name)}: this entry and the one of {other[1].speaker!r}, line {other[1].line}, are both of "
                f"{speaker.name}.",
                tip="Keep one of the two.",
            )
        if other is None or sure < other[0]:
            best[speaker.id] = (sure, choice)
    return {s.id: best[s.id][1] for s in speakers if s.id in best}


def _meant(choice: Choice, speakers: Sequence[Speaker]) -> tuple[int, Speaker | None]:
    """How sure it is (0 is surest), and whom an entry means."""
    own = next((s for s in speakers if s.id == choice.speaker), None)
    people = [s for s in speakers if not s.role]
    if choice.name and not (own and own.role):
        same = [s for s in people if names.key(s.name) == names.key(choice.name)]
        if own in same:
            return 0, own
        if len(same) == 1:
            return 0, same[0]
    if own is not None and (own.role or not _contradict(choice.name, own.name)):
        return 1, own
    name = names.parse(choice.name)
    if name.given and name.surname:
        close = [s for s in people if _one_full_name(name, names.parse(s.name))]
        if len(close) == 1:
            return 2, close[0]
    return 3, None


def _one_full_name(a: names.Name, b: names.Name) -> bool:
    """Henry Kissinger and Henry A. Kissinger."""
    return bool(b.given) and a.surname == b.surname and names.one_given(a, b) and a.gender == b.gender


def _contradict(told: str, here: str) -> bool:
    """Whether two names cannot be one person's, though the id is the same."""
    if not told or not here:
        return False
    a, b = names.parse(told), names.parse(here)
    if {a.gender, b.gender} == {"female", "male"} or not names.one_given(a, b):
        return True
    shared = set(names.key(told).split()) & set(names.key(here).split())
    return bool(a.surname and b.surname) and not any(len(word) > 1 for word in shared)


def _voice(choice: Choice, speaker: Speaker, bank: Bank, name: str) -> Voice:
    voice = bank.find(choice.voice)
    if voice is None:
        near = difflib.get_close_matches(choice.voice, bank.known, 3, 0.3) or list(bank.known)[:6]
        raise ScriptError(
            f"{choice.place(name)}: there is no voice {choice.voice!r}.",
            tip=f"Nearest are: {', '.join(near)}. `readaloud voices list` shows all.",
        )
    if not speaker.role and "" not in voice.roles:
        free = [id for id in bank.known if (other := bank.find(id)) is not None and "" in other.roles]
        near = difflib.get_close_matches(choice.voice, free, 3, 0.3) or free[:6]
        raise ScriptError(
            f"{choice.place(name)}: the voice {choice.voice!r} is kept for the {' and '.join(voice.roles)}.",
            tip=f"Nearest for speakers are: {', '.join(near)}.",
        )
    if not bank.has_engine(voice.engine):
        raise EngineError(
            f"{choice.place(name)}: the voice {choice.voice!r} needs the engine {voice.engine!r}, which is not there.",
            tip="`readaloud doctor` shows the engines there are, and how to get others.",
        )
    return voice
