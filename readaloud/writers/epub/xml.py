"""Elements of the XML of a book, in their namespaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree

from readaloud.writers.reading import printable
from readaloud.writers.reading.elements import Content, Element, append

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
SMIL = "http://www.w3.org/ns/SMIL"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
XML = "http://www.w3.org/XML/1998/namespace"

_PREFIXES = {"epub": OPS, "xml": XML, "dc": DC}


def element(namespace: str, tag: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
    """An element; names of attributes may have the prefixes `epub:` and `xml:`, values that are empty are left out."""
    made = etree.Element(f"{{{namespace}}}{tag}", nsmap=_namespaces(namespace))
    for name, value in (attributes or {}).items():
        if value:
            prefix, _, local = name.rpartition(":")
            made.set(f"{{{_PREFIXES[prefix]}}}{local}" if prefix else name, printable(value))
    append(made, *content)
    return made


def html(tag: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
    """An element of XHTML; its language is told in XML's attribute too."""
    told: dict[str, str] = {}
    for name, value in (attributes or {}).items():
        told[name] = value
        if name == "lang":
            told["xml:lang"] = value
    return element(XHTML, tag, told, *content)


def _namespaces(namespace: str) -> dict[str, str]:
    """Prefixes; None is the default namespace, which lxml's type stubs do not know."""
    return cast("dict[str, str]", _prefixes(namespace))


def _prefixes(namespace: str) -> dict[str | None, str]:
    if namespace in (XHTML, SMIL):
        return {None: namespace, "epub": OPS}
    if namespace in (OPF, DC):
        return {None: OPF, "dc": DC}
    return {None: namespace}
