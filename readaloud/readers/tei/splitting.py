"""A FRUS volume as its documents, each a TEI file of its own.

A document keeps what the reader needs of its volume: the header, the lists of persons and terms, and the page that
begins right before it. What stands between documents (heads of chapters, the rest of the front matter) is in none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import PurePath

from lxml import etree

from readaloud.folder import safe_name
from readaloud.readers.base import Piece, Raw
from readaloud.readers.tei.tree import TEI, XML, Element, attribute, local

_MARK = "readaloud-document-stands-here"
_LISTS = ("persons", "terms", "abbreviations")
_KINDS = ("names", "terms")


def split(
    raw: Raw, root: Element, documents: Sequence[Element], id_of: Callable[[Element], str],
    pages_before: Callable[[Element], list[Element]],
) -> Iterator[Piece]:  # fmt: skip
    """The documents of a parsed volume, in their order; what they share is written once, so the work is linear."""
    head, tail = _frame(root)
    own = PurePath(raw.name)
    for element in documents:
        body = b"".join(_written(one) for one in (*pages_before(element), element))
        id = id_of(element)
        name = safe_name(f"{own.stem}-{id}") + own.suffix
        yield Piece(id, Raw(name, head + body + tail))


def _frame(root: Element) -> tuple[bytes, bytes]:
    """What stands before and after a document."""
    frame = deepcopy(root)
    del frame[:]
    frame.text = "\n"
    for child in root:
        if local(child) == "teiHeader":
            frame.append(_copied(child))
    text = etree.SubElement(frame, f"{TEI}text")
    lists = [division for division in root.iter(f"{TEI}div") if _is_list(division)]
    inner = set(lists)
    front = [division for division in lists if not any(a in inner for a in division.iterancestors())]
    if front:
        holder = etree.SubElement(text, f"{TEI}front")
        for division in front:
            holder.append(_copied(division))
    body = etree.SubElement(text, f"{TEI}body")
    body.append(etree.Comment(_MARK))
    whole = etree.tostring(frame, encoding="UTF-8", xml_declaration=True)
    head, _, tail = whole.partition(f"<!--{_MARK}-->".encode())
    return head, tail + b"\n"


def _is_list(division: Element) -> bool:
    """As the reader tells the lists of persons and of terms."""
    if attribute(division, f"{XML}id") in _LISTS:
        return True
    return any(e.get("type") in _KINDS for e in division.iterchildren(f"{TEI}list"))


def _copied(element: Element) -> Element:
    copied = deepcopy(element)
    copied.tail = "\n"
    return copied


def _written(element: Element) -> bytes:
    return etree.tostring(element, encoding="UTF-8", xml_declaration=False, with_tail=False) + b"\n"
