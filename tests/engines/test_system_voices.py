"""A system's few voices are enough for a cast."""

from __future__ import annotations

import sys

import pytest

from readaloud.engines.bank import load_voices
from readaloud.engines.pyttsx3_native import SystemVoice
from readaloud.engines.system_voices import profiles

WINDOWS = (
    SystemVoice("HKEY\\David", "Microsoft David Desktop", "en-US", "Male"),
    SystemVoice("HKEY\\Mark", "Microsoft Mark", "en-US", "Male"),
    SystemVoice("HKEY\\Zira", "Microsoft Zira Desktop", "en-US", "Female"),
    SystemVoice("HKEY\\Hedda", "Microsoft Hedda", "de-DE", ""),
)


def test_two_or_three_voices_give_all_parts_and_several_speakers() -> None:
    voices = profiles(WINDOWS, "en-GB")
    speakers = [voice for voice in voices if "" in voice.roles]
    assert [voice.gender for voice in speakers[:3]] == ["male", "female", "male"]
    assert len(speakers) == 9
    assert {role for voice in voices for role in voice.roles} == {"", "narrator", "editor", "notes", "pages"}
    assert len({voice.id for voice in voices}) == len({(voice.engine_voice, voice.rate) for voice in voices}) == 13
    assert all(voice.engine == "pyttsx3-native" for voice in voices)


def test_a_language_that_the_system_lacks_has_none() -> None:
    assert profiles(WINDOWS, "fr") == ()
    assert {voice.engine_voice for voice in profiles(WINDOWS, "de")} == {"HKEY\\Hedda"}
    assert len({voice.engine_voice for voice in profiles(WINDOWS, None)}) == 4


# pyttsx3's stock driver for espeak; elsewhere the system's own is asked, whose voices a test cannot know.
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the stock espeak driver")
def test_the_stock_driver_is_asked() -> None:
    voices = load_voices("de", "pyttsx3-native")
    assert "gmw/de" in {voice.engine_voice for voice in voices}
