from __future__ import annotations

import tomllib
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from readaloud.distance import distance
from readaloud.errors import EngineError, ReadaloudError, ScriptError
from readaloud.model import Script, Speaker, Voice
from readaloud.planning.cast_file import completed, read_cast, write_cast
from readaloud.planning.cast_pins import Bank, Pins, matched, pins
from readaloud.planning.cast_sheet import sheet
from readaloud.planning.casting import cast
from tests.planning.stages import banks, narrator, play, plays, voice, voices

BANK = [*voices(6), voice("autre", language="fr"), voice("remote", engine="nowhere")]
FULL = [Speaker("brown", ("Brown",), "Harold Brown"), Speaker("kissinger", ("K",), "Henry A. Kissinger")]


def read(text: str, script: Script, bank: Sequence[Voice] = BANK) -> Pins:
    by_id = {v.id: v for v in bank}
    speaking = {v.id for v in bank if v.language != "fr"}
    return pins(
        read_cast(text),
        script,
        Bank(by_id.get, tuple(by_id), speaking, lambda engine: engine != "nowhere"),
        "cast.toml",
    )


@given(plays(), banks())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_given_back_changes_nothing(script: Script, bank: list[Voice]) -> None:
    made = cast(script, bank)
    text = write_cast(script, made)
    back = read(text, script, bank)
    again = cast(script, bank, back.voices, back.named)
    assert [(c.speaker, c.voice, c.named) for c in again.castings] == [
        (c.speaker, c.voice, c.named) for c in made.castings
    ]
    assert completed(text, back.choices, script, again) == text


def test_the_sheet_tells_turns_words_and_the_nearest_voice_of_the_scene() -> None:
    bank = [narrator(500.0), voice("low", 100.0), voice("mid", 110.0), voice("high", 200.0)]
    script = play("a b a", "c")
    made = cast(script, bank, {"a": bank[1], "b": bank[3], "c": bank[2]})
    rows = {row.speaker.id: row for row in sheet(script, made)}
    assert (rows["a"].turns, rows["a"].words) == (2, 8)
    assert rows["a"].nearest == "b" and rows["a"].distance == round(distance(bank[1], bank[3]), 2)
    assert rows["c"].nearest == "narrator", "c is never heard with a, whose voice is nearer"
    entries = tomllib.loads(write_cast(script, made))["speaker"]
    assert entries[0]["nearest"] == "b" and entries[0]["distance"] == rows["a"].distance and entries[0]["reason"]
    unmeasured = sheet(script, cast(script, [narrator(), voice("x"), voice("y"), voice("z")]))
    assert {row.nearest for row in unmeasured} == {""}


def test_an_entry_without_a_voice_is_arranged_around_the_others() -> None:
    script = play("a b a b c")
    text = '# mine\n[[speaker]]\nid = "b" # B\n\n[[speaker]]\nid = "a"\nvoice = "v003"\npitch = 60\n'
    found = read(text, script)
    assert set(found.voices) == {"a"} and found.voices["a"].pitch == 60
    made = cast(script, BANK[:7], found.voices)
    whole = completed(text, found.choices, script, made)
    assert whole.startswith('# mine\n[[speaker]]\nid = "b" # B\nvoice = "') and text.split("\n\n")[1] in whole
    assert [c.speaker for c in read_cast(whole)] == ["b", "a", "c", "narrator"]
    back = read(whole, script)
    assert {id: v.id for id, v in back.voices.items()} == {c.speaker: c.voice.id for c in made.castings}


def test_names_that_a_person_wants_spoken() -> None:
    script = play("a b")
    found = read('[[speaker]]\nid = "a"\nsay_name = true\n', script)
    made = cast(script, BANK[:7], found.voices, found.named)
    assert [c.speaker for c in made.castings if c.named] == ["a"]
    assert tomllib.loads(write_cast(script, made))["speaker"][0]["say_name"] is True


# -- one file for a series -----------------------------------------------------------------------------------------------


def entry(id: str, name: str = "", voice: str = "v001", more: str = "") -> str:
    return f'[[speaker]]\nid = "{id}"\n' + (f'name = "{name}"\n' if name else "") + f'voice = "{voice}"\n{more}\n'


def test_people_of_other_documents_are_left_out() -> None:
    text = (
        entry("ford", "Gerald R. Ford")
        + entry("kissinger", "Henry A. Kissinger", "v002")
        + entry("notes", voice="v003")
    )
    assert set(read(text, play("kissinger", people=FULL[1:])).voices) == {"kissinger"}


def test_a_person_is_found_by_name_under_another_id() -> None:
    text = entry("kissinger-2", "Henry A. Kissinger", "v002") + entry("hak", "Henry Kissinger", "v003").replace(
        "hak", "h"
    )
    with pytest.raises(ScriptError, match="both of"):
        matched(read_cast(entry("x", "Henry Kissinger") + entry("y", "Henry Alfred Kissinger")), FULL)
    found = matched(read_cast(text), FULL)
    assert found["kissinger"].speaker == "kissinger-2", "the very name is surer than one like it"


def test_an_id_that_is_another_persons_here() -> None:
    assert matched(read_cast(entry("brown", "George Brown")), FULL) == {}
    assert set(matched(read_cast(entry("brown", "Mr. Brown")), FULL)) == {"brown"}
    assert matched(read_cast(entry("brown", "Mrs. Brown")), FULL) == {}
    both = entry("brown", "Mr. Brown") + entry("brown-2", "Harold Brown", "v002")
    assert matched(read_cast(both), FULL)["brown"].speaker == "brown-2"


def test_an_id_alone_must_be_of_this_document() -> None:
    with pytest.raises(ScriptError, match="line 1: there is no speaker 'kisinger'") as caught:
        read(entry("kisinger"), play("kissinger", people=FULL))
    assert "kissinger" in caught.value.tip


# -- what is not valid ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "message", "tip"),
    [
        (entry("a", voice="v01"), ScriptError, "line 1: there is no voice 'v01'", "v001"),
        (entry("a", voice="the-narrator"), ScriptError, "line 1: the voice 'the-narrator' is kept for the narrator", "Nearest for speakers are: "),
        (entry("a", voice="remote"), EngineError, "line 1: the voice 'remote' needs the engine 'nowhere'", "doctor"),
        (entry("b") + entry("a") + entry("a"), ScriptError, "line 9: the speaker 'a' is listed twice, first in line 5", ""),
        (entry("a", more="pitch = 1.5"), ScriptError, "line 1: pitch is a whole number from 0 to 99, not 1.5", ""),
        (entry("a", more="rate = 9000"), ScriptError, "line 1: rate is a whole number from 80 to 450, not 9000", ""),
        (entry("a", more='say_name = "yes"'), ScriptError, "line 1: `say_name` is true or false, not 'yes'", ""),
        ('[[speaker]]\nid = "a"\nvoice = 3\n', ScriptError, "line 1: `voice` is text in quotes, not 3", ""),
        ('[[speaker]]\nid = "a"\nname = 3\n', ScriptError, "line 1: `name` is text in quotes, not 3", ""),
        ('[[speaker]]\nid = "a"\npitch = 3\n', ScriptError, "line 1: there is a pitch, but no voice", ""),
        ('[[speaker]]\nvoice = "v001"\n', ScriptError, 'line 1: this speaker needs `id = "…"`', ""),
        ('[[speaker]]\nid = 7\n', ScriptError, 'line 1: this speaker needs `id = "…"`', ""),
        (entry("a", more='vioce = "x"'), ScriptError, "line 1: 'vioce' is not known here", "'voice'"),
        ('speaker = [{id = "q"}]', ScriptError, "cast.toml: there is no speaker 'q'", ""),
        ("speaker = 3", ScriptError, "'speaker' is not known here", ""),
        ('[voices]\na = "v001"', ScriptError, "'voices' is not known here", ""),
        ("[[speaker", ScriptError, "is not valid TOML", ""),
    ],
)  # fmt: skip
def test_one_line_with_the_place_and_the_nearest_names(
    text: str, kind: type[ReadaloudError], message: str, tip: str
) -> None:
    with pytest.raises(kind) as caught:
        read(text, play("a b"))
    assert message in caught.value.message and "\n" not in caught.value.message
    assert tip in caught.value.tip


def test_a_voice_of_another_language_is_warned_of() -> None:
    found = read(entry("a", voice="autre"), play("a b"))
    assert found.warnings == ("cast.toml, line 1: the voice 'autre' speaks fr, but what A says is in en.",)
