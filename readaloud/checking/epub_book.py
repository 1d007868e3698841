"""Opens an EPUB as a reader does, without the code that wrote it."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from readaloud.errors import CheckError

NS = {
    "opf": "http://www.idpf.org/2007/opf",
    "h": "http://www.w3.org/1999/xhtml",
    "s": "http://www.w3.org/ns/SMIL",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "epub": "http://www.idpf.org/2007/ops",
}
TYPE = f"{{{NS['epub']}}}type"
_LARGEST = 1 << 28
"""Bytes of one unpacked text; more is no book."""


@dataclass(frozen=True, slots=True)
class Par:
    """One clip of an overlay with what it lights."""

    overlay: str
    text: str
    """`EPUB/0001.xhtml#s-1`, from the container's root."""
    audio: str
    """Path from the container's root; empty where there is none."""
    begin_ms: float
    end_ms: float


@dataclass(slots=True)
class Book:
    """The package of an EPUB; texts are parsed when they are asked for."""

    archive: zipfile.ZipFile
    package: Any
    folder: str
    items: dict[str, Any]
    """Manifest items by id."""
    spine: tuple[str, ...]
    """Ids in order."""
    _trees: dict[str, Any] = field(default_factory=dict)
    _named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def href(self, id: str) -> str:
        """Path of an item from the container's root."""
        return _joined(self.folder, self.items[id].get("href", ""))

    def tree(self, path: str) -> Any:
        """The XML of a file; CheckError where it is missing or not well-formed."""
        if path not in self._trees:
            self._trees[path] = _parsed(self.archive, path)
        return self._trees[path]

    def metas(self, property: str) -> list[Any]:
        """The `meta` elements of a property."""
        return [meta for meta in self.package.iterfind(".//opf:meta", NS) if meta.get("property") == property]

    def element(self, place: str) -> Any | None:
        """The element that `path#id` names."""
        path, _, id = place.partition("#")
        if path not in self.archive.NameToInfo:
            return None
        if path not in self._named:
            self._named[path] = {str(e.get("id")): e for e in with_ids(self, path)}
        return self._named[path].get(id)

    def pars(self, id: str) -> Iterator[Par]:
        """The clips of an overlay, in the order in which they are played."""
        path = self.href(id)
        for par in self.tree(path).iter(f"{{{NS['s']}}}par"):
            text, audio = par.find("s:text", NS), par.find("s:audio", NS)
            yield Par(
                path,
                _joined(posixpath.dirname(path), text.get("src", "")) if text is not None else "",
                _joined(posixpath.dirname(path), audio.get("src", "")) if audio is not None else "",
                clock_ms(audio.get("clipBegin", "0")) if audio is not None else 0,
                clock_ms(audio.get("clipEnd", "0")) if audio is not None else 0,
            )


def opened(path: Path) -> Book:
    """The book in a file; CheckError where it is none."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise CheckError(f"{path.name} cannot be opened: {error}") from error
    root = _parsed(archive, "META-INF/container.xml").find(".//c:rootfile", NS)
    if root is None:
        raise CheckError(f"{path.name} names no package")
    name = root.get("full-path", "")
    package = _parsed(archive, name)
    items = {item.get("id", ""): item for item in package.iterfind(".//opf:item", NS)}
    spine = tuple(ref.get("idref", "") for ref in package.iterfind(".//opf:itemref", NS))
    if not set(spine) <= set(items):
        raise CheckError(f"{path.name}: the spine names what the manifest has not")
    return Book(archive, package, posixpath.dirname(name), items, spine)


def overlays(book: Book) -> list[tuple[str, str]]:
    """Id and path of each overlay, in the order of the spine."""
    ids = [book.items[id].get("media-overlay", "") for id in book.spine]
    return [(id, book.href(id)) for id in ids if id in book.items]


def documents(book: Book) -> list[str]:
    """Paths of the texts, in the order of the spine."""
    return [book.href(id) for id in book.spine]


def with_ids(book: Book, path: str) -> list[Any]:
    """The elements of a text that have an id."""
    return [element for element in book.tree(path).iter() if element.get("id")]


def clock_ms(value: str) -> float:
    """Milliseconds of a SMIL clock value; CheckError where it is none."""
    try:
        if value.endswith("ms"):
            return float(value[:-2])
        seconds = 0.0
        for part in value.removesuffix("s").split(":"):
            seconds = seconds * 60 + float(part)
        return round(seconds * 1000, 3)
    except ValueError:
        raise CheckError(f"{value!r} is no clock value") from None


def words_of(element: Any) -> str:
    """The text of an element without the note signs and page marks in it, its white space made single."""
    pieces: list[str] = []

    def take(node: Any) -> None:
        pieces.append(node.text or "")
        for child in node:
            if not {"noteref", "pagebreak"} & set(child.get(TYPE, "").split()):
                take(child)
            pieces.append(child.tail or "")

    take(element)
    return " ".join("".join(pieces).split())


def _parsed(archive: zipfile.ZipFile, path: str) -> Any:
    try:
        if archive.getinfo(path).file_size > _LARGEST:
            raise CheckError(f"{path} is too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        return etree.fromstring(archive.read(path), parser)
    except (KeyError, zipfile.BadZipFile) as error:
        raise CheckError(f"{path} is missing or damaged") from error
    except etree.XMLSyntaxError as error:
        raise CheckError(f"{path} is not well-formed: {error}") from error


def _joined(folder: str, href: str) -> str:
    path, mark, fragment = href.partition("#")
    return posixpath.normpath(posixpath.join(folder, unquote(path))) + mark + fragment
