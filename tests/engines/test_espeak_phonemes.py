"""IPA as espeak-ng's mnemonics, and back: what is written is what is said."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.data import table
from readaloud.engines.base import UnknownSymbolError
from readaloud.engines.espeak_phonemes import languages, mnemonics
from readaloud.engines.espeak_transcription import spoken_ipa
from tests.platforms import espeak_ng


@pytest.mark.parametrize(
    ("ipa", "expected"),
    [
        ("dəˈbriːnɪn", "d@br'i:nIn"),
        ("ɡɹoʊˈmiːkoʊ", "groUm'i:koU"),
        ("grəʊˈmiːkəʊ", "groUm'i:koU"),  # an accent's way to write it, and a Latin g
        ("/ˈt͡ʃɜːr.t͡ʃɪl/", "tS'3:tSIl"),
        ("ɡəˈvɑːrə", "g@v'A:r@"),  # the r belongs to the vowel after it
        ("ˈɡɔːrbətʃɔːf", "g'O@b@tSO:f"),
        ("ˌleɪ ˌduːk ˈtoʊ", "l,eI d,u:k t'oU"),
        ("dɛ̃", "daN"),
        ("", ""),
    ],
)
def test_english(ipa: str, expected: str) -> None:
    assert mnemonics(ipa, "en-US") == expected


@pytest.mark.parametrize(("ipa", "symbol"), [("aʘb", "ʘ"), ("dobrynin4", "4"), ("дом", "д"), ("a[[b", "")])
def test_an_unknown_symbol_is_named(ipa: str, symbol: str) -> None:
    if not symbol:  # brackets are a way to write IPA, and can never open one of espeak-ng's own
        assert "[" not in mnemonics(ipa, "en")
        return
    with pytest.raises(UnknownSymbolError) as caught:
        mnemonics(ipa, "en")
    assert caught.value.symbol == symbol


def test_a_language_without_a_table_has_no_sounds() -> None:
    with pytest.raises(UnknownSymbolError):
        mnemonics("a", "sv")


@settings(deadline=None)
@given(st.text(max_size=20))
def test_nothing_but_mnemonics_comes_out(ipa: str) -> None:
    try:
        made = mnemonics(ipa, "en")
    except UnknownSymbolError as error:
        assert len(error.symbol) == 1
        return
    assert "[" not in made
    assert "]" not in made
    assert made.isascii()


VOICES = {"de": "gmw/de", "en": "gmw/en-US", "es": "roa/es", "fr": "roa/fr", "it": "roa/it", "nl": "gmw/nl", "pl": "zlw/pl",
          "pt": "roa/pt", "ru": "zle/ru"}  # fmt: skip


def test_there_is_a_table_for_each_language_of_voices_that_has_no_tones() -> None:
    assert set(languages()) == set(VOICES)


@espeak_ng
@pytest.mark.parametrize("language", VOICES)
def test_each_mnemonic_makes_a_sound(language: str) -> None:
    found = table("espeak_phonemes.toml")[language]
    for kind, frame in (("vowels", "t{}t"), ("consonants", "a{}a")):
        empty = spoken_ipa(f"[[{frame.format('')}]]", VOICES[language], phonemes=True)
        for ipa, name in found[kind].items():
            if name in ("", ";"):
                continue
            heard = spoken_ipa(f"[[{frame.format(name)}]]", VOICES[language], phonemes=True)
            assert len(heard) > len(empty), (ipa, name, heard)


@espeak_ng
@pytest.mark.parametrize(
    ("language", "ipa"),
    [
        ("de", "kˈɪsɪŋɜ"), ("es", "saltʃˈits"), ("fr", "ʒiskˈaʁ"), ("it", "ɡorbatʃˈɔf"), ("nl", "xrˈut"),
        ("pl", "ɡɔmˈuwka"), ("pt", "lizbˈoɐ"), ("ru", "dɑbrˈynʲɪn"),
    ],
)  # fmt: skip
def test_other_languages(language: str, ipa: str) -> None:
    heard = spoken_ipa(f"[[{mnemonics(ipa, language)}]]", VOICES[language], phonemes=True)
    assert heard.replace("ɾ", "r") == ipa


@espeak_ng
def test_what_espeak_tells_can_be_given_back() -> None:
    """`readaloud words -o FILE` writes its IPA into a lexicon; uncommented, it must be read and say the same."""
    words = "Sukhodrev Qaddafi papier-mâché Vientiane Gdansk prerogative uninterruptible Washington hierarchies rhythm button little".split()
    for voice in ("gmw/en-US", "gmw/en"):
        for word in words:
            first = spoken_ipa(word, voice, phonemes=False)
            again = spoken_ipa(" ".join(f"[[{w}]]" for w in mnemonics(first, "en").split()), voice, phonemes=True)
            assert again.replace("ˌ", "") == first.replace("ˌ", ""), (word, voice)


@espeak_ng
@pytest.mark.parametrize("voice", ["gmw/en-GB-scotland", "gmw/en-029", "gmw/en-GB-x-rp", "gmw/en-GB-x-gbclan"])
def test_what_espeak_tells_in_other_accents_can_be_read(voice: str) -> None:
    for word in "Sukhodrev hour about goat bird better thought price mouth square near cure choice".split():
        assert mnemonics(spoken_ipa(word, voice, phonemes=False), "en")


def test_the_table_is_plain_toml() -> None:
    from importlib import resources

    text = resources.files("readaloud.data").joinpath("espeak_phonemes.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text).keys() == VOICES.keys()
