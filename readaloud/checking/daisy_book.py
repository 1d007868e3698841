"""Opens a DAISY 2.02 book as a player does, without the code that wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from readaloud.errors import CheckError

H = "{http://www.w3.org/1999/xhtml}"
PAGES = ("page-normal", "page-front", "page-special")
"""Classes of pages."""
_CLIP = re.compile(r"npt=(\d+\.\d+)s")
_CLOCK = re.compile(r"(\d\d+):([0-5]\d):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Par:
    """An element and its part of the sound."""

    smil: str
    """File in which it stands."""
    id: str
    text: str
    """Place of the element: `t0001.html#s-3`."""
    audio: str
    """File; empty where there is none."""
    begin_ms: float
    end_ms: float
    required: str
    """`system-required`."""
    nested: int
    """0 outside of a nested `seq`; inside, the number of that `seq`."""


class Book:
    """The files of a folder; each is parsed when it is asked for."""

    def __init__(self, ncc: Path) -> None:
        self.folder, self.ncc_name = ncc.parent, ncc.name
        self._trees: dict[str, Any] = {}
        self._named: dict[str, dict[str, Any]] = {}

    def tree(self, name: str) -> Any:
        """The root of a file; CheckError where it is missing or not well-formed."""
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
            try:
                self._trees[name] = etree.fromstring((self.folder / name).read_bytes(), parser)
            except OSError as error:
                raise CheckError(f"{name} is missing") from error
            except etree.XMLSyntaxError as error:
                raise CheckError(f"{name} is not well-formed: {error}") from error
        return self._trees[name]

    @property
    def ncc(self) -> Any:
        """The navigation control centre."""
        return self.tree(self.ncc_name)

    @cached_property
    def metadata(self) -> dict[str, list[str]]:
        """Names of its metadata with their values."""
        found: dict[str, list[str]] = {}
        for meta in self.ncc.iter(f"{H}meta"):
            found.setdefault(meta.get("name", ""), []).append(meta.get("content", ""))
        return found

    @cached_property
    def entries(self) -> list[Any]:
        """What stands in its body."""
        body = self.ncc.find(f"{H}body")
        return [] if body is None else [element for element in body if isinstance(element.tag, str)]

    @cached_property
    def names(self) -> list[str]:
        """All files of the folder, but those that systems put there unseen."""
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    @cached_property
    def smils(self) -> list[str]:
        """Files of SMIL in the order in which the entries lead to them."""
        files = [link.get("href", "").partition("#")[0] for entry in self.entries for link in entry.iter(f"{H}a")]
        return list(dict.fromkeys(files))

    @cached_property
    def texts(self) -> list[str]:
        """Files of text that are read, in order."""
        return list(dict.fromkeys(par.text.partition("#")[0] for par in self.pars))

    @cached_property
    def pars(self) -> list[Par]:
        """All that is played, in order."""
        return [par for name in self.smils for par in self._pars(name)]

    def element(self, place: str) -> Any | None:
        """The element that `file#id` names."""
        name, _, id = place.partition("#")
        if name not in self.names:
            return None
        if name not in self._named:
            self._named[name] = {e.get("id"): e for e in self.tree(name).iter() if e.get("id")}
        return self._named[name].get(id)

    def _pars(self, name: str) -> list[Par]:
        found = []
        seqs = list(self.tree(name).iter("seq"))
        for par in self.tree(name).iter("par"):
            text, audio = par.find("text"), par.find("audio")
            parent = par.getparent()
            begin, end = (audio.get("clip-begin"), audio.get("clip-end")) if audio is not None else (None, None)
            found.append(Par(
                name, par.get("id", ""), text.get("src", "") if text is not None else "",
                audio.get("src", "") if audio is not None else "", clip_ms(begin), clip_ms(end),
                par.get("system-required", ""), seqs.index(parent) if parent in seqs else 0,
            ))  # fmt: skip
        return found


def clip_ms(value: str | None) -> float:
    """Milliseconds of `npt=1.428s`; 0 for none, CheckError for another value."""
    if value is None:
        return 0
    found = _CLIP.fullmatch(value)
    if found is None:
        raise CheckError(f"{value!r} is no time of a clip")
    return round(float(found[1]) * 1000, 3)


def clock_s(value: str) -> int | None:
    """Seconds of `00:03:07`; None for another value."""
    found = _CLOCK.fullmatch(value)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) if found else None


def words_of(element: Any) -> str:
    """The text of an element without the signs of notes and the pages in it."""
    found = element.text or ""
    for child in element:
        if child.get("class") not in ("noteref", *PAGES):
            found += words_of(child)
        found += child.tail or ""
    return str(found)
