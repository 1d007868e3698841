"""Books in EPUB 2 and 3, and single XHTML documents taken out of one."""

from __future__ import annotations

import hashlib
import re
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.model import Document, Metadata, Part, Source
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Raw
from readaloud.readers.markup.epub_package import CONTAINER, Package, SpineItem, read_package
from readaloud.readers.markup.semantics import NAVIGATION, types
from readaloud.readers.markup.trees import Element, SourceBuilder, parse_xml, plain
from readaloud.readers.markup.xhtml import Walk
from readaloud.readers.markup.xhtml_notes import find_notes
from readaloud.readers.markup.xhtml_part import dramatis_personae, levelled, tell
from readaloud.readers.markup.zips import Archive
from readaloud.readers.offsets.flow import Flow
from readaloud.readers.offsets.tidying import tidy

NOT_IN_ORDER = "not in the reading order"

_GUIDE = {
    "cover": reasons.FRONT_MATTER,
    "title-page": reasons.FRONT_MATTER,
    "copyright-page": reasons.FRONT_MATTER,
    "toc": NAVIGATION,
    "loi": NAVIGATION,
    "lot": NAVIGATION,
    "index": NAVIGATION,
    "colophon": reasons.BACK_MATTER,
}
_EPUB_NAMESPACE = b"http://www.idpf.org/2007/ops"
_XHTML = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?html[\s>]")


class Epub:
    """EPUB 2 and 3: the spine's documents in order."""

    name: ClassVar[str] = "epub"
    description: ClassVar[str] = "books in EPUB, and XHTML documents of such books"

    def accepts(self, raw: Raw) -> int:
        """A ZIP archive that says it is an EPUB, or XHTML with EPUB's vocabulary."""
        if raw.data.startswith(b"PK"):
            if b"application/epub+zip" in raw.data[:128]:
                return 100
            if CONTAINER.encode() in raw.data:
                return 95
            return 60 if raw.name.casefold().endswith(".epub") else 0
        head = raw.data[:4096]
        if _XHTML.search(head) and _EPUB_NAMESPACE in head:
            return 92
        return 40 if raw.name.casefold().endswith((".xhtml", ".xht")) and head.lstrip().startswith(b"<?xml") else 0

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The book as one part, since its labels mean the same throughout."""
        if not raw.data.startswith(b"PK"):
            return _read_one(raw)
        archive = Archive(raw.name, raw.data)
        if CONTAINER not in archive:
            raise SourceError(
                f"{raw.name} is a ZIP archive, but no EPUB: it lacks {CONTAINER}.",
                tip="Choose an EPUB, or unpack the archive and choose a file from it.",
            )
        package = read_package(archive)
        builder = SourceBuilder()
        roots: list[tuple[SpineItem, Element]] = []
        for item in package.spine:
            if roots:
                builder.add("\n")
            roots.append((item, parse_xml(archive.read(item.member), f"{item.member} in {raw.name}", builder)))
        return _document(raw, "zip", builder.build(), roots, package)


def _read_one(raw: Raw) -> Document:
    """A single XHTML document."""
    builder = SourceBuilder()
    root = parse_xml(raw.data, raw.name, builder)
    source = builder.build()
    title = next((plain(source, element) for element in root.iter("title")), "")
    language = root.get("xml:lang", "lang")
    item = SpineItem(raw.name)
    return _document(raw, "xml", source, [(item, root)], Package(title, language, Metadata(), (item,)))


def _document(
    raw: Raw, container: str, source: str, roots: list[tuple[SpineItem, Element]], package: Package
) -> Document:
    notes = find_notes(source, [(item.member, root) for item, root in roots])
    flow = Flow(source)
    walk = Walk(flow, notes, package.language or "en")
    for item, root in roots:
        reason = _why_skipped(item, package)
        if reason:
            walk.only_notes(root, reason)
        else:
            walk.walk(root)
        flow.end_turn()
    flow.finish()
    if not any(piece.text.text for piece in flow.pieces):
        raise SourceError(f"{raw.name} has no words to read: its documents hold none.", tip="Choose another file.")
    pieces = levelled(flow.pieces, package.title if container == "zip" else None)
    # In a novel the markup would name the speakers of a scene; what looks like a label is the narrator's.
    fiction = any("fiction" in types(body) for _, root in roots for body in root.iter("body"))
    people = dramatis_personae(source, [root for _, root in roots])
    told = tell(flow, pieces, people, fiction or walk.marked_turns > 0, book=True)
    title = package.title or next((b.text for b in told.blocks if b.role in ("title", "heading")), "") or raw.name
    part = Part("text", title, told.blocks, tuple(flow.notes), told.people, told.text_labels)
    return Document(
        title=title,
        language=package.language,
        source=Source(raw.name, hashlib.sha256(raw.data).hexdigest(), "zip" if container == "zip" else "xml"),
        parts=(part,),
        skips=tidy(told.skips, source),
        metadata=package.metadata,
        doubts=told.doubts,
    )


def _why_skipped(item: SpineItem, package: Package) -> str:
    if "nav" in item.properties:
        return NAVIGATION
    if item.media_type == "image/svg+xml":
        return "picture"
    if item.member in package.guide and package.guide[item.member] in _GUIDE:
        return _GUIDE[package.guide[item.member]]
    return "" if item.linear else NOT_IN_ORDER
