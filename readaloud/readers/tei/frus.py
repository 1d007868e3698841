"""FRUS TEI: one document, several, or a whole volume of *Foreign Relations of the United States*."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from readaloud.errors import SourceError
from readaloud.model import Document, Doubt, Metadata, Part, Person, Skip, Source
from readaloud.readers import reasons
from readaloud.readers.base import Choice, Piece, Raw
from readaloud.readers.offsets.tidying import tidy
from readaloud.readers.talk.paragraphs import Draft, Paragraph
from readaloud.readers.talk.people import people_of
from readaloud.readers.talk.persons import persons_list
from readaloud.readers.talk.talk import talk
from readaloud.readers.tei import splitting
from readaloud.readers.tei.catalogue import citation, document_identifier, rights
from readaloud.readers.tei.terms import terms
from readaloud.readers.tei.text import TeiText
from readaloud.readers.tei.tree import TEI, XML, Element, Tree, attribute, local, parse, words

_FRUS = b"http://history.state.gov/frus/ns"
_TEI = b"http://www.tei-c.org/ns/1.0"


class FrusTei:
    """Reads FRUS documents and volumes in TEI."""

    name: ClassVar[str] = "frus-tei"
    description: ClassVar[str] = "FRUS documents and volumes in TEI XML"

    def accepts(self, raw: Raw) -> int:
        """TEI with the marks of a FRUS document."""
        head = raw.data[:4096].replace(b"\x00", b"")
        if _TEI not in head and b"<TEI" not in head:
            return 0
        if _FRUS in head or b'type="frus' in raw.data[: 1 << 16]:
            return 90
        return 80 if b'type="document"' in raw.data[: 1 << 20] else 20

    def read(self, raw: Raw, choice: Choice) -> Document:
        """The document; SourceError when the XML is broken or a chosen document is not in it."""
        tree = parse(raw)
        documents = _documents(tree.root)
        if not documents:
            raise SourceError(
                f"{raw.name} holds no text that could be read.", tip="FRUS TEI has a <text> with a <body>."
            )
        chosen = _chosen(documents, choice.documents, raw.name)
        source = Source(
            raw.name,
            hashlib.sha256(raw.data).hexdigest(),
            "xml",
            extract=tuple(("document", _id(element)) for element in chosen) if choice.documents else (),
        )
        return _document(tree, documents, chosen, source, whole=not choice.documents)

    def split(self, raw: Raw) -> Iterator[Piece]:
        """The documents of a volume; SourceError when the XML is broken."""
        tree = parse(raw)
        documents = _documents(tree.root)
        if len(documents) < 2:
            yield Piece("", raw)
            return
        yield from splitting.split(raw, tree.root, documents, _id, _pages_before)


def _documents(root: Element) -> list[Element]:
    """The documents of a volume; the body itself when nothing in it is marked as one."""
    found = [e for e in root.iter(f"{TEI}div") if e.get("type") == "document"]
    outer = [e for e in found if not any(a.get("type") == "document" for a in e.iterancestors(f"{TEI}div"))]
    return outer or list(root.iter(f"{TEI}body"))[:1] or list(root.iter("body"))[:1]


def _id(element: Element) -> str:
    return attribute(element, f"{XML}id") or (f"d{element.get('n')}" if element.get("n") else "text")


def _chosen(documents: Sequence[Element], wanted: Sequence[str], name: str) -> list[Element]:
    if not wanted:
        return list(documents)
    by_id: dict[str, Element] = {}
    for element in documents:
        by_id.setdefault(_id(element), element)
        if element.get("n"):
            by_id.setdefault(attribute(element, "n"), element)
    found: list[Element] = []
    for one in wanted:
        known = by_id.get(one.rpartition("#")[2].strip())
        if known is None:
            raise SourceError(f"{name} has no document {one!r}.", tip=f"It has {_known(documents)}.")
        found.append(known)
    return [element for element in documents if any(element is f for f in found)]


def _known(documents: Sequence[Element]) -> str:
    ids = [_id(element) for element in documents]
    return ", ".join(ids) if len(ids) <= 6 else f"{ids[0]}, {ids[1]} … {ids[-1]} ({len(ids)} documents)"


def _document(
    tree: Tree, documents: Sequence[Element], chosen: Sequence[Element], source: Source, whole: bool
) -> Document:
    metadata, title, language = _header(tree.root)
    skips: list[Skip] = []
    people = _people(tree, skips)
    between = _between(tree, documents) if whole else {}
    taken = set(chosen)
    parts: list[Part] = []
    doubts: list[Doubt] = []
    keys: set[str] = set()
    for index, element in enumerate(chosen):
        reader = TeiText(tree, _id(element), keys)
        for block in between.get(element, ()):
            reader.outside(*block)
        for page in () if whole else _pages_before(element):
            reader.outside("", 0, page)
        reader.read(element)
        if whole and index == len(chosen) - 1:
            for block in between.get(None, ()):
                reader.outside(*block)
        part, draft = _part(reader.draft, element, people, doubts)
        parts.append(part)
        skips += draft
    if not whole:
        skips += _not_chosen(tree, taken)
    skips += _unread(tree, skips)
    name = parts[0].title if len(parts) == 1 else title or source.name
    if len(parts) == 1:
        setting = next(tree.root.iter(f"{TEI}settingDesc"), None)
        told = _date(chosen[0]) or (_date(setting) if setting is not None else "")
        metadata = replace(metadata, date=told, series=title)  # never the year in which the volume was published
    metadata = replace(
        metadata,
        identifier=document_identifier(metadata.identifier, chosen),
        citation=citation(tree.root, chosen if len(parts) == 1 or not whole else ()),
    )
    return Document(
        name,
        language,
        source,
        tuple(parts),
        people,
        tidy(skips, tree.text),
        metadata,
        doubts=tuple(doubts),
        abbreviations=terms(tree.root),
    )


def _part(draft: Draft, element: Element, people: Sequence[Person], doubts: list[Doubt]) -> tuple[Part, list[Skip]]:
    own = people_of(draft.paragraphs, people)
    told = talk(draft.paragraphs, [*own, *_mentioned(draft.paragraphs, people)], [note.text for note in draft.notes])
    title = next((p.plain for p in draft.paragraphs if p.kind == "title"), "")
    doubts += told.doubts
    part = Part(_id(element), title or _id(element), told.blocks, tuple(draft.notes), own)
    return part, [*draft.skips, *told.skips]


def _mentioned(paragraphs: Sequence[Paragraph], people: Sequence[Person]) -> list[Person]:
    """Those of a volume's list to whom this document's markup refers."""
    wanted = {who for paragraph in paragraphs for _, _, who in paragraph.people}
    return [person for person in people if person.id in wanted]


def _pages_before(element: Element) -> list[Element]:
    """Pages that begin right before a document."""
    found: list[Element] = []
    for sibling in element.itersiblings(preceding=True):
        if local(sibling) != "pb" or (sibling.tail or "").strip():
            break
        found.insert(0, sibling)
    return found


def _between(tree: Tree, documents: Sequence[Element]) -> dict[Element | None, list[tuple[str, int, Element | None]]]:
    """What stands between the documents of a volume: heads of chapters, pages; read before the document that follows.

    Each is a text with its offset, or an element.
    """
    inner = set(documents)
    outer = {ancestor for element in documents for ancestor in element.iterancestors()}
    found: dict[Element | None, list[tuple[str, int, Element | None]]] = {}
    waiting: list[tuple[str, int, Element | None]] = []

    def go(element: Element) -> None:
        nonlocal waiting
        waiting.append((element.text or "", tree.inside[element], None))
        for child in element:
            if child in inner:
                found[child] = waiting
                waiting = []
            elif child in outer:
                go(child)
            elif isinstance(child.tag, str):
                waiting.append(("", 0, child))
            waiting.append((child.tail or "", tree.behind[child], None))

    for body in tree.root.iter(f"{TEI}body"):
        if body in outer:
            go(body)
    found[None] = waiting
    return found


def _people(tree: Tree, skips: list[Skip]) -> tuple[Person, ...]:
    """The volume's list of persons, which is not spoken but tells who is who."""
    found: tuple[Person, ...] = ()
    for division in tree.root.iter(f"{TEI}div"):
        id = attribute(division, f"{XML}id")
        if id == "persons" or any(e.get("type") == "names" for e in division.iterchildren(f"{TEI}list")):
            found += persons_list(division)
            skips.append(Skip(*tree.span(division), reasons.PERSONS))
        elif id in ("terms", "abbreviations") or any(
            e.get("type") == "terms" for e in division.iterchildren(f"{TEI}list")
        ):
            skips.append(Skip(*tree.span(division), reasons.TERMS))
    return found


def _not_chosen(tree: Tree, taken: set[Element]) -> Iterator[Skip]:
    """All of the bodies but the chosen documents."""
    for body in tree.root.iter(f"{TEI}body"):
        at, end = tree.span(body)
        for b, e in sorted(tree.span(element) for element in taken if body in element.iterancestors()):
            yield Skip(at, b, reasons.NOT_CHOSEN)
            at = e
        if body not in taken:
            yield Skip(at, end, reasons.NOT_CHOSEN)


def _unread(tree: Tree, skips: Sequence[Skip]) -> Iterator[Skip]:
    """What nobody has read, with the reason that the region gives; parts of it that have one already keep it."""
    known = sorted((skip.begin, skip.end) for skip in skips)
    regions: list[tuple[int, int, str]] = []
    for child in tree.root:
        if local(child) == "teiHeader":
            regions.append((*tree.span(child), reasons.METADATA))
        for grandchild in child if local(child) == "text" else ():
            if local(grandchild) in ("front", "back"):
                reason = reasons.FRONT_MATTER if local(grandchild) == "front" else reasons.BACK_MATTER
                regions.append((*tree.span(grandchild), reason))
    for begin, end, reason in regions:
        at = begin
        for b, e in known:
            if b >= at and e <= end:
                yield Skip(at, b, reason)
                at = e
        yield Skip(at, end, reason)


def _header(root: Element) -> tuple[Metadata, str, str]:
    header = next(iter(root.iter(f"{TEI}teiHeader")), None)
    language = attribute(root, f"{XML}lang") or "en-US"
    if header is None:
        return Metadata(), "", language
    titles = {e.get("type") or "": words(e) for e in reversed(list(header.iter(f"{TEI}title")))}
    ids = {e.get("type") or "": words(e) for e in header.iter(f"{TEI}idno", f"{TEI}bibl")}
    editors = [words(e) for e in header.iter(f"{TEI}editor")]

    def first(tag: str) -> str:
        return next((words(e) for e in header.iter(f"{TEI}{tag}")), "")

    metadata = Metadata(
        author=", ".join(editors),
        date=first("date"),
        publisher=first("publisher"),
        series=titles.get("series", ""),
        identifier=ids.get("frus", "") or ids.get("frus-volume-id", ""),
        rights=rights(header),
    )
    # Single documents have a title of their own in the header, often with the editor's slips; the head is better.
    return metadata, titles.get("complete", ""), language


def _date(element: Element) -> str:
    for date in element.iter(f"{TEI}date"):
        value = attribute(date, "when") or attribute(date, "from") or attribute(date, "notBefore")
        if value:
            return re.sub(r"T00:00:00.*", "", value)
    return ""
