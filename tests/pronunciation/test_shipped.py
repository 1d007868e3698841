"""Our lexicons: each name is said wrongly without its entry and as its source has it with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from readaloud.engines.pyttsx3_engine import Pyttsx3Engine
from readaloud.model import Saying, Voice
from readaloud.pronunciation.lexicon import Entry
from readaloud.pronunciation.loading import shipped
from readaloud.pronunciation.pronouncer import Pronouncer
from tests.platforms import espeak_ng
from tests.pronunciation.sounds import plain

pytestmark = espeak_ng

ENTRIES = {entry.word: entry for entry in shipped("en")[0].entries}
AMERICAN = Voice("us", "pyttsx3", "gmw/en-US", "en-US")
BRITISH = Voice("gb", "pyttsx3", "gmw/en", "en-GB")


@pytest.fixture(scope="module")
def engine() -> Iterator[Pyttsx3Engine]:
    engine = Pyttsx3Engine()
    yield engine
    engine.close()


def said(engine: Pyttsx3Engine, word: str, voice: Voice) -> str:
    return engine.heard(word, voice, Pronouncer().sayings(word, voice, engine, voice.language))


def test_there_are_enough_from_the_persons_lists() -> None:
    asked = {"Dobrynin", "Brezhnev", "Podgorny", "Le Duc Tho", "Gromyko", "Kosygin", "Sadat", "Kissinger", "Gomulka"}
    assert set(ENTRIES) >= asked
    assert len(ENTRIES) >= 50


@pytest.mark.parametrize("word", ENTRIES)
def test_american(word: str, engine: Pyttsx3Engine) -> None:
    expected = plain(ENTRIES[word].ipa)
    assert plain(engine.heard(word, AMERICAN)) != expected
    assert plain(said(engine, word, AMERICAN)) == expected


@pytest.mark.parametrize("word", ENTRIES)
def test_british(word: str, engine: Pyttsx3Engine) -> None:
    expected = plain(ENTRIES[word].ipa, rhotic=False)
    assert plain(engine.heard(word, BRITISH), rhotic=False) != expected
    assert plain(said(engine, word, BRITISH), rhotic=False) == expected


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (x != y))
    return row[-1]


@pytest.mark.parametrize("entry", [e for e in ENTRIES.values() if e.respelling], ids=lambda e: e.word)
def test_a_respelling_is_nearer_than_the_spelling(entry: Entry, engine: Pyttsx3Engine) -> None:
    """For engines that take no IPA; few respellings get the stress right, which is why IPA comes first."""

    def away(text: str) -> int:
        heard = ((engine.heard(text, v), v is AMERICAN) for v in (AMERICAN, BRITISH))
        return sum(distance(plain(ipa, rhotic=rhotic), plain(entry.ipa, rhotic=rhotic)) for ipa, rhotic in heard)

    assert away(entry.respelling) < away(entry.word)


def test_a_document_may_say_it_its_own_way(engine: Pyttsx3Engine) -> None:
    from readaloud.pronunciation.lexicon import Lexicon

    own = Lexicon("own", (Entry("Kissinger", "", "Kissinger"),))
    assert Pronouncer([own]).sayings("Mr. Kissinger", AMERICAN, engine, "en-US") == ()
    assert Pronouncer().sayings("Mr. Kissinger", AMERICAN, engine, "en-US") == (
        Saying(4, 13, phonemes="k'IsIndZ3"),
    )  # fmt: skip
