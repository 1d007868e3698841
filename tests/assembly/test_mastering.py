"""The finished programme: speakers alike, an edit that moves nothing else, and what is very short, silent or wrongly told."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from readaloud.assembly import mastering
from readaloud.assembly.loudness import SpanMeter
from readaloud.assembly.mastering import master, measured, programme
from readaloud.assembly.spans import spans
from readaloud.assembly.timeline import build_edition
from readaloud.model import ClipInfo, Edition, Mark, Pause
from readaloud.settings import Settings
from tests.sounds import RATE, SPEAKERS, cast_of, loudness_of, script_of, sounding, tone, utterance


def pulses(seconds: float, hertz: float = 90.0) -> bytes:
    """A voice that is almost all peaks: short pulses, 13 dB above a tone of the same loudness."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = np.exp(-(time * hertz % 1) * 14) * np.sin(2 * np.pi * 700 * time)
    return np.round(wave * 32767 * 0.3).astype("<i2").tobytes()


def dialogue(
    turns: int = 12, seconds: float = 3.0, lufs: tuple[float, float] = (-26, -26)
) -> tuple[Edition, dict[str, bytes]]:
    """Ada is a tone, Bob is pulses, in turn."""
    clips, infos, entries = {}, {}, []
    for number in range(turns):
        id, who = f"u{number}", number % 2
        clips[id] = pulses(seconds) if who else tone(500, seconds, amplitude=0.1)
        infos[id] = ClipInfo(id, len(clips[id]) // 2, RATE, 20000)
        entries += [Pause("turn"), utterance(id, SPEAKERS[who], turn=number)]
    cast = cast_of(*SPEAKERS)
    castings = tuple(
        replace(c, voice=replace(c.voice, loudness_lufs=level)) for c, level in zip(cast.castings, lufs, strict=True)
    )
    return build_edition(script_of(entries), replace(cast, castings=castings), infos), clips


def finished(edition: Edition, clips: dict[str, bytes], settings: Settings | None = None) -> bytes:
    return b"".join(programme(edition.timeline, clips.__getitem__, settings or Settings()))


def told(edition: Edition, samples: bytes) -> tuple[float, float, dict[str, float]]:
    loudness = loudness_of(edition, [samples])
    return loudness.integrated_lufs, loudness.true_peak_dbtp, dict(loudness.by_speaker_lufs)


@pytest.mark.parametrize("lufs", [(-26.0, -26.0), (-24.5, -27.5)], ids=["as-told", "wrongly-told"])
def test_a_voice_of_peaks_is_as_loud_as_another(lufs: tuple[float, float]) -> None:
    edition, clips = dialogue(lufs=lufs)
    integrated, peak, speakers = told(edition, finished(edition, clips))
    assert integrated == pytest.approx(-19, abs=0.5)
    assert peak <= -3
    assert abs(speakers["ada"] - speakers["bob"]) <= 2, speakers  # each within 1 LU of their middle


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("lufs", [(-26.0, -26.0), (-24.0, -29.0)], ids=["as-told", "wrongly-told"])
def test_how_loud_a_span_is_told_is_how_loud_it_is(lufs: tuple[float, float], channels: Literal[1, 2]) -> None:
    """Most of it is told from the levels before mastering: here it is measured whole."""
    edition, clips = dialogue(30, lufs=lufs)
    timeline = replace(edition.timeline, channels=channels)
    assert timeline.cuts
    levels = [measured(part, clips.__getitem__).energies for part in spans(timeline)]
    how = master(timeline, [measured(part, clips.__getitem__) for part in spans(timeline)], Settings())
    assert how.timeline != timeline or channels == 2, "speakers are moved"
    held = 0
    for number, before in enumerate(levels):
        blocks, heard = mastering.finished(number, timeline, how, clips.__getitem__)
        meter = SpanMeter(RATE, channels)
        for block in blocks:
            meter.write(block)
        whole = meter.heard()
        assert heard.peak == whole.peak
        assert heard.energies == pytest.approx(whole.energies, rel=3e-3, abs=1e-8)
        assert len(before) == len(heard.energies)
        held += int((np.abs(heard.energies / np.maximum(before, 1e-9) / 10 ** (how.gain_db / 10) - 1) > 0.1).sum())
    assert held > 100 or channels == 2, "in many steps somebody is held down or moved"


@pytest.mark.parametrize("loudness", ["audiobook", "podcast", "ebu-r128", "acx"])
def test_every_kind_of_loudness_is_reached(loudness: str) -> None:
    edition, clips = dialogue(turns=8)
    settings = Settings(loudness=loudness)
    integrated, peak, _ = told(edition, finished(edition, clips, settings))
    assert integrated == pytest.approx(settings.target_lufs, abs=0.5)
    assert peak <= settings.peak_dbtp


def test_an_edited_line_changes_no_other_sample() -> None:
    material = sounding(3, 4)
    before = finished(material.edition, material.clips)
    changed = dict(material.clips)
    length = len(changed["u5"]) // 2 / RATE
    changed["u5"] = tone(777, length)
    after = finished(material.edition, changed)
    cue = next(c for c in material.edition.cues if c.utterance.id == "u5")
    first, last = 2 * (cue.begin - RATE // 50), 2 * (cue.end + RATE // 50)
    assert before[:first] == after[:first]
    assert before[last:] == after[last:]
    assert before[first:last] != after[first:last]


def test_nothing_clicks_where_clips_are_joined() -> None:
    """The largest second difference at a join is not above that inside the tones themselves."""
    material = sounding(1, 6)
    samples = np.frombuffer(finished(material.edition, material.clips), "<i2").astype(float)
    bend = np.abs(np.diff(samples, 2))
    inside = max(bend[c.begin + 500 : c.end - 500].max() for c in material.edition.cues)
    for cue in material.edition.cues:
        for edge in (cue.begin, cue.end):
            assert bend[max(0, edge - 200) : edge + 200].max() <= 1.2 * inside
    assert abs(samples.mean()) < 33


@pytest.mark.parametrize("seconds", [0.02, 0.2, 0.6])
def test_a_very_short_programme_is_whole(seconds: float) -> None:
    edition, clips = dialogue(turns=1, seconds=seconds)
    samples = finished(edition, clips)
    assert len(samples) == 2 * edition.timeline.length
    assert told(edition, samples)[1] <= -3


def test_silence_stays_silence() -> None:
    edition, clips = dialogue(turns=2)
    assert not any(finished(edition, {key: bytes(len(clip)) for key, clip in clips.items()}))


def parted(longest: float, gap: float) -> Edition:
    clips = {f"u{n}": ClipInfo(f"u{n}", 2 * RATE, RATE, 8000) for n in range(20)}
    entries = [Mark("chapter", "One")]
    for number, id in enumerate(clips):
        entries += [Pause("paragraph" if number % 3 == 0 else "turn"), utterance(id, SPEAKERS[number % 2], turn=number)]
    settings = Settings(longest_chapter=longest, chapter_gap=gap)
    return build_edition(script_of(entries), cast_of(*SPEAKERS), clips, settings)


def test_a_chapter_that_is_too_long_is_parted_at_a_pause() -> None:
    edition = parted(20, 2)
    assert [c.title for c in edition.chapters][:3] == ["One", "One (2)", "One (3)"]
    assert all(c.end - c.begin <= 24 * RATE for c in edition.chapters)
    for chapter in edition.chapters[1:]:
        ended = max(c.end for c in edition.cues if c.begin < chapter.begin)
        assert chapter.begin - ended >= 2 * RATE
    assert [c.chapter for c in edition.cues] == sorted(c.chapter for c in edition.cues)
    assert len(parted(0, 0).chapters) == 1
