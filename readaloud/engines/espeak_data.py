"""A folder through which espeak-ng finds the file of a voice at once.

espeak-ng makes the name of a voice lower case before it looks for its file. `gmw/en-US` is then missed, and it reads all
of its 240 voices to find one of that name: 4.3 ms a time, 0.2 ms with a file that it finds. So it is given a folder of
links to its data, in which each voice has a lower-case name as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from readaloud.places import cache_folder

NAME = "espeak-ng-data"
"""The folder that espeak-ng looks for in the one it is given."""
_LONGEST_PATH = 150
"""espeak-ng keeps the path in 160 bytes."""


def linked(above: Path) -> Path:
    """A folder that holds `espeak-ng-data` with lower-case names; `above` itself where it cannot be made."""
    data = above / NAME
    digest = hashlib.sha256(f"{data}{data.stat().st_mtime_ns}".encode()).hexdigest()[:16]
    place = cache_folder() / f"espeak-{digest}"
    if len(os.fsencode(place / NAME)) > _LONGEST_PATH:
        return above
    if not (place / NAME).is_dir():
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(prefix=".espeak-", dir=place.parent))
        except OSError:
            return above
        try:
            _link(data, part / NAME)
            with contextlib.suppress(OSError):  # another process was faster
                part.rename(place)
        except OSError:
            pass
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return place if (place / NAME).is_dir() else above


def is_alias(path: Path) -> bool:
    """Whether a voice's file is only the lower-case name of another."""
    return path.is_symlink() and not path.readlink().is_absolute()


def _link(data: Path, to: Path) -> None:
    to.mkdir()
    for path in data.iterdir():
        if path.name != "lang":
            (to / path.name).symlink_to(path.absolute())
    (to / "lang").mkdir()
    for path in (data / "lang").iterdir():
        if not path.is_dir():
            (to / "lang" / path.name).symlink_to(path.absolute())
            continue
        family = to / "lang" / path.name
        family.mkdir()
        for voice in path.iterdir():
            (family / voice.name).symlink_to(voice.absolute())
            if voice.name.lower() != voice.name:
                (family / voice.name.lower()).symlink_to(voice.name)
