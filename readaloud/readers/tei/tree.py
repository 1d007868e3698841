"""Parses TEI safely and tells where in the source text each element's words stand.

The source text is the character data of all elements in document order; comments and processing instructions are no
part of it. `checking/sources.py` takes it by another parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from readaloud.errors import SourceError
from readaloud.readers.base import Raw

Element: TypeAlias = "etree._Element"

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_MAX_DEPTH = 200
_DECLARES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[[^\]]*%", re.IGNORECASE)


@dataclass(slots=True)
class Tree:
    """A parsed document with the places of its words."""

    root: Element
    text: str
    """The source text."""
    inside: dict[Element, int]
    """Offset of an element's first character data."""
    behind: dict[Element, int]
    """Offset of what follows an element, where its own words end."""

    def span(self, element: Element) -> tuple[int, int]:
        """Where the words of an element and all it holds stand."""
        return self.inside[element], self.behind[element]


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse(raw: Raw) -> Tree:
    """The tree of an XML file; SourceError when it is broken or declares entities."""
    head = raw.data.replace(b"\x00", b"")[: 1 << 16] if b"\x00" in raw.data[:64] else raw.data
    if _DECLARES.search(head):
        raise SourceError(
            f"{raw.name} declares entities, which are not read.",
            tip="Expand them first: xmllint --noent FILE > NEW.xml, for a file you trust.",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=True,
    )
    try:
        root = etree.fromstring(raw.data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        if "depth" in (error.msg or ""):
            raise SourceError(f"{raw.name} nests elements more than {_MAX_DEPTH} deep, which is not read.") from error
        message = re.sub(r",? line \d+, column \d+", "", error.msg or "syntax error")
        raise SourceError(
            f"{raw.name} is not well-formed XML: line {line}, column {column}: {message}.",
            tip="Correct the place; xmllint --noout FILE shows it too.",
        ) from error
    except ValueError as error:
        raise SourceError(f"{raw.name} cannot be read as XML: {error}.") from error
    return _measured(raw, root)


def _measured(raw: Raw, root: Element) -> Tree:
    pieces: list[str] = []
    inside: dict[Element, int] = {}
    behind: dict[Element, int] = {}
    length = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            depth += 1
            if depth > _MAX_DEPTH:
                raise SourceError(f"{raw.name} nests elements more than {_MAX_DEPTH} deep, which is not read.")
            inside[element] = length
            text = element.text
        else:
            if event == "end":
                depth -= 1
            behind[element] = length
            text = element.tail if element is not root else None
        if isinstance(element, etree._Entity):
            raise SourceError(f"{raw.name} refers to an entity that it does not declare: {element.text}.")
        if text:
            pieces.append(text)
            length += len(text)
    return Tree(root, "".join(pieces), inside, behind)


def attribute(element: Element, name: str) -> str:
    """An attribute's value; empty when there is none."""
    return str(element.get(name) or "")


def words(element: Element) -> str:
    """An element's words, white space made single, notes inside it left out."""
    found: list[str] = []

    def collect(node: Element) -> None:
        if isinstance(node.tag, str) and local(node) != "note":
            found.append(node.text or "")
            for child in node:
                collect(child)
                found.append(child.tail or "")

    collect(element)
    return " ".join("".join(found).split())
