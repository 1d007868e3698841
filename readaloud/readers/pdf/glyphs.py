"""The glyphs of a PDF page by page, as its content draws them, by pdfminer.six.

pdfminer.six was chosen for the reader: MIT, kept up since 2004, typed, pure Python, with a public interface for a
device of one's own to which it says each glyph with its place, size and font, in the order of the content. pypdf has
the same order, so that the checker can prove one by the other; pypdfium2 is far quicker (it is Chrome's), but sorts
the letters of a line and leaves out those printed twice, which no other library does in the same way.
"""

from __future__ import annotations

import io
import logging
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from readaloud.errors import SourceError

MOST_GLYPHS = 40_000_000
MOST_FORMS = 200_000
"""Pieces of content that are drawn within others; more are a bomb."""
MOST_PAGES = 20_000

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|slant", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Glyph:
    """What one code draws."""

    text: str
    """Characters, often one; empty where the font does not say."""
    x0: float
    """Points from the left; of text that is turned, along its own line."""
    x1: float
    y: float
    """Of the baseline, from below."""
    size: float
    """Of the font in points."""
    bold: bool
    italic: bool
    turn: int
    """Degrees by which the text is turned, in steps of 90."""


@dataclass(slots=True)
class RawPage:
    """One page's glyphs in the order of the content."""

    label: str | None
    """As the document says; None where it says nothing."""
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Info:
    """What a PDF says about itself."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""


class TooMuchError(Exception):
    """More is drawn than a document needs."""


def open_pdf(name: str, data: bytes) -> tuple[Info, Iterator[RawPage]]:
    """What the file says about itself, and its pages one after another; SourceError when it cannot be read."""
    # Without a handler, logging prints what the library finds odd to the error stream.
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)), caching=True)
        return _info(document), _guarded(name, _pages(document))
    except PDFPasswordIncorrect as error:
        raise SourceError(
            f"{name} is encrypted: it opens only with a password.",
            tip="Open it with the password and save it without one (qpdf --decrypt).",
        ) from error
    except PDFEncryptionError as error:
        raise SourceError(
            f"{name} is encrypted in a way that is not known.", tip="Save it without protection (qpdf --decrypt)."
        ) from error
    except Exception as error:  # pdfminer raises whatever a broken file makes go wrong in it
        raise _broken(name, error) from error


def _guarded(name: str, pages: Iterator[RawPage]) -> Iterator[RawPage]:
    """Whatever goes wrong in the library is a fault of the file."""
    try:
        yield from pages
    except TooMuchError as error:
        raise SourceError(
            f"{name} draws more than a document can need: {error}.", tip="Give one document or volume at a time."
        ) from error
    except Exception as error:  # pdfminer raises whatever a broken file makes go wrong in it
        raise _broken(name, error) from error


def _broken(name: str, error: Exception) -> SourceError:
    what = " ".join(str(error).split())[:120] or type(error).__name__
    return SourceError(f"{name} is not a readable PDF: {what}.", tip="Download or export the file again.")


def _pages(document: Any) -> Iterator[RawPage]:
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    manager = PDFResourceManager()
    device = _device(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > MOST_PAGES:
            raise TooMuchError(f"more than {MOST_PAGES} pages")
        x0, y0, x1, y1 = (float(edge) for edge in page.mediabox)
        device.page = RawPage(page.label, abs(x1 - x0), abs(y1 - y0))
        if page.rotate in (90, 270):
            device.page.width, device.page.height = device.page.height, device.page.width
        interpreter.process_page(page)
        yield device.page


def _device(manager: Any) -> Any:
    """What the library draws on."""
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdffont import PDFUnicodeNotDefined

    class Device(PDFTextDevice):
        def __init__(self) -> None:
            super().__init__(manager)
            self.page = RawPage(None, 0, 0)
            self.drawn = self.forms = 0
            self._fonts: dict[int, tuple[bool, bool]] = {}

        def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
            self.forms += 1
            if self.forms > MOST_FORMS:
                raise TooMuchError(f"more than {MOST_FORMS} figures")

        def render_char(
            self,
            matrix: Any,
            font: Any,
            fontsize: float,
            scaling: float,
            rise: float,
            cid: int,
            ncs: Any,
            graphicstate: Any,
        ) -> float:
            try:
                text = font.to_unichr(cid)
            except PDFUnicodeNotDefined:
                text = ""
            self.drawn += 1
            if self.drawn > MOST_GLYPHS:
                raise TooMuchError(f"more than {MOST_GLYPHS} letters")
            advance = float(font.char_width(cid)) * fontsize * scaling
            a, b, c, d, e, f = matrix
            x, y = e + c * rise, f + d * rise
            size = abs(fontsize) * math.hypot(c, d)
            turn = round(math.degrees(math.atan2(b, a)) / 90) % 4 if a or b else 0
            width = advance * math.hypot(a, b)
            if turn == 1:
                x, y = y, -x
            elif turn == 2:
                x, y = -x, -y
            elif turn == 3:
                x, y = -y, x
            bold, italic = self._style(font)
            if math.isfinite(x + y + size + width):
                letters = text.translate(_LIGATURES)
                self.page.glyphs.append(Glyph(letters, x, x + width, y, size, bold, italic, turn * 90))
            return advance

        def _style(self, font: Any) -> tuple[bool, bool]:
            found = self._fonts.get(id(font))
            if found is None:
                name = str(getattr(font, "fontname", "") or "").rpartition("+")[2]
                found = self._fonts[id(font)] = bool(_BOLD.search(name)), bool(_ITALIC.search(name))
            return found

    return Device()


def _info(document: Any) -> Info:
    from pdfminer.pdftypes import resolve1

    said: dict[str, str] = {}
    for entry in document.info:
        for key in ("Title", "Author", "CreationDate"):
            said.setdefault(key, _string(resolve1(entry.get(key))))
    date = re.match(r"D:(\d{4})(\d\d)(\d\d)", said.get("CreationDate", ""))
    return Info(
        said.get("Title", ""),
        said.get("Author", ""),
        "-".join(date.groups()) if date else "",
        _string(resolve1(document.catalog.get("Lang"))),
    )


def _string(value: object) -> str:
    from pdfminer.utils import decode_text

    return " ".join(decode_text(value).replace("\0", "").split()) if isinstance(value, bytes) else ""
