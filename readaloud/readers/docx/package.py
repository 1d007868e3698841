"""The files in a DOCX: which of them hold words, in which order, and what is said about the document."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from readaloud.errors import SourceError
from readaloud.model import Metadata
from readaloud.readers.markup.trees import Element, SourceBuilder, parse_xml, plain
from readaloud.readers.markup.zips import Archive, resolve

CONTENT_TYPES = "[Content_Types].xml"
WORDY = ("footnotes", "endnotes", "comments", "header", "footer")
"""Kinds of files beside the document itself that hold words, in the order of the source text."""


@dataclass(frozen=True, slots=True)
class Package:
    """What is in a DOCX."""

    document: str
    """Member that holds the text."""
    others: tuple[tuple[str, str], ...]
    """(kind, member) of the other files with words, in the order of the source text."""
    styles: Element
    settings: Element
    title: str
    metadata: Metadata


def read_package(archive: Archive) -> Package:
    """The files by their relationships; SourceError when it is no text document."""
    links = _links(archive, "")
    document = next((member for kind, member in links if kind == "officeDocument"), "")
    if not document or not _is_text(archive, document):
        raise SourceError(
            f"{archive.name} is an Office file, but no text document.",
            tip="Choose a DOCX; export slides or sheets as text.",
        )
    own = _links(archive, document)
    others: dict[str, str] = {}
    for wanted in WORDY:
        for kind, member in own:
            if kind == wanted and member != document:
                others.setdefault(member, kind)
    title, metadata = _metadata(archive, next((member for kind, member in links if kind == "core-properties"), ""))
    return Package(
        document,
        tuple((kind, member) for member, kind in others.items()),
        _optional(archive, own, "styles"),
        _optional(archive, own, "settings"),
        title,
        metadata,
    )


def _is_text(archive: Archive, document: str) -> bool:
    types = parse_xml(archive.read(CONTENT_TYPES), CONTENT_TYPES, SourceBuilder())
    said = next((e.get("ContentType") for e in types.iter("Override") if e.get("PartName") == f"/{document}"), "")
    return "wordprocessingml" in said or "ms-word" in said or (not said and document.startswith("word/"))


def _links(archive: Archive, member: str) -> list[tuple[str, str]]:
    """(kind, member) of the files that a file names in its relationships."""
    folder, name = posixpath.split(member)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive:
        return []
    root = parse_xml(archive.read(path), path, SourceBuilder())
    return [
        (link.get("Type").rpartition("/")[2], resolve("" if target.startswith("/") else folder, target.lstrip("/")))
        for link in root.iter("Relationship")
        if link.get("TargetMode") != "External" and (target := link.get("Target"))
    ]


def _optional(archive: Archive, links: list[tuple[str, str]], kind: str) -> Element:
    member = next((member for found, member in links if found == kind and member in archive), "")
    return parse_xml(archive.read(member), member, SourceBuilder()) if member else Element(kind, {})


def _metadata(archive: Archive, member: str) -> tuple[str, Metadata]:
    """Title, author, date and description of the core properties."""
    if not member or member not in archive:
        return "", Metadata()
    source = SourceBuilder()
    root = parse_xml(archive.read(member), member, source)
    text = source.build()

    def first(tag: str) -> str:
        return next((words for element in root.iter(tag) if (words := plain(text, element))), "")

    return first("title"), Metadata(
        author=first("creator"),
        date=first("created")[:10],
        identifier=first("identifier"),
        description=first("description"),
    )
