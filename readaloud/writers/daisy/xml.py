"""Elements of XHTML 1.0 and SMIL 1.0, and what every file of a book says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree

from readaloud import __version__
from readaloud.writers.reading import printable
from readaloud.writers.reading.elements import Content, Element, append

XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
FORMAT = "Daisy 2.02"
"""`dc:format` of every file."""
GENERATOR = f"readaloud {__version__}"
XHTML_DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
    ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
SMIL_DOCTYPE = '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">'
_LATER = ("epub:", "aria-", "role")
"""How attributes begin that came after XHTML 1.0."""


def xhtml(name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
    """An element of XHTML 1.0; attributes that are empty or came later are left out."""
    made = etree.Element(f"{{{XHTML}}}{name}", nsmap=cast("dict[str, str]", {None: XHTML}))
    for key, value in (attributes or {}).items():
        if value and not key.startswith(_LATER):
            made.set(key, printable(value))
            if key == "lang":
                made.set(f"{{{XML}}}lang", printable(value))
    append(made, *content)
    return made


def smil(name: str, attributes: Mapping[str, str] | None = None, *content: Element) -> Element:
    """An element of SMIL 1.0, which has no namespace."""
    made = etree.Element(name)
    for key, value in (attributes or {}).items():
        if value:
            made.set(key, printable(value))
    append(made, *content)
    return made


def clock(ms: int) -> str:
    """Hours, minutes and whole seconds, as the specification recommends for its metadata: `00:03:07`."""
    seconds = (ms + 500) // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def seconds(ms: int) -> str:
    """A timecount value (SMIL 1.0, 4.2.4): `187.045s`."""
    return f"{ms // 1000}.{ms % 1000:03}s"


def one_line(text: str) -> str:
    """A title as metadata holds it."""
    return " ".join(printable(text).split())
