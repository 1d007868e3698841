"""Small scripts and casts, and engines that misbehave, as a stranger's package brings them."""

from __future__ import annotations

from pathlib import Path

from readaloud.model import Cast, Casting, Entry, Pause, Script, Speaker, Utterance, Voice

STRANGER = """
import os, signal, sys, time
from pathlib import Path
from readaloud.engines.tone import ToneEngine
from readaloud.model import Clip

class Stranger(ToneEngine):
    # Does what a text says: with `once`, only the first time.
    name = "stranger"
    harmless = False
    version = "1"

    def check(self, voice):
        what = voice.engine_voice
        if what == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if what == "hang":
            time.sleep(1000)
        if what == "fail":
            raise ValueError("no such voice")
        if what == "exit":
            sys.exit(7)
        super().check(voice)

    def speak(self, text, voice):
        what, _, rest = text.partition(" ")
        clip = super().speak(text, voice)
        if rest:
            mark = Path(os.environ["STRANGER"], text.replace(" ", "-"))
            first = not mark.exists()
            with mark.open("a") as file:
                file.write(f"{os.getpid()}\\n")
            if rest.startswith("once") and not first:
                return clip
        if what == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "segv":
            os.kill(os.getpid(), signal.SIGSEGV)
        if what == "exit":
            os._exit(3)
        if what == "hang":
            time.sleep(1000)
        while what == "spin":
            pass
        if what == "fail":
            raise ValueError("no such sound")
        if what == "odd":
            return Clip(clip.samples[:-1], clip.rate)
        return None if what == "none" else clip
"""

BROKEN = {
    "absent": "import a_package_that_nobody_has",
    "syntax": "def",
    "quits": "import sys; sys.exit(3)",
    "empty": "",
    "mute": "class Engine:\n    name = version = 'x'\n    def check(self, voice): pass\n    def close(self): pass",
    "fussy": "class Engine:\n    def __init__(self, needed): pass",
    "unversioned": (
        "from readaloud.engines.tone import ToneEngine\nclass Engine(ToneEngine):\n    harmless = False\n    version = 7"
    ),
    "crashing": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "a function": "from readaloud.engines.tone import ToneEngine\ndef Engine(): return 'hum'",
}
"""What packages may have instead of an engine."""


def install_stranger(folder: Path, name: str = "stranger", source: str = STRANGER, attribute: str = "Stranger") -> None:
    """A package with an entry point, as pip would leave it."""
    module = name.replace(" ", "_")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / f"{module}.py").write_text(source)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[readaloud.engines]\n{module} = {module}:{attribute}\n")


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
