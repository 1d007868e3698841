"""Takes the cover out of finished audio files, by mutagen."""

from __future__ import annotations

import base64
from pathlib import Path


def embedded(path: Path) -> bytes | None:
    """The picture that players show for a file; None where it has none."""
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
