"""Who hums when can be told from the sound alone."""

from __future__ import annotations

import numpy as np
import pytest

from readaloud.engines.tone import ToneEngine, frequency
from readaloud.model import Voice
from tests.engines.contract import EngineContract


class TestTone(EngineContract):
    name = "tone"
    voices = ("440", "660", "ada")
    unknown = ("15000", "15000")
    long_text = 2_000
    letters_a_second = (60, 120)

    def test_speaks_a_long_text(self, engine: object) -> None:
        text = "word " * 4000
        clip = ToneEngine().speak(text, self.voice())
        assert len(clip.words) == 4000
        assert clip.words[-1].begin > 0.99 * clip.length


@pytest.mark.parametrize("name", ["300", "1234.5", "ada", "bob"])
def test_hums_at_the_pitch_that_is_told(name: str) -> None:
    voice = Voice("v", "tone", name, "mul")
    clip = ToneEngine().speak("How long does this take to say?", voice)
    samples = np.frombuffer(clip.samples, "<i2") / 32768
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 16))
    assert spectrum.argmax() * clip.rate / (1 << 16) == pytest.approx(frequency(voice), abs=1)
    assert np.abs(samples).max() == pytest.approx(0.1, abs=0.01)


def test_a_longer_text_takes_longer_and_a_short_one_can_be_heard() -> None:
    voice = Voice("v", "tone", "440", "mul")
    assert ToneEngine().speak("I", voice).length == round(0.12 * 22050)
    assert ToneEngine().speak("I " * 100, voice).length > 1.9 * ToneEngine().speak("I " * 50, voice).length
