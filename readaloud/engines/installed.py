"""The neural voices that a person installed: a folder for each under the user's data folder, with a record of what it is."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from readaloud.engines import small_bank
from readaloud.errors import EngineError
from readaloud.model import Voice
from readaloud.places import data_folder

ENGINES = ("kokoro", "piper")
RECORD = "voice.json"
FORMAT = 1
MODEL = "model.onnx"
"""Name of the model in an installed voice's folder, steadied."""
RATE = 165
"""Words a minute of a profile that speaks as the publisher made it."""
_STAND_INS = (("deeper", 36, 158), ("higher", 64, 172))
_GENDERS = {"female": "woman", "male": "man", "": "voice"}


@dataclass(frozen=True, slots=True)
class ModelSpeaker:
    """One of the speakers of a model."""

    name: str
    """What the model calls it; empty for the only one of a model without names."""
    language: str
    """BCP 47."""
    gender: Literal["", "female", "male"] = ""
    age: Literal["", "child", "young", "adult", "old"] = ""
    accent: str = ""
    loudness_lufs: float = -23.0
    """As `Voice` has it, measured at the installation."""


@dataclass(frozen=True, slots=True)
class Model:
    """An installed voice: one model with its speakers."""

    engine: str
    name: str
    """What the publisher calls it: `en_US-lessac-medium`."""
    folder: Path
    rate: int
    """Samples a second of its sound."""
    digest: str
    """First eight digits of the SHA-256 of the publisher's files: other files speak otherwise."""
    sizes: dict[str, int]
    """Bytes of each file in the folder, so that one cut short is noticed before anything is spoken."""
    licence: str
    origin: str
    """Where it was fetched from."""
    speakers: tuple[ModelSpeaker, ...]

    def engine_voice(self, speaker: ModelSpeaker) -> str:
        """What the engine knows a speaker by: `en_GB-vctk-medium@1f2e3d4c:p225`."""
        return f"{self.name}@{self.digest}" + (f":{speaker.name}" if speaker.name else "")


def models_folder() -> Path:
    """A folder for each engine, in it one for each voice."""
    return data_folder() / "voices"


def models(engine: str | None = None) -> tuple[Model, ...]:
    """What is installed, by engine and name; EngineError for a damaged record."""
    found: list[Model] = []
    for each in (engine,) if engine else ENGINES:
        folder = models_folder() / each
        if folder.is_dir():
            found += [read(path) for path in sorted(folder.glob(f"*/{RECORD}")) if path.parent.name[0] != "."]
    return tuple(found)


def read(record: Path) -> Model:
    """An installed voice from its record."""
    try:
        told = json.loads(record.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}")
        speakers = tuple(ModelSpeaker(**speaker) for speaker in told["speakers"])
        if not speakers or not isinstance(told["sizes"], dict):
            raise ValueError("no speakers")
        return Model(
            told["engine"], told["name"], record.parent, int(told["rate"]), told["digest"], told["sizes"],
            told["licence"], told["origin"], speakers,
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"The installed voice in {record.parent} is damaged: {type(error).__name__}: {error}.",
            tip=f"Install it anew: readaloud voices install {record.parent.name} --force",
        ) from error


def write(model: Model) -> None:
    """Keeps the record of a voice whose files are in its folder."""
    told: dict[str, Any] = {"format": FORMAT, **asdict(model)}
    del told["folder"]
    (model.folder / RECORD).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def installed_voices(engine: str | None = None) -> tuple[Voice, ...]:
    """Profiles of the installed voices, with the edition's own parts for each language that they speak."""
    return _voices(models(engine))


def _voices(found: Sequence[Model]) -> tuple[Voice, ...]:
    voices: list[Voice] = []
    for engine in dict.fromkeys(model.engine for model in found):
        taken: set[str] = set()
        groups: dict[str, list[Voice]] = {}
        for model in found:
            if model.engine == engine:
                for voice in small_bank.in_turn([_profile(model, speaker) for speaker in model.speakers]):
                    group = groups.setdefault(voice.language.split("-")[0].casefold(), [])
                    group.append(replace(voice, id=_free(voice.id, taken)))
        for language, group in groups.items():
            voices += small_bank.complete(group, f"{engine}-{language}", _STAND_INS)
    return tuple(voices)


def _profile(model: Model, speaker: ModelSpeaker) -> Voice:
    kind = _GENDERS[speaker.gender]
    who = f"{speaker.accent} {kind}" if speaker.accent else f"{kind} for {speaker.language}"
    # Kokoro has one model, Piper one for nearly every voice.
    parts = [model.engine, *([] if model.engine == "kokoro" else [model.name]), speaker.name]
    return Voice(
        slug("-".join(part for part in parts if part)), model.engine, model.engine_voice(speaker), speaker.language,
        speaker.gender, speaker.age, speaker.accent, f"{who[:1].upper()}{who[1:]}: natural, from {model.name}.",
        rate=RATE, loudness_lufs=speaker.loudness_lufs,
    )  # fmt: skip


def _free(id: str, taken: set[str]) -> str:
    number, free = 1, id
    while free in taken:
        number += 1
        free = f"{id}-{number}"
    taken.add(free)
    return free


def slug(name: str) -> str:
    """A name as profiles have them: lower case, letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-") or "voice"
