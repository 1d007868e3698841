"""The tree of a marked-up source whose texts know where they stand in the source text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, Any

from readaloud.errors import SourceError

if TYPE_CHECKING:
    from lxml import etree

DEEPEST = 120
"""Elements within one another; readers walk trees by recursion. The deepest of the corpus has 19."""

_SPACE = re.compile(r"\s+")
_NAMESPACES = {
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.idpf.org/2007/ops": "epub",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.idpf.org/2007/opf": "opf",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of character data."""

    begin: int
    """Offset in the source text."""
    end: int
    """Offset in the source text."""


@dataclass(slots=True, eq=False)
class Element:
    """One element; names are without their namespace, but for attributes of `xml:` and `epub:`."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | Text] = field(default_factory=list)
    begin: int = 0
    """Offset in the source text where its content begins."""
    end: int = 0
    """Offset in the source text where its content ends."""

    def get(self, *names: str) -> str:
        """The first of these attributes that is there, or the empty string."""
        for name in names:
            if self.attributes.get(name):
                return self.attributes[name]
        return ""

    def words(self, *names: str) -> frozenset[str]:
        """The words in these attributes."""
        if not self.attributes:
            return frozenset()
        return frozenset(word for name in names for word in self.attributes.get(name, "").split())

    def elements(self) -> list[Element]:
        """Its children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def iter(self, *tags: str) -> Iterator[Element]:
        """Itself and all elements in it, in document order; only those of `tags` when there are any."""
        stack = [self]
        while stack:
            element = stack.pop()
            if not tags or element.tag in tags:
                yield element
            stack.extend(reversed(element.elements()))

    def find(self, *tags: str) -> Element | None:
        """The first element in it, not itself, with one of these tags."""
        return next((element for element in self.iter(*tags) if element is not self), None)

    def ancestors(self) -> Iterator[Element]:
        """Its parent, the parent's parent, and so on."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


class SourceBuilder:
    """The source text as it grows while trees are built."""

    def __init__(self) -> None:
        """Begin with no text."""
        self._pieces: list[str] = []
        self.length = 0

    def add(self, text: str) -> Text:
        """The next characters."""
        self._pieces.append(text)
        begin, self.length = self.length, self.length + len(text)
        return Text(begin, self.length)

    def build(self) -> str:
        """All characters."""
        return "".join(self._pieces)


def plain(source: str, element: Element) -> str:
    """The characters in an element, white space made single."""
    return _SPACE.sub(" ", source[element.begin : element.end]).strip()


def parse_xml(data: bytes, name: str, source: SourceBuilder) -> Element:
    """The tree of an XML file, its texts added to `source`; SourceError with line and column when it is broken."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    # Without `collect_ids` an id given twice is no fault, as for expat; but libxml2 then asks for the DTD.
    parser.resolvers.add(_nothing())
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        what = str(error.msg).removesuffix(f", line {line}, column {column}")
        raise SourceError(
            f"{name} is not well-formed XML: line {line}, column {column}: {what}.",
            tip="Save or export the file again, or correct that place in a text editor.",
        ) from error
    except (LookupError, ValueError) as error:
        raise SourceError(f"{name} is not well-formed XML: {error}.") from error
    dtd: Any = root.getroottree().docinfo.internalDTD  # lxml-stubs lack `iterentities`
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise SourceError(
            f"{name} declares entities, which are not read.",
            tip="Replace them by the characters they stand for, as xmllint --noent does.",
        )
    return _Converter(name, source).element(root, None, 1)


def _nothing() -> Any:
    """What answers every question for a DTD or an entity's file with nothing."""
    from lxml import etree

    class Nothing(etree.Resolver):
        def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:  # lxml-stubs lack `context`
            return self.resolve_string("", context, base_url=system_url)

    return Nothing()


class _Converter:
    def __init__(self, name: str, source: SourceBuilder) -> None:
        self._name = name
        self._source = source

    def element(self, node: object, parent: Element | None, depth: int) -> Element:
        from lxml import etree

        assert isinstance(node, etree._Element)
        if depth > DEEPEST:
            raise SourceError(f"In {self._name}, elements stand more than {DEEPEST} deep within one another.")
        element = Element(_local(str(node.tag)), _attributes(node), parent, begin=self._source.length)
        self._text(element, node.text)
        for child in node:
            if isinstance(child, etree._Entity):
                self._entity(element, str(child.name))
            else:
                element.children.append(self.element(child, element, depth + 1))
            self._text(element, child.tail)
        element.end = self._source.length
        return element

    def _text(self, element: Element, text: str | None) -> None:
        if text:
            element.children.append(self._source.add(text))

    def _entity(self, element: Element, name: str) -> None:
        characters = html5.get(f"{name};")
        if characters is None:
            raise SourceError(f"{self._name} uses the entity &{name};, which it does not declare.")
        element.children.append(self._source.add(characters))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _attributes(node: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in node.attrib.items():
        namespace, _, local = str(name).rpartition("}")
        prefix = _NAMESPACES.get(namespace.lstrip("{"), "" if not namespace else "other")
        found[f"{prefix}:{local}" if prefix else local] = str(value)
    return found
