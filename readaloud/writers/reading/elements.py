"""Puts elements together with lxml alone: text of the document is never joined into markup."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from readaloud.writers.reading.letters import printable

Element: TypeAlias = etree._Element
Content: TypeAlias = "str | Element"


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
    """The bytes of a file of XML."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return head.encode() + bytes(etree.tostring(root, encoding="utf-8", xml_declaration=False)) + b"\n"
