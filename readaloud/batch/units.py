"""What one edition is made of: a source, or one document of a volume."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from readaloud import files
from readaloud import folder as folders
from readaloud.batch.slugs import Names
from readaloud.batch.sources import Given
from readaloud.errors import ReadaloudError, SourceError
from readaloud.readers import intake, registry
from readaloud.readers.base import Piece, Raw

Per: TypeAlias = Literal["document", "volume"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What becomes one edition."""

    name: str
    """Of its folder."""
    path: str
    """Of the source, as given."""
    document: str
    """Id within the volume; empty for a whole source."""
    number: int
    """Of the document within the volume, 1, 2 …; 0 for a whole source."""
    sha256: str
    """Of its own bytes, those that become `source/` of its edition."""
    source_sha256: str
    """Of the file."""
    reader: str

    @property
    def shown(self) -> str:
        """For messages."""
        return f"{self.path}, document {self.document}" if self.document else self.path


@dataclass(frozen=True, slots=True)
class Unread:
    """A source of which nothing could be made."""

    name: str
    """As its edition would have been called."""
    path: str
    error: ReadaloudError
    failed: bool
    """Whether that is a failure; a file that merely lies in a folder and is no document is none."""


def units(
    sources: tuple[Given, ...], per: Per, reader: str | None, documents: tuple[str, ...] = ()
) -> Iterator[tuple[Unit, Raw] | Unread]:
    """Everything there is, in order; no more than one source is in memory, and each is read once.

    `documents` are ids of those that are wanted; nothing means all.
    """
    names = Names()
    wanted = frozenset(documents)
    for given in sources:
        stem = Path(given.path).stem or "edition"
        for number, one in enumerate(_found(given, per, reader), 1):
            if isinstance(one, _Fault):
                yield Unread(names.next(stem, given.path), given.path, one.error, given.asked or one.known)
            else:
                piece, digest, kind = one
                if wanted and piece.id not in wanted:
                    continue
                name = names.next(f"{stem}-{piece.id}" if piece.id else stem, f"{given.path}#{piece.id}")
                own = folders.sha256(piece.raw.data) if piece.id else digest
                yield Unit(name, given.path, piece.id, number if piece.id else 0, own, digest, kind), piece.raw


def again(wanted: Sequence[Unit], per: Per) -> Iterator[tuple[Unit, Raw | ReadaloudError]]:
    """The bytes of units that were found before, in their order; each of their sources is read once more."""
    by_path: dict[str, dict[int, Unit]] = {}
    for unit in wanted:
        by_path.setdefault(unit.path, {})[unit.number] = unit
    for path, mine in by_path.items():
        left = dict(mine)
        changed: ReadaloudError = SourceError(
            f"{path} was changed while the collection was made.", tip="Run again when nobody works on it."
        )
        reader = next(iter(mine.values())).reader
        for number, one in enumerate(_found(Given(path), per, reader), 1):
            if isinstance(one, _Fault):
                changed = one.error
                break
            piece, digest, _ = one
            known = left.get(number if piece.id else 0)
            if known is None or known.sha256 != (folders.sha256(piece.raw.data) if piece.id else digest):
                continue
            del left[known.number]
            yield known, piece.raw
            if not left:
                break  # the rest of a volume need not be taken apart
        for unit in left.values():
            yield unit, changed


@dataclass(frozen=True, slots=True)
class _Fault:
    error: ReadaloudError
    known: bool
    """Whether a reader takes it for its own: a picture that lies among documents is no failure, a damaged document is."""


def _found(given: Given, per: Per, reader: str | None) -> Iterator[tuple[Piece, str, str] | _Fault]:
    """Documents with the digest of their file and the name of its reader, or what is wrong with it."""
    known = True
    try:
        if files.is_script(given.path):
            raise SourceError(f"{given.path} is a script.", tip=f"`readaloud make {given.path}` makes its edition.")
        raw = intake.load(given.path)
        digest = folders.sha256(raw.data)
        known = False
        kind, pieces = registry.split(raw, reader)
        known = True
        if per == "volume":
            yield Piece("", raw), digest, kind
            return
        for piece in pieces:
            yield piece, digest, kind
    except ReadaloudError as error:
        yield _Fault(error, known)
