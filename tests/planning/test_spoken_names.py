from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readaloud.model import Document, Pause, Script, Speaker, Utterance
from readaloud.planning.casting import cast
from readaloud.planning.casting.presence import presence
from readaloud.planning.director import plan
from readaloud.planning.script_reading import read_script
from readaloud.planning.script_writing import write_script
from readaloud.planning.spoken_names import short_names, unnamed, with_names
from readaloud.settings import Settings
from tests.planning.stages import narrator, play, voice
from tests.planning.strategies import documents

HOWS = st.sampled_from(["never", "first", "scene", "always"])


@given(documents(), HOWS, st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_names_are_added_and_nothing_else_is_changed(document: Document, how: str, everybody: bool) -> None:
    script = plan(document, Settings())
    named = {s.id for s in script.speakers if not s.role} if everybody else set()
    said = with_names(script, how, named)
    old = {id(e) for e in script.entries}
    kept = tuple(e for e in said.entries if id(e) in old)
    added = [e for e in said.entries if id(e) not in old]
    assert kept == script.entries
    assert len({u.id for u in said.utterances()}) == len(said.utterances())
    for name, pause in zip(added[::2], added[1::2], strict=True):
        assert (
            isinstance(name, Utterance) and name.kind == "announcement" and not name.text and name.speaker == "narrator"
        )
        assert pause == Pause("quick")
    assert read_script(write_script(said)) == said
    assert presence(said) == presence(script), "the cast stays what it is"
    turns = {u.turn for u in script.utterances() if u.turn is not None and u.spoken}
    if how == "always":
        assert len(added) // 2 <= len(turns)
    if how == "never" and not named:
        assert not added


PEOPLE = (
    Speaker("kissinger", ("K", "Dr. Kissinger"), "Henry A. Kissinger", "Secretary of State", "male"),
    Speaker("dobrynin", ("D",), "Anatoly F. Dobrynin", "Soviet Ambassador"),
)


def lines(script: Script) -> list[str]:
    """What is said, speeches as the ids of their speakers."""
    return [u.spoken if u.kind == "announcement" else u.speaker for u in script.utterances()][1:]


SCRIPT = play("kissinger dobrynin kissinger", "kissinger kissinger dobrynin", people=PEOPLE)
FIRST_K, FIRST_D = "Henry A. Kissinger, Secretary of State.", "Anatoly F. Dobrynin, Soviet Ambassador."


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        ("never", "k d k | k k d"),
        ("first", f"{FIRST_K} k {FIRST_D} d k | k k d"),
        ("scene", f"{FIRST_K} k {FIRST_D} d k | Kissinger. k k Dobrynin. d"),
        ("always", f"{FIRST_K} k {FIRST_D} d Kissinger. k | Kissinger. k k Dobrynin. d"),
    ],
)
def test_when_a_name_is_said(how: str, wanted: str) -> None:
    said = " ".join({"kissinger": "k", "dobrynin": "d"}.get(x, x) for x in lines(with_names(SCRIPT, how)))
    assert said == wanted.replace(" |", "")


def test_a_shifted_voice_is_named_in_each_scene_even_when_names_are_never_said() -> None:
    script = play("a b a b c", "a b c c")
    made = cast(script, [narrator(), voice("v0"), voice("v1")])
    named = {c.speaker for c in made.castings if c.named}
    assert named == {"c"}
    said = with_names(script, "never", named)
    assert lines(said) == ["a", "b", "a", "b", "C.", "c", "a", "b", "C.", "c", "c"]
    assert list(unnamed(script, made)) == ["C has a voice that is only shifted, and the script does not say the name."]
    assert list(unnamed(said, made)) == []


def test_the_gap_before_a_turn_stays_before_its_name() -> None:
    entries = list(SCRIPT.entries)
    at = next(i for i, e in enumerate(entries) if isinstance(e, Utterance) and e.speaker == "dobrynin")
    script = replace(SCRIPT, entries=(*entries[:at], Pause("interruption"), *entries[at:]))
    said = with_names(script, "always").entries
    at = said.index(Pause("interruption"))
    assert [e.spoken if isinstance(e, Utterance) else e for e in said[at : at + 4]] == [
        Pause("interruption"), FIRST_D, Pause("quick"), "Some words of mine.",
    ]  # fmt: skip


def test_a_name_comes_before_a_remark_that_is_heard_and_not_before_silence() -> None:
    turn = (
        Utterance("s", "stage", "(softly)", "", "editor", 0, "K"),
        Utterance("u", "speech", "Yes.", "Yes.", "kissinger", 0, "K"),
        Utterance("x", "speech", "—", "", "dobrynin", 1, "D"),
    )
    script = Script("", "en", (*PEOPLE, Speaker("editor", role="editor"), Speaker("narrator", role="narrator")), turn)
    assert with_names(script, "always").utterances()[0].id == "s"
    assert lines(with_names(script, "always")) == [FIRST_K, "kissinger", "dobrynin"]
    heard = replace(script, entries=(replace(turn[0], spoken="softly"), *turn[1:]))
    assert [u.spoken for u in with_names(heard, "always").utterances()][:2] == [FIRST_K, "softly"]


def test_what_tells_namesakes_apart_for_the_eye_is_not_said() -> None:
    script = play("c", people=[Speaker("c", ("ERSTER BÜRGER",), "Erster Bürger (I/2)")])
    assert lines(with_names(script, "always")) == ["Erster Bürger.", "c"]


def test_who_is_there_to_say_it() -> None:
    nobody = replace(SCRIPT, speakers=PEOPLE)
    assert with_names(nobody, "always") == nobody


def test_short_names_are_what_people_are_called() -> None:
    speakers = [
        Speaker("1", ("K",), "Henry A. Kissinger"), Speaker("2", ("PM Chou",), "Chou En-lai"), Speaker("3", ("C",), "Qiao Guanhua"),
        Speaker("4", ("LADY BRACKNELL",), "Lady Bracknell"), Speaker("5", (), "Mr. Lord"), Speaker("13", (), "First Lady"), Speaker("6", (), "The President"),
        Speaker("7", (), "Harold Brown"), Speaker("8", (), "George Brown"), Speaker("9", (), "Ambassador Dobrynin"),
        Speaker("10", ("OLD MAN",), "Old Man"), Speaker("11", ("RSM and K",), "Robert S. McNamara and K", members=("1",)),
        Speaker("12", ("DANTON",), "Danton"), Speaker("narrator", role="narrator"),
    ]  # fmt: skip
    assert list(short_names(speakers).values()) == [
        "Kissinger", "Chou", "Qiao Guanhua", "Lady Bracknell", "Lord", "First Lady", "The President", "Harold Brown", "George Brown",
        "Dobrynin", "Old Man", "Robert S. McNamara and K", "Danton",
    ]  # fmt: skip
