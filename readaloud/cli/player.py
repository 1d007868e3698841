"""Plays a sound file with what the machine has; readaloud itself needs no player."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_UNIX: tuple[tuple[str, ...], ...] = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("mpv", "--no-video", "--really-quiet"),
    ("mplayer", "-really-quiet", "-nolirc"),
    ("play", "-q"),
    ("cvlc", "--play-and-exit", "--quiet"),
)
_MAC: tuple[tuple[str, ...], ...] = (("afplay",), *_UNIX)
_WINDOWS = (sys.executable, "-c", "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)")
"""Of Python's own library. In a process, so that Ctrl-C ends it."""
INSTALL = "Install one, such as ffmpeg (it brings ffplay), or open the files yourself."


def player() -> tuple[str, ...]:
    """The command to which a file is added; empty where there is none."""
    if sys.platform == "win32":
        return _WINDOWS
    return next((c for c in (_MAC if sys.platform == "darwin" else _UNIX) if shutil.which(c[0])), ())


def play(command: Sequence[str], file: Path, seconds: float) -> str:
    """Plays a file to its end; what the player complained of, empty when all went well."""
    try:
        done = subprocess.run(
            [*command, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            timeout=seconds + 30,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "it does not end"
    except OSError as error:
        return error.strerror or str(error)
    told = done.stderr.decode(errors="replace").strip().splitlines()
    return (told[-1].strip() if told else f"it ended with {done.returncode}") if done.returncode else ""
