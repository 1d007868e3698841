"""Beside what people do today: pyttsx3's `save_to_file` for each line, pydub's `+=`, one `export`.

    python -m tests.benchmarks.usual_loop [--minutes 6 20 60] [--corpus ../shared/corpus]

The loop is repaired only so far that it ends: each line in a process of its own that is tried again when it hangs or writes
nothing, as the stock driver does now and then; `+=` is left as it is written everywhere. Wall time; the aim is 5 × at an hour.
`export` needs the `ffmpeg` program.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.long_text import corpus_folder, talk
from tests.benchmarks.main_job import ROOT
from tests.benchmarks.speed import make

_SAY = """
import ctypes, os, pathlib, sys
import espeakng_loader  # the library that a system's package would bring
os.environ["ESPEAK_DATA_PATH"] = str(pathlib.Path(espeakng_loader.get_data_path()).parent)
ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)
import pyttsx3
engine = pyttsx3.init()
engine.setProperty("voice", sys.argv[1])
engine.save_to_file(sys.argv[2], sys.argv[3])
engine.runAndWait()
"""
_VOICES = ("gmw/en", "gmw/en-US", "gmw/en-GB-scotland", "gmw/en-GB-x-rp")


def whole_file(path: Path) -> bool:
    """Whether the driver wrote a WAV: one that was killed leaves a head of zeros."""
    return path.exists() and path.stat().st_size > 44 and path.read_bytes()[:4] == b"RIFF"


def usual(source: Path, folder: Path) -> float:
    """Seconds from the first line to the M4B."""
    import warnings

    warnings.simplefilter("ignore")
    from pydub import AudioSegment

    began = time.monotonic()
    whole = AudioSegment.silent(500)
    voices: dict[str, str] = {}
    for number, line in enumerate(source.read_text("utf-8").split("\n\n")):
        label, colon, words = line.partition(": ")
        voice = voices.setdefault(label if colon else "", _VOICES[len(voices) % len(_VOICES)])
        path = folder / f"{number}.wav"
        for _ in range(5):
            try:
                subprocess.run([sys.executable, "-c", _SAY, voice, words or line, str(path)], timeout=20, check=False,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            except subprocess.TimeoutExpired:
                continue
            if whole_file(path):
                break
        if not whole_file(path):
            continue  # the driver says nothing and writes nothing, five times: users do not notice that a line is missing
        whole += AudioSegment.from_wav(path) + AudioSegment.silent(300)
    whole.export(folder / "talk.m4b", format="mp4", codec="aac", bitrate="64k")
    return time.monotonic() - began


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--minutes", type=float, nargs="+", default=[6, 20, 60])
    arguments.add_argument("--corpus", type=Path, default=corpus_folder(ROOT))
    given = arguments.parse_args()
    print(f"{'minutes':>8} {'usual loop':>11} {'readaloud':>10} {'ratio':>6}")
    for minutes in given.minutes:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "talk.txt")
            source.write_text(talk(given.corpus, minutes), "utf-8")
            ours = make(source, Path(folder, "out"), Path(folder, "cache")).wall
            theirs = usual(source, Path(folder))
            print(f"{minutes:>8.0f} {theirs:>10.1f}s {ours:>9.1f}s {theirs / ours:>6.1f}", flush=True)


if __name__ == "__main__":
    main()
