import math
from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.assembly.foresight import Foresight
from readaloud.assembly.levels import LevelMeter
from readaloud.assembly.limiter import limited
from readaloud.assembly.loudness import integrated, programme_gain
from readaloud.assembly.mastering import programme
from readaloud.assembly.peaks import swing, true_peak
from readaloud.assembly.weighting import Steps
from readaloud.settings import Settings
from tests.sounds import RATE, SPEAKERS, Sounding, loudness_of, sounding, tone


def cut(samples: bytes, size: int = RATE) -> list[bytes]:
    return [samples[begin : begin + 2 * size] for begin in range(0, len(samples), 2 * size)]


def signal(samples: bytes) -> np.ndarray:
    return np.frombuffer(samples, "<i2") / 32768


def dbtp(samples: bytes) -> float:
    return 20 * math.log10(true_peak([signal(samples)]))


def ffmpegs(samples: bytes) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP as FFmpeg's `ebur128` finds them."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="s16", sample_rate=RATE, layout="mono", time_base=Fraction(1, RATE))
    meter, sink = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    data = np.frombuffer(samples + bytes(RATE), "<i2").reshape(1, -1)
    sound = av.AudioFrame.from_ndarray(data, format="s16", layout="mono")
    sound.sample_rate, sound.pts = RATE, 0
    graph.push(sound)
    peaks, loudness = [0.0], -70.0
    while True:
        try:
            made = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return loudness, 20 * math.log10(max(peaks))
        if made.metadata:
            peaks.append(float(made.metadata["lavfi.r128.true_peak"]))
            loudness = float(made.metadata["lavfi.r128.I"])


def ffmpeg_true_peak(samples: bytes) -> float:
    return ffmpegs(samples)[1]


def test_our_loudness_is_ffmpegs() -> None:
    """EBU Tech 3341 lets meters differ by 0.1 LU."""
    material = sounding(3, 5)
    samples = b"".join(programme(material.edition.timeline, material.clips.__getitem__, Settings()))
    for signal_ in (samples, bursts(8), bursts(8) + bytes(4 * RATE) + bursts(3)):
        assert integrated(cut(signal_), RATE) == pytest.approx(ffmpegs(signal_)[0], abs=0.1)


@pytest.mark.parametrize("dbfs", [-20.0, -33.0, -40.0])
def test_a_sine_of_1_khz_is_as_loud_as_the_norm_says(dbfs: float) -> None:
    """EBU Tech 3341: in both channels of stereo it has as many LUFS as dBFS; in one channel 3.01 fewer."""
    sine = tone(1000, 5, amplitude=10 ** (dbfs / 20))
    assert integrated(cut(sine), RATE) == pytest.approx(dbfs - 3.01, abs=0.1)


def test_silence_between_is_not_counted() -> None:
    sine = tone(1000, 5, amplitude=0.1)
    assert integrated(cut(sine + bytes(20 * RATE) + sine), RATE) == pytest.approx(integrated(cut(sine), RATE), abs=0.3)


@pytest.mark.parametrize("samples", [b"", bytes(100), bytes(10 * RATE)])
def test_silence_has_no_loudness_and_no_gain(samples: bytes) -> None:
    loudness = integrated(cut(samples), RATE)
    assert loudness == -70
    assert programme_gain(lambda gain: loudness + gain, loudness, -19) == 0


@pytest.mark.parametrize(("lufs", "gain"), [(-26.0, 7.0), (-25.43, 6.5), (-19.0, 0.0), (-10.0, -9.0)])
def test_the_gain_goes_in_half_decibels(lufs: float, gain: float) -> None:
    assert programme_gain(lambda db: lufs + db, lufs, -19) == gain
    assert programme_gain(lambda db: lufs + db / 2, lufs, -19) >= gain, "more for what the limiter takes"


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("gain", [-6.0, 0.0, 3.0, 6.0])
def test_what_the_limiter_takes_is_known_before(gain: float, channels: int) -> None:
    samples = bursts(8)
    if channels == 2:
        mono = np.frombuffer(samples, "<i2")
        samples = np.stack((mono, (mono * 0.6).astype("<i2")), axis=1).tobytes()
    meter = LevelMeter(RATE, channels)
    for part in cut(samples, 7001 * channels):
        meter.write(part)
    foresight = Foresight([meter.levels()])
    assert foresight.now() == pytest.approx(integrated([samples], RATE, channels), abs=0.01)
    held = limited([samples], RATE, gain, -4, channels)
    assert foresight.at(gain, -4) == pytest.approx(integrated(held, RATE, channels), abs=0.25)


def test_a_peak_between_the_samples_is_found() -> None:
    """A sine at a quarter of the rate, sampled at 45°: its samples are 3.01 dB under its crest."""
    sine = 0.5 * np.sin(np.pi / 2 * np.arange(4000) + np.pi / 4)
    sine *= np.minimum(1, np.minimum(np.arange(4000), np.arange(4000)[::-1]) / 500)
    assert np.abs(sine).max() == pytest.approx(0.5 * math.sqrt(0.5), rel=1e-3)
    assert true_peak([sine]) == pytest.approx(0.5, rel=0.01)
    assert true_peak(np.array_split(sine, 37)) == pytest.approx(true_peak([sine]), rel=1e-3)


def test_looking_only_near_the_largest_samples_misses_no_peak() -> None:
    noise = np.random.default_rng(3).normal(0, 0.05, 20000)
    everywhere = swing(noise, 0.0).max()
    assert swing(noise, everywhere * 0.999).max() == everywhere == true_peak([noise])


def test_our_true_peak_is_ffmpegs() -> None:
    noise = np.random.default_rng(4).normal(0, 0.1, RATE)
    noise = np.convolve(noise, np.hanning(5) / 2, "same")
    samples = np.round(noise * 32767).astype("<i2").tobytes()
    assert dbtp(samples) == pytest.approx(ffmpeg_true_peak(samples), abs=0.2)


def bursts(seconds: float = 3) -> bytes:
    """Quiet talk with a loud syllable now and then."""
    time = np.arange(round(seconds * RATE)) / RATE
    loud = 0.1 + 0.85 * (np.sin(2 * np.pi * 1.3 * time) > 0.9)
    wave = loud * np.sin(2 * np.pi * (180 + 40 * np.sin(2 * np.pi * 0.7 * time)) * time)
    return np.round(wave * 32767 * 0.9).astype("<i2").tobytes()


@pytest.mark.parametrize("gain", [0.0, 6.5])
@pytest.mark.parametrize("ceiling", [-1.0, -3.0, -6.0])
def test_the_limiter_holds_the_ceiling(gain: float, ceiling: float) -> None:
    samples = bursts()
    assert dbtp(samples) > ceiling, "there is something to hold down"
    held = b"".join(limited(cut(samples), RATE, gain, ceiling))
    assert len(held) == len(samples)
    assert ceiling - 0.1 < dbtp(held) <= ceiling + 0.05
    assert ffmpeg_true_peak(held) <= ceiling + 0.1


def test_the_limiter_leaves_alone_what_is_under_the_ceiling() -> None:
    samples = tone(300, 1, amplitude=0.1) + tone(300, 0.01, amplitude=0.9) + tone(300, 1, amplitude=0.1)
    before, after = np.frombuffer(samples, "<i2"), np.frombuffer(b"".join(limited([samples], RATE, 0, -6)), "<i2")
    changed = np.flatnonzero(before != after)
    assert len(changed)
    assert RATE - 300 < changed.min() < changed.max() < RATE + 220 + 300, "only 10 ms around the peak"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 20000), min_size=1, max_size=12))
def test_the_limiter_does_not_care_how_the_samples_are_cut(sizes: list[int]) -> None:
    samples, parts = bursts(1.5), []
    place = 0
    for size in sizes:
        parts.append(samples[2 * place : 2 * (place + size)])
        place += size
    parts.append(samples[2 * place :])
    assert b"".join(limited(parts, RATE, 6, -3)) == b"".join(limited([samples], RATE, 6, -3))


def test_the_limiter_gives_back_nothing_for_nothing() -> None:
    assert b"".join(limited([], RATE, 6, -3)) == b""
    assert b"".join(limited([b"\1\0"], RATE, 0, -3)) == b"\1\0"


@pytest.mark.parametrize("material", [sounding(), sounding(2, 4, seconds=0.2)], ids=["long", "short"])
@pytest.mark.parametrize("target", [-16.0, -19.0, -23.0])
def test_a_programme_reaches_its_loudness_and_keeps_its_peak(material: Sounding, target: float) -> None:
    chosen = Settings(loudness_lufs=target, ceiling_dbtp=-3.0)
    blocks = list(programme(material.edition.timeline, material.clips.__getitem__, chosen))
    loudness = loudness_of(material.edition, blocks)
    assert sum(map(len, blocks)) // 2 == material.edition.timeline.length
    assert loudness.integrated_lufs == pytest.approx(target, abs=0.5)
    assert loudness.true_peak_dbtp <= -3.0


def test_every_speaker_has_a_loudness_of_its_own() -> None:
    material = sounding(2, 4)
    quiet = dict(material.clips)
    for cue in material.edition.cues:
        if cue.utterance.speaker == "bob":
            quiet[cue.utterance.id] = (np.frombuffer(quiet[cue.utterance.id], "<i2") // 2).astype("<i2").tobytes()
    told = dict(measured(material, material.clips)), dict(measured(material, quiet))
    assert set(told[0]) == set(SPEAKERS)
    assert told[0]["ada"] == told[1]["ada"]
    assert told[0]["bob"] - told[1]["bob"] == pytest.approx(6.02, abs=0.1)


def measured(material: Sounding, clips: dict[str, bytes]) -> tuple[tuple[str, float], ...]:
    from readaloud.assembly.stitching import blocks

    return loudness_of(material.edition, blocks(material.edition.timeline, clips.__getitem__)).by_speaker_lufs


def test_a_speaker_of_less_than_400_ms_is_measured_by_what_there_is() -> None:
    material = sounding(1, 1, seconds=0.3)
    ((speaker, lufs),) = measured(material, material.clips)
    assert speaker == "ada" and -40 < lufs < -10


def test_a_speaker_who_is_silent_has_none() -> None:
    material = sounding(1, 1)
    assert measured(material, {key: bytes(len(clip)) for key, clip in material.clips.items()}) == ()


def test_the_meter_does_not_care_how_the_samples_are_cut() -> None:
    samples = bursts()
    values = []
    for size in (100, 4096, RATE, 10 * RATE):
        steps = Steps(RATE)
        for block in cut(samples, size):
            steps.write(block)
        values.append(steps.energies)
    assert values == [values[0]] * 4
