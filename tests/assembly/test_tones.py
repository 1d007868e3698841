import numpy as np
import pytest

from readaloud.assembly import tones
from readaloud.assembly.loudness import integrated


@pytest.mark.parametrize("rate", [16000, 22050, 48000])
@pytest.mark.parametrize("name", tones.names())
def test_a_tone_is_short_and_begins_and_ends_in_silence(name: str, rate: int) -> None:
    sound = np.frombuffer(tones.samples(name, rate), "<i2")
    assert len(sound) == tones.length(name, rate) <= (0.9 if name == "scene" else 0.4) * rate
    assert abs(sound[0]) <= 1
    assert abs(sound[-1]) <= 1
    steepest = np.abs(sound).max() * 2 * np.pi * 1600 / rate
    assert np.abs(np.diff(sound)).max() < steepest, "no step that would click"


@pytest.mark.parametrize("name", tones.names())
def test_a_tone_is_as_loud_as_it_says(name: str) -> None:
    assert integrated([tones.samples(name, 22050)] * 10, 22050) == pytest.approx(tones.LOUDNESS_LUFS, abs=1.2)


def test_opening_rises_and_closing_falls() -> None:
    def pitch(sound: np.ndarray, part: slice) -> float:
        spectrum = np.abs(np.fft.rfft(sound[part], 16384))
        return float(spectrum.argmax()) * 22050 / 16384

    opening, closing = (np.frombuffer(tones.samples(name, 22050), "<i2") for name in ("open", "close"))
    early, late = slice(0, 2600), slice(4500, 7000)
    assert pitch(opening, early) < 600 < pitch(opening, late)
    assert pitch(closing, early) > 600 > pitch(closing, late)
