"""What the styles of a DOCX say about a paragraph or a run: heading, list, table of contents, bold, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readaloud.readers.markup.trees import Element

_HEADING = re.compile(r"heading ([1-9])$")
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)")
_MOST_PARENTS = 20
_BODY = 9
"""The outline level that means running text."""


def value(element: Element | None, *names: str) -> str:
    """An attribute of WordprocessingML, in whose transitional and strict form it has a namespace."""
    return "" if element is None else element.get(*(form for name in names for form in (f"other:{name}", name)))


def child(element: Element | None, *path: str) -> Element | None:
    """The element that a path of names leads to."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element.elements() if inner.tag == name), None)
    return element


def switch(properties: Element | None, name: str) -> bool | None:
    """Whether a property is on; None when nothing is said about it."""
    found = child(properties, name)
    return None if found is None else value(found, "val").casefold() not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph is, as its style and its own properties say."""

    heading: int = 0
    """1 to 9; 0 for what is no heading."""
    title: bool = False
    contents: bool = False
    """Whether it is a line of a table of contents."""
    item: int = 0
    """Depth in a list, from 1 on; 0 for what is no list item."""


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element) -> None:
        """`root` is that of styles.xml."""
        self._styles = {value(style, "styleId"): style for style in root.iter("style")}
        self._names = {key: value(child(style, "name"), "val").casefold() for key, style in self._styles.items()}
        self._shapes: dict[str, Shape] = {}
        self._default = next(
            (
                value(style, "styleId")
                for style in self._styles.values()
                if value(style, "type") == "paragraph" and value(style, "default").casefold() in ("1", "true", "on")
            ),
            "",
        )
        self.language = value(child(root, "docDefaults", "rPrDefault", "rPr", "lang"), "val")
        """BCP 47, of what says nothing else; empty where the document does not say."""

    def shape(self, properties: Element | None) -> Shape:
        """What a paragraph with these properties is."""
        key = value(child(properties, "pStyle"), "val") or self._default
        if key not in self._shapes:
            self._shapes[key] = self._of_style(key)
        shape = self._shapes[key]
        outline, numbering = child(properties, "outlineLvl"), child(properties, "numPr")
        heading = shape.heading if outline is None or shape.title else _heading(outline)
        item = shape.item if numbering is None else _item(numbering)
        if heading or shape.title or shape.contents:
            item = 0
        return Shape(heading, shape.title, shape.contents, item)

    def is_on(self, properties: Element | None, name: str) -> bool:
        """Whether a run is bold, italic or hidden, by itself or by its style."""
        own = switch(properties, name)
        return own if own is not None else self._says(value(child(properties, "rStyle"), "val"), name)

    def hides(self, properties: Element | None) -> bool:
        """Whether the style of a paragraph hides it."""
        return self._says(value(child(properties, "pStyle"), "val"), "vanish")

    def _says(self, key: str, name: str) -> bool:
        said = (switch(child(style, "rPr"), name) for _, style in self._parents(key))
        return next((on for on in said if on is not None), False)

    def _parents(self, key: str) -> Iterator[tuple[str, Element]]:
        """A style and those that it is based on."""
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(key)
            if style is None:
                return
            yield key, style
            key = value(child(style, "basedOn"), "val")

    def _of_style(self, key: str) -> Shape:
        names = [self._names[key] for key, _ in self._parents(key)] or [
            re.sub(r"(?<=[a-z])(?=\d)", " ", key.casefold())
        ]
        # Word writes the names of its own styles in English, whatever it shows; others write the outline level.
        named = next((int(match[1]) for name in names if (match := _HEADING.match(name))), 0)
        outlines = (child(style, "pPr", "outlineLvl") for _, style in self._parents(key))
        outline = next((_heading(found) for found in outlines if found is not None), None)
        lists = (child(style, "pPr", "numPr") for _, style in self._parents(key))
        return Shape(
            heading=named if outline is None else outline,
            title="title" in names,
            contents=any(_CONTENTS.match(name) for name in names),
            item=next((_item(found) for found in lists if found is not None), 0),
        )


def _heading(outline: Element) -> int:
    level = value(outline, "val")
    return int(level) + 1 if level.isdecimal() and int(level) < _BODY else 0


def _item(numbering: Element) -> int:
    if value(child(numbering, "numId"), "val") == "0":
        return 0
    level = value(child(numbering, "ilvl"), "val")
    return 1 + (int(level) if level.isdecimal() and len(level) < 3 else 0)
