"""Takes the cover out of finished files: audio by mutagen, books by their package."""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path


def embedded(path: Path) -> bytes | None:
    """The picture that players and readers show for a file; None where it has none."""
    if path.suffix == ".epub":
        return _in_book(path)
    import mutagen
    from mutagen.flac import Picture

    file = mutagen.File(path)
    tags = file.tags if file is not None else None
    if path.suffix == ".flac":
        return bytes(file.pictures[0].data) if file.pictures else None
    if tags is None:
        return None
    if path.suffix == ".opus":
        found = tags.get("metadata_block_picture")
        return bytes(Picture(base64.b64decode(found[0])).data) if found else None
    if path.suffix in (".m4b", ".m4a"):
        return bytes(tags["covr"][0]) if "covr" in tags else None
    pictures = tags.getall("APIC")
    return bytes(pictures[0].data) if pictures else None


def _in_book(path: Path) -> bytes | None:
    """The file whose entry in the package has the property `cover-image` (EPUB 3.3, section D.6)."""
    from lxml import etree

    with zipfile.ZipFile(path) as book:
        package = next(name for name in book.namelist() if name.endswith(".opf"))
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for entry in etree.fromstring(book.read(package), parser).iter("{*}item"):
            if "cover-image" in (entry.get("properties") or "").split():
                return book.read(f"{package.rpartition('/')[0]}/{entry.get('href')}".lstrip("/"))
    return None
