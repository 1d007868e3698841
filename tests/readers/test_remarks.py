"""Remarks about the talk against words of the sentence."""

from __future__ import annotations

import pytest

from readaloud.readers.talk.remarks import in_brackets, in_parentheses, remarks

REMARKS = [
    "[unclear]", "[inaudible]", "[illegible—men?]", "[sic]", "[?]", "[Laughter.]", "[laughter, unclear exchange]",
    "[1 line not declassified]", "[less than 1 line not declassified]", "[2½ lines not declassified]",
    "[dollar amount not declassified]", "[name not declassified]", "[omission in the source text]", "[garble]",
    "[Omitted here is discussion unrelated to food policy.]", "[Here follows a discussion of Korea.]",
    "[see footnote 3]", "[Interrupts the translation]", "[General Brown assured the President that he would do so.]",
    "[He circulates a paper]",
]  # fmt: skip
SUPPLIED = ["[sense]", "[came]", "[do?]", "[and]", "[the Soviets]", "[Strategic Arms Limitation Talks]", "[asks]"]
ACTS = [
    "(laughter)", "(Laughter)", "(laughs)", "(pause)", "(And then after a pause)", "(pointing to map)",
    "(Turning to mr. Enders)", "(Briefed on current situation in Angola, using maps and charts.)",
    "(Wanted to know about the outcome)", "(reads message)", "(inaudible)", "(to Gen. Brown)",
    "(Mr. Gomulka became impassioned, his whole face growing redder as he went along.)", "(through interpreter)",
]  # fmt: skip
WORDS = [
    "(Handler and Brown)", "(ToSec 66)", "(Mr. Lord)", "(by septel)", "(coalition)", "(Ambassador)", "(proposals?)",
    "(whom he primarily blames)", "(in Latin America)", "(S)", "(for the moment)",
]  # fmt: skip


@pytest.mark.parametrize("text", REMARKS)
def test_an_editor_tells_about_the_talk(text: str) -> None:
    assert in_brackets(text[1:-1]) == "stage"


@pytest.mark.parametrize("text", SUPPLIED)
def test_an_editor_completes_the_sentence(text: str) -> None:
    assert in_brackets(text[1:-1]) == "supplied"


@pytest.mark.parametrize("text", ACTS)
def test_parentheses_tell_what_was_done(text: str) -> None:
    assert in_parentheses(text[1:-1]) == "stage"


@pytest.mark.parametrize("text", WORDS)
def test_parentheses_of_the_speaker(text: str) -> None:
    assert in_parentheses(text[1:-1]) == ""


def marked(text: str, talk: bool = True) -> list[tuple[str, str]]:
    return [(mark.kind, text[mark.begin : mark.end]) for mark in remarks(text, talk)]


def test_a_sentence_between_two_sentences_tells_of_the_talk() -> None:
    assert marked("All in favor? [A show of hands.] Carried.") == [("stage", "[A show of hands.]")]
    assert marked("We saw [A show of hands.] today.") == [("supplied", "[A show of hands.]")]
    assert marked("Well. [They] left.") == [("supplied", "[They]")]
    assert marked("He was right. [Air Force Lt.] Colonel Vane said so.") == [("supplied", "[Air Force Lt.]")]
    assert marked("He was right—[Then a major.] Colonel Vane") == [("supplied", "[Then a major.]")]


def test_letters_inside_a_word_are_supplied() -> None:
    assert marked("no[thing?] for Fulb[right]") == [("supplied", "[thing?]"), ("supplied", "[right]")]


def test_an_address_is_a_remark_where_a_sentence_begins() -> None:
    assert marked("(To Sisco) Do you? (To Colby) And you?") == [("stage", "(To Sisco)"), ("stage", "(To Colby)")]
    assert marked("the reports [to Congress] are late") == [("supplied", "[to Congress]")]


def test_parentheses_in_prose_belong_to_it() -> None:
    assert marked("He sat (laughing) down.", talk=False) == []
