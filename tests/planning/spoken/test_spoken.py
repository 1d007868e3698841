"""The words to say: the tables of cases, and what holds of any text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readaloud.model import Speaker
from readaloud.planning.announcements import catalogue
from readaloud.planning.capitals import names
from readaloud.planning.spoken import aligned, default_spoken, remark, spoken

HERE = Path(__file__).parent
LEAST = {"en": 300, "de": 60, "fr": 60}
NEVER = re.compile(r"[\[\]_{}<>|^\\~*•†‡¹²³\u00ad\u200b\u2060]")
"""What no engine may be given."""
NO_FIGURES = ("en", "de", "fr")


def table(language: str) -> list[tuple[str, str, str, str]]:
    lines = (HERE / f"cases-{language}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    assert all(len(row) == 4 for row in rows), [row for row in rows if len(row) != 4]
    return [(row[0], row[1], row[2], row[3]) for row in rows]


CASES = [case for language in LEAST for case in table(language)]


@pytest.mark.parametrize("language", LEAST)
def test_what_is_printed_is_said_as_the_table_tells(language: str) -> None:
    rows = table(language)
    assert len({(tag, printed) for tag, _, printed, _ in rows}) == len(rows) >= LEAST[language]
    said = [(tag, kind, printed, default_spoken("speech", printed, catalogue(tag))) for tag, kind, printed, _ in rows]
    wrong = [(told, now) for told, now in zip(rows, said, strict=True) if told != now]
    assert not wrong


def test_no_case_leaves_figures_or_signs_to_the_engine() -> None:
    assert [said for _, _, _, said in CASES if re.search(r"\d", said) or NEVER.search(said)] == []


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en-US", "one hundred five men on April fifth"),
        ("en", "one hundred five men on April fifth"),
        ("en-GB", "one hundred and five men on April the fifth"),
        ("en-AU", "one hundred and five men on April the fifth"),
    ],
)
def test_the_region_of_the_language_decides_between_american_and_british(tag: str, said: str) -> None:
    assert spoken("105 men on April 5", catalogue(tag)) == said


@pytest.mark.parametrize("tag", ["es", "it", "nl", "pl", "pt", "ru", "zh-CN", "la", "x-none"])
def test_a_language_without_rules_keeps_its_numbers_and_loses_what_no_voice_can_say(tag: str) -> None:
    words = catalogue(tag)
    said = spoken("*No.* [uno] 3,5 ____ 1972¹ NATO Mr. X", words)
    assert said == f"No. uno 3,5 {words.say('words.blank')} 1972 NATO Mr. X"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("IV", "four."),
        ("IV.", "four."),
        ("II. Discussion", "two. Discussion."),
        ("I. Opening", "one. Opening."),
        ("ACT III", "Act three."),
        ("CHAPTER XII: THE END", "Chapter twelve: The End."),
        ("I Believe", "one Believe."),
        ("67. Transcript of Telephone Conversation", "sixty-seven. Transcript of Telephone Conversation."),
        ("What now?", "What now?"),
    ],
)
def test_headings_say_their_numbers_and_end_with_a_stop(printed: str, said: str) -> None:
    assert default_spoken("heading", printed, catalogue("en-US")) == said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("(laughter)", "laughter"),
        ("[Exit LADY BRACKNELL.]", "Exit Lady Bracknell."),
        ("(to Mr. Colby)", "to Mister Colby"),
        ("[less than 1 line not declassified]", "less than one line not declassified"),
        ("[unclear]—", "unclear"),
    ],
)
def test_remarks_lose_their_brackets(printed: str, said: str) -> None:
    assert remark(printed, catalogue("en-US")) == said


def test_the_documents_own_abbreviations_are_said_as_letters() -> None:
    text = "The LAO and the FAR met ACDA at SALT; AARMA too."
    assert spoken(text, catalogue("en-US")) == "The L.A.O and the Far met A.C.D.A at Salt; Aarma too."
    listed = catalogue("en-US", ["LAO", "FAR", "ACDA", "SALT", "AARMA"])
    assert spoken(text, listed) == "The L.A.O and the F.A.R met A.C.D.A at Salt; Aarma too."


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ((), "N.A.R and Y.O.R meet Chalf."),
        (("NAR", "YOR"), "N.A.R and Y.O.R meet Chalf."),
        (("NAR", "YOR", "CHALF"), "Nar and Yor meet Chalf."),
    ],
)
def test_where_a_play_prints_its_speakers_in_capitals_short_ones_are_names_too(
    labels: tuple[str, ...], said: str
) -> None:
    known = names([Speaker(label.lower(), labels=(label,)) for label in labels])
    assert spoken("NAR and YOR meet CHALF.", catalogue("en-US", names=known)) == said


def test_a_stop_is_kept_where_it_ends_the_sentence_too() -> None:
    words = catalogue("en-US")
    assert spoken("He left the U.S. for Washington, D.C.", words) == "He left the U.S for Washington, D.C."
    assert spoken("guns, etc.”", words) == "guns, et cetera.”"
    assert spoken("(guns, etc.)", words) == "(guns, et cetera)"


def test_spoken_and_printed_words_are_aligned() -> None:
    printed = "On 5 April 1972 Mr. K. said “yes”."
    said = spoken(printed, catalogue("en-US"))
    pairs = [(printed[a:b], said[c:d]) for (a, b), (c, d) in aligned(printed, said)]
    assert pairs == [
        ("On", "On"),
        ("5", "the fifth of"),
        ("April", "April,"),
        ("1972 Mr.", "nineteen seventy-two Mister"),
        ("K.", "K"),
        ("said", "said"),
        ("“yes”.", "“yes”."),
    ]


TEXT = st.text(
    st.one_of(
        st.sampled_from(" .,;:[]()_*/-–—…½²§$£%&@#'’\"“”0123456789IVXMLCDabcNSAltpmZ"),
        st.characters(codec="utf-8", exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(TEXT, st.sampled_from(["en-US", "en-GB", "de", "fr-FR", "es"]), st.sampled_from(["speech", "heading", "stage"]))
def test_any_text_is_said_in_words_or_not_at_all(text: str, tag: str, kind: str) -> None:
    words = catalogue(tag)
    said = default_spoken(kind, text, words)
    assert not NEVER.search(said)
    assert said == default_spoken(kind, text, words) == " ".join(said.split())
    assert not said or re.search(r"\w", said)
    if tag[:2] in NO_FIGURES:
        assert not re.search(r"[0-9½¼¾$£§%@#]", said), said


@given(TEXT)
def test_aligned_spans_are_in_order_and_inside(text: str) -> None:
    said = spoken(text, catalogue("en-US"))
    at = then = 0
    for (a, b), (c, d) in aligned(text, said):
        assert at <= a < b <= len(text) and then <= c < d <= len(said)
        at, then = b, d


def test_letters_and_digits_of_other_scripts_are_left_alone() -> None:
    text = "Молотов 毛泽东 ٣"
    assert spoken(text, catalogue("en-US")) == unicodedata.normalize("NFC", text)
