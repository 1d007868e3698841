"""Installs a neural voice: from its publisher, or from files that a person hands over; whole or not at all."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import re
import secrets
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from readaloud.engines import catalogue, fetching, installed, local_files, measure, preparing_models, registry
from readaloud.engines.catalogue import Offer
from readaloud.engines.installed import Model
from readaloud.engines.local_files import Files
from readaloud.engines.neural import NeuralEngine
from readaloud.errors import EngineError, OutputError, UsageError
from readaloud.model import Voice
from readaloud.places import data_folder

FEW = 8
"""Speakers up to which each is measured on the whole standard passage; of a model with more, on its first sentence …"""
MOST = 120
"""… and only so many: the others are taken to be as loud as their median (Piper's libritts has 904)."""
_NAME = re.compile(r"[^\W_][\w.+-]{0,99}")
_TRIAL = "Yes, 1, 2, 3."
_TOO_LITTLE = "Set READALOUD_DATA to a folder of yours."

Say = Callable[[str], None]
"""Called with a line that tells what is being done."""
Progress = Callable[[str, int, int], None]
"""Called with what is under way, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A voice that is to be installed, under its name, from files that are got when they are needed."""

    engine: str
    name: str
    origin: str
    offer: Offer | None
    get: Callable[[], Files]


def install(name: str, source: Path | None, *, force: bool, say: Say, progress: Progress) -> tuple[Model, bool]:
    """The installed voice, and whether it was installed just now; without `force` one that is there stays.

    `name` is of the catalogue; with `source` it may be any, or empty for the file's own. Raises EngineError for what is
    missing or no voice, OutputError when it cannot be kept.
    """
    try:
        if source is None:
            offer = catalogue.offer(name)
            get = functools.partial(_fetched, offer, say, progress)
            return _installed(_Wanted(offer.engine, offer.name, _home(offer), offer, get), force, say, progress)
        with _scratch() as scratch:
            files = local_files.found(source, name, scratch)
            same = _same(name, files)
            called = same.name if same else name or files.model.stem
            return _installed(_Wanted(files.engine, called, source.name, same, lambda: files), force, say, progress)
    except OSError as error:
        raise OutputError.of(error, error.filename or str(data_folder()), tip=_TOO_LITTLE) from error


def remove(name: str) -> Model:
    """Takes an installed voice away; EngineError if it is not there."""
    from readaloud.engines.espeak_voices import nearest

    here = installed.models()
    model = next((each for each in here if each.name.casefold() == name.casefold()), None)
    if model is None:
        raise EngineError(
            f"There is no installed voice {name!r}.", tip=f"Installed: {nearest(name, [each.name for each in here])}."
        )
    with _lock(model.engine, model.name, lambda line: None):
        gone = _aside(model.folder)
        shutil.rmtree(gone, ignore_errors=True)
    return model


def _installed(wanted: _Wanted, force: bool, say: Say, progress: Progress) -> tuple[Model, bool]:
    if not _NAME.fullmatch(wanted.name):
        raise UsageError(
            f"A voice cannot be called {wanted.name!r}.", tip="Take letters, digits, hyphens and underscores."
        )
    engine = _engine(wanted.engine)
    final = installed.models_folder() / wanted.engine / wanted.name
    with _lock(wanted.engine, wanted.name, say):
        if final.is_dir() and not force:
            return installed.read(final / installed.RECORD), False
        files = wanted.get()
        staged = final.parent / f".new-{wanted.name}"
        shutil.rmtree(staged, ignore_errors=True)  # of an installation that was killed
        staged.mkdir(parents=True)
        try:
            model = preparing_models.prepared(files, wanted.name, staged, wanted.offer, wanted.origin)
            model = _measured(type(engine)([model]), model, progress)
            installed.write(model)
            old = _aside(final) if final.exists() else None
            staged.rename(final)
            if old:
                shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        shutil.rmtree(_downloads(wanted.engine, wanted.name), ignore_errors=True)
    return replace(model, folder=final), True


def _engine(name: str) -> NeuralEngine:
    """EngineError, saying how to install it, unless the engine's packages are there."""
    engine = registry.engine(name)
    assert isinstance(engine, NeuralEngine)
    assert engine.version
    if importlib.util.find_spec("onnx") is None:
        raise EngineError(
            "The package onnx is missing, which prepares voices.", tip=f"pip install 'readaloud[{engine.extra}]'"
        )
    return engine


def _fetched(offer: Offer, say: Say, progress: Progress) -> Files:
    """The files of an offer, the small ones first: the licence is told before the model is fetched."""
    folder = _downloads(offer.engine, offer.name)
    told = offer.licence
    paths = []
    say(f"{offer.name}: {offer.size / 1e6:.0f} MB from {_home(offer)}")
    if told:
        say(f"Licence: {told}")
    for file in sorted(offer.files, key=lambda file: file.size):
        paths.append(fetching.fetch(file, folder, functools.partial(progress, file.name)))
        if not told and file.name == "MODEL_CARD":
            told = preparing_models.licence(paths[-1])
            say(f"Licence: {told or 'the MODEL_CARD names none'}")
    return local_files.from_files(paths)


def _home(offer: Offer) -> str:
    return offer.files[0].url.rpartition("/")[0]


def _same(name: str, files: Files) -> Offer | None:
    """The catalogue's offer of a name, when the files are those of it; None for a name of one's own.

    Without a name, the offer whose files they are, if they are any's.
    """
    if not name:
        return next((o for o in catalogue.offers() if _holds(o, files.model) and _other(o, files) is None), None)
    offer = next((o for o in catalogue.offers() if o.name.casefold() == name.casefold()), None)
    if offer and (path := _other(offer, files)):
        raise EngineError(
            f"{path.name} is not the file that the catalogue has for {offer.name}.",
            tip="It was cut short or changed: copy it anew. To install it as a voice of your own, give another NAME.",
        )
    return offer


def _holds(offer: Offer, path: Path) -> bool:
    return any(file.name == path.name for file in offer.files)


def _other(offer: Offer, files: Files) -> Path | None:
    """The first of the files that is not as the offer has it."""
    published = {Path(file.name).suffix: file for file in offer.files}
    for path in files.all:
        file = published.get(path.suffix)
        if file is None or fetching.digest(path, file.algorithm) != file.digest:
            return path
    return None


def _measured(engine: NeuralEngine, model: Model, progress: Progress) -> Model:
    """The model with its speakers' loudness; that they can be measured proves that they speak."""
    speakers = model.speakers[:MOST]
    loudness: dict[str, float] = {}
    try:
        for number, speaker in enumerate(speakers, 1):
            voice = Voice(model.name, model.engine, model.engine_voice(speaker), speaker.language, rate=installed.RATE)
            loudness[speaker.name] = _loudness(engine, voice, whole=len(speakers) <= FEW)
            if number == 1 and engine.speak(_TRIAL, voice) != engine.speak(_TRIAL, voice):
                raise EngineError(
                    f"The voice {model.name!r} says the same text differently each time.", tip="Install another voice."
                )
            progress("measuring", number, len(speakers))
    finally:
        engine.close()
    return preparing_models.with_loudness(model, loudness, round(statistics.median(loudness.values()), 1))


def _loudness(engine: NeuralEngine, voice: Voice, *, whole: bool) -> float:
    """LUFS of the standard passage, or of its first sentence."""
    if whole:
        return measure.measured(engine, voice).loudness_lufs
    text = measure.passage(voice.language)
    clip = engine.speak(re.split(r"(?<=[.!?。])\s*", text, maxsplit=1)[0], voice)
    value = measure.loudness(clip.samples, clip.rate)
    if value <= measure.SILENCE_LUFS:
        raise EngineError(f"The voice {voice.id!r} gives silence.", tip="Install another voice.")
    return round(value, 1)


def _downloads(engine: str, name: str) -> Path:
    return data_folder() / "downloads" / engine / name


def _aside(folder: Path) -> Path:
    """Renames a folder so that nobody finds it any more."""
    return folder.rename(folder.with_name(f".old-{secrets.token_hex(4)}"))


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """A folder on the disk that the voice goes to."""
    folder = data_folder() / f".scratch-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _lock(engine: str, name: str, say: Say) -> Iterator[None]:
    """One installation of a voice at a time; the system lets go of the lock when a process ends, however it ends."""
    path = data_folder() / "downloads" / engine / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(f"Another readaloud is installing {name}; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
