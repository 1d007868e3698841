from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.distance import distance
from readaloud.engines.bank import load_voices
from readaloud.errors import EngineError
from readaloud.model import Mark, Script, Speaker, Utterance, Voice
from readaloud.planning.casting import cast, shared_voices
from readaloud.planning.casting.presence import presence
from readaloud.planning.casting.shifting import base_of
from tests.planning.stages import NARRATOR, banks, least, narrator, play, plays, voice, voices


@given(plays(), banks(), st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_two_people_in_one_scene_share_a_voice(script: Script, bank: list[Voice], data: st.DataObject) -> None:
    people = [s.id for s in script.speakers if not s.role]
    pinned = data.draw(st.dictionaries(st.sampled_from(people), st.sampled_from(bank[1:]), max_size=3))
    made = cast(script, bank, pinned)
    assert [c.speaker for c in made.castings] == [s.id for s in script.speakers]
    for id, chosen in pinned.items():
        assert made.voice(id) == chosen, "a person's choice is never moved"
    there = presence(script)
    fitting = {s.id: [v for v in bank[1:] if not s.gender or v.gender in (s.gender, "")] for s in script.speakers}
    for casting in made.castings:
        for other in there.partners[casting.speaker]:
            if not {casting.speaker, other} <= set(pinned):
                assert casting.voice.id != made.voice(other).id
        if casting.speaker in people and casting.speaker not in pinned and fitting[casting.speaker]:
            assert base_of(casting.voice) in {v.id for v in fitting[casting.speaker]}, "told genders are respected"
        if casting.named:
            assert "@" in casting.voice.id and "name is spoken" in casting.reason
    assert cast(script, list(reversed(bank)), dict(reversed(pinned.items()))) == made


@given(st.integers(2, 5), st.integers(0, 60), st.data())
@settings(max_examples=60, deadline=None)
def test_the_least_distance_is_the_largest_there_is_up_to_four_times_the_bar(
    count: int, seed: int, data: st.DataObject
) -> None:
    bank = voices(6, seed)
    names = [f"p{i}" for i in range(count)]
    scenes = data.draw(st.lists(st.lists(st.sampled_from(names), min_size=1, max_size=5), min_size=1, max_size=3))
    script = play(*scenes, people=[Speaker(n, name=n) for n in names])
    found = least(script, cast(script, bank))
    pairs = [(a, b) for a, mates in presence(script).partners.items() for b in mates if a < b]
    best = 0.0
    for chosen in itertools.permutations(bank[1:], count):
        own = dict(zip(names, chosen, strict=True)) | {"narrator": bank[0]}
        best = max(best, min(distance(own[a], own[b]) for a, b in pairs))
    assert found >= min(best, 4.0) - 0.011, "distances are compared in hundredths"


def test_near_voices_go_to_people_who_never_meet() -> None:
    bank = [narrator(500.0), voice("low", 100.0), voice("lower", 99.0, order=1), voice("high", 200.0, order=2)]
    made = cast(play("a b a b", "c"), bank)
    assert {made.voice("a").id, made.voice("b").id} >= {"high"}
    assert len({made.voice(x).id for x in "abc"}) == 3


def test_main_speakers_get_the_best_of_voices_that_are_all_far_apart() -> None:
    bank = [narrator(10.0), *(voice(f"v{i}", 30.0 * 3.0**i, order=i) for i in range(6))]
    made = cast(play("a a a a a a b a c"), bank)
    assert made.voice("a").id == "v0"


def test_those_who_talk_with_each_other_are_furthest_apart() -> None:
    bank = [narrator(20.0), *(voice(f"v{i}", hz) for i, hz in enumerate((100.0, 150.0, 225.0)))]
    made = cast(play("a b " * 20 + "c"), bank)
    assert {made.voice("a").id, made.voice("b").id} == {"v0", "v2"}


def test_the_narrator_is_a_neighbour_of_everybody() -> None:
    bank = [narrator(100.0), voice("near", 101.0), voice("far", 200.0, order=1)]
    assert cast(play("a"), bank).voice("a").id == "far"


def test_people_who_never_meet_share_a_voice_when_voices_run_out() -> None:
    bank = [narrator(), voice("v0"), voice("v1")]
    made = cast(play("a b a b", "c d"), bank)
    assert not any(c.named for c in made.castings)
    assert {made.voice("c").id, made.voice("d").id} == {"v0", "v1"}
    assert "shared with" in next(c.reason for c in made.castings if c.speaker == "c")
    assert shared_voices(play("a b a b", "c d"), made) == ()


def test_pitch_and_rate_are_shifted_by_an_audible_step_when_even_that_is_not_enough() -> None:
    bank = [narrator(60.0), voice("v0", 100.0), voice("v1", 200.0)]
    script = play("a b a b c d e")
    made = cast(script, bank)
    assert [c.speaker for c in made.castings if c.named] == ["c", "d", "e"], "those who say least"
    assert len({c.voice.id for c in made.castings}) == 6
    assert least(script, made) >= 1.0


def test_hundreds_in_one_scene_and_a_bank_of_one() -> None:
    made = cast(play([f"p{i}" for i in range(300)]), voices(20))
    assert len({c.voice.id for c in made.castings}) == 301
    with pytest.raises(EngineError, match="too few voices for the"):
        cast(play([f"p{i}" for i in range(90)]), [narrator(), voice("only")])


def test_nobody_is_cast_without_voices() -> None:
    with pytest.raises(EngineError, match="no voice for the narrator"):
        cast(play("a"), [voice("v")])
    with pytest.raises(EngineError, match="no voice for speakers"):
        cast(play("a"), [narrator()])


BANK = [
    narrator(), *(voice(f"man{i}", gender="male", age="adult", order=i) for i in range(3)),
    *(voice(f"woman{i}", gender="female", age="adult", order=10 + i) for i in range(3)),
    voice("boy", gender="male", age="child", order=20), voice("girl", gender="female", age="child", order=21),
    voice("old-man", gender="male", age="old", order=22),
]  # fmt: skip


def chosen(script: Script) -> dict[str, Voice]:
    return {c.speaker: c.voice for c in cast(script, BANK).castings}


def test_gender_and_age_are_respected_where_they_are_told() -> None:
    people = [
        Speaker("a", gender="female"), Speaker("b", gender="male", age="old"), Speaker("c", gender="female", age="child"),
        Speaker("d", age="child"), Speaker("e"),
    ]  # fmt: skip
    made = chosen(play("a b c d e", people=people))
    assert made["a"].gender == "female" and made["a"].age == "adult"
    assert made["b"].id == "old-man" and made["c"].id == "girl" and made["d"].id == "boy"
    assert made["e"].age == "adult"


def test_a_company_of_one_gender_is_heard_as_one() -> None:
    people = [Speaker("a", gender="male"), Speaker("b"), Speaker("c", gender="female"), Speaker("d")]
    made = cast(play("a b", "c d", people=people), BANK)
    assert made.voice("b").gender == "male" and made.voice("d").gender == "female", "of those who are there, not of all"
    assert "like all others" in next(c.reason for c in made.castings if c.speaker == "b")


def test_a_group_has_a_voice_of_its_own_unlike_its_members() -> None:
    people = [
        Speaker("a", gender="female"),
        Speaker("b", gender="female"),
        Speaker("both", name="A and B", members=("a", "b")),
        Speaker("all", ("ALL",), "All"),
    ]
    made = chosen(play("a b", "both", "all a", people=people))
    assert made["both"].gender == "female"
    assert len({made[x].id for x in ("a", "b", "both")}) == 3
    assert made["all"].id != made["a"].id


def test_untold_people_leave_the_company_before_anybody_is_named() -> None:
    people = [Speaker("a", gender="male"), *(Speaker(f"p{i}") for i in range(5))]
    made = cast(play("a p0 p1 p2 p3 p4", people=people), BANK)
    assert not any(c.named for c in made.castings)
    assert any("too few are left" in c.reason for c in made.castings)


def test_a_pinned_voice_moves_the_others() -> None:
    script = play("a b a b c")
    before = cast(script, BANK)
    after = cast(script, BANK, {"c": before.voice("a")})
    assert after.voice("c") == before.voice("a") != after.voice("a")
    assert {c.speaker for c in after.castings if c.pinned} == {"c"}


def test_two_pins_on_one_voice_are_kept_and_warned_of() -> None:
    script = play("a b", "c")
    made = cast(script, BANK, dict.fromkeys("abc", BANK[1]))
    assert shared_voices(script, made) == ("A and B have one voice, man0.",)


# -- scenes -------------------------------------------------------------------------------------------------------------


def test_a_heading_begins_a_scene_a_page_does_not() -> None:
    script = play("a b", "c d")
    assert presence(script).scenes == (frozenset("ab"), frozenset("cd"))
    assert presence(play("a b", "c d", headings=True)).scenes == (frozenset("ab"), frozenset("cd"))
    page = Utterance("p", "page", "", "Page 2.", "narrator", n="2")
    entries = list(script.entries)
    at = max(i for i, e in enumerate(entries) if isinstance(e, Mark))
    paged = replace(script, entries=(*entries[: at + 1], page, *entries[at + 1 :]))
    assert presence(paged).scenes == (frozenset("abcd"),)
    heading = Utterance("h", "heading", "Act Two", "Act Two.", "narrator", level=2)
    both = replace(script, entries=(*entries[: at + 1], page, heading, *entries[at + 1 :]))
    assert presence(both).scenes == (frozenset("ab"), frozenset("cd"))


def test_who_answers_whom_is_counted_within_a_scene() -> None:
    there = presence(play("a b a c", "b a"))
    assert there.answers[frozenset("ab")] == 3 and there.answers[frozenset("ac")] == 1
    assert there.answers[frozenset("bc")] == 0
    assert there.turns == {"a": 3, "b": 2, "c": 1, "narrator": 0}
    assert there.partners["c"] == frozenset({"a", "b", "narrator"})


def test_nothing_but_a_narrator() -> None:
    assert cast(Script("", "en", (NARRATOR,), ()), [narrator()]).voice("narrator").id == "the-narrator"


# -- determinism --------------------------------------------------------------------------------------------------------

_CAST = """
import json
from tests.planning.stages import play, voices
from readaloud.planning.casting import cast
made = cast(play("a b c a b c", "d e a", "f g h i j k"), voices(8))
print(json.dumps([[c.speaker, c.voice.id, c.reason] for c in made.castings]))
"""


def test_the_same_in_every_process() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", _CAST], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] and len(json.loads(told[0])) == 12


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "cmn"])
def test_the_shipped_voices_serve_twelve_in_a_scene(language: str) -> None:
    script = play("a b c d e f g h i j k l " * 2)
    made = cast(script, load_voices(language=language, engine="pyttsx3"))
    assert not any(c.named for c in made.castings)
