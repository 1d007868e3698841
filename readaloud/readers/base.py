"""What a reader is, and how to add one.

1. Write one module in `readers/` with a class that satisfies `Reader`.
2. `accepts` looks at the content first and at the name only to break a tie; it must be cheap and never raise.
3. `read` returns a `Document`: every word of the source is in a block, in a note, or listed in `Document.skips`
   with offsets in the source text as `checking/sources.py` takes it from the same bytes.
4. Anything wrong with the source is a `SourceError` with the place and the fix; nothing else may come out.
5. `Document.language` is what the source declares, empty where it declares none: `registry.read` finds it then.
6. A reader of volumes may have `split` too (`Splitting`), so that each of their documents can become an edition.
7. Register it: one line in `readers/registry.py` and one in `readers/signs.py`, or the entry point `readaloud.readers` of
   your own package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from readaloud.model import Document


@dataclass(frozen=True, slots=True)
class Raw:
    """A source file in memory, before anyone knows what it is."""

    name: str
    """File name without folders; `standard input` for `-`."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asks a reader to take from a source."""

    documents: tuple[str, ...] = ()
    """Ids or numbers of documents within a volume; empty means all."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a volume, as a source of its own."""

    id: str
    """Of the document in its volume; empty for a source that is one document."""
    raw: Raw


class Reader(Protocol):
    """Turns the bytes of one kind of file into a `Document`."""

    name: ClassVar[str]
    """Identifier on the command line: `plaintext`."""
    description: ClassVar[str]
    """For messages and docs: `plain text transcripts`."""

    def accepts(self, raw: Raw) -> int:
        """How sure it is, 0 (not mine) to 100 (surely mine), judged by content before name."""
        ...

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The document; SourceError when it cannot be read."""
        ...


@runtime_checkable
class Splitting(Protocol):
    """A reader that can take a volume apart."""

    def split(self, raw: Raw) -> Iterator[Piece]:
        """The documents, each of which `read` reads as it reads it when it is chosen; a single one comes as it is."""
        ...
