"""The letters of a PDF by pypdf, for the ledger; the reader takes them by pdfminer.six.

Both give the letters of a page in the order in which its content draws them, which was compared letter by letter on
files of pdfTeX, FOP and fpdf2. What they do not share is where words end: a PDF has no words, each library judges by
the gaps. So the source text is letters and digits alone, and word ends are told beside it.
"""

from __future__ import annotations

import io
import logging
import re

from readaloud.errors import SourceError

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_RUN = re.compile(r"[^\W_]+")


def pdf_letters(data: bytes) -> tuple[str, frozenset[int]]:
    """All letters and digits, and the offsets before which a word seems to end."""
    # Without a handler, logging prints what the library finds odd to the error stream.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    pieces: list[str] = []
    ends: set[int] = set()
    length = 0
    try:
        for page in PdfReader(io.BytesIO(data)).pages:
            ends.add(length)
            for run in _RUN.findall(page.extract_text().translate(_LIGATURES)):
                letters = "".join(filter(str.isalnum, run))
                pieces.append(letters)
                length += len(letters)
                ends.add(length)
    except FileNotDecryptedError as error:
        raise SourceError("The PDF is encrypted: it opens only with a password.") from error
    except Exception as error:  # whatever goes wrong in the library is a fault of the file
        raise SourceError(f"The source is not a readable PDF: {' '.join(str(error).split())[:120]}.") from error
    return "".join(pieces), frozenset(ends)
