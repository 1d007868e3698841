import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.assembly import sound
from readaloud.assembly.resampling import resampled
from readaloud.assembly.stitching import BLOCK_SECONDS, blocks
from readaloud.errors import ReadaloudError
from readaloud.model import Placement, Timeline
from tests.sounds import RATE, sounding, tone

EDGE = round(sound.EDGE_SECONDS * RATE)


def stitched(timeline: Timeline, clips: dict[str, bytes], rates: dict[str, int] | None = None) -> np.ndarray:
    return np.frombuffer(b"".join(blocks(timeline, clips.__getitem__, rates)), "<i2").astype(int)


def test_each_clip_stands_exactly_where_it_should() -> None:
    clip = tone(440, 0.3)
    timeline = Timeline(RATE, 3 * RATE, (Placement("a", 1001, len(clip) // 2), Placement("a", 30007, len(clip) // 2)))
    heard = stitched(timeline, {"a": clip})
    wanted = np.zeros(3 * RATE, int)
    for begin in (1001, 30007):
        wanted[begin : begin + len(clip) // 2] = np.frombuffer(clip, "<i2")
    inner = np.r_[0:1001, 1001 + EDGE : 1001 + len(clip) // 2 - EDGE, 30007 + EDGE : 30007 + len(clip) // 2 - EDGE]
    assert len(heard) == timeline.length
    assert (heard[inner] == wanted[inner]).all()
    assert not heard[1001 + len(clip) // 2 : 30007].any()


@pytest.mark.parametrize("gain", [-12.0, -3.5, 6.0])
def test_a_gain_is_what_it_says(gain: float) -> None:
    clip = tone(440, 0.5)
    count = len(clip) // 2
    heard = stitched(Timeline(RATE, count, (Placement("a", 0, count, gain),)), {"a": clip})[EDGE:-EDGE]
    given = np.frombuffer(clip, "<i2")[EDGE:-EDGE].astype(float)
    assert 20 * np.log10(np.sqrt((heard**2).mean() / (given**2).mean())) == pytest.approx(gain, abs=0.01)


def largest_step(heard: np.ndarray) -> int:
    return int(np.abs(np.diff(heard)).max())


def test_nothing_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    material = sounding(each=3)
    steepest = 0.25 * 32767 * 2 * np.pi * max(material.hertz.values()) / RATE
    bound = steepest + 0.25 * 32767 / EDGE  # of the steepest tone, and of the fade on top of it
    assert largest_step(stitched(material.edition.timeline, material.clips)) <= bound
    monkeypatch.setattr(sound, "EDGE_SECONDS", 0.0)
    assert largest_step(stitched(material.edition.timeline, material.clips)) > bound, "the test can tell a click"


def test_sounds_that_overlap_are_added_and_held_at_full_scale() -> None:
    clip = tone(300, 0.2, amplitude=0.75)
    count = len(clip) // 2
    timeline = Timeline(RATE, count + 500, (Placement("a", 0, count), Placement("a", 147, count)))
    heard = stitched(timeline, {"a": clip})
    one = np.frombuffer(clip, "<i2").astype(int)
    middle = slice(147 + EDGE, count - EDGE)
    wanted = np.clip(one[middle] + one[EDGE : count - EDGE - 147], -32768, 32767)
    assert (heard[middle] == wanted).all()
    assert heard.max() == 32767


def test_a_tone_sounds_without_a_clip() -> None:
    material = sounding()
    timeline = Timeline(RATE, RATE, (Placement("tone:open", 100, round(0.36 * RATE)),))
    assert stitched(timeline, material.clips)[100:].any()


def test_a_clip_of_another_rate_keeps_its_pitch_and_gets_its_length() -> None:
    clip = tone(1000, 0.5, rate=24000)
    timeline = Timeline(RATE, RATE, (Placement("a", 0, 11025),))
    heard = stitched(timeline, {"a": clip}, {"a": 24000})
    spectrum = np.abs(np.fft.rfft(heard[EDGE : 11025 - EDGE], 65536))
    assert spectrum.argmax() * RATE / 65536 == pytest.approx(1000, abs=1)
    assert np.abs(heard[11025 - 400 : 11025 - 100]).max() > 6000, "sounds to its end"
    assert not heard[11025:].any()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5000), st.sampled_from([8000, 16000, 24000, 44100, 48000]))
def test_resampling_gives_the_length_that_the_timeline_reckons_with(count: int, rate: int) -> None:
    from readaloud.assembly.timeline import scaled

    assert len(resampled(bytes(2 * count), rate, RATE)) == 2 * scaled(count, rate, RATE)


def test_a_clip_that_is_too_short_is_named() -> None:
    with pytest.raises(ReadaloudError, match="Clip a has 10 samples"):
        stitched(Timeline(RATE, 100, (Placement("a", 0, 20),)), {"a": bytes(20)})


def test_a_placement_past_the_end_is_an_error() -> None:
    with pytest.raises(ReadaloudError, match="ends at sample 5"):
        stitched(Timeline(RATE, 5, (Placement("a", 0, 10),)), {"a": bytes(20)})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60000), st.integers(0, 3000)), max_size=12), st.integers(0, 40000))
def test_whatever_the_placements_the_length_is_the_timelines(places: list[tuple[int, int]], tail: int) -> None:
    placements = tuple(Placement("a", begin, length, 1.0) for begin, length in sorted(places))
    length = max([placement.begin + placement.length for placement in placements], default=0) + tail
    timeline = Timeline(RATE, length, placements)
    made = list(blocks(timeline, lambda _: tone(440, 0.2)))
    assert sum(map(len, made)) == 2 * length
    assert all(len(block) == 2 * RATE * BLOCK_SECONDS for block in made[:-1])


def test_clips_are_fetched_only_when_their_block_is_due() -> None:
    asked = []

    def samples(key: str) -> bytes:
        asked.append(key)
        return bytes(2 * RATE)

    placements = tuple(Placement(str(second), second * RATE, RATE) for second in range(0, 100, 2))
    stream: Iterator[bytes] = blocks(Timeline(RATE, 100 * RATE, placements), samples)
    next(stream)
    assert len(asked) <= BLOCK_SECONDS / 2 + 1


def test_pydub_warns_nobody() -> None:
    code = "from readaloud.assembly.sound import mixed; mixed([(0, bytes(400))])"
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
