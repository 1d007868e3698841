"""Edition folders: written aside, moved into place whole, a person's work in them never lost."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readaloud.errors import OutputError, ScriptError

MANIFEST = "edition.json"
SCRIPT = "script.yaml"
CAST = "cast.toml"
LEXICONS = "lexicon"
"""A folder with the person's lexicons that the edition was made with, numbered in their order."""
COVERS = ("cover.jpg", "cover.png", "cover.jpeg")
_PART = ".part-"
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
LONGEST_NAME = 200
"""Bytes; file systems take 255, and the names of files in the folder are made from it."""


def safe_name(name: str) -> str:
    """A name that every file system takes, as near to `name` as can be."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "-", name).strip(" .-") or "edition"
    if _RESERVED.match(name):
        name = f"{name}-"
    while len(name.encode()) > LONGEST_NAME:
        name = name[:-1].rstrip(" .")
    return name


def sha256(data: bytes) -> str:
    """Hexadecimal digest."""
    return hashlib.sha256(data).hexdigest()


def manifest(folder: Path) -> dict[str, Any] | None:
    """The `edition.json` of a folder; None when there is none that can be read."""
    try:
        value = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def lexicons(folder: Path) -> tuple[Path, ...]:
    """The lexicons that an edition was made with, in their order."""
    found = [path for path in (folder / LEXICONS).glob("*") if path.is_file() and path.name[:1] != "."]
    return tuple(sorted(found, key=lambda path: (_number(path.name), path.name)))


def lexicon_name(number: int, name: str) -> str:
    """Where an edition keeps its lexicon of a number (1, 2 …): `lexicon/1-names.toml`."""
    return f"{LEXICONS}/{number}-{safe_name(re.sub(r'^[0-9]+-', '', name))}"


def _number(name: str) -> int:
    found = re.match(r"([0-9]+)-", name)
    return int(found[1]) if found else 1_000_000  # one that a person put there comes last, and so wins


def persons_cover(folder: Path) -> Path | None:
    """The cover in an edition that a person gave or put there; None where there is none or we drew it."""
    made = manifest(folder)
    if made is None:
        return None
    told = made.get("cover")
    drawn = not isinstance(told, dict) or told.get("drawn") is not False
    files = [entry for entry in made.get("files", []) if isinstance(entry, dict)]
    ours = (
        {entry.get("path"): entry.get("sha256") for entry in files if entry.get("format") == "cover"} if drawn else {}
    )
    for name in COVERS:
        try:
            now = sha256((folder / name).read_bytes())
        except OSError:
            continue
        if ours.get(name) != now:
            return folder / name
    return None


def guard(folder: Path, *, replan: bool) -> None:
    """Stops before a person's work would be lost.

    ScriptError (exit code 4) when `script.yaml`, `cast.toml` or a lexicon are not as `make` planned them; OutputError when the
    folder holds something that is no edition.
    """
    if not folder.exists():
        _writable(folder)
        return
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file; an edition is a folder.", tip="Choose another folder with -o.")
    made = manifest(folder)
    if made is None:
        if any(folder.iterdir()):
            raise OutputError(
                f"{folder} is there and is not an edition, so it is not replaced.",
                tip="Choose another folder with -o, or move it away.",
            )
        return
    if replan:
        return
    planned = made.get("planned")
    planned = planned if isinstance(planned, dict) else {}
    for name in dict.fromkeys((SCRIPT, CAST, *map(str, planned))):
        try:
            now = sha256((folder / name).read_bytes())
        except FileNotFoundError:
            continue
        if now != planned.get(name):
            raise ScriptError(
                f"{folder / name} was changed by hand, and making the source again would lose that.",
                tip=f"`readaloud make {folder / SCRIPT}` renders the changes; --replan makes the source anew without them.",
            )


def _writable(folder: Path) -> None:
    """OutputError where a new folder cannot be made: told before hours of work and not after."""
    parent = next((place for place in folder.absolute().parents if place.exists()), None)
    if parent is None:
        return
    if not parent.is_dir():
        raise OutputError(f"{parent} is a file; editions lie in a folder.", tip="Choose another folder with -o.")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise OutputError(f"There is no permission to write {parent}.", tip="Choose another folder with -o.")


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder beside the final one to write into; it takes the final name when the block ends without an error.

    What others put into an edition (recordings, remarks) goes along. Whatever happens, the final name holds a whole
    edition or what was there before. ScriptError (exit code 4) when a person changed the script or the cast there in
    the meantime, which would be lost.
    """
    before = _works(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name[:60]}{_PART}{os.getpid()}-", dir=folder.parent))
    except OSError as error:
        raise OutputError.of(error, str(folder.parent)) from error
    try:
        part.chmod(0o777 & ~_umask())  # mkdtemp makes it private, an edition is not
        try:
            yield part
            _unchanged(folder, before)
            _carry_over(folder, part)
            _sync(part)
            _replace(part, folder)
        except OSError as error:
            raise OutputError.of(error, str(folder)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _works(folder: Path) -> dict[str, str]:
    """What a person may have changed in an edition, as digests."""
    found = {}
    for name in (SCRIPT, CAST):
        with contextlib.suppress(OSError):
            found[name] = sha256((folder / name).read_bytes())
    return found


def _unchanged(folder: Path, before: dict[str, str]) -> None:
    made = (manifest(folder) or {}).get("files", [])
    written = {f.get("path"): f.get("sha256") for f in made if isinstance(f, dict)}
    for name, digest in _works(folder).items():
        # Another run that ended meanwhile may have put its own there: that is nobody's work.
        if digest != before.get(name) and digest != written.get(name):
            raise ScriptError(
                f"{folder / name} was changed while the edition was made, and replacing it would lose that.",
                tip=f"Nothing was written; `readaloud make {folder / SCRIPT}` renders the changes.",
            )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sweep(folder: Path) -> None:
    """Removes what runs that were killed left beside the final folder."""
    for left in folder.parent.glob(f".{_escaped(folder.name[:60])}{_PART}*"):
        owner = re.search(rf"{re.escape(_PART)}(\d+)-", left.name)
        if owner and not _alive(int(owner[1])):
            shutil.rmtree(left, ignore_errors=True)


def _escaped(name: str) -> str:
    import glob

    return glob.escape(name)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _carry_over(old: Path, new: Path) -> None:
    """Takes along what is in the old edition and was not made by us."""
    made = manifest(old)
    if made is None:
        return
    # A source that is not at hand any more is not lost for that, nor a recording whose line was changed.
    listed = [
        f for f in made.get("files", []) if isinstance(f, dict) and f.get("format") not in ("source", "recording")
    ]
    ours = {MANIFEST} | {str(f.get("path")) for f in listed}
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old)
        if path.is_dir() or name.as_posix() in ours or (new / name).exists():
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, new / name, follow_symlinks=False)


def _sync(folder: Path) -> None:
    """Brings the files to the disk before the name changes: after a power cut the name must not lead to empty files."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _replace(new: Path, folder: Path) -> None:
    if not folder.exists():
        try:
            new.rename(folder)
            return
        except OSError:
            if not folder.exists():
                raise  # and else another run was quicker by a moment
    if _exchange(new, folder):
        return  # the old edition now has the name of the part, and is removed with it
    # Where a file system cannot exchange two names, the old edition has another one for a moment.
    old = new.with_name(f"{new.name}.old")
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(a: Path, b: Path) -> bool:
    """Exchanges two names in one step (renameat2 with RENAME_EXCHANGE, Linux ≥ 3.15); False where that cannot be."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    at_fdcwd, exchange = -100, 2
    return bool(rename(at_fdcwd, os.fsencode(a), at_fdcwd, os.fsencode(b), exchange) == 0)
