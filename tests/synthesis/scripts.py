"""Small scripts and casts, and engines that misbehave, as a stranger's package brings them."""

from __future__ import annotations

from pathlib import Path

from readaloud.model import Cast, Casting, Entry, Pause, Script, Speaker, Utterance, Voice

STRANGER = '''
import os, signal, time
from pathlib import Path
from readaloud.engines.tone import ToneEngine

class Stranger(ToneEngine):
    """Does what a text says: with `once`, only the first time."""

    name = "stranger"
    harmless = False
    version = "1"

    def speak(self, text, voice):
        what, _, rest = text.partition(" ")
        first = not (mark := Path(os.environ["STRANGER"], text.replace(" ", "-"))).exists()
        if what in ("crash", "hang", "fail", "spin"):
            with mark.open("a") as file:
                file.write(f"{os.getpid()}\\\\n")
            if first or not rest.startswith("once"):
                if what == "crash":
                    os.kill(os.getpid(), signal.SIGKILL)
                if what == "hang":
                    time.sleep(1000)
                while what == "spin":
                    pass
                if what == "fail":
                    raise ValueError("no such sound")
        return super().speak(text, voice)
'''


def install_stranger(folder: Path) -> None:
    """A package with an entry point, as pip would leave it."""
    info = folder / "stranger-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "stranger.py").write_text(STRANGER.replace("\\\\n", "\\n"))
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[readaloud.engines]\nstranger = stranger:Stranger\n")


def voice(id: str = "v", engine: str = "tone", engine_voice: str = "440") -> Voice:
    return Voice(id, engine, engine_voice, "en-US")


def script(*lines: tuple[str, str]) -> Script:
    """Pairs of speaker and words."""
    entries: list[Entry] = []
    for number, (speaker, words) in enumerate(lines):
        entries += [Pause("turn"), Utterance(f"u{number}", "speech", words, words, speaker, turn=number)]
    return Script("Talk", "en-US", tuple(Speaker(id) for id in dict(lines)), tuple(entries))


def cast(**voices: Voice) -> Cast:
    return Cast(tuple(Casting(speaker, voice) for speaker, voice in voices.items()))
