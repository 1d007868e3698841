"""Plays in TEI, as DraCor, Folger, TextGrid and Théâtre Classique publish them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.languages import canonical
from readaloud.model import Block, Document, Metadata, Part, Skip, Source
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.markup.trees import Element, SourceBuilder, parse_xml, plain
from readaloud.readers.offsets.flow import Flow
from readaloud.readers.offsets.tidying import tidy
from readaloud.readers.tei.drama_people import people
from readaloud.readers.tei.drama_walk import Walk

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:TEI|TEI\.2|teiCorpus)[\s>]")
_SPEECH = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?sp[\s>]")


class TeiDrama:
    """TEI with speeches (`sp`), with or without `@who`; other TEI is read as prose."""

    name: ClassVar[str] = "tei-drama"
    description: ClassVar[str] = "plays in TEI (DraCor, Folger and others)"

    def accepts(self, raw: Raw) -> int:
        """Sure of TEI with speeches; TEI without any is read when nobody else wants it."""
        if b"<" not in raw.data[:4096]:
            return 0
        data = raw.data.replace(b"\x00", b"") if raw.data[:2] in (b"\xff\xfe", b"\xfe\xff") else raw.data
        if not _ROOT.search(data[:65536]):
            return 0
        return 95 if _SPEECH.search(data) else 30

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The play as one part; a corpus has one for each text."""
        builder = SourceBuilder()
        root = parse_xml(raw.data, raw.name, builder)
        source = builder.build()
        if root.find("text") is None:
            raise SourceError(f"{raw.name} has no text: there is no <text> element.", tip="Choose a whole TEI file.")
        plays = [child for child in root.elements() if child.tag in ("TEI", "TEI.2")] or [root]
        parts: list[Part] = []
        skips: list[Skip] = []
        for play in plays:
            part, found = _part(source, play, len(parts) + 1)
            parts.append(part)
            skips += found
        if plays != [root]:
            # Around the texts of a corpus there is only its header.
            skips += [Skip(e.begin, e.end, reasons.METADATA) for e in root.children if e not in plays]
        if not any(block.text for part in parts for block in part.blocks):
            raise SourceError(f"{raw.name} has no words in its text.", tip="Choose a whole TEI file.")
        header = root.find("teiHeader") or root
        return Document(
            title=parts[0].title if len(parts) == 1 else _first(source, header, "title") or raw.name,
            language=_language(root),
            source=Source(raw.name, hashlib.sha256(raw.data).hexdigest(), "xml"),
            parts=tuple(parts),
            skips=tidy(skips, source),
            metadata=_metadata(source, header),
        )


def _part(source: str, play: Element, number: int) -> tuple[Part, list[Skip]]:
    header = play.find("teiHeader") or Element("teiHeader", {})
    persons = people(source, play)
    title = _title(source, header)
    flow = Flow(source)
    walk = Walk(flow, play, title, _language(play) or "en", {person.id: person for person in persons})
    walk.walk(play)
    flow.finish()
    blocks = _levelled(flow.blocks())
    title = title or next((block.text for block in blocks if block.role in ("title", "heading")), "")
    part = Part(play.get("xml:id") or f"p{number}", title, blocks, tuple(flow.notes), persons, text_labels=False)
    return part, flow.skips


def _levelled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Headings from level 2 on, however many divisions stand around the acts."""
    levels = [block.level for block in blocks if block.role == "heading"]
    surplus = min(levels, default=2) - 2
    return tuple(
        replace(block, level=block.level - surplus) if block.role == "heading" and surplus else block
        for block in blocks
    )


def _title(source: str, header: Element) -> str:
    statement = header.find("titleStmt")
    titles = [child for child in (statement.elements() if statement else ()) if child.tag == "title"]
    main = [title for title in titles if title.get("type") in ("", "main", "full")] or titles
    return plain(source, main[0]) if main else ""


def _metadata(source: str, header: Element) -> Metadata:
    statement = header.find("titleStmt") or Element("titleStmt", {})
    authors = [_author(source, child) for child in statement.elements() if child.tag == "author"]
    publication = header.find("publicationStmt") or Element("publicationStmt", {})
    subtitle = [plain(source, c) for c in statement.elements() if c.tag == "title" and c.get("type") == "sub"]
    return Metadata(
        author=", ".join(filter(None, authors)),
        publisher=_first(source, publication, "publisher"),
        rights=_first(source, publication, "licence", "availability"),
        identifier=_first(source, publication, "idno"),
        description=" – ".join(subtitle),
    )


def _author(source: str, author: Element) -> str:
    name = author.find("persName", "name") or author
    parts = {child.tag: plain(source, child) for child in name.elements()}
    if "surname" in parts and "forename" in parts:
        return " ".join(filter(None, (parts["forename"], parts.get("nameLink", ""), parts["surname"])))
    return plain(source, name)


def _first(source: str, element: Element, *tags: str) -> str:
    return next((plain(source, found) for found in element.iter(*tags) if plain(source, found)), "")


def _language(root: Element) -> str:
    for element in root.iter("TEI", "TEI.2", "text"):
        if element.get("xml:lang", "lang"):
            return canonical(element.get("xml:lang", "lang"))
    language = root.find("language")
    return canonical(language.get("ident", "id")) if language else ""
