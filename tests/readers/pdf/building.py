"""Small PDF files: typeset by fpdf2 as a document would be, or put together from objects to show one fault."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

SIZE = 11.0
LEADING = 14.0


@dataclass
class Page:
    """A page that is filled line by line; lengths are points from the upper left corner."""

    pdf: FPDF
    y: float = 90.0
    left: float = 72.0
    width: float = 400.0
    size: float = SIZE
    style: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)

    def at(self, x: float, y: float, text: str, size: float = SIZE, style: str = "") -> float:
        """Text at a place; returns where it ends."""
        self.pdf.set_font("Times", style, size)
        self.pdf.text(x, y, text)
        return x + self.pdf.get_string_width(text)

    def line(self, text: str, x: float | None = None, size: float | None = None, style: str | None = None) -> None:
        """One line; `^2^` in it is a raised mark, `*word*` is italic, `_word_` is bold."""
        size = size or self.size
        x = self.left if x is None else x
        for piece, kind in _pieces(text):
            if kind == "^":
                x = self.at(x, self.y - 0.35 * size, piece, 0.6 * size)
            else:
                x = self.at(x, self.y, piece, size, {"*": "I", "_": "B"}.get(kind, style or self.style))
        self.y += 1.27 * size

    def paragraph(self, text: str, indent: float = 0.0, room: float = 0.0, size: float | None = None) -> None:
        """A paragraph, wrapped at the width as a word processor does."""
        size = size or self.size
        line = ""
        x = self.left + indent
        for word in text.split(" "):
            wider = f"{line} {word}".strip()
            if line and x + self._width(wider, size) > self.left + self.width:
                self.line(line, x, size)
                line, x = word, self.left
            else:
                line = wider
        self.line(line, x, size)
        self.y += room

    def _width(self, text: str, size: float) -> float:
        total = 0.0
        for piece, kind in _pieces(text):
            self.pdf.set_font("Times", {"*": "I", "_": "B"}.get(kind, ""), 0.6 * size if kind == "^" else size)
            total += self.pdf.get_string_width(piece)
        return total


def _pieces(text: str) -> Iterable[tuple[str, str]]:
    for sign in "^*_":
        before, found, rest = text.partition(sign)
        inner, closed, after = rest.partition(sign)
        if found and closed and inner and not inner.isspace():
            yield from _pieces(before)
            yield inner, sign
            yield from _pieces(after)
            return
    if text:
        yield text, ""


def pdf(*pages: Callable[[Page], None], **values: object) -> bytes:
    """A document of these pages; `title`, `author`, `lang`, `labels` (first numbers) and `encrypt` say more."""
    found = FPDF(unit="pt", format="letter")
    found.set_auto_page_break(False)
    if "title" in values:
        found.set_title(str(values["title"]))
    if "author" in values:
        found.set_author(str(values["author"]))
    if "lang" in values:
        found.set_lang(str(values["lang"]))
    encrypt = values.get("encrypt")
    if isinstance(encrypt, tuple):
        owner, user, method = encrypt
        found.set_encryption(owner, user, method, AccessPermission.none())
    for number, fill in enumerate(pages):
        if values.get("labels"):
            style, start = values["labels"][number]
            found.add_page(label_style=style, label_start=start)
        else:
            found.add_page()
        fill(Page(found))
    return bytes(found.output())


METHODS = (EncryptionMethod.RC4, EncryptionMethod.AES_128, EncryptionMethod.AES_256)


def objects(bodies: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(data), data)


def one_page(content: bytes, resources: bytes = b"", *more: bytes, packed: bool = False) -> bytes:
    """One page with this content; objects from 6 on are `more`."""
    body = stream(zlib.compress(content, 9), b"/Filter/FlateDecode") if packed else stream(content)
    return objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
            % resources,
            body,
            b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
            *more,
        ]
    )
