"""Builds XML with lxml alone: text of the document is never joined into markup."""

from __future__ import annotations

from typing import TypeAlias, cast

from lxml import etree

from readaloud.writers.reading import printable

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
SMIL = "http://www.w3.org/ns/SMIL"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
XML = "http://www.w3.org/XML/1998/namespace"

Element: TypeAlias = etree._Element
Content: TypeAlias = "str | Element"

_PREFIXES = {"epub": OPS, "xml": XML, "dc": DC}


def element(namespace: str, tag: str, attributes: dict[str, str] | None = None, *content: Content) -> Element:
    """An element; names of attributes may have the prefixes `epub:` and `xml:`, values that are empty are left out."""
    made = etree.Element(f"{{{namespace}}}{tag}", nsmap=_namespaces(namespace))
    for name, value in (attributes or {}).items():
        if value:
            prefix, _, local = name.rpartition(":")
            made.set(f"{{{_PREFIXES[prefix]}}}{local}" if prefix else name, printable(value))
    append(made, *content)
    return made


def html(tag: str, attributes: dict[str, str] | None = None, *content: Content) -> Element:
    """An element of XHTML."""
    return element(XHTML, tag, attributes, *content)


def append(parent: Element, *content: Content) -> None:
    """Adds text and elements at the end."""
    for part in content:
        if not isinstance(part, str):
            parent.append(part)
        elif len(parent):
            last = parent[-1]
            last.tail = (last.tail or "") + printable(part)
        else:
            parent.text = (parent.text or "") + printable(part)


def lines(parent: Element, *children: Element) -> Element:
    """Adds blocks, each on a line of its own, so that a person can read the file."""
    for child in children:
        _line(parent)
        parent.append(child)
    _line(parent)
    return parent


def _line(parent: Element) -> None:
    if len(parent):
        parent[-1].tail = "\n"
    else:
        parent.text = "\n"


def serialized(root: Element, *, doctype: str = "") -> bytes:
    """The file's bytes."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return head.encode() + bytes(etree.tostring(root, encoding="utf-8", xml_declaration=False)) + b"\n"


def _namespaces(namespace: str) -> dict[str, str]:
    """Prefixes; None is the default namespace, which lxml's type stubs do not know."""
    return cast("dict[str, str]", _prefixes(namespace))


def _prefixes(namespace: str) -> dict[str | None, str]:
    if namespace in (XHTML, SMIL):
        return {None: namespace, "epub": OPS}
    if namespace in (OPF, DC):
        return {None: OPF, "dc": DC}
    return {None: namespace}
