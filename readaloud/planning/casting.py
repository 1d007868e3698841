"""Gives every speaker a voice that nobody else in the scene has; deterministic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from readaloud.distance import moved
from readaloud.errors import EngineError
from readaloud.model import Cast, Casting, Mark, Script, Speaker, Utterance, Voice
from readaloud.planning.names import Gender

_SHIFTS = ((-12, 0), (12, 0), (-8, -15), (8, 15), (-20, 0), (20, 0), (0, -20), (0, 20))
"""Pitch and rate steps tried on a voice when all voices of a scene are taken; each is about three semitones or one word
in ten, which listeners tell apart."""


def cast(script: Script, voices: Sequence[Voice], pinned: Mapping[str, Voice] | None = None) -> Cast:
    """A voice for each speaker of a script.

    `voices` are those of the script's language; `pinned` are a person's choices, which are never moved. EngineError when
    there is no voice for a part.
    """
    pinned = pinned or {}
    words, scenes = _presence(script)
    castings: dict[str, Casting] = {}
    for speaker in script.speakers:
        if speaker.id in pinned:
            castings[speaker.id] = Casting(speaker.id, pinned[speaker.id], "chosen by a person", pinned=True)
    for speaker in script.speakers:
        if speaker.role and speaker.id not in castings:
            castings[speaker.id] = _role(speaker, voices, castings)
    reserved = {c.voice.id for c in castings.values() if not c.pinned}
    pool = sorted((v for v in voices if "" in v.roles and v.id not in reserved), key=lambda v: (v.order, v.id))
    people = [s for s in script.speakers if not s.role and s.id not in castings]
    if people and not pool:
        raise EngineError(f"There is no voice for speakers in the language {script.language!r}.")
    order = {s.id: i for i, s in enumerate(script.speakers)}
    told = {s.gender for s in script.speakers if s.gender}
    company: Gender = next(iter(told)) if len(told) == 1 else ""
    for speaker in sorted(people, key=lambda s: (-words[s.id], order[s.id])):
        castings[speaker.id] = _choose(speaker, pool, castings, scenes, company)
    return Cast(tuple(castings[s.id] for s in script.speakers if s.id in castings))


def shared_voices(script: Script, cast: Cast) -> tuple[str, ...]:
    """What to warn of when a person gave one voice to several who are heard in the same chapter."""
    _, scenes = _presence(script)
    warnings = []
    for i, one in enumerate(cast.castings):
        for other in cast.castings[i + 1 :]:
            if one.voice.id == other.voice.id and (one.pinned or other.pinned):
                a, b = script.speaker(one.speaker), script.speaker(other.speaker)
                if scenes[a.id] & scenes[b.id]:
                    warnings.append(f"{a.name or a.id} and {b.name or b.id} have one voice, {one.voice.id}.")
    return tuple(warnings)


def shifted_voice(voice: Voice, pitch: int, rate: int) -> Voice:
    """A profile at another pitch and rate, named after both."""
    if (pitch, rate) == (voice.pitch, voice.rate):
        return voice
    sound = voice.sound and moved(voice.sound, pitch - voice.pitch, rate / voice.rate)
    return replace(voice, id=f"{voice.id.split('@')[0]}@{pitch}p{rate}r", pitch=pitch, rate=rate, sound=sound)


def _presence(script: Script) -> tuple[Counter[str], dict[str, frozenset[int]]]:
    """Words of each speaker, and the chapters in which each is heard; members of a chorus are present with it."""
    words: Counter[str] = Counter()
    scenes: dict[str, set[int]] = {s.id: set() for s in script.speakers}
    chapter = 0
    opening = True
    for entry in script.entries:
        if isinstance(entry, Mark) and entry.kind == "chapter":
            chapter += 1
        elif isinstance(entry, Utterance):
            # The opening names everybody, but is no scene.
            opening = opening and entry.kind == "announcement"
            words[entry.speaker] += len(entry.text.split())
            if not opening and entry.speaker in scenes:
                scenes[entry.speaker].add(chapter)
    for speaker in script.speakers:
        for member in speaker.members:
            scenes[member] |= scenes[speaker.id]
    return words, {id: frozenset(found) for id, found in scenes.items()}


def _role(speaker: Speaker, voices: Sequence[Voice], taken: Mapping[str, Casting]) -> Casting:
    fits = sorted((v for v in voices if speaker.role in v.roles), key=lambda v: (v.order, v.id))
    used = {c.voice.id for c in taken.values()}
    for voice in (*[v for v in fits if v.id not in used], *fits):
        return Casting(speaker.id, voice, f"kept for the {speaker.role}")
    raise EngineError(f"There is no voice for the {speaker.role}: no profile has the role {speaker.role!r}.")


def _choose(
    speaker: Speaker,
    pool: Sequence[Voice],
    castings: Mapping[str, Casting],
    scenes: Mapping[str, frozenset[int]],
    company: Gender,
) -> Casting:
    """The best free voice that fits.

    `company` is the gender of all speakers of whom the document tells one, if it is the same: an ambassador among men
    is not given a woman's voice by the order of the list.
    """
    here = scenes[speaker.id]
    heard = {c.voice for c in castings.values() if scenes.get(c.speaker, frozenset()) & here or c.speaker == speaker.id}
    anywhere = {c.voice for c in castings.values()}
    wanted = speaker.gender or company
    fitting = [v for v in pool if not wanted or v.gender == wanted] or list(pool)
    told = ""
    if speaker.gender:
        told = f"a {speaker.gender} voice, as the document tells; "
    elif company:
        told = f"a {company} voice, like all others of whom the document tells it; "
    for voice in fitting:
        if voice not in anywhere:
            return Casting(speaker.id, voice, f"{told}the next free voice by how much the speaker says")
    for voice in fitting:
        if voice not in heard:
            return Casting(speaker.id, voice, f"{told}shared with someone who is never heard in the same chapter")
    for pitch, rate in _SHIFTS:
        for voice in fitting:
            shifted = shifted_voice(voice, min(max(voice.pitch + pitch, 0), 99), voice.rate + rate)
            if shifted not in heard:
                return Casting(speaker.id, shifted, f"{told}more speakers than voices: pitch and rate are shifted")
    raise EngineError(
        f"There are too few voices for the {len(castings)} speakers heard together with {speaker.name!r}.",
        tip="Add profiles to voices/, or give some speakers one voice in cast.toml.",
    )
