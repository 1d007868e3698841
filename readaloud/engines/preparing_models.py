"""Reads what a publisher's files say of a voice, and makes of them what the engines load."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from readaloud.engines import kokoro_engine, piper_engine, steady
from readaloud.engines.catalogue import Offer
from readaloud.engines.installed import MODEL, Model, ModelSpeaker
from readaloud.engines.local_files import Files
from readaloud.errors import EngineError

_INPUTS = {
    "piper": {"input", "input_lengths", "scales", "sid"},
    "kokoro": {"tokens", "input_ids", "style", "speed"},
}
"""What the packages feed their models; a model that asks for more is made for a newer version of them."""
_UPGRADE = {
    "piper": "pip install --upgrade piper-tts",
    "kokoro": "pip install --upgrade kokoro-onnx",
}
_LICENCE = re.compile(r"^[\s*#-]*licen[cs]e[\s*]*:[\s*]*(.+)$", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def prepared(files: Files, name: str, folder: Path, offer: Offer | None, origin: str) -> Model:
    """Makes an empty folder one that an engine can load; EngineError for files that are no voice of the engine."""
    steady_model(files, folder / MODEL)
    if files.config:
        shutil.copyfile(files.config, folder / f"{MODEL}.json")
        rate, speakers = _piper(files.config, offer)
    else:
        assert files.styles is not None
        shutil.copyfile(files.styles, folder / kokoro_engine.VOICES)
        rate, speakers = 24_000, _kokoro(files.styles, offer)
    if files.card:
        shutil.copyfile(files.card, folder / "MODEL_CARD")
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    return Model(
        files.engine, name, folder, rate, _digest(files), sizes, licence(files.card) or (offer.licence if offer else ""),
        origin, speakers,
    )  # fmt: skip


def licence(card: Path | None) -> str:
    """What a publisher's MODEL_CARD says of the licence."""
    if card is None:
        return ""
    lines = _LICENCE.findall(card.read_text(encoding="utf-8", errors="replace"))
    return "; ".join(" ".join(line.split()) for line in lines)


def steady_model(files: Files, target: Path) -> None:
    """The model without random numbers, and one of Piper's with the lengths of its phonemes."""
    import onnx
    import onnx.inliner

    try:
        model = onnx.load(str(files.model))
        if not model.graph.node:
            raise ValueError("it holds no graph")
        if model.functions:
            model = onnx.inliner.inline_local_functions(model)  # a function does not see the fixed noise
    except Exception as error:  # protobuf has errors of its own in each version
        raise EngineError(
            f"{files.model.name} is not a whole ONNX model ({str(error).splitlines()[0] if str(error) else 'empty'}).",
            tip="It was cut short or is another file: fetch or copy it anew.",
        ) from error
    asked = {each.name for each in model.graph.input} - {each.name for each in model.graph.initializer}
    if unknown := sorted(asked - _INPUTS[files.engine]):
        raise EngineError(
            f"{files.model.name} is not a model that this {files.engine} can speak with: it asks for {', '.join(unknown)}.",
            tip=f"If it is made for a newer version: {_UPGRADE[files.engine]}",
        )
    steady.steadied(model)
    if files.engine == "piper":
        from piper.patch_voice_with_alignment import add_alignment_output

        with contextlib.suppress(ValueError):  # no lengths to be found, or they are told already
            add_alignment_output(model)
    target.write_bytes(model.SerializeToString())


def _piper(config: Path, offer: Offer | None) -> tuple[int, tuple[ModelSpeaker, ...]]:
    """Samples a second, and the speakers."""
    from piper.config import PiperConfig

    try:
        told = json.loads(config.read_text(encoding="utf-8"))
        kind = told.get("phoneme_type", "espeak")
        if kind not in piper_engine.SPEAKABLE:
            raise EngineError(
                f"{config.name} wants phonemes of the kind {kind!r}, which this piper-tts does not make by itself.",
                tip=f"If it is made for a newer version: {_UPGRADE['piper']}",
            )
        read = PiperConfig.from_dict(told)
        rate, names = int(read.sample_rate), dict(read.speaker_id_map)
        code = str(told.get("language", {}).get("code") or read.espeak_voice)
        if not 8000 <= rate <= 192_000 or not all(isinstance(number, int) for number in names.values()):
            raise ValueError("its sample rate or speakers make no sense")
        if any(symbol not in read.phoneme_id_map for symbol in "^_$"):
            raise ValueError("its phoneme_id_map lacks ^, _ or $")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise EngineError(
            f"{config.name} is not the description of a Piper voice: {what}.",
            tip="It belongs to another program, or was cut short: fetch or copy it anew.",
        ) from error
    language = offer.language if offer else _language(code)
    if read.num_speakers < 2 or not names:
        gender: Any = offer.gender if offer else ""
        return rate, (ModelSpeaker("", language, gender, accent=offer.accent if offer else ""),)
    listed = sorted(names, key=lambda name: names[name])
    return rate, _known(listed, language, offer)


def _known(names: list[str], language: str, offer: Offer | None) -> tuple[ModelSpeaker, ...]:
    """The speakers of these names, what the catalogue knows of them first and in its order."""
    known = {speaker.name: speaker for speaker in offer.known} if offer else {}
    first = [speaker for name, speaker in known.items() if name in names]
    if offer and offer.only_known:
        return tuple(first)
    accent = offer.accent if offer else ""
    return (*first, *(ModelSpeaker(name, language, accent=accent) for name in names if name not in known))


def _kokoro(styles: Path, offer: Offer | None) -> tuple[ModelSpeaker, ...]:
    """The voices of a file of styles: language and gender are the letters that their names begin with."""
    import numpy as np

    try:
        if not zipfile.is_zipfile(styles):
            raise ValueError("it is no archive of arrays")
        with styles.open("rb") as file, np.load(file) as read:
            names = list(read.keys())
            shape = read[names[0]].shape
        if len(shape) < 2 or shape[-1] != 256:
            raise ValueError(f"its styles have the shape {shape}")
    except Exception as error:  # numpy raises what zipfile, pickle and the system raise
        raise EngineError(
            f"{styles.name} is not a file of Kokoro's voices: {str(error).splitlines()[0] if str(error) else 'empty'}.",
            tip="It was cut short or is another file: fetch or copy it anew.",
        ) from error
    found: dict[str, ModelSpeaker] = {}
    for name in names:
        if len(name) > 3 and name[2] == "_" and name[0] in kokoro_engine.LANGUAGES and name[1] in "fm":
            language, accent, _ = kokoro_engine.LANGUAGES[name[0]]
            found[name] = ModelSpeaker(name, language, "female" if name[1] == "f" else "male", "adult", accent)
    if not found:
        raise EngineError(f"{styles.name} has no voice whose name tells its language, as af_heart does.")
    liked = [speaker.name for speaker in offer.known] if offer else []
    ordered = [name for name in liked if name in found] + [name for name in found if name not in liked]
    return tuple(found[name] for name in ordered)


def _language(code: str) -> str:
    """BCP 47 of `en_US`, `en-us`."""
    if not _TAG.fullmatch(code):
        return "mul"
    parts = re.split(r"[-_]", code)
    return "-".join([parts[0].lower(), *(part.upper() if len(part) == 2 else part for part in parts[1:])])


def _digest(files: Files) -> str:
    digest = hashlib.sha256()
    for path in files.all:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:8]


def with_loudness(model: Model, told: dict[str, float], otherwise: float) -> Model:
    """The model with what was measured of its speakers."""
    speakers = tuple(replace(each, loudness_lufs=told.get(each.name, otherwise)) for each in model.speakers)
    return replace(model, speakers=speakers)
