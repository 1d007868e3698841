"""Scripts made of scenes alone, and voices that were measured by nobody, for what is tested of casting."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from readaloud.distance import distance
from readaloud.model import Cast, Entry, Mark, Script, Sound, Speaker, Utterance, Voice
from readaloud.planning.casting.presence import presence

NARRATOR = Speaker("narrator", name="Narrator", role="narrator")


def voice(id: str, hertz: float = 0.0, **given: Any) -> Voice:
    """A voice; measured where it is given a pitch, 3.5 semitones of which are the bar."""
    sound = Sound(hertz, 4.0, (0.0,) * 24, 20.0) if hertz else None
    return Voice(**{"id": id, "engine": "tone", "engine_voice": id, "language": "mul", "sound": sound} | given)


def narrator(hertz: float = 0.0) -> Voice:
    return voice("the-narrator", hertz, roles=("narrator",), order=900)


def voices(count: int, seed: int = 0, **given: Any) -> list[Voice]:
    """Voices at random pitches and timbres, as near and far as those of a real bank."""
    random_ = random.Random(seed)
    found = [narrator(140.0)]
    for i in range(count):
        sound = Sound(random_.uniform(90, 260), 4.0, tuple(random_.gauss(0, 0.3) for _ in range(24)), 20.0)
        gender = "female" if i % 2 else "male"
        found.append(voice(f"v{i:03}", gender=gender, age="adult", order=i, **given | {"sound": sound}))
    return found


def play(*scenes: str | Sequence[str], people: Sequence[Speaker] = (), headings: bool = False) -> Script:
    """A script whose scenes are the ids of those who speak one after another: `"a b a c"`."""
    known = {s.id: s for s in people}
    entries: list[Entry] = [Mark("chapter", "Opening"), Utterance("o", "announcement", "", "A play.", "narrator")]
    turn = 0
    for number, scene in enumerate(scenes):
        if headings and number:
            entries.append(Utterance(f"h{number}", "heading", "A street.", "A street.", "narrator", level=2))
        else:
            entries.append(Mark("chapter", f"{number + 1}"))
        for id in scene.split() if isinstance(scene, str) else scene:
            known.setdefault(id, Speaker(id, (id.upper(),), id.capitalize()))
            entries.append(
                Utterance(f"u{turn}", "speech", "Some words of mine.", "Some words of mine.", id, turn, id.upper())
            )
            turn += 1
    return Script("A Play", "en", (*known.values(), NARRATOR), tuple(entries))


def least(script: Script, cast: Cast) -> float:
    """Least distance between two who are heard in the same scene."""
    partners = presence(script).partners
    pairs = [(a, b) for a in partners for b in partners[a] if a < b]
    return min((distance(cast.voice(a), cast.voice(b)) for a, b in pairs), default=99.0)


@st.composite
def plays(draw: st.DrawFn) -> Script:
    """Random companies in random scenes, with groups, told and untold genders and ages."""
    count = draw(st.integers(1, 14))
    people = []
    for i in range(count):
        members = tuple(sorted(draw(st.sets(st.sampled_from([f"p{j}" for j in range(count)]), max_size=3)) - {f"p{i}"}))
        people.append(
            Speaker(
                f"p{i}", (f"P{i}",), f"Person {i}", "", draw(st.sampled_from(["", "", "female", "male"])),
                draw(st.sampled_from(["", "", "", "child", "old"])), members=members if draw(st.integers(0, 5)) == 0 else (),
            )
        )  # fmt: skip
    scene = st.lists(st.sampled_from([p.id for p in people]), min_size=1, max_size=10)
    scenes = draw(st.lists(scene, min_size=1, max_size=6))
    return play(*scenes, people=people, headings=draw(st.booleans()))


@st.composite
def banks(draw: st.DrawFn) -> list[Voice]:
    """A narrator and one to nine other voices, measured or not."""
    measured = draw(st.booleans())
    found = [narrator(140.0 if measured else 0.0)]
    for i in range(draw(st.integers(1, 9))):
        found.append(
            voice(
                f"v{i}", draw(st.floats(80, 300)) if measured else 0.0, order=i,
                gender=draw(st.sampled_from(["female", "male", ""])),
                age=draw(st.sampled_from(["adult", "adult", "young", "old", "child"])),
            )
        )  # fmt: skip
    return found
