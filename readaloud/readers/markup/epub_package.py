"""An EPUB's package: which files are read, in which order, and what is said about the book."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote

from readaloud.errors import SourceError
from readaloud.model import Metadata
from readaloud.readers.markup.trees import Element, SourceBuilder, parse_xml, plain
from readaloud.readers.markup.zips import Archive, resolve

CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS_ONLY = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
_DOCUMENTS = frozenset(("application/xhtml+xml", "application/x-dtbook+xml", "image/svg+xml"))


@dataclass(frozen=True, slots=True)
class SpineItem:
    """One document in reading order."""

    member: str
    linear: bool = True
    properties: frozenset[str] = frozenset()
    """Of the manifest: `nav`, `svg` …"""
    media_type: str = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document says."""

    title: str
    language: str
    metadata: Metadata
    spine: tuple[SpineItem, ...]
    guide: dict[str, str] = field(default_factory=dict)
    """Member → type of EPUB 2's guide: `cover`, `toc`, `title-page`, `copyright-page` …"""


def read_package(archive: Archive) -> Package:
    """The first package of the container; SourceError where it is broken or protected."""
    _refuse_protected(archive)
    source = SourceBuilder()
    container = parse_xml(archive.read(CONTAINER), CONTAINER, source)
    path = next((e.get("full-path") for e in container.iter("rootfile") if e.get("full-path")), "")
    if not path:
        raise SourceError(f"{archive.name} names no package in {CONTAINER}.", tip="Export the book again.")
    source = SourceBuilder()
    root = parse_xml(archive.read(path), path, source)
    return _package(source.build(), root, posixpath.dirname(path), archive)


def _package(source: str, root: Element, folder: str, archive: Archive) -> Package:
    items: dict[str, Element] = {}
    for item in root.iter("item"):
        items.setdefault(item.get("id"), item)
    spine: list[SpineItem] = []
    for reference in root.iter("itemref"):
        item = items.get(reference.get("idref"), Element("item", {}))
        if item.get("media-type") not in _DOCUMENTS:
            continue
        member = resolve(folder, unquote(item.get("href").partition("#")[0]))
        if all(member != known.member for known in spine):
            linear = reference.get("linear") != "no"
            spine.append(SpineItem(member, linear, item.words("properties"), item.get("media-type")))
    if not spine:
        raise SourceError(f"{archive.name} has no documents in its spine.", tip="Export the book again.")
    guide = {
        posixpath.normpath(posixpath.join(folder, unquote(e.get("href").partition("#")[0]))): e.get("type").casefold()
        for e in root.iter("reference")
        if "#" not in e.get("href")
    }
    creators = [
        plain(source, e)
        for e in root.iter("creator")
        if (e.get("opf:role") or _refined(source, root, e, "role")) in ("", "aut")
    ]
    return Package(
        title=_first(source, root, "title"),
        language=_first(source, root, "language") or root.get("xml:lang"),
        metadata=Metadata(
            author=", ".join(filter(None, creators)),
            date=_first(source, root, "date"),
            publisher=_first(source, root, "publisher"),
            identifier=_identifier(source, root),
            rights=_first(source, root, "rights"),
            description=_first(source, root, "description"),
        ),
        spine=tuple(spine),
        guide=guide,
    )


def _first(source: str, root: Element, tag: str) -> str:
    """The first Dublin Core element of a name that has words; a main title goes before others."""
    found = [e for e in root.iter(tag) if plain(source, e)]
    main = [e for e in found if _refined(source, root, e, "title-type") == "main"] if tag == "title" else []
    return plain(source, (main or found)[0]) if found else ""


def _refined(source: str, root: Element, element: Element, prop: str) -> str:
    identifier = element.get("id")
    for meta in root.iter("meta"):
        if identifier and meta.get("refines") == f"#{identifier}" and meta.get("property") == prop:
            return plain(source, meta)
    return ""


def _identifier(source: str, root: Element) -> str:
    unique = root.get("unique-identifier")
    found = [e for e in root.iter("identifier") if plain(source, e)]
    return plain(source, next((e for e in found if e.get("id") == unique), found[0])) if found else ""


def _refuse_protected(archive: Archive) -> None:
    if _ENCRYPTION not in archive:
        return
    root = parse_xml(archive.read(_ENCRYPTION), _ENCRYPTION, SourceBuilder())
    for encrypted in root.iter("EncryptedData"):
        method = encrypted.find("EncryptionMethod")
        if method is None or method.get("Algorithm") not in _FONTS_ONLY:
            raise SourceError(
                f"{archive.name} is protected (DRM): its text is encrypted and cannot be read.",
                tip="Ask the seller for an edition without protection.",
            )
