"""What only some systems have; a test that needs it is left out elsewhere, each with its reason."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from readaloud.child import COPIES

# The package espeakng-loader brings the library that `engines/espeak_library` drives; it is used on Linux alone. On macOS and
# Windows the engine speaks with the system's own voices (`engines/pyttsx3_native`), which have tests of their own.
espeak_ng = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="espeak-ng is used on Linux only")

# `fork` is used on Linux alone: macOS's own libraries do not bear it, Windows has none. Threads and new interpreters, which
# are used there, are tested everywhere.
copies = pytest.mark.skipif(not COPIES, reason="this process cannot be copied here")

# Windows sends Ctrl-C to every process of a console, the one that runs the tests among them: it would end with the one tested.
ctrl_c = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C would reach the tests too")

# Windows has no pipes in its folders, so that nobody can name one as a source.
named_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")

# Linux's file that is always full; elsewhere `tests/cli/test_faults.py` alone tries a full disk.
always_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no file that is always full here")

# Elsewhere a program plays, for which a script stands in; Windows plays by itself, through its sound device.
player_program = pytest.mark.skipif(os.name == "nt", reason="Windows plays without a program")
