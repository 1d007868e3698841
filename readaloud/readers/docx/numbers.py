"""Numbers that Word counts and does not write down: of pages and of notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from readaloud.readers.docx.styles import child, value
from readaloud.readers.markup.trees import Element

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SIGNS = "*†‡§"
_MOST = 4000


def _roman(number: int) -> str:
    words = ""
    for size, sign in _ROMAN:
        words += sign * (number // size)
        number %= size
    return words


def _letter(number: int) -> str:
    """Word's way: after z come aa, bb and so on."""
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "chicago": lambda number: _SIGNS[(number - 1) % 4] * (1 + (number - 1) // 4),
}


def written(number: int, form: str) -> str:
    """A number in a format of WordprocessingML; in plain digits where the format is none of the usual ones."""
    return _FORMATS[form](number) if form in _FORMATS and 0 < number < _MOST else str(number)


def start(element: Element | None, *names: str) -> int | None:
    """The number an element says to begin with."""
    words = value(element, *names)
    return int(words) if words.isdecimal() and len(words) < 7 else None


class Pages:
    """Counts the pages of a document as one goes through it.

    Word leaves a mark where it began a page when it last laid the document out (`lastRenderedPageBreak`). After a break
    that the author set, that mark may come once more, and in a row of a table every cell has its own.
    """

    def __init__(self, sections: list[Element | None]) -> None:
        """`sections` are the properties of all sections in order."""
        self._sections = sections
        self._section = 0
        self._number = 1
        self._fresh = False
        """Whether nothing was printed since a break that the author set."""
        self._in_row = self._in_cell = 0
        first = start(child(self._properties, "pgNumType"), "start")
        self._number = 1 if first is None else first

    @property
    def _properties(self) -> Element | None:
        return self._sections[self._section] if self._section < len(self._sections) else None

    @property
    def label(self) -> str:
        """Of the page one is on."""
        return written(self._number, value(child(self._properties, "pgNumType"), "fmt"))

    def words(self) -> None:
        """Something is printed here."""
        self._fresh = False

    def set_break(self) -> bool:
        """A break that the author set; always a new page."""
        self._number += 1
        self._fresh = True
        return True

    def rendered_break(self) -> bool:
        """A mark of the layout; whether a new page begins."""
        if self._fresh:
            self._fresh = False
            return False
        self._in_cell += 1
        if self._in_cell <= self._in_row:
            return False
        self._in_row = self._in_cell
        self._number += 1
        return True

    def next_section(self) -> bool:
        """The next section begins; whether on a new page."""
        self._section += 1
        kind = value(child(self._properties, "type"), "val") or "nextPage"
        if kind in ("continuous", "nextColumn"):
            return False
        first = start(child(self._properties, "pgNumType"), "start")
        self._number = self._number + 1 if first is None else first
        if kind in ("evenPage", "oddPage") and self._number % 2 == (kind == "evenPage"):
            self._number += 1
        self._fresh = True
        return True

    def row(self) -> None:
        """A row of a table begins or ends."""
        self._in_row = self._in_cell = 0

    def cell(self) -> None:
        """A cell of the row begins."""
        self._in_cell = 0
