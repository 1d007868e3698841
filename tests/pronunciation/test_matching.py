"""Which words of a text an entry is for."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.engines.words import respelled, tokens
from readaloud.model import Saying
from readaloud.pronunciation.lexicon import Entry, Lexicon, parts
from readaloud.pronunciation.matching import Index

CASES = {
    # entry, text → what is found
    "as it is written": ("Dobrynin", "Mr. Dobrynin, hello", ["Dobrynin"]),
    "in capitals throughout": ("Dobrynin", "DOBRYNIN: Yes", ["DOBRYNIN"]),
    "a name is not found in small letters": ("Nice", "a nice day in Nice", ["Nice"]),
    "capitals only as capitals": ("SALT", "salt, Salt and SALT", ["SALT"]),
    "a word may begin a sentence": ("salt", "Salt and salt, but SALT", ["Salt", "salt"]),
    "not within a word": ("Rusk", "Ruskin, Rusk-like, aRusk, Rusk5", ["Rusk"]),
    "with the possessive": ("Dobrynin", "Dobrynin's and Dobrynin’s", ["Dobrynin's", "Dobrynin’s"]),
    "possessive of the plural": ("Haig", "the Haigs’ dog, Haig’ and", ["Haigs", "Haig"]),
    "plural of a name": ("Dobrynin", "the Dobrynins", ["Dobrynins"]),
    "no plural of a word": ("salt", "salts", []),
    "no other ending": ("Brezhnev", "Brezhnevite", []),
    "behind a hyphen": ("Kissinger", "Dobrynin-Kissinger", ["Kissinger"]),
    "with hyphens": ("Chou En-lai", "Chou En-lai's, Chou En‑lai", ["Chou En-lai's", "Chou En‑lai"]),
    "a hyphen is no space": ("Chou En-lai", "Chou En lai", []),
    "several words with any space between": ("Le Duc Tho", "Le\n Duc\u00a0Tho", ["Le\n Duc\u00a0Tho"]),
    "not a part of several words": ("Le Duc Tho", "Le Duc", []),
    "a name without its diacritics": ("Ceaușescu", "Ceausescu, CEAUSESCU", ["Ceausescu", "CEAUSESCU"]),
    "a name with diacritics that the entry lacks": ("Dubcek", "Dubček", ["Dubček"]),
    "a word only with its diacritics": ("résumé", "resume, Résumé", ["Résumé"]),
    "decomposed letters": ("Dubček", "Dubc\u030cek", ["Dubc\u030cek"]),
    "not after an apostrophe": ("Neill", "O'Neill, Neill", ["Neill"]),
    "not before one": ("d", "d'Orsay", []),
    "with points": ("U.S.S.R.", "the U.S.S.R. and U.S.", ["U.S.S.R."]),
    "beginning with a sign": (".50 caliber", "a .50 caliber gun", [".50 caliber"]),
    "capitals inside": ("McNamara", "McNamara, Mcnamara, MCNAMARA", ["McNamara", "MCNAMARA"]),
}  # fmt: skip


def found(index: Index, text: str) -> list[str]:
    return [text[m.begin : m.end] for m in index.matches(text)]


def index(*words: str, language: str = "en-US", engine: str = "tone", **scope: str) -> Index:
    return Index([Lexicon("l", tuple(Entry(word, "", "x", **scope) for word in words))], language, engine)


@pytest.mark.parametrize("case", CASES)
def test_rules(case: str) -> None:
    entry, text, expected = CASES[case]
    assert found(index(entry), text) == expected


def test_the_longest_wins() -> None:
    assert found(index("Tho", "Le Duc Tho", "Duc Tho"), "Le Duc Tho, Duc Tho, Tho") == ["Le Duc Tho", "Duc Tho", "Tho"]


def test_later_lexicons_win_and_a_persons_over_ours() -> None:
    ours = Lexicon("ours", (Entry("Dobrynin", "", "ours"), Entry("Nixon", "", "ours")), shipped=True)
    first = Lexicon("first", (Entry("dobrynin", "", "first"), Entry("Haig", "", "first")))
    second = Lexicon("second", (Entry("Haig", "", "second"),))
    said = {
        m.entry.word: m.entry.respelling
        for m in Index([ours, first, second], "en", "tone").matches("Dobrynin Haig Nixon")
    }
    assert said == {"dobrynin": "first", "Haig": "second", "Nixon": "ours"}


def test_for_one_language_or_engine() -> None:
    assert found(index("Nixon", language="en-GB", engine="tone"), "Nixon") == ["Nixon"]
    only = Lexicon("l", (Entry("Nixon", "", "x", "en", "pyttsx3"),))
    assert Index([only], "en-GB", "pyttsx3").matches("Nixon")
    assert not Index([only], "en-GB", "tone").matches("Nixon")
    assert not Index([only], "fr", "pyttsx3").matches("Nixon")
    assert not Index([only], "eng", "pyttsx3").matches("Nixon")


def test_for_the_voices_language_and_the_texts() -> None:
    american = Lexicon("l", (Entry("Nixon", "", "x", "en-US"),))
    assert Index([american], "en-GB-scotland", "tone", "en-US").matches("Nixon")  # a Scot reads an American text
    assert Index([american], "en-US", "tone", "en-GB").matches("Nixon")
    assert not Index([american], "en-GB", "tone", "en-GB").matches("Nixon")


def test_english_endings_are_english_alone() -> None:
    assert found(index("Nixon", language="fr"), "l'Élysée de Nixon, Nixons, d'Nixon") == ["Nixon", "Nixon"]


@pytest.mark.parametrize(
    ("ipa", "ending"), [("dəˈbriːnɪn", "z"), ("ˈbrɛʒnɛf", "s"), ("ˈpɛrɛz", "ɪz"), ("kɔːʃ", "ɪz"), ("ˈkɪsɪndʒər", "z")]
)  # fmt: skip
def test_the_sound_of_an_ending(ipa: str, ending: str) -> None:
    match = Index([Lexicon("l", (Entry("Abc", ipa),))], "en", "tone").matches("Abc's")[0]
    assert match.ipa() == ipa + ending


NAMES = ["Ky", "Le Duc Tho", "Tho", "salt", "SALT", "Chou En-lai", "d'Orsay", "Dubček", "U.S."]
TEXTS = st.lists(
    st.sampled_from([*NAMES, "’s", "s", " ", " ", " ", "-", ".", "“", "x", "Thomas", "é", "\u0301", "5", "[[", "]]"]), max_size=30
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(TEXTS)
def test_only_whole_words_are_changed(text: str) -> None:
    whole = {0, len(text)} | {edge for part in parts(text) for edge in (part.begin, part.end)}
    last = 0
    for match in index(*NAMES).matches(text):
        assert last <= match.begin < match.end
        assert match.begin in whole
        assert match.end in whole or match.ending == "s"
        before, after = text[match.begin - 1 : match.begin], text[match.end : match.end + 1]
        assert not (before.isalnum() and text[match.begin].isalnum())
        assert not (after.isalnum() and text[match.end - 1].isalnum())
        last = match.end


@settings(deadline=None)
@given(TEXTS)
def test_a_respelled_text_is_the_text_but_for_the_words(text: str) -> None:
    sayings = [Saying(m.begin, m.end, respelling="new words") for m in index(*NAMES).matches(text)]
    said, places = respelled(text, sayings)
    assert len(places) == len(said) + 1
    assert all(a <= b for a, b in itertools.pairwise(places))
    kept = text
    for saying in reversed(sayings):
        kept = f"{kept[: saying.begin]}{saying.respelling}{kept[saying.end :]}"
    assert said == kept
    assert {offset for offset, _ in tokens(text)} >= {places[o] for o, _ in tokens(said)} - {s.begin for s in sayings}


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert "".join(text[p.begin : p.end] for p in parts(text)) == text
    index(*NAMES).matches(text)
