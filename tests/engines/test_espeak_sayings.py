"""Sounds and languages told to espeak-ng: said as told, wherever they stand, and nothing else is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.engines.pyttsx3_engine import Pyttsx3Engine
from readaloud.engines.words import tokens
from readaloud.model import Saying, Voice
from tests.platforms import espeak_ng

pytestmark = espeak_ng

VOICE = Voice("v", "pyttsx3", "gmw/en-US+m3", "en-US")
SCOT = Voice("v", "pyttsx3", "gmw/en-GB-scotland", "en-GB-scotland")
ENGINE = Pyttsx3Engine()


def saying(text: str, words: str, **how: str) -> Saying:
    begin = text.index(words)
    return Saying(begin, begin + len(words), **how)


def dobrynin(text: str, words: str = "Dobrynin") -> Saying:
    return saying(text, words, phonemes="d@br'i:nIn")


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    ENGINE.close()


@pytest.mark.parametrize(
    "text",
    ["Dobrynin", "“Dobrynin”", "(Dobrynin)", '"Dobrynin," he', "Dobrynin-Kissinger", "—Dobrynin—", "x/Dobrynin/y", "[Dobrynin]",
     "Dobrynin?", "Dobrynin…", "‘Dobrynin’", "«Dobrynin»", "5Dobrynin5", "\u201eDobrynin\u201c", "Dobrynin; so", "[[Dobrynin]]"],
)  # fmt: skip
def test_wherever_a_word_stands_it_is_said_as_told(text: str) -> None:
    assert "dəbɹˈiːnɪ" in ENGINE.heard(text, VOICE, (dobrynin(text),))


def test_a_document_cannot_speak_mnemonics() -> None:
    text = "He wrote [[h@l'oU]] and [[ and ]] to Dobrynin, <b>so</b> &amp; [[_^_fr]] on."
    plain = "He wrote h@l'oU and and to Dobrynin, <b>so</b> &amp; _^_fr on."
    heard = ENGINE.heard(text, VOICE, (dobrynin(text),))
    assert "həlˈoʊ" not in heard
    assert "fr" not in heard.split()
    assert heard == ENGINE.heard(plain, VOICE, (dobrynin(plain),))


def test_words_keep_their_times_and_places() -> None:
    text = "I told Dobrynin that Le Duc Tho is near, by the coup d’état, in Paris."
    sayings = (
        dobrynin(text), saying(text, "Le Duc Tho", phonemes="l'eI d'u:k t'oU"), saying(text, "coup d’état", language="fr"),
        saying(text, "near", respelling="very near"),
    )  # fmt: skip
    clip = ENGINE.speak_as(text, VOICE, sayings)
    assert [(w.offset, w.length) for w in clip.words] == list(tokens(text))
    begins = [w.begin for w in clip.words]
    assert begins == sorted(begins)
    assert len(set(begins)) == len(begins)
    assert begins[-1] < clip.length


def test_the_rest_of_the_sentence_is_as_it_was() -> None:
    text = "He asked Dobrynin for the tapes in Washington."
    before, after = (ENGINE.heard(part, VOICE) for part in ("He asked", "for the tapes in Washington."))
    heard = ENGINE.heard(text, VOICE, (dobrynin(text),))
    assert heard == f"{before} dəbɹˈiːnɪn {after}"


@pytest.mark.parametrize("voice", [VOICE, SCOT], ids=["us", "scot"])
def test_a_phrase_in_another_language_and_back(voice: Voice) -> None:
    text = "He said: c’est la vie, mon ami, and went out to gather more."
    heard = ENGINE.heard(text, voice, (saying(text, "c’est la vie, mon ami", language="fr"),))
    assert "sɛ la- vˈi mɔ̃n amˈi" in heard
    assert heard.endswith(ENGINE.heard("and went out to gather more.", voice))


def test_a_language_that_there_is_not_changes_nothing() -> None:
    text = "He said mumbo jumbo to us."
    assert ENGINE.heard(text, VOICE, (saying(text, "mumbo jumbo", language="xx"),)) == ENGINE.heard(text, VOICE)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "roa/fr+m3"), ("fr-CA", "roa/fr+m3"), ("fr_BE", "roa/fr-be+m3"), ("zh", "sit/cmn+m3"), ("ru-Latn", "zle/ru+m3"),
     ("la", "itc/la+m3"), ("en", "gmw/en+m3"), ("pt-BR", "roa/pt-br+m3")],
)  # fmt: skip
def test_the_same_variant_in_another_language(language: str, expected: str) -> None:
    found = ENGINE.in_language(VOICE, language)
    assert found is not None
    assert found.engine_voice.lower() == expected
    ENGINE.check(found)


@pytest.mark.parametrize("language", ["xx", "tlh-x-nowhere", ""])
def test_no_voice_for_it(language: str) -> None:
    assert ENGINE.in_language(VOICE, language) is None


def test_the_same_sound_whatever_was_said_before() -> None:
    text = "Tell Dobrynin: c’est la vie."
    sayings = (dobrynin(text), saying(text, "c’est la vie", language="fr"))

    def digest() -> str:
        return hashlib.sha256(ENGINE.speak_as(text, VOICE, sayings).samples).hexdigest()

    first = digest()
    ENGINE.speak("Something else.", VOICE)
    ENGINE.heard("Bonjour.", VOICE, (Saying(0, 7, language="fr"),))
    assert digest() == first


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from(list("ab [](){}_^|'\"“”—-/<&;:.,!?éД\u00ad\u0001\u0000\ue000")), max_size=12),
       st.text(st.sampled_from(list("ab []_^'\"—-/<.,!?é\ue000")), max_size=12))  # fmt: skip
def test_among_any_signs(before: str, after: str) -> None:
    text = f"{before} Dobrynin {after}"
    clip = ENGINE.speak_as(text, VOICE, (dobrynin(text),))
    assert [(w.offset, w.length) for w in clip.words] == list(tokens(text))
    assert "dəbɹˈiːnɪ" in ENGINE.heard(text, VOICE, (dobrynin(text),))
