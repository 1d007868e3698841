"""What espeak-ng makes of the spoken form: letters are heard as letters, words as words."""

from __future__ import annotations

import ctypes
import re

import pytest

from readaloud import data
from readaloud.planning.announcements import catalogue
from readaloud.planning.spoken import spoken
from tests.platforms import espeak_ng

pytestmark = espeak_ng
VOICES = {"en-US": "gmw/en-US", "de": "gmw/de", "fr": "roa/fr"}


def phonemes(text: str, tag: str) -> str:
    """IPA without stress, length, breaks between words, doubled r, and what neighbours do to a sound (`i` → `j`)."""
    from readaloud.engines.espeak_library import library

    with_state = library()
    binding = with_state.binding
    with_state.begin()
    try:
        assert binding.SetVoiceByName(VOICES[tag].encode()) == binding.EE_OK
        told = binding.dll.espeak_TextToPhonemes
        told.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
        told.restype = ctypes.c_char_p
        buffer = ctypes.create_string_buffer(text.encode())
        at, parts = ctypes.c_void_p(ctypes.addressof(buffer)), []
        while at.value:
            parts.append((told(ctypes.byref(at), 1, 2) or b"").decode())
    finally:
        with_state.end()
    return "|".join(
        re.sub(r"[ˈˌː\s]", "", part).replace("ɹɹ", "ɹ").replace("ɾ", "r").replace("j", "i")
        for part in parts
        if part.strip()
    )


@pytest.mark.parametrize("tag", VOICES)
def test_acronyms_are_heard_as_letters(tag: str) -> None:
    words = catalogue(tag)
    wrong = {}
    for word in sorted(set(data.table(f"spoken/{words.language}.toml")["acronyms"]["letters"].split())):
        said = spoken(f"x {word} y", words).split()[1]
        heard = phonemes(said, tag)
        letters = "".join(phonemes(f"{letter}.", tag) for letter in word).replace("ɹɹ", "ɹ")
        if heard != letters:
            wrong[word] = (said, heard, letters)
    assert wrong == {}


@pytest.mark.parametrize(
    ("printed", "like"),
    [
        ("It was 1972.", "It was nineteen seventy two."),
        ("SALT II", "salt two"),
        ("NATO", "nato"),
        ("Henry VIII", "Henry the eighth"),
        ("the U.S. Government", "the U S government"),
        ("MiG-21", "mig twenty one"),
        ("Mrs. Meir", "missiz Meir"),
        ("$3.5 million", "three point five million dollars"),
        ("pp. 3–7", "pages three to seven"),
    ],
)
def test_the_engine_says_what_is_meant(printed: str, like: str) -> None:
    assert phonemes(spoken(printed, catalogue("en-US")), "en-US") == phonemes(like, "en-US")


@pytest.mark.parametrize(
    "printed", ["Mr. Smith came.", "the U.S. Government fell.", "Robert S. McNamara left.", "Henry A. Kissinger left."]
)
def test_no_stop_inside_a_sentence_makes_a_pause(printed: str) -> None:
    assert "|" not in phonemes(spoken(printed, catalogue("en-US")), "en-US")
    assert "|" in phonemes(printed, "en-US"), "espeak-ng reads it well by itself now: the rule may go"
