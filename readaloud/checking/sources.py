"""The text of a source file, taken by container and without the readers, so that a reader cannot vouch for itself.

The *source text* is what all offsets in `Document.skips` and `Note.spans` count in:

- `text`: the bytes decoded, a byte order mark removed, line ends as they are;
- `xml`: the character data of all elements in document order, by expat (readers use lxml). A place where one text node
  ends and another begins is a *joint*: markup alone decides there whether a word ends, so both readings are right.
  An entity of HTML (`&eacute;`) that the document type leaves to a DTD which is not fetched stands for its characters;
- `html`: the character data as the standard library's `html.parser` gives it, character references resolved, without
  the content of `script`, `style` and `template`; each tag is a joint. Bytes that are not of the encoding become
  U+FFFD, as in a browser. Of a page saved as MHTML, its first HTML part is read so;
- `zip`: members one after another, each by the `xml` path, with one line feed (a joint on both sides) between them.
  Which members, the kind of archive decides, by the first file that is there: `META-INF/container.xml` (EPUB): the
  XHTML, DTBook and SVG documents of the first package in the order of its spine, each once.
  `[Content_Types].xml` (DOCX): the text document that the relationships name, then its footnotes, endnotes, comments,
  headers and footers, each kind in the order of the document's relationships, each file once.
  Another kind joins by one line in `_ZIP_ORDERS`.
- `pdf`: the letters and digits (`str.isalnum`) of all pages and nothing else, in the order in which the content of a
  page draws them, form XObjects in their place, annotations left out; ligatures (U+FB00 to U+FB06) are their letters. By
  pypdf (readers use pdfminer.six). A PDF has no words: `ends` are where the library sees one end by the gaps, and the
  ledger proves that the letters are all there in this order, not where words end. What is drawn out of reading order
  is read out of order: the proof binds the reader to the order of the content, but for footnotes, which are streams
  of their own. A right-to-left script is turned round by pypdf and so not proved.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5
from html.parser import HTMLParser
from urllib.parse import unquote

from readaloud.errors import SourceError

_BYTE_ORDER_MARK = "\ufeff"
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,80}?\bencoding\s*=\s*[\"']([A-Za-z][\w.-]{0,40})[\"']")


@dataclass(frozen=True, slots=True)
class SourceText:
    """The characters of a source and the places between them where markup stands."""

    text: str
    joints: frozenset[int] = frozenset()
    """Offsets before which a tag, and no character, stands."""
    ends: frozenset[int] | None = None
    """Offsets before which a word seems to end, where the text is letters alone; None where the text itself tells."""

    def words(self, begin: int, end: int) -> str:
        """A stretch as it is counted, with a space where a word ends."""
        if self.ends is None:
            return self.text[begin:end]
        return "".join(f" {c}" if at in self.ends else c for at, c in enumerate(self.text[begin:end], begin))


def source_text(data: bytes, container: str, encoding: str = "utf-8") -> SourceText:
    """The source text of a file; SourceError when the bytes are not what `container` says."""
    if container == "text":
        return _plain(data, encoding)
    if container == "xml":
        return _xml(data)
    if container == "html":
        return _html(data, encoding)
    if container == "zip":
        return _zip(data)
    if container == "pdf":
        from readaloud.checking.pdf import pdf_letters

        text, ends = pdf_letters(data)
        return SourceText(text, ends=ends)
    raise SourceError(f"No way is known to take the words from a {container!r} container.")


def _plain(data: bytes, encoding: str) -> SourceText:
    try:
        text = codecs.decode(data, encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise SourceError(f"The source is not {encoding} text: {error}.") from error
    return SourceText(text.removeprefix(_BYTE_ORDER_MARK))


def _xml(data: bytes) -> SourceText:
    from xml.parsers import expat

    pieces: list[str] = []
    joints: set[int] = set()
    length = 0

    def characters(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    def tag(*_: object) -> None:
        joints.add(length)

    def entity(name: str, is_parameter: bool) -> None:
        if not is_parameter:
            if f"{name};" not in html5:
                raise SourceError(f"The XML uses the entity &{name};, which it does not declare.")
            characters(html5[f"{name};"])

    data, encoding = _known_to_expat(data)
    parser = expat.ParserCreate(encoding)
    # Entity declarations are refused here as in the readers: they make text that is not in the file.
    parser.EntityDeclHandler = _refuse
    parser.CharacterDataHandler = characters
    parser.StartElementHandler = tag
    parser.EndElementHandler = tag
    parser.SkippedEntityHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SourceError(f"The source is not well-formed XML: {error}.") from error
    return SourceText("".join(pieces), frozenset(joints))


def _known_to_expat(data: bytes) -> tuple[bytes, str | None]:
    """Expat decodes four encodings, Python the others that a file may declare (Windows-1252, Shift_JIS)."""
    declared = _DECLARED.match(data)
    if declared is None or declared[1].lower() in (b"utf-8", b"utf-16", b"iso-8859-1", b"us-ascii"):
        return data, None
    try:
        return codecs.decode(data, declared[1].decode("ascii")).encode(), "utf-8"
    except (LookupError, UnicodeError, TypeError) as error:
        raise SourceError(f"The XML is not in the encoding that it declares: {error}.") from error


def _refuse(*_: object) -> None:
    raise SourceError("The XML declares entities, which are not read.")


# ---------------------------------------------------------------------------------------------------------------------
# HTML
# ---------------------------------------------------------------------------------------------------------------------


class _Words(HTMLParser):
    """The character data that a browser could show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.joints: set[int] = set()
        self._length = 0
        self._templates = 0
        self._raw = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.joints.add(self._length)
        self._templates += tag == "template"
        self._raw = tag in ("script", "style")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.joints.add(self._length)

    def handle_endtag(self, tag: str) -> None:
        self.joints.add(self._length)
        self._templates -= tag == "template" and self._templates > 0
        self._raw = False

    def handle_data(self, data: str) -> None:
        if not self._raw and not self._templates:
            self.pieces.append(data)
            self._length += len(data)


def _html(data: bytes, encoding: str) -> SourceText:
    page = _page_of_archive(data)
    try:
        text = codecs.decode(data if page is None else page, encoding, "replace")
    except (LookupError, UnicodeError) as error:
        raise SourceError(f"The source is not {encoding} text: {error}.") from error
    words = _Words()
    try:
        words.feed(text.removeprefix(_BYTE_ORDER_MARK))
        words.close()
    except AssertionError as error:  # html.parser's answer to marked sections that it does not know
        raise SourceError(f"The source is not HTML: {error}.") from error
    return SourceText("".join(words.pieces), frozenset(words.joints))


def _page_of_archive(data: bytes) -> bytes | None:
    """The first HTML part of an MHTML file; None when the bytes are no such file."""
    head = data[:2048].lower()
    if head.lstrip().startswith(b"<") or b"mime-version:" not in head or b"multipart/related" not in head:
        return None
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else None
    return None


# ---------------------------------------------------------------------------------------------------------------------
# ZIP
# ---------------------------------------------------------------------------------------------------------------------

_LARGEST = 1 << 28
"""Bytes that the members read may have together; a book's text is a hundredth of that."""

_SPOKEN_TYPES = ("application/xhtml+xml", "application/x-dtbook+xml", "image/svg+xml")


def _zip(data: bytes) -> SourceText:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            order = next((order for key, order in _ZIP_ORDERS.items() if key in names), None)
            if order is None:
                raise SourceError("No way is known to take the words from this ZIP archive.")
            members = order(archive)
            if sum(archive.getinfo(name).file_size for name in members) > _LARGEST:
                raise SourceError(f"The archive's text is larger than {_LARGEST >> 20} MB.")
            contents = [archive.read(name) for name in members]
    except KeyError as error:
        raise SourceError(f"The archive lacks a file: {error.args[0]}.") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SourceError(f"The source is not a readable ZIP archive: {error}.") from error
    pieces: list[str] = []
    joints: set[int] = set()
    length = 0
    for name, content in zip(members, contents, strict=True):
        try:
            member = _xml(content)
        except SourceError as error:
            raise SourceError(f"{name}: {error.message}") from error
        if pieces:
            pieces.append("\n")
            joints.update((length, length + 1))
            length += 1
        pieces.append(member.text)
        joints.update(length + joint for joint in member.joints)
        length += len(member.text)
    return SourceText("".join(pieces), frozenset(joints))


def _spine(archive: zipfile.ZipFile) -> list[str]:
    """Members of an EPUB in reading order."""
    packages = [
        values["full-path"]
        for tag, values in _tags(archive.read("META-INF/container.xml"))
        if tag == "rootfile" and "full-path" in values
    ]
    if not packages:
        raise SourceError("The EPUB's container names no package.")
    folder = posixpath.dirname(packages[0])
    items: dict[str, dict[str, str]] = {}
    members: list[str] = []
    for tag, values in _tags(archive.read(packages[0])):
        if tag == "item":
            items.setdefault(values.get("id", ""), values)
        elif tag == "itemref":
            item = items.get(values.get("idref", ""), {})
            if item.get("media-type") in _SPOKEN_TYPES:
                name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "").partition("#")[0])))
                if name not in members:
                    members.append(name)
    return members


def _tags(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """The start tags of a small XML file, without prefixes."""
    from xml.parsers import expat

    found: list[tuple[str, dict[str, str]]] = []
    data, encoding = _known_to_expat(data)
    parser = expat.ParserCreate(encoding)
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, values: found.append((tag.rpartition(":")[2], values))
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SourceError(f"A file that lists the archive's parts is not well-formed XML: {error}.") from error
    return found


_WORDY = ("footnotes", "endnotes", "comments", "header", "footer")


def _word(archive: zipfile.ZipFile) -> list[str]:
    """Members of a DOCX that hold words."""
    document = next((name for kind, name in _related(archive, "") if kind == "officeDocument"), None)
    if document is None:
        raise SourceError("The Office file names no document.")
    others = _related(archive, document)
    return list(dict.fromkeys([document, *(name for wanted in _WORDY for kind, name in others if kind == wanted)]))


def _related(archive: zipfile.ZipFile, member: str) -> list[tuple[str, str]]:
    """Kind and name of the members to which a member has a relationship."""
    folder, _, name = member.rpartition("/")
    try:
        data = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return []
    return [
        (
            values.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, values["Target"]))[1:],
        )
        for tag, values in _tags(data)
        if tag == "Relationship" and values.get("Target") and values.get("TargetMode") != "External"
    ]


_ZIP_ORDERS: dict[str, Callable[[zipfile.ZipFile], list[str]]] = {
    "META-INF/container.xml": _spine,
    "[Content_Types].xml": _word,
}
