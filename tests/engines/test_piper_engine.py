"""Piper's code speaks with a tiny model of Piper's shape."""

from __future__ import annotations

import numpy as np
import pytest

from readaloud.engines.piper_engine import PiperEngine
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice
from tests.engines.contract import EngineContract


@pytest.mark.usefixtures("tiny_bank")
class TestPiper(EngineContract):
    name = "piper"
    voices = ("en_XX-many-low:ada", "en_XX-many-low:cyd", "en_XX-one-low")
    unknown = ("en_XX-mani-low:ada", "en_XX-many-low")
    long_text = 4_000


def sound(clip: Clip) -> np.ndarray:
    return np.frombuffer(clip.samples, "<i2") / 32768


def onsets(clip: Clip) -> list[float]:
    """Seconds at which sound follows on a frame of silence or more; the tiny voice is silent between words."""
    loud = np.abs(sound(clip)) > 0.03
    frames = loud[: len(loud) // 128 * 128].reshape(-1, 128).any(axis=1)
    return [at * 128 / clip.rate for at in range(1, len(frames)) if frames[at] and not frames[at - 1]]


@pytest.mark.usefixtures("tiny_bank")
class TestSound:
    """What is heard of a profile."""

    engine = PiperEngine()
    text = "The keeper said that seven boats came home."

    def speak(self, text: str, voice: str = "en_XX-one-low", **more: int) -> Clip:
        return self.engine.speak(text, Voice("v", "piper", voice, "en-US", **more))

    def test_words_begin_where_they_are_heard(self) -> None:
        clip = self.speak(self.text)
        begins = [word.begin / clip.rate for word in clip.words]
        heard = onsets(clip)
        assert len(begins) == 8
        for begin in begins:
            assert min(abs(begin - onset) for onset in heard) < 0.03

    def test_pitch_moves_the_sound_and_leaves_its_length(self) -> None:
        plain, high, low = self.speak(self.text), self.speak(self.text, pitch=98), self.speak(self.text, pitch=2)
        assert tone(high) == pytest.approx(tone(plain) * 2**0.5, rel=0.04)
        assert tone(low) == pytest.approx(tone(plain) / 2**0.5, rel=0.04)
        assert high.length == pytest.approx(plain.length, rel=0.15)
        assert [w.offset for w in high.words] == [w.offset for w in plain.words]

    def test_each_speaker_has_a_tone_of_its_own(self) -> None:
        tones = [tone(self.speak(self.text, f"en_XX-many-low:{name}")) for name in ("ada", "bob", "cyd")]
        assert tones[1] / tones[0] == pytest.approx(2**0.25, rel=0.03)
        assert tones[2] / tones[1] == pytest.approx(2**0.25, rel=0.03)

    def test_sentences_keep_their_loudness(self) -> None:
        """Piper would bring each to full scale."""
        assert np.abs(sound(self.speak(self.text))).max() < 0.3

    def test_brackets_are_text(self) -> None:
        assert len(self.speak("He said [[hello there]] twice.").words) == 5
        assert self.speak("[[ˈa]] no").length

    @pytest.mark.parametrize("text", ["a\x00b \ud800 c\u00add", "Ω ≈ 3", "привет", "你好", "👋 hi", "a" * 3000])
    def test_any_text_is_sound_or_an_error_of_ours(self, text: str) -> None:
        try:
            assert self.speak(text).length
        except EngineError as error:
            assert "\n" not in error.message

    @pytest.mark.parametrize(("what", "value"), [("pitch", 100), ("pitch", -1), ("rate", 79), ("rate", 451)])
    def test_pitch_and_rate_have_bounds(self, what: str, value: int) -> None:
        with pytest.raises(EngineError, match=what):
            self.speak(self.text, **{what: value})

    def test_a_speaker_that_is_none(self) -> None:
        with pytest.raises(EngineError, match="no speaker 'dan'") as caught:
            self.speak(self.text, "en_XX-many-low:dan")
        assert "ada" in caught.value.tip


def tone(clip: Clip) -> float:
    """Hertz of the strongest tone."""
    samples = sound(clip)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    smooth = np.convolve(spectrum, np.ones(400), "same")
    return float(smooth.argmax() * clip.rate / (1 << 18))
