"""CPU time of casting, and how far apart the voices of each scene are.

    python -m tests.benchmarks.casting [SOURCE …]

Without sources: plays made up of 12, 118 and 500 speakers (the second with 935 turns in 20 scenes; the last in 50, and all in
one). For each: CPU seconds of casting alone, as the ratio to writing the same script to YAML too; the least distance in any
scene (1 is the bar), people in the largest scene, voices shared between scenes, and voices shifted. Then, for each scene with
up to 12 speakers, whether the bar is met.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from readaloud import pipeline
from readaloud.distance import distance
from readaloud.engines.bank import load_voices
from readaloud.model import Script, Voice
from readaloud.planning.casting import cast
from readaloud.planning.casting.presence import presence
from readaloud.planning.script_writing import write_script
from readaloud.settings import Settings
from tests.planning.stages import play


def main() -> None:
    sources = sys.argv[1:]
    if sources:
        scripts = [(Path(source).name, pipeline.script_of(source, Settings())[0]) for source in sources]
    else:
        scripts = [
            ("12 speakers, 1 scene", made_up(12, 120, 1)),
            ("118 speakers, 20 scenes", made_up(118, 935, 20)),
            ("500 speakers, 50 scenes", made_up(500, 3000, 50)),
            ("500 speakers, 1 scene", made_up(500, 3000, 1)),
        ]
    head = ("CPU s", "ratio", "least", "people", "shared", "shifted", "≤ 12 at the bar")
    print(f"{'':32}" + "".join(f"{h:>9}" for h in head))
    for name, script in scripts:
        print(f"{name[:32]:32}" + measured(script, load_voices(language=script.language, engine="pyttsx3")))


def measured(script: Script, voices: tuple[Voice, ...]) -> str:
    """A row of the table."""
    began = time.process_time()
    made = cast(script, voices)
    taken = time.process_time() - began
    began = time.process_time()
    write_script(script)
    writing = time.process_time() - began
    own = {casting.speaker: casting.voice for casting in made.castings}
    roles = [s.id for s in script.speakers if s.role]
    least, small = [], []
    people = presence(script).scenes
    for scene in people:
        ids = [*scene, *roles]
        near = min((distance(own[a], own[b]) for i, a in enumerate(ids) for b in ids[i + 1 :]), default=9.0)
        least.append(near)
        small += [near >= 1.0] if len(scene) <= 12 else []
    shifted = sum(casting.named for casting in made.castings)
    shared = len(made.castings) - len({casting.voice.id for casting in made.castings})
    cells = (
        f"{taken:.3f}",
        f"{taken / writing:.2f}",
        f"{min(least, default=9.0):.2f}",
        str(max(map(len, people), default=0)),
    )
    cells += (str(shared), str(shifted), f"{sum(small)}/{len(small)}")
    return "".join(f"{cell:>9}" for cell in cells)


def made_up(speakers: int, turns: int, scenes: int) -> Script:
    """A play: some speak in most scenes, most in one or two; the same every time."""
    chance = random.Random(118)
    people = [f"p{i}" for i in range(speakers)]
    order = [people[i] for i in range(speakers)]
    found: list[list[str]] = [[] for _ in range(scenes)]
    for i, id in enumerate(order):
        for scene in chance.sample(range(scenes), min(scenes, max(1, 12 // (i + 1)))):
            found[scene].append(id)
    talk = [
        [chance.choice(scene[: 1 + chance.randrange(len(scene))]) for _ in range(turns // scenes)] for scene in found
    ]
    for scene, said in zip(found, talk, strict=True):
        said[: len(scene)] = scene[: len(said)]  # everybody is heard
    return play(*talk)


if __name__ == "__main__":
    main()
