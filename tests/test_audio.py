"""Resampling: measured by tones, impulses and lengths."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.audio import Resampler, scaled

PAIRS = [(22050, 48000), (22050, 44100), (22050, 16000), (44100, 22050), (16000, 48000), (48000, 8000)]


def resampled(samples: np.ndarray, rate: int, to: int, block: int = 0, channels: int = 1) -> np.ndarray:
    data = samples.astype("<i2").tobytes()
    size = (block or rate) * 2 * channels
    resampler = Resampler(rate, to, channels)
    frames = [f for begin in range(0, len(data), size) for f in resampler.write(data[begin : begin + size])]
    frames += resampler.finish()
    assert [frame.pts for frame in frames] == [sum(f.samples for f in frames[:n]) for n in range(len(frames))]
    made = [np.zeros((channels, 0)), *(frame.to_ndarray() for frame in frames)]
    return np.concatenate(made, axis=1).astype(np.float64)


@pytest.mark.parametrize(("rate", "to"), PAIRS)
def test_no_alias_is_above_minus_90_db(rate: int, to: int) -> None:
    time = np.arange(2 * rate) / rate
    noise = np.random.default_rng(0)
    for hertz in np.linspace(300, rate / 2 * 0.985, 12):
        dither = noise.uniform(-0.5, 0.5, len(time)) + noise.uniform(-0.5, 0.5, len(time))
        (heard,) = resampled(np.round(16384 * np.sin(2 * np.pi * hertz * time) + dither), rate, to)
        middle = heard[to // 2 : -to // 2]
        window = np.blackman(len(middle))
        spectrum = 20 * np.log10(np.abs(np.fft.rfft(middle * window)) / (0.25 * window.sum()) + 1e-12)
        elsewhere = np.abs(np.fft.rfftfreq(len(middle), 1 / to) - hertz) > 20
        assert spectrum[elsewhere].max() < -90, hertz


@pytest.mark.parametrize(("rate", "to"), PAIRS)
def test_the_level_stays_up_to_nine_tenths(rate: int, to: int) -> None:
    time = np.arange(2 * rate) / rate
    for share in (0.02, 0.5, 0.9):
        hertz = share * min(rate, to) / 2
        (heard,) = resampled(np.round(16384 * np.sin(2 * np.pi * hertz * time)), rate, to)
        level = 10 * np.log10(np.mean(heard[to // 2 : -to // 2] ** 2) / 0.125)
        assert abs(level) < 0.01, share


@pytest.mark.parametrize(("rate", "to"), PAIRS)
def test_an_impulse_stays_where_it_is(rate: int, to: int) -> None:
    samples = np.zeros(rate)
    samples[rate // 4] = 20000
    (heard,) = resampled(samples, rate, to)
    assert abs(heard.argmax() / to - rate // 4 / rate) <= 0.5 / to + 1e-9


@settings(max_examples=30, deadline=None)
@given(
    pair=st.sampled_from(PAIRS),
    length=st.integers(1, 9000),
    block=st.integers(1, 4000),
    channels=st.sampled_from([1, 2]),
)
def test_length_and_samples_do_not_depend_on_blocks(
    pair: tuple[int, int], length: int, block: int, channels: int
) -> None:
    rate, to = pair
    samples = np.random.default_rng(length).integers(-9000, 9000, length * channels)
    one = resampled(samples, rate, to, length, channels)
    assert one.shape == (channels, scaled(length, rate, to))
    assert np.array_equal(one, resampled(samples, rate, to, max(block, length // 20 + 1), channels))
