"""The files that a person hands over: scripts, casts, and the source beside a script."""

from __future__ import annotations

from pathlib import Path

from readaloud.errors import OutputError, ScriptError
from readaloud.model import Script


def is_script(path: str) -> bool:
    """Whether a file is a readaloud script rather than a source, by its first lines."""
    if path == "-":
        return False
    try:
        if not Path(path).is_file():
            return False  # the reader says what is wrong
        with Path(path).open("rb") as file:
            head = file.read(2000)
    except (OSError, ValueError):
        return False  # likewise
    text = head.decode("utf-8-sig", "replace")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        return False
    # A YAML file that lost its first line is a damaged script, and is answered as one.
    return lines[0].startswith("readaloud: script") or (path.endswith((".yaml", ".yml")) and "script:" in text)


def source_beside(home: Path, script: Script) -> bytes | None:
    """The source that lies beside a script, as it was; None where it does not."""
    if script.source is None:
        return None
    for place in (home / "source" / script.source.name, home / script.source.name):
        try:
            return place.read_bytes()
        except OSError:
            continue
    return None


def content(path: Path) -> bytes:
    """The bytes of a script or cast file; ScriptError when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ScriptError(f"There is no file {path}.") from None
    except OSError as error:
        raise ScriptError(f"{path} cannot be read: {error.strerror or error}.") from error


def utf8(data: bytes, path: Path) -> str:
    """The text of a script or cast file, its line ends made one; ScriptError when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise ScriptError(f"{path} is not UTF-8 text: byte {error.start}.", tip="Save it as UTF-8.") from error


def write_new(path: Path, text: str, *, replan: bool) -> None:
    """Writes a script or cast file; what is there already and differs is a person's, and is not overwritten."""
    data = text.encode()
    try:
        if path.exists() and not replan and path.read_bytes() != data:
            raise ScriptError(
                f"{path} is there already and is not what would be written, so it is not overwritten.",
                tip="Choose another name with -o, or --replan to overwrite it.",
            )
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise OutputError.of(error, str(path), tip="Choose another file with -o.") from error
