"""The bytes of a text file as text, and the codec's name with which `check` decodes them in the same way."""

from __future__ import annotations

import codecs
import re

from readaloud.errors import SourceError
from readaloud.readers.base import Raw

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (as EPUB, DOCX and ODT files are)"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"RIFF", "a RIFF file (sound or video)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"{\\rtf", "an RTF file"),
)

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 1 << 16
"""Bytes that are looked at to tell an encoding."""

_LATIN = frozenset(
    "cp1252 latin_1 iso8859_1 iso8859_2 iso8859_3 iso8859_4 iso8859_9 iso8859_10 iso8859_13 iso8859_14 iso8859_15 "
    "iso8859_16 cp1250 cp1254 cp1257 cp1258 cp437 cp850 cp852 cp857 cp858 cp860 cp861 cp863 cp865 cp775 cp500 cp037 "
    "cp1026 cp1140 cp273 hp_roman8 mac_roman mac_iceland mac_latin2 mac_turkish ascii tis_620 cp1125 cp1006 ptcp154 "
    "kz1048 johab big5 big5hkscs gb18030 gbk cp949 shift_jis shift_jis_2004 euc_kr utf_7".split()
)
"""What a short text of a Western language in Windows-1252 is sometimes taken for."""


def kind_of_binary(data: bytes) -> str:
    """What a file is that holds no text, in words: `a PNG image`; empty when it may well be text."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and (len(signature) > 2 or b"\x00" in data[:512]):
            return name
    return ""


def decode(raw: Raw) -> tuple[str, str]:
    """Text (without a byte order mark) and encoding; SourceError when it is empty, binary or cannot be told."""
    data = raw.data
    if not data.strip():
        raise SourceError(f"{raw.name} is empty.", tip="Save the transcript again, or choose another file.")
    binary = kind_of_binary(data)
    if binary:
        raise SourceError(f"{raw.name} is {binary}, not a text.", tip="Save the transcript as plain text in UTF-8.")
    encoding = _encoding(data)
    if encoding is None:
        raise SourceError(
            f"The characters of {raw.name} cannot be told: it is not UTF-8 (line {_first_wrong_line(data)}), "
            "and no other encoding fits.",
            tip="Open it in a text editor and save it as UTF-8.",
        )
    try:
        text = codecs.decode(data, encoding)
    except (UnicodeDecodeError, LookupError) as error:
        place = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise SourceError(
            f"{raw.name} is not {encoding} text: a wrong byte stands in line {place}.",
            tip="Open it in a text editor and save it as UTF-8.",
        ) from error
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        place = text.count("\n", 0, text.index("\x00")) + 1
        raise SourceError(
            f"{raw.name} is not a text: it holds a zero byte in line {place}.",
            tip="Save the transcript as plain text in UTF-8.",
        )
    if not text.strip():
        raise SourceError(f"{raw.name} is empty.", tip="Save the transcript again, or choose another file.")
    return text, encoding


def _first_wrong_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _encoding(data: bytes) -> str | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _two_byte(data) or "utf-8"
    return _two_byte(data) or _single_byte(data)


def _two_byte(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as zeros in every other byte."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _single_byte(data: bytes) -> str | None:
    if len(_CONTROL.findall(data[:_SAMPLE])) > len(data[:_SAMPLE]) // 100 or _is_damaged_utf8(data):
        return None
    from charset_normalizer import from_bytes

    sample = data if len(data) <= _SAMPLE else _around_high_bytes(data)
    best = from_bytes(sample).best()
    western = _is_codec(data, "cp1252")
    if best is None or (best.encoding in _LATIN and western):
        return "cp1252" if western else None
    if _is_codec(data, best.encoding):
        return str(best.encoding)
    return "cp1252" if western else None


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 but for a few bytes; any other encoding would turn its signs into nonsense."""
    sample = _around_high_bytes(data)[:-4]
    right = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", sample))
    wrong = sample.decode("utf-8", "replace").count("\ufffd")
    return right >= 4 and right >= 4 * wrong


def _around_high_bytes(data: bytes) -> bytes:
    """A sample that holds the first byte which is not ASCII."""
    match = re.search(rb"[\x80-\xff]", data)
    middle = match.start() if match else 0
    return data[max(0, middle - _SAMPLE // 2) : middle + _SAMPLE // 2]


def _is_codec(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
