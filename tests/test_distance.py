"""The distance of voices is a metric, and tells what a recognizer of speakers finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.distance import BAR, DEVIATIONS, STEP_SEMITONES, distance, moved
from readaloud.engines.bank import load_voices
from readaloud.engines.registry import engine
from readaloud.model import Sound, Voice
from readaloud.planning.casting import shifted_voice
from tests import recognition
from tests.platforms import espeak_ng

SOUNDS = st.builds(
    Sound,
    st.floats(60, 500),
    st.floats(0, 12),
    st.tuples(*[st.floats(-12, 12)] * 24),
    st.floats(5, 60),
)


def voice(sound: Sound | None, id: str = "a", **fields: object) -> Voice:
    return replace(Voice(id, "pyttsx3", "gmw/en", "en", sound=sound), **fields)


@settings(deadline=None)
@given(SOUNDS, SOUNDS, SOUNDS)
def test_it_is_a_metric(one: Sound, other: Sound, third: Sound) -> None:
    a, b, c = voice(one, "a"), voice(other, "b"), voice(third, "c")
    assert distance(a, a) == 0
    assert distance(a, b) == distance(b, a) >= 0
    assert distance(a, c) <= distance(a, b) + distance(b, c) + 1e-9


def test_a_pitch_apart_by_the_bar_is_one() -> None:
    low = Sound(120.0, 3.0, (0.0,) * 24, 20.0)
    high = replace(low, pitch_hz=120.0 * 2 ** (BAR * DEVIATIONS[0] / 12))
    assert distance(voice(low), voice(high, "b")) == pytest.approx(1.0)


def test_a_whisper_has_a_place_too() -> None:
    whisper = Sound(0.0, 0.0, (1.0,) * 24, 20.0)
    assert 0 < distance(voice(whisper), voice(replace(whisper, pitch_hz=90.0), "b")) < 5


def test_voices_that_nobody_measured() -> None:
    a, b = voice(None), voice(None, "b", engine_voice="gmw/de")
    measured = voice(Sound(120.0, 3.0, (0.0,) * 24, 20.0), "c", engine_voice="gmw/nl")
    assert distance(a, a) == 0
    assert distance(a, b) == distance(b, a) == distance(a, measured) == 1
    assert distance(a, voice(None, "a-quicker", rate=200)) == 0
    assert 0 < distance(a, voice(None, "a-higher", pitch=60)) < 1


@espeak_ng
def test_a_shifted_voice_sounds_as_foretold() -> None:
    """What `moved` says of four English voices at other pitches and rates, against a measurement."""
    from readaloud.engines.measure import measured

    speech = engine("pyttsx3")
    for base in load_voices("en", "pyttsx3")[:12:3]:
        for pitch, rate in ((max(base.pitch - 14, 0), base.rate), (min(base.pitch + 14, 99), base.rate + 15)):
            foretold = shifted_voice(base, pitch, rate)
            found = measured(speech, foretold)
            assert foretold.sound is not None and found.sound is not None
            assert distance(foretold, found) < 0.7
            assert foretold.sound.pace == pytest.approx(found.sound.pace, rel=0.03)
    speech.close()


def test_steps_and_speed_move_pitch_and_pace() -> None:
    sound = Sound(100.0, 3.0, (1.0,) * 24, 20.0)
    octave = round(12 / STEP_SEMITONES)
    assert moved(sound, octave).pitch_hz == pytest.approx(200, rel=0.01)
    assert moved(sound, 0, 1.25) == replace(sound, pace=16.0)


@espeak_ng
@pytest.mark.parametrize(("language", "sentences"), [("en", recognition.ENGLISH), ("de", recognition.GERMAN)])
def test_six_voices_are_told_apart_in_finished_audio(language: str, sentences: tuple[str, ...], tmp_path: Path) -> None:
    six = load_voices(language, "pyttsx3")[:6]
    assert recognition.accuracy(recognition.hear(six, sentences, tmp_path)) >= 0.99


@pytest.mark.sweep
@pytest.mark.parametrize("format", ["mp3", "m4b"])
@pytest.mark.parametrize(("count", "least"), [(12, 0.99), (24, 0.95)])
@pytest.mark.parametrize(("language", "sentences"), [("en", recognition.ENGLISH), ("de", recognition.GERMAN)])
def test_a_cast_is_told_apart_in_finished_audio(
    language: str, sentences: tuple[str, ...], count: int, least: float, format: str, tmp_path: Path
) -> None:
    some = load_voices(language, "pyttsx3")[:count]
    assert recognition.accuracy(recognition.hear(some, sentences, tmp_path, format)) >= least


@pytest.mark.sweep
def test_one_voice_under_two_names_is_not_told_apart(tmp_path: Path) -> None:
    """The recognizer's negative control."""
    one = load_voices("en", "pyttsx3")[0]
    heard = recognition.hear([one, replace(one, id="again")], recognition.ENGLISH, tmp_path)
    assert recognition.accuracy(heard) <= 0.6
