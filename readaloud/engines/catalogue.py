"""Which neural voices can be installed: `voices/catalogue/*.toml`, with address, size and checksum of each file."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readaloud.engines.bank import voices_folder
from readaloud.engines.espeak_voices import nearest
from readaloud.engines.installed import ModelSpeaker
from readaloud.errors import EngineError

VARIABLE = "READALOUD_CATALOGUE"
"""Of the environment: a folder of catalogues of one's own, as of a library's mirror; its voices come before the shipped."""
_DIGESTS = {"sha256": 64, "md5": 32}
"""Checksums that a publisher may give, the better one first, with their length in digits."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a voice at its publisher."""

    name: str
    url: str
    size: int
    """Bytes."""
    algorithm: str
    """Of the checksum: `sha256` or `md5`."""
    digest: str
    """Hexadecimal."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that can be installed."""

    engine: str
    name: str
    language: str
    """BCP 47; `mul` for a model of several languages."""
    files: tuple[PublishedFile, ...]
    speakers: int
    licence: str = ""
    """Empty where only the publisher's MODEL_CARD tells it, which is fetched first."""
    gender: str = ""
    accent: str = ""
    known: tuple[ModelSpeaker, ...] = ()
    """What is known of its speakers beyond their names, the best first."""
    only_known: bool = False
    """The model has further speakers that are none: the same person in other moods."""

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47, of all its speakers."""
        return tuple(dict.fromkeys(speaker.language for speaker in self.known)) or (self.language,)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def offers() -> tuple[Offer, ...]:
    """All voices that can be installed, by engine and name; EngineError for a catalogue that is not valid."""
    found: dict[str, Offer] = {}
    folders = [voices_folder() / "catalogue"]
    if own := os.environ.get(VARIABLE, ""):
        folders.append(Path(own).expanduser())
        if not folders[-1].is_dir():
            raise EngineError(f"{VARIABLE} names {own}, which is not a folder.")
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            found.update((offer.name, offer) for offer in _read(path))
    return tuple(sorted(found.values(), key=lambda offer: (offer.engine, offer.name)))


def offer(name: str) -> Offer:
    """The voice of a name, whatever its case; EngineError with the nearest names."""
    known = {each.name.casefold(): each for each in offers()}
    if (found := known.get(name.casefold())) is None:
        raise EngineError(
            f"There is no voice {name!r} to install.",
            tip=f"The nearest: {nearest(name, [each.name for each in known.values()])}. "
            "`readaloud voices install --list` shows all; --from installs files of your own.",
        )
    return found


def _read(path: Path) -> tuple[Offer, ...]:
    where = str(path)
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("voice", [])
        made = []
        for number, entry in enumerate(entries, 1):
            where = f"{path}: voice {number}"
            made.append(_offer(entry))
        return tuple(made)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"{where}: {type(error).__name__}: {error}.", tip="See voices/README.md.") from error


def _offer(entry: dict[str, Any]) -> Offer:
    language = str(entry["language"])
    speakers = entry["speakers"]
    known = () if isinstance(speakers, int) else tuple(ModelSpeaker(**{"language": language} | s) for s in speakers)
    return Offer(
        engine=str(entry["engine"]),
        name=str(entry["name"]),
        language=language,
        files=tuple(_file(entry["folder"], file) for file in entry["files"]),
        speakers=speakers if isinstance(speakers, int) else len(known),
        licence=str(entry.get("licence", "")),
        gender=str(entry.get("gender", "")),
        accent=str(entry.get("accent", "")),
        known=known,
        only_known=bool(entry.get("only_these", False)),
    )


def _file(folder: str, entry: dict[str, Any]) -> PublishedFile:
    algorithm = next(name for name in _DIGESTS if name in entry)
    digest = str(entry[algorithm]).casefold()
    if len(digest) != _DIGESTS[algorithm] or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{digest!r} is no {algorithm} checksum")
    name = str(entry["name"])
    if "/" in name or "\\" in name or name.startswith("."):
        raise ValueError(f"{name!r} is no file's name")
    return PublishedFile(name, f"{folder.rstrip('/')}/{name}", int(entry["size"]), algorithm, digest)
