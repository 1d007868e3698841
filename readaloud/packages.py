"""What other packages are installed, told by the names of their folders.

`importlib.metadata` parses whole files as mail and takes 0.035 s of CPU to import.
It is asked only where the folders do not tell: they do for whatever pip installed.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_VERSION = re.compile(r"(?P<version>\d[^-]*)\.dist-info", re.IGNORECASE)
"""Binary distribution format, “The .dist-info directory”: `name-version.dist-info`, both without a hyphen."""


def version(name: str) -> str | None:
    """Of an installed package; None where there is none."""
    prefix = f"{re.sub(r'[-_.]+', '_', name).casefold()}-"
    for _, folder in _distributions():
        if folder.casefold().startswith(prefix) and (match := _VERSION.fullmatch(folder[len(prefix) :])):
            return match["version"]
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def may_offer(group: str) -> bool:
    """Whether any package may have entry points of a group; False is certain."""
    if any(Path(place).is_file() for place in sys.path):  # an archive is no folder to look into
        return True
    wanted = group.encode()
    for place, folder in _distributions():
        with contextlib.suppress(OSError):
            if wanted in Path(place, folder, "entry_points.txt").read_bytes():
                return True
    return False


def _distributions() -> Iterator[tuple[str, str]]:
    """The folder on the path, and the name of the package's own in it."""
    for place in dict.fromkeys(sys.path):
        with contextlib.suppress(OSError):
            names = [entry.name for entry in os.scandir(place or ".")]
            yield from ((place, name) for name in names if name.endswith((".dist-info", ".egg-info")))
