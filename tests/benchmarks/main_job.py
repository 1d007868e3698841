"""CPU time and memory of the main job, beside the bare synthesis and the bare encoding of the same text.

    python -m tests.benchmarks.main_job [SOURCE] [--runs 3] [--format m4b]…

Each run makes the edition in a process of its own, without the cache, and in turn with it the two baselines: the same
utterances in the same voices through espeak-ng's C functions in one process, and the same samples through PyAV's coders.
The aim that is printed is 1.5 × the sum of the baselines + 0.3 s, start-up included.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", nargs="?", default=str(ROOT / "docs/sample/lighthouse-call.txt"))
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--format", action="append", choices=["m4b", "mp3"], help="M4B and MP3 without it")
    arguments.add_argument("--baseline", choices=["speech", "coding"], help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.baseline:
        path = Path(given.source)
        print(json.dumps(bare_speech(path) if given.baseline == "speech" else bare_coding(path, given.format)))
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(given.source), given.runs, tuple(given.format or ("m4b", "mp3")), Path(folder))


def compare(source: Path, runs: int, formats: tuple[str, ...], folder: Path) -> None:
    """Runs the job and its baselines in turn, and prints the medians."""
    rows: list[dict[str, float]] = []
    for number in range(runs):
        row: dict[str, float] = {}
        out = folder / str(number)
        command = [sys.executable, "-m", "readaloud", "make", str(source), "-o", str(out), "--no-cache", "--plain"]
        command += [word for name in formats for word in ("--format", name)]
        row["job"], row["wall"], row["memory"] = measured(command)
        (edition,) = out.iterdir()
        told = json.loads((edition / "edition.json").read_text("utf-8"))
        row["audio"] = told["duration_ms"] / 1000
        lines = folder / "lines.pickle"
        lines.write_bytes(pickle.dumps(utterances(told)))
        row["speech"] = baseline("speech", lines)
        (sound,) = edition.glob(f"*.{formats[0]}")
        row["coding"] = baseline("coding", sound, formats)
        row |= stages(source, formats)
        rows.append(row)
    told = {key: statistics.median(r[key] for r in rows) for key in rows[0]}
    limit = told["speech"] + told["coding"]
    print(f"{source.name}: {told['audio']:.0f} s of audio, {runs} runs, medians; CPU seconds")
    print(
        f"  whole job               {told['job']:7.2f}   ({told['wall']:.2f} s of wall time, {told['memory']:.0f} MB)"
    )
    for name in ("synthesis", "stitching", "encoding"):
        print(f"    {name:21} {told[name]:7.2f}   (within the job, in a run of its own)")
    print(f"  bare espeak-ng          {told['speech']:7.2f}")
    print(f"  bare coding             {told['coding']:7.2f}")
    print(f"  real-time factor        {told['wall'] / told['audio']:7.4f}   of wall time")
    allowed = 1.5 * limit + 0.3
    print(
        f"  job / baselines         {told['job'] / limit:7.2f}   ({(told['job'] - 0.3) / limit:.2f} less 0.3 s; aim: at most {allowed:.2f} s, which is {'met' if told['job'] <= allowed else 'NOT met'})"
    )


def measured(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds with children, wall seconds, and the largest process's memory in MB."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def baseline(name: str, path: Path, formats: tuple[str, ...] = ()) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.main_job", str(path), "--baseline", name]
    command += [word for format in formats for word in ("--format", format)]
    return float(json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout))


def utterances(told: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """What was said: text, engine voice, pitch, rate."""
    from readaloud.engines.bank import load_voices

    voices = {v.id: v for v in load_voices(language=told["language"], engine="pyttsx3")}
    own = {s["id"]: voices[s["voice"]] for s in told["speakers"]}
    lines = []
    for cue in told["cues"]:
        voice = own[cue["speaker"]]
        said = cue.get("spoken", cue["text"])
        if said:
            lines.append((said, voice.engine_voice, voice.pitch, voice.rate))
    return lines


def cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def bare_speech(path: Path) -> float:
    """CPU seconds of espeak-ng alone: one process, initialized once, nothing kept."""
    import espeakng_loader

    lines = pickle.loads(path.read_bytes())
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


def bare_coding(path: Path, formats: list[str]) -> float:
    """CPU seconds of PyAV alone: the same samples as AAC or MP3, by the coders and options that the writers have."""
    import av

    from readaloud.writers.encoding import AAC_OPTIONS, MP3_OPTIONS

    with av.open(str(path)) as source:
        frames = list(source.decode(audio=0))
    rate = frames[0].sample_rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate, frame_size=rate)
    blocks = [block for frame in frames for block in resampler.resample(frame)]
    began = cpu()
    coders = {"m4b": ("aac", AAC_OPTIONS), "mp3": ("libmp3lame", MP3_OPTIONS)}
    for suffix in formats:
        codec, options = coders[suffix]
        with (
            tempfile.NamedTemporaryFile(suffix=f".{suffix}") as file,
            av.open(file.name, "w", format="mp4" if suffix == "m4b" else suffix) as out,
        ):
            stream = out.add_stream(codec, rate=rate, layout="mono", options=options)
            stream.bit_rate = 64000
            written = 0
            for block in blocks:
                block.pts = written
                written += block.samples
                out.mux(stream.encode(block))
            out.mux(stream.encode(None))
    return cpu() - began


def stages(source: Path, formats: tuple[str, ...]) -> dict[str, float]:
    """CPU seconds of synthesis, stitching and encoding in one run of the job within this process, children included."""
    from readaloud import pipeline
    from readaloud.assembly.mastering import programme
    from readaloud.assembly.stitching import clip_rates
    from readaloud.assembly.timeline import build_edition
    from readaloud.settings import Settings
    from readaloud.synthesis.cache import open_cache
    from readaloud.synthesis.workers import synthesize
    from readaloud.writers import registry

    def all_cpu() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return cpu() + usage.ru_utime + usage.ru_stime

    settings = Settings(cache=False, formats=formats)
    document, _ = pipeline.read(str(source))
    script = pipeline.plan(document, settings)
    cast = pipeline.cast(script, settings)
    told: dict[str, float] = {}
    with open_cache(settings) as cache, tempfile.TemporaryDirectory() as folder:
        began = all_cpu()
        spoken = synthesize(script, cast, settings, cache)
        told["synthesis"] = all_cpu() - began
        edition = build_edition(script, cast, spoken.infos)
        began = all_cpu()
        blocks = list(programme(edition.timeline, spoken.samples, settings, clip_rates(spoken.infos.values())))
        told["stitching"] = all_cpu() - began
        began = all_cpu()
        for name in settings.formats:
            writing = registry.writer(name).begin(edition, Path(folder), "edition", settings)
            for block in blocks:
                writing.write(block)
            writing.finish()
        told["encoding"] = all_cpu() - began
    return told


if __name__ == "__main__":
    main()
