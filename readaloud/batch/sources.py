"""Which files a collection is made of: named, listed in a file, or all of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readaloud.errors import SourceError, UsageError


@dataclass(frozen=True, slots=True)
class Given:
    """One source."""

    path: str
    """As a person gave it, or as it was found."""
    asked: bool = True
    """Whether it was named; of what merely lies in a folder, files that no reader knows are left out."""


def collected(named: Sequence[str], lists: Sequence[str], folders: Sequence[str], output: Path) -> tuple[Given, ...]:
    """The sources in their order, each file once; UsageError when there are none.

    Whether they can be read is seen later, one by one: one of a thousand that is missing does not stop the others.
    """
    found: dict[str, Given] = {}
    for given in (*map(Given, named), *_listed(lists), *_lying(folders, output)):
        if given.path == "-":
            raise UsageError("A collection is made of files; standard input is one document.", tip="Use make for it.")
        found.setdefault(os.path.realpath(given.path), given)
    if not found and folders and not named and not lists:
        raise UsageError(
            f"There are no files in {', '.join(folders)}.", tip="--dir takes all that lies in a folder and below."
        )
    if not found:
        raise UsageError("There are no sources.", tip="Name files, a list of them (--list), or a folder (--dir).")
    return tuple(found.values())


def _listed(lists: Sequence[str]) -> Iterator[Given]:
    """The lines of lists: a path each, from the list's own folder on; empty lines and those that begin with # are none."""
    for name in lists:
        path = Path(name)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise SourceError(f"{path} is not UTF-8 text: byte {error.start}.", tip="Save the list as UTF-8.") from None
        except OSError as error:
            raise SourceError(f"The list {path} cannot be read: {error.strerror or error}.") from None
        for line in text.splitlines():
            line = line.strip()
            if line and not line.startswith("#"):
                yield Given(str(path.parent / line))


def _lying(folders: Sequence[str], output: Path) -> Iterator[Given]:
    """The files of folders and of what is in them, sorted; hidden ones, and those of the collection itself, are none."""
    own = output.resolve()
    for name in folders:
        top = Path(name)
        if not top.is_dir():
            raise SourceError(f"There is no folder {top}.", tip="--dir takes a folder; files are named as they are.")
        for place, inner, files in os.walk(top):
            here = Path(place)
            inner[:] = sorted(one for one in inner if one[:1] != "." and (here / one).resolve() != own)
            for file in sorted(files):
                if file[:1] != ".":
                    yield Given(str(here / file), asked=False)
