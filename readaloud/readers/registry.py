"""The readers by name, and which of them a source is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from readaloud import registry
from readaloud.errors import SourceError, UsageError
from readaloud.languages import canonical, detected
from readaloud.model import Document
from readaloud.readers.base import Choice, Piece, Raw, Reader, Splitting
from readaloud.readers.encodings import kind_of_binary
from readaloud.readers.signs import SIGNS

GROUP: Final = "readaloud.readers"
FALLBACK: Final = "en"
"""The language of a document that does not tell it and whose words leave it open."""

BUILTIN: Final = {
    "frus-tei": "readaloud.readers.tei.frus:FrusTei",
    "tei-drama": "readaloud.readers.tei.drama:TeiDrama",
    "epub": "readaloud.readers.markup.epub:Epub",
    "docx": "readaloud.readers.docx.docx:Docx",
    "pdf": "readaloud.readers.pdf.pdf:Pdf",
    "html": "readaloud.readers.markup.html:Html",
    "fountain": "readaloud.readers.fountain.fountain:Fountain",
    "gutenberg": "readaloud.readers.gutenberg.gutenberg:Gutenberg",
    "markdown": "readaloud.readers.markdown.markdown:Markdown",
    "congressional-record": "readaloud.readers.congress.congressional_record:CongressionalRecord",
    "webvtt": "readaloud.readers.captions.webvtt:WebVTT",
    "srt": "readaloud.readers.captions.srt:SubRip",
    "plaintext": "readaloud.readers.transcript.plaintext:PlainText",
}


def named(name: str) -> Reader:
    """The reader of a name; UsageError when there is none."""
    try:
        reader: Reader = registry.load(GROUP, BUILTIN, name)()
    except KeyError:
        known = ", ".join(registry.names(GROUP, BUILTIN))
        raise UsageError(f"There is no reader {name!r}.", tip=f"Readers: {known}.") from None
    return reader


def reader_for(raw: Raw) -> Reader:
    """The reader that is surest of a source; SourceError when none knows it."""
    names = registry.names(GROUP, BUILTIN)
    readers = [named(name) for name in names if name not in SIGNS or SIGNS[name].seen(raw)]
    best = max(readers, key=lambda reader: reader.accepts(raw))
    if best.accepts(raw) <= 0:
        binary = kind_of_binary(raw.data[:4096])
        if binary:
            raise SourceError(f"{raw.name} is {binary}, which no reader takes.", tip="Save its text as plain text.")
        if b"\x00" in raw.data:
            raise SourceError(
                f"{raw.name} holds zero bytes, as no text does.", tip="Save the transcript as plain text."
            )
        formats = "; ".join(named(name).description for name in names)
        raise SourceError(f"What {raw.name} is cannot be told.", tip=f"These can be read: {formats}.")
    return best


def read(raw: Raw, choice: Choice | None = None, name: str | None = None) -> Document:
    """The document in a source, by the reader of a name or else by the one that is surest of it.

    Its language is as declared, else that of its words.
    """
    reader = reader_for(raw) if name is None else named(name)
    if choice is not None and choice.documents and not isinstance(reader, Splitting):
        raise UsageError(f"{raw.name} is no volume of documents.", tip="Leave --document out.")
    document = reader.read(raw, choice or Choice())
    return replace(document, language=canonical(document.language) or _detected(document) or FALLBACK)


def split(raw: Raw, name: str | None = None) -> tuple[str, Iterator[Piece]]:
    """The name of the reader of a source, and its documents as sources of their own: one, where it is no volume."""
    reader = reader_for(raw) if name is None else named(name)
    return reader.name, reader.split(raw) if isinstance(reader, Splitting) else iter((Piece("", raw),))


def _detected(document: Document) -> str:
    return detected(block.text for part in document.parts for block in part.blocks)
