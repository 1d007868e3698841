"""Pages saved from a browser: FRUS documents, interviews, articles; `.html` and `.mhtml`."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.model import Document, Metadata, Part, Source
from readaloud.readers.base import Choice, Raw
from readaloud.readers.encodings import decode
from readaloud.readers.markup.html_main import FURNITURE, OUTSIDE, Main, find_main, is_furniture
from readaloud.readers.markup.htmltree import parse_html
from readaloud.readers.markup.trees import Element, SourceBuilder, Text, plain
from readaloud.readers.markup.xhtml import Walk
from readaloud.readers.markup.xhtml_notes import Notes, find_notes
from readaloud.readers.markup.xhtml_part import levelled, tell
from readaloud.readers.offsets.flow import Flow
from readaloud.readers.offsets.tidying import tidy

_TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|table|h1|meta|title)\b", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,4})\.\s")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "utf-16": "utf-8"}
"""What the WHATWG's Encoding Standard reads for these labels in a page."""


class Html:
    """Web pages; the article is read, the frame around it is not."""

    name: ClassVar[str] = "html"
    description: ClassVar[str] = "web pages saved from a browser"

    def accepts(self, raw: Raw) -> int:
        """By its tags; a name ending in `.html` helps a fragment."""
        if _archived(raw.data) is not None:
            return 80
        head = raw.data[:8192].replace(b"\x00", b"")
        named = raw.name.casefold().endswith((".html", ".htm", ".xhtml", ".xht"))
        if re.search(rb"<!doctype\s+html|<html[\s>]", head, re.IGNORECASE):
            return 70
        if head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<?xml"):
            return 20 if named else 0
        return (
            60 if named and _TAGS.search(head) else 25 if head.lstrip().startswith(b"<") and _TAGS.search(head) else 0
        )

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The document in the page."""
        page = _archived(raw.data)
        data, declared = (raw.data, "") if page is None else page
        encoding = _encoding(Raw(raw.name, data), declared)
        text = codecs.decode(data, encoding, "replace").removeprefix("\ufeff")
        builder = SourceBuilder()
        root = parse_html(text, raw.name, builder)
        source = builder.build()
        main = find_main(source, root)
        notes = find_notes(source, [("", root)])
        language = next((e.get("lang", "xml:lang") for e in root.iter("html", "body") if e.get("lang", "xml:lang")), "")
        flow = Flow(source)
        walk = Walk(flow, notes, language or "en")
        walk.outside = lambda element: FURNITURE if is_furniture(source, element) else ""
        _walk_page(walk, root, main, _path(main, notes))
        flow.finish()
        if not any(piece.text.text for piece in flow.pieces):
            raise SourceError(
                f"{raw.name} has no words to read.",
                tip="Save the page again when it is fully loaded, or choose another.",
            )
        told = tell(flow, levelled(flow.pieces, None), (), walk.marked_turns > 0)
        title = next((b.text for b in told.blocks if b.role == "title"), "") or _page_title(source, root) or raw.name
        number = _NUMBER.match(title)
        part = Part(
            f"d{number[1]}" if number else "text", title, told.blocks, tuple(flow.notes), told.people, told.text_labels
        )
        return Document(
            title=title,
            language=language,
            source=Source(raw.name, hashlib.sha256(raw.data).hexdigest(), "html", encoding),
            parts=(part,),
            skips=tidy(told.skips, source),
            metadata=_metadata(root),
            doubts=told.doubts,
        )


def _path(main: Main, notes: Notes) -> dict[int, bool]:
    """Elements around what is read → False; what is read itself → True."""
    path: dict[int, bool] = {}
    wanted = [main.element, *([main.headline] if main.headline else [])]
    wanted += [entry.element for entry in notes.entries.values() if entry.marked]
    for element in wanted:
        path[id(element)] = True
        for ancestor in element.ancestors():
            path.setdefault(id(ancestor), False)
    return path


def _walk_page(walk: Walk, element: Element, main: Main, path: dict[int, bool]) -> None:
    """Down to the document, its headline and its notes; all else is outside."""
    if path[id(element)]:
        walk.walk(element)
        return
    for child in element.children:
        if isinstance(child, Text):
            walk.flow.skip(child.begin, child.end, OUTSIDE)
        elif id(child) in path:
            _walk_page(walk, child, main, path)
        else:
            walk.flow.leave_out(child, "metadata" if child.tag == "head" else OUTSIDE)


def _archived(data: bytes) -> tuple[bytes, str] | None:
    """The first HTML part of an MHTML file and its charset; None when it is no such file."""
    head = data[:2048].lower()
    if head.lstrip().startswith(b"<") or b"mime-version:" not in head or b"multipart/related" not in head:
        return None
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            return (payload, str(part.get_content_charset() or "")) if isinstance(payload, bytes) else None
    return None


def _encoding(raw: Raw, declared: str) -> str:
    """By byte order mark, the declaration if it fits, what the bytes look like; as a browser goes about it."""
    for mark, name in _BOMS:
        if raw.data.startswith(mark):
            return name
    match = _DECLARED.search(raw.data[:8192])
    for name in (declared, match[1].decode("ascii", "replace") if match else ""):
        try:
            known = codecs.lookup(name).name
            known = _AS_BROWSERS_DO.get(known, known)
            wrong = codecs.decode(raw.data, known, "replace").count("\ufffd")
        except (LookupError, ValueError, TypeError):
            continue
        if wrong * 200 <= len(raw.data):
            return known
    return decode(raw)[1].removesuffix("-sig")


def _page_title(source: str, root: Element) -> str:
    for meta in root.iter("meta"):
        if meta.get("property") == "og:title" and meta.get("content").strip():
            return meta.get("content").strip()
    return next((plain(source, title) for title in root.iter("title") if plain(source, title)), "")


def _metadata(root: Element) -> Metadata:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property")).casefold().rpartition(":")[2].rpartition(".")[2]
        found.setdefault(name, " ".join(meta.get("content").split()))
    return Metadata(
        author=found.get("author") or found.get("creator", ""),
        date=found.get("published_time") or found.get("date", ""),
        publisher=found.get("publisher") or found.get("site_name", ""),
        identifier=found.get("identifier") or found.get("citation_doi", ""),
        citation=found.get("bibliographiccitation", ""),
        rights=found.get("rights") or found.get("copyright", ""),
        description=found.get("description", ""),
    )
