from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from readaloud.errors import ScriptError
from readaloud.model import Script
from readaloud.planning.script_reading import read_script
from readaloud.planning.script_writing import write_script
from tests.planning.strategies import scripts

HEAD = """readaloud: script 1
title: A call
language: en-US
speakers:
- id: ann
- id: ben
script:
"""


@given(scripts())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_writing_then_reading_gives_the_same_script(script: Script) -> None:
    assert read_script(write_script(script)) == script


@pytest.mark.parametrize(
    "words",
    ["No", "Yes: fine", "12:30", "[unclear]", "# 5", "null", "*really*", "& co", "3 > 2", "he said: no", "It's", "~"],
)
def test_words_typed_without_quotes_survive(words: str) -> None:
    script = read_script(f"{HEAD}- speech: {words}\n  speaker: ann\n")
    assert script.utterances()[0].text == words


@pytest.mark.parametrize("words", ['"The line" is poor', "'Tis poor.", '"Quoted whole."', "'It''s whole.'"])
def test_a_line_may_begin_with_a_quotation_mark(words: str) -> None:
    whole = {'"Quoted whole."': "Quoted whole.", "'It''s whole.'": "It's whole."}
    script = read_script(f"{HEAD}- speech: {words}\n  speaker: ann\n")
    assert script.utterances()[0].text == whole.get(words, words)


def test_a_pause_of_years_is_refused() -> None:
    with pytest.raises(ScriptError, match="at most 3600 seconds"):
        read_script(f"{HEAD}- pause: 1000000000\n")


def test_what_a_person_leaves_out_is_filled_in() -> None:
    script = read_script(
        f"{HEAD}- speech: Hello.\n  speaker: ann\n- speech: And more.\n  speaker: ann\n- speech: Hi.\n  speaker: ben\n"
    )
    first, second, third = script.utterances()
    assert [u.turn for u in (first, second, third)] == [0, 0, 1]
    assert len({u.id for u in (first, second, third)}) == 3
    assert first.spoken == "Hello."


def test_a_copied_entry_gets_an_id_of_its_own() -> None:
    entry = "- speech: Hello.\n  id: abc\n  speaker: ann\n"
    first, second = read_script(HEAD + entry + entry).utterances()
    assert first.id == "abc" != second.id


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("unknown-speaker", "- speech: Hello.\n  speaker: anne\n", "line 9, column 12: there is no speaker 'anne'"),
        ("no-speaker", "- speech: Hello.\n", "line 8, column 3: this speech has no speaker"),
        ("unknown-key", "- speech: Hello.\n  speeker: ann\n", "line 9, column 12: the key 'speeker' is not known here"),
        ("two-kinds", "- speech: Hello.\n  stage: (waves)\n", "line 8, column 3: an entry needs exactly one"),
        ("unknown-pause", "- pause: long\n", "line 8, column 10: 'long' is not one of"),
        ("not-yaml", "- speech: 'Hello.\n", "line"),
        ("tab", "-\tspeech: Hello.\n\tspeaker: ann\n", "line"),
        ("a-list-for-a-text", "- speech:\n  - Hello.\n  speaker: ann\n", "line 9, column 3: a text is expected here"),
        ("bad-turn", "- speech: Hello.\n  speaker: ann\n  turn: first\n", "line 10, column 9: a whole number is expected here"),
        ("key-twice", "- speech: Hello.\n  speaker: ann\n  speaker: ben\n", "line 10, column 12: the key 'speaker' stands here twice"),
    ],
)  # fmt: skip
def test_wrong_input_is_answered_with_line_and_column(name: str, body: str, message: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(HEAD + body)
    assert message in caught.value.message
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("text", ["", "hello", "- a\n- b\n", "a: [", "readaloud: script 99\ntitle: x\n", "\x00"])
def test_what_is_no_script_is_refused(text: str) -> None:
    with pytest.raises(ScriptError):
        read_script(text)


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a/b", "..", "a\\\\b"])
def test_a_source_that_leads_out_of_the_edition_is_refused(name: str) -> None:
    text = (HEAD + "- pause: turn\nledger: {}\n").replace(
        "language:", f"source: {{name: '{name}', sha256: 'x', container: text, encoding: utf-8}}\nlanguage:"
    )
    with pytest.raises(ScriptError, match="is not the name of a file"):
        read_script(text)


def test_the_nearest_speakers_are_named() -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(f"{HEAD}- speech: Hello.\n  speaker: bem\n")
    assert "ben" in caught.value.tip
