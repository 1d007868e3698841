"""How well listeners can tell a cast apart, as numbers.

    python -m tests.benchmarks.voices SOURCE…    least distance in each scene, and recognition of the cast's voices
    python -m tests.benchmarks.voices --bar      where `distance.DEVIATIONS` and `distance.BAR` come from
    python -m tests.benchmarks.voices --bank     12 and 24 voices of each language

Recognition is from finished audio, coding included: see `tests/recognition.py`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from readaloud import pipeline
from readaloud.distance import BAR, distance
from readaloud.engines.bank import load_voices
from readaloud.engines.measuring import Measurer
from readaloud.errors import ReadaloudError
from readaloud.model import Cast, Mark, Script, Utterance, Voice
from readaloud.settings import Settings
from tests.recognition import ENGLISH, GERMAN, LEARNT, accuracy, deviations, hear, pair_accuracies

MOST = 12
"""Speakers in a scene up to which every two must be at the bar."""
EDGES = (0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.4, 2.0, 100)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("sources", nargs="*", type=Path)
    arguments.add_argument("--bar", action="store_true")
    arguments.add_argument("--bank", action="store_true")
    arguments.add_argument("--format", default="mp3", choices=["mp3", "m4b"])
    arguments.add_argument("--scenes", action="store_true", help="a line for each scene, not for each document")
    given = arguments.parse_args()
    if given.bar:
        bar(given.format)
    if given.bank:
        bank(given.format)
    if given.sources:
        documents(given.sources, given.format, given.scenes)


def documents(paths: Sequence[Path], format: str, each: bool) -> None:
    """A line for every document (or scene): the nearest two voices heard together, and how often they are told apart."""
    print(
        f"{'document':40} {'scenes':>6} {'most speakers':>13} {'least distance':>14} {'voices':>6} {'told apart':>10}"
    )
    for path in paths:
        try:
            script, _ = pipeline.script_of(str(path), Settings())
            cast = pipeline.cast(script, Settings())
        except ReadaloudError as error:
            print(f"{path.name:40} {error.message}")
            continue
        voices = {casting.speaker: casting.voice for casting in cast.castings}
        found = [scene for scene in scenes(script) if len(scene & set(voices)) > 1]
        if not found:
            print(f"{path.name:40}      0  nobody is heard together with another")
            continue
        least = [min(distance(voices[a], voices[b]) for a, b in combinations(sorted(scene), 2)) for scene in found]
        if each:
            for number, (scene, value) in enumerate(zip(found, least, strict=True), 1):
                print(f"  scene {number:3}: {len(scene):3} speakers, least distance {value:.2f}")
        heard = everyone(cast)
        sentences = lines(script)
        told = f"{recognized(heard, sentences, format):10.1%}" if len(sentences) == 2 * LEARNT else "too short"
        smaller = [value for scene, value in zip(found, least, strict=True) if len(scene) <= MOST]
        sign = "" if min(smaller, default=9) >= 1 else "  BELOW THE BAR"
        print(
            f"{path.name[:40]:40} {len(found):6} {max(map(len, found)):13} {min(least):14.2f} {len(heard):6} {told:>10}{sign}"
        )


def scenes(script: Script) -> list[frozenset[str]]:
    """Who is heard in each chapter, the edition's own voices too; the opening, which names everybody, is none."""
    found: list[set[str]] = [set()]
    opening = True
    for entry in script.entries:
        if isinstance(entry, Mark) and entry.kind == "chapter":
            found.append(set())
        elif isinstance(entry, Utterance):
            opening = opening and entry.kind == "announcement"
            if entry.spoken and not opening:
                found[-1].add(entry.speaker)
    return [frozenset(scene) for scene in found if scene]


def everyone(cast: Cast) -> tuple[Voice, ...]:
    """Each voice of a cast once."""
    return tuple({casting.voice.id: casting.voice for casting in cast.castings}.values())


def lines(script: Script) -> tuple[str, ...]:
    """Sixteen sentences of the document, of 6 to 25 words, taken evenly."""
    fitting = [u.spoken for u in script.utterances() if u.kind != "announcement" and 6 <= len(u.spoken.split()) <= 25]
    places = np.linspace(0, len(fitting) - 1, 2 * LEARNT).astype(int) if len(fitting) >= 2 * LEARNT else []
    return tuple(fitting[place] for place in places)


def recognized(voices: Sequence[Voice], sentences: Sequence[str], format: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return accuracy(hear(voices, sentences, Path(folder), format))


def bank(format: str) -> None:
    """The first 12 and the first 24 speakers of each language's list, and all."""
    print(f"{'language':8} {'voices':>6} {'least distance':>14} {'told apart':>10}")
    for language in sorted({voice.language.split("-")[0] for voice in load_voices(engine="pyttsx3")}):
        found = [voice for voice in load_voices(language, "pyttsx3") if "" in voice.roles]
        sentences = {"en": ENGLISH, "de": GERMAN}.get(language)
        for count in sorted({min(12, len(found)), min(24, len(found)), len(found)}):
            some = found[:count]
            least = min(distance(a, b) for a, b in combinations(some, 2))
            told = f"{recognized(some, sentences, format):.1%}" if sentences else "–"
            print(f"{language:8} {count:6} {least:14.2f} {told:>10}")


def bar(format: str) -> None:
    """Every two of many voices, some of them nearly alike: how often they are told apart at which distance."""
    speakers = [voice for voice in load_voices("en", "pyttsx3") if "" in voice.roles][:16]
    moved = [
        replace(voice, id=f"{voice.id}+{steps}", pitch=voice.pitch + steps, sound=None)
        for voice in speakers[:8]
        for steps in (4, 8, 12, 16, 20)
        if voice.pitch + steps < 100
    ]
    with Measurer() as measurer:
        voices = [*speakers, *(measurer.measured(voice) for voice in moved)]
    with tempfile.TemporaryDirectory() as folder:
        heard = hear(voices, ENGLISH, Path(folder), format)
    print("deviations:", ", ".join(f"{value:.3f}" for value in deviations({v.id: heard[v.id] for v in speakers})))
    by_id = {voice.id: voice for voice in voices}
    told = [(distance(by_id[a], by_id[b]), value) for (a, b), value in pair_accuracies(heard).items()]
    print(
        f"bar: {BAR} deviations\n{'distance':>12} {'pairs':>6} {'told apart':>10} {'worst pair':>10} {'pairs under 95 %':>16}"
    )
    for low, high in pairwise(EDGES):
        values = [value for far, value in told if low <= far < high]
        if values:
            print(
                f"{low:5} … {high:4} {len(values):6} {np.mean(values):10.1%} {min(values):10.1%} {sum(v < 0.95 for v in values):16}"
            )


if __name__ == "__main__":
    main()
