"""What nobody can do without: espeak-ng's C functions in one process, and PyAV's coders on the same samples.

python -m tests.benchmarks.bare speech LINES.json
python -m tests.benchmarks.bare coding FILE.m4b [aac] [libmp3lame]

Each prints its CPU seconds as JSON; in a process of its own, so that nothing else is counted.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def speech_of(edition: dict[str, Any], folder: Path) -> float:
    """CPU seconds of saying what an edition says, in the same voices; `edition` is its edition.json."""
    lines = folder / "lines.json"
    lines.write_text(json.dumps(said(edition)))
    return _own("speech", str(lines))


def coding_of(m4b: Path, *codecs: str) -> float:
    """CPU seconds of encoding the samples of a file by the coders and options that the writers have."""
    return _own("coding", str(m4b), *codecs)


def said(edition: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """Text, engine voice, pitch and rate of each utterance."""
    from readaloud.engines.bank import load_voices

    voices = {voice.id: voice for voice in load_voices(language=edition["language"], engine="pyttsx3")}
    own = {speaker["id"]: voices[speaker["voice"]] for speaker in edition["speakers"]}
    lines = []
    for cue in edition["cues"]:
        voice = own[cue["speaker"]]
        if text := cue.get("spoken", cue["text"]):
            lines.append((text, voice.engine_voice, voice.pitch, voice.rate))
    return lines


def _own(*arguments: str) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.bare", *arguments]
    return float(json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout))


def cpu() -> float:
    """Seconds of this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def speech(lines: Iterable[tuple[str, str, int, int]]) -> float:
    """One process, initialized once, nothing kept."""
    import espeakng_loader

    began = cpu()
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    synchronous, characters_utf8 = 2, 1
    library.espeak_Initialize(synchronous, 0, os.fsencode(Path(espeakng_loader.get_data_path()).parent), 0)
    callback_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    samples = 0

    def keep(wave: Any, count: int, events: Any) -> int:
        nonlocal samples
        samples += count
        return 0

    callback = callback_type(keep)
    library.espeak_SetSynthCallback(callback)
    before = None
    for text, voice, pitch, rate in lines:
        if voice != before:
            library.espeak_SetVoiceByName(voice.encode())
            before = voice
        library.espeak_SetParameter(1, rate, 0)
        library.espeak_SetParameter(3, pitch, 0)
        data = text.encode() + b"\0"
        library.espeak_Synth(data, len(data), 0, 1, 0, characters_utf8, None, None)
    assert samples
    return cpu() - began


def coding(path: Path, codecs: Iterable[str]) -> float:
    """Each codec into a file, a second of samples at a time."""
    import av

    from readaloud.writers.encoding import AAC_OPTIONS, MP3_OPTIONS

    known = {"aac": ("ipod", AAC_OPTIONS), "libmp3lame": ("mp3", MP3_OPTIONS)}
    spent = 0.0
    for codec in codecs:
        container, options = known[codec]
        with (
            av.open(str(path)) as source,
            tempfile.TemporaryDirectory() as folder,
            av.open(f"{folder}/file", "w", format=container) as out,
        ):
            told = source.streams.audio[0]
            layout = told.layout.name
            stream = out.add_stream(codec, rate=told.rate, layout=layout, options=options)
            stream.bit_rate = 64000 * told.layout.nb_channels
            stream.codec_context.thread_count = 1
            resampler = av.AudioResampler(format="s16", layout=layout, rate=told.rate, frame_size=told.rate)
            written = 0
            for decoded in source.decode(audio=0):
                for block in resampler.resample(decoded):
                    block.pts = written
                    written += block.samples
                    began = cpu()
                    out.mux(stream.encode(block))
                    spent += cpu() - began
            began = cpu()
            out.mux(stream.encode(None))
            out.close()
            spent += cpu() - began
    return spent


if __name__ == "__main__":
    what, path, *chosen = sys.argv[1:]
    print(json.dumps(speech(json.loads(Path(path).read_text())) if what == "speech" else coding(Path(path), chosen)))
