"""Pitch, timbre and loudness of sounds that are known, and what is kept of a measurement."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from readaloud.distance import distance
from readaloud.engines import measurements, measuring
from readaloud.engines.bank import load_voices, read_voices
from readaloud.engines.measure import measured, passage, sound
from readaloud.engines.measure_pitch import pitches
from readaloud.engines.measure_timbre import COEFFICIENTS, cepstra, timbre
from readaloud.engines.registry import engine
from readaloud.errors import EngineError, ScriptError
from readaloud.model import Voice

RATE = 22050


def buzz(hertz: float, seconds: float = 0.6, harmonics: range = range(1, 21), rate: int = RATE) -> NDArray[np.float64]:
    """A harmonic sound, weaker by 6 dB an octave, as a voice's source is."""
    time = np.arange(round(seconds * rate)) / rate
    wave: NDArray[np.float64] = sum(
        (np.cos(2 * np.pi * hertz * n * time + n * n) / n for n in harmonics if hertz * n < rate / 2),
        np.zeros(len(time)),
    )
    return 0.3 * wave / np.abs(wave).max()


def semitones(found: float, hertz: float) -> float:
    return 12 * math.log2(found / hertz)


# Pitch


@settings(deadline=None)
@given(st.floats(60, 480))
def test_the_pitch_of_a_buzz_is_its_first_harmonic(hertz: float) -> None:
    assert abs(semitones(float(np.median(pitches(buzz(hertz), RATE))), hertz)) < 0.1


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100, 48000])
def test_the_rate_of_the_samples_does_not_matter(rate: int) -> None:
    assert abs(semitones(float(np.median(pitches(buzz(140, rate=rate), rate))), 140)) < 0.1


@pytest.mark.parametrize("harmonics", [range(2, 21), range(3, 21), range(1, 2), range(2, 21, 1)], ids=str)
def test_a_missing_fundamental_is_no_octave_error(harmonics: range) -> None:
    found = pitches(buzz(110, harmonics=harmonics), RATE)
    assert abs(semitones(float(np.median(found)), 110)) < 0.1


def test_a_few_frames_an_octave_off_do_not_count() -> None:
    wave = np.concatenate([buzz(110, 1.5), buzz(55, 0.2), buzz(330, 0.2)])
    found = pitches(wave, RATE)
    assert abs(semitones(float(np.median(found)), 110)) < 0.1
    assert found.max() < 200


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE)
    assert len(pitches(noise, RATE)) < 5
    assert len(pitches(np.zeros(RATE), RATE)) == 0
    assert len(pitches(np.zeros(10), RATE)) == 0


def test_a_voice_without_pitch_has_zero() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE // 4)
    found = sound(np.zeros(RATE, "<i2").tobytes(), RATE)
    assert (found.pitch_hz, found.pitch_range, found.pace) == (0.0, 0.0, 1.0)
    assert np.isfinite(sound((noise * 9000).astype("<i2").tobytes(), RATE).timbre).all()


# Timbre


def test_timbre_does_not_hear_loudness() -> None:
    assert timbre(buzz(120), RATE) == pytest.approx(timbre(0.1 * buzz(120), RATE), abs=1e-6)


def test_timbre_hears_a_filter() -> None:
    hiss = np.random.default_rng(1).normal(0, 0.1, RATE)
    assert timbre(np.convolve(hiss, np.ones(3) / 3, "same"), RATE)[0] > timbre(hiss, RATE)[0] + 1


def test_silence_has_a_timbre_of_zeros() -> None:
    assert not timbre(np.zeros(RATE), RATE).any()
    assert cepstra(np.zeros(5), RATE).shape == (0, COEFFICIENTS)


def test_the_passage_follows_the_language() -> None:
    assert passage("zh-Hans") == passage("cmn") != passage("en")
    assert passage("ger") == passage("de-AT") == passage("de")


# What is kept


@pytest.fixture
def hum(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Voice:
    monkeypatch.setenv("READALOUD_CACHE", str(tmp_path / "cache"))
    return Voice("hum", "tone", "300", "en")


def test_a_voice_is_measured_once(hum: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    (first,) = measuring.measured_voices([hum], lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    assert first.sound is not None
    monkeypatch.setattr(measuring.Measurer, "measured", None)
    assert measuring.measured_voices([replace(hum, id="other")])[0].sound == first.sound
    assert measuring.kept_voices([hum]) == (first,)
    assert measuring.measured_voices([first]) == (first,)


def test_other_settings_are_measured_anew(hum: Voice) -> None:
    (first,) = measuring.measured_voices([hum])
    (other,) = measuring.measured_voices([replace(hum, engine_voice="500")])
    assert distance(first, other) > 1


def test_a_damaged_measurement_is_made_again(hum: Voice, tmp_path: Path) -> None:
    (first,) = measuring.measured_voices([hum])
    (path,) = (tmp_path / "cache/voices").glob("*.json")
    for damaged in (b"", b"[]", b"{}", b"\xff", path.read_bytes()[:-20], b'{"timbre": 5}'):
        path.write_bytes(damaged)
        assert measuring.kept_voices([hum]) == (hum,)
        assert measuring.measured_voices([hum]) == (first,)


def test_voices_that_cannot_speak_stay_unmeasured(hum: Voice) -> None:
    strange = [Voice("a", "no-such-engine", "x", "en"), replace(hum, engine_voice="99999"), hum]
    assert [voice.sound is not None for voice in measuring.measured_voices(strange)] == [False, False, True]


def test_no_more_are_measured_than_asked_for(hum: Voice) -> None:
    three = [replace(hum, id=str(n), engine_voice=str(n)) for n in (300, 400, 500)]
    measuring.measured_voices([three[2]])
    found = measuring.measured_voices(three, most=2)
    assert [voice.sound is not None for voice in found] == [True, True, False]


def test_a_cache_that_cannot_be_written_is_done_without(hum: Voice, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert measuring.measured_voices([hum])[0].sound is not None


def test_silence_is_told(hum: Voice) -> None:
    class Silent(type(engine("tone"))):
        def speak(self, text: str, voice: Voice) -> object:
            made = super().speak(text, voice)
            return replace(made, samples=bytes(len(made.samples)))

    with pytest.raises(EngineError, match="gives silence"):
        measured(Silent(), hum)


# The shipped file


def shipped(folder: Path) -> Path:
    path = folder / "en.toml"
    path.write_text('[[voice]]\nid = "a"\nengine = "tone"\nengine_voice = "440"\nlanguage = "en"\n', "utf-8")
    (voice,) = read_voices(path)
    (folder / "measured").mkdir()
    measurements.shipped_path(path).write_text(
        measurements.shipped_text([measured(engine("tone"), voice)], {"tone": "1"}), "utf-8"
    )
    return path


def test_a_profile_comes_with_its_measurement(tmp_path: Path) -> None:
    shipped(tmp_path)
    (voice,) = load_voices("en", "tone", tmp_path)
    assert voice == measured(engine("tone"), voice)


def test_a_changed_profile_counts_as_not_measured(tmp_path: Path) -> None:
    path = shipped(tmp_path)
    path.write_text(path.read_text("utf-8").replace("440", "450"), "utf-8")
    assert load_voices("en", "tone", tmp_path)[0].sound is None


def test_a_voice_is_a_line_in_the_file(tmp_path: Path) -> None:
    text = measurements.shipped_path(shipped(tmp_path)).read_text("utf-8")
    assert len(text.splitlines()) == 3
    assert json.loads(text)["voices"][0]["id"] == "a"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"voices": [5]}', '{"voices": [{}]}'])
def test_a_broken_file_is_told(text: str, tmp_path: Path) -> None:
    measurements.shipped_path(shipped(tmp_path)).write_text(text, "utf-8")
    with pytest.raises(ScriptError, match=r"en\.json: cannot be read") as caught:
        load_voices("en", "tone", tmp_path)
    assert "--ship" in caught.value.tip
