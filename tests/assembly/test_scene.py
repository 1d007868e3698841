"""Scene timing and the stereo picture, measured on audio that was made with tones, written as a file and decoded again."""

from __future__ import annotations

import math
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from readaloud.assembly import sounds
from readaloud.assembly.loudness import integrated
from readaloud.assembly.mastering import programme
from readaloud.assembly.pacing import pacing
from readaloud.assembly.places import places
from readaloud.assembly.room import WIDEST, placed
from readaloud.assembly.timeline import build_edition
from readaloud.model import ClipInfo, Edition, Entry, Mark, Pause, Script, Speaker
from readaloud.settings import Settings
from readaloud.writers.registry import writer
from tests.sounds import RATE, cast_of, loudness_of, script_of, tone, utterance

DRAMATIC = Settings(style="dramatic")
HERTZ = {"ada": 620.0, "bob": 930.0, "notes": 500.0}


def edition_of(entries: list[Entry], settings: Settings, seconds: float = 1.0, far: tuple[str, ...] = ()) -> Edition:
    script = script_of(entries)
    people = tuple(Speaker(id, (id.title(),), id.title(), far=id in far) for id in ("ada", "bob"))
    script = Script(script.title, script.language, (*people, Speaker("notes", role="notes")), script.entries)
    infos = {u.id: ClipInfo(u.speaker, round(seconds * RATE), RATE, 8192) for u in script.utterances() if u.spoken}
    return build_edition(script, cast_of("ada", "bob", "notes"), infos, settings)


def heard(
    edition: Edition, settings: Settings, folder: Path, clips: dict[str, bytes] | None = None
) -> NDArray[np.float64]:
    """Samples × channels of an edition, decoded from its M4B."""
    own = clips or {id: tone(hertz, 1.0) for id, hertz in HERTZ.items()}
    writing = writer("m4b").begin(edition, folder, "book", settings)
    for block in programme(edition.timeline, own.__getitem__, settings):
        writing.write(block)
    writing.finish()
    with av.open(folder / "book.m4b") as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(frames, axis=1).T


def power(signal: NDArray[np.float64], hertz: float) -> float:
    """Of one frequency in a stretch."""
    window = np.hanning(len(signal))
    return float(abs((signal * window * np.exp(-2j * np.pi * hertz * np.arange(len(signal)) / RATE)).sum()) ** 2)


def talk(kind: str) -> list[Entry]:
    return [utterance("a", "ada"), Pause(kind), utterance("b", "bob")]


def sounds_at(signal: NDArray[np.float64], hertz: float) -> tuple[float, float]:
    """Seconds at which a tone begins and ends: where it is loudest less 15 dB in windows of 10 ms."""
    size = 400
    levels = np.array([power(signal[i : i + size], hertz) for i in range(0, len(signal) - size, 110)])
    loud = np.flatnonzero(levels > levels.max() / 32)
    return loud[0] * 110 / RATE + 0.009, loud[-1] * 110 / RATE + 0.009


@pytest.mark.parametrize(
    ("kind", "settings", "least", "most"),
    [
        ("interruption", Settings(), -0.01, 0.01),
        ("interruption", DRAMATIC, -0.2, -0.1),
        ("resumption", Settings(), 0.0, 0.05),
        ("quick", Settings(), 0.15, 0.25),
        ("turn", Settings(), 0.28, 0.4),
        ("question", Settings(), 0.4, 0.6),
        ("trailing", Settings(), 0.65, 0.9),
    ],
)
def test_the_gap_between_two_turns_as_it_is_heard(
    kind: str, settings: Settings, least: float, most: float, tmp_path: Path
) -> None:
    edition = edition_of(talk(kind), settings)
    mono = heard(edition, settings, tmp_path).mean(axis=1)
    a, b = edition.cues
    ended, began = sounds_at(mono, HERTZ["ada"])[1], sounds_at(mono, HERTZ["bob"])[0]
    assert ended == pytest.approx(a.end / RATE, abs=0.02)
    assert began == pytest.approx(b.begin / RATE, abs=0.02)
    assert least - 0.02 <= began - ended <= most + 0.02
    assert least <= (b.begin - a.end) / RATE <= most
    assert b.begin >= a.begin


def test_the_order_of_gaps_is_that_of_talk() -> None:
    gaps = [
        edition_of(talk(kind), Settings()).cues for kind in ("interruption", "quick", "turn", "question", "trailing")
    ]
    lengths = [b.begin - a.end for a, b in gaps]
    assert lengths == sorted(set(lengths))


def test_gaps_grow_with_what_is_said_and_follow_its_end() -> None:
    def gap(before: str, after: str, *pause: Pause) -> int:
        a, b = edition_of(
            [utterance("a", "ada", spoken=before), *pause, utterance("b", "bob", spoken=after)], Settings()
        ).cues
        return b.begin - a.end

    long = "It was a long way to go and nobody knew it better than he."
    assert gap("No.", long, Pause("turn")) > gap("No.", "It was.", Pause("turn"))
    assert gap(long, "So.") > gap("No.", "So.")
    assert (
        gap("Yes, well…", "So.")
        > gap("Is it?", "So.")
        > gap("It is.", "So.")
        > gap("It is,", "so.")
        > gap("It is", "so.")
    )


def test_rate_and_pauses_scale_every_gap_but_one_that_a_person_wrote() -> None:
    def gap(settings: Settings, pause: Pause) -> int:
        a, b = edition_of([utterance("a"), pause, utterance("b")], settings).cues
        return b.begin - a.end

    plain = gap(Settings(), Pause("turn"))
    assert gap(Settings(pauses=2), Pause("turn")) == pytest.approx(2 * plain, abs=1)
    assert gap(Settings(rate=0.5), Pause("turn")) == pytest.approx(2 * plain, abs=1)
    assert gap(Settings(pauses=0), Pause("turn")) == 0
    assert gap(Settings(pauses=2, rate=3), Pause(seconds=2.0)) == 2 * RATE
    assert pacing(Settings(pauses=2)).head == pacing(Settings()).head


def test_an_overlap_takes_at_most_a_quarter_of_either() -> None:
    edition = edition_of(talk("interruption"), DRAMATIC, seconds=0.2)
    a, b = edition.cues
    assert 0 < a.end - b.begin <= 0.2 * RATE / 4
    assert [p.begin for p in edition.timeline.placements] == sorted(p.begin for p in edition.timeline.placements)
    assert edition.timeline.length >= max(c.end for c in edition.cues)


def test_formats_that_show_one_cue_at_a_time_get_cues_that_do_not_overlap() -> None:
    edition = edition_of(talk("interruption"), DRAMATIC)
    a, b = edition.successive_cues()
    assert a.begin < a.end == b.begin < b.end
    assert edition.cues[0].end > edition.cues[1].begin


def test_nobody_speaks_over_the_end_of_a_chapter() -> None:
    entries: list[Entry] = [
        Mark("chapter", "One"),
        utterance("a", "ada"),
        Mark("chapter", "Two"),
        Pause("interruption"),
        utterance("b", "bob"),
    ]
    edition = edition_of(entries, DRAMATIC)
    assert edition.cues[0].end <= edition.chapters[0].end == edition.cues[1].begin


# -- the picture --------------------------------------------------------------------------------------------------------


def test_speakers_have_a_place_each_and_notes_are_in_the_middle(tmp_path: Path) -> None:
    entries: list[Entry] = [
        utterance("a", "ada"), utterance("b", "bob"), utterance("n", "notes", kind="note", key="n1"), utterance("c", "ada"),
    ]  # fmt: skip
    edition = edition_of(entries, DRAMATIC)
    signal = heard(edition, DRAMATIC, tmp_path)
    assert signal.shape[1] == 2
    sides = []
    for cue in edition.cues:
        left, right = (
            power(signal[cue.begin + 2000 : cue.end - 2000, side], HERTZ[cue.utterance.speaker]) for side in (0, 1)
        )
        sides.append(10 * math.log10(left / right))
    assert sides[0] > 5
    assert sides[1] < -5
    assert sides[2] == pytest.approx(0, abs=0.1)
    assert sides[3] == pytest.approx(sides[0], abs=0.1), "the same through the scene"


def test_clear_is_one_channel(tmp_path: Path) -> None:
    edition = edition_of(talk("interruption"), Settings())
    assert heard(edition, Settings(), tmp_path).shape[1] == 1
    assert all((p.pan, p.space) == (0.0, "dry") for p in edition.timeline.placements)
    assert edition.cues[0].end <= edition.cues[1].begin


@pytest.mark.parametrize("pan", [-1.0, -0.5, -0.2, 0.0, 0.3, 0.5])
@pytest.mark.parametrize("space", ["dry", "room", "line"])
def test_the_mono_sum_of_a_voice_loses_less_than_a_decibel(pan: float, space: str) -> None:
    voice = np.random.RandomState(1).normal(0, 3000, 3 * RATE).round().astype("<i2").tobytes()
    both = np.frombuffer(placed(voice, RATE, pan, space), "<i2").reshape(-1, 2).astype(float)
    summed = ((both[:, 0] + both[:, 1]) ** 2).mean() / 2
    loss = 10 * math.log10((both**2).sum(axis=1).mean() / summed)
    assert 0 <= loss + 0.01 < 1
    assert loss <= -20 * math.log10(math.cos(WIDEST * math.pi / 4)) + 0.01
    one = integrated([voice], RATE)
    assert integrated([both.astype("<i2").tobytes()], RATE, 2) == pytest.approx(one, abs=0.3), "as loud as before"


def test_a_decoded_scene_loses_less_than_a_decibel_in_mono(tmp_path: Path) -> None:
    noise = np.random.RandomState(2)
    clips = {id: noise.normal(0, 2500, RATE).round().astype("<i2").tobytes() for id in HERTZ}
    edition = edition_of([utterance("a", "ada"), utterance("b", "bob")], DRAMATIC)
    signal = heard(edition, DRAMATIC, tmp_path, clips)
    for cue in edition.cues:
        part = signal[cue.begin : cue.end]
        loss = 10 * math.log10((part**2).sum() / ((part.sum(axis=1) ** 2).sum() / 2))
        assert loss < 1


def test_the_far_party_of_a_call_is_heard_over_the_line(tmp_path: Path) -> None:
    noise = np.random.RandomState(3)
    clips = {id: noise.normal(0, 2500, RATE).round().astype("<i2").tobytes() for id in HERTZ}
    edition = edition_of([utterance("a", "ada"), utterance("b", "bob")], DRAMATIC, far=("bob",))
    signal = heard(edition, DRAMATIC, tmp_path, clips).mean(axis=1)

    def band(cue: int, low: float, high: float) -> float:
        part = signal[edition.cues[cue].begin : edition.cues[cue].end]
        spectrum = np.abs(np.fft.rfft(part)) ** 2
        hertz = np.fft.rfftfreq(len(part), 1 / RATE)
        return 10 * math.log10(spectrum[(hertz >= low) & (hertz < high)].mean())

    near, far = ([band(cue, *edges) for edges in ((60, 180), (400, 3000), (5500, 8000))] for cue in (0, 1))
    assert far[1] - far[0] > 35
    assert far[1] - far[2] > 30
    assert near[1] - near[0] < 6
    assert near[1] - near[2] < 6
    assert abs(edition.timeline.placements[0].pan - edition.timeline.placements[1].pan) > 0.5


def test_the_programme_reaches_its_loudness_in_two_channels() -> None:
    noise = np.random.RandomState(4)
    clips = {id: noise.normal(0, 2500, RATE).round().astype("<i2").tobytes() for id in HERTZ}
    edition = edition_of([utterance(f"u{i}", ("ada", "bob")[i % 2]) for i in range(12)], DRAMATIC)
    told = loudness_of(edition, programme(edition.timeline, clips.__getitem__, DRAMATIC))
    assert told.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert told.true_peak_dbtp <= -3
    assert dict(told.by_speaker_lufs)["ada"] == pytest.approx(dict(told.by_speaker_lufs)["bob"], abs=1)


def test_places_are_stable_and_differ_within_a_chapter() -> None:
    entries: list[Entry] = []
    for chapter in range(3):
        entries.append(Mark("chapter", f"{chapter}"))
        entries += [utterance(f"{chapter}-{n}", f"s{n}", text="One two three." * (9 - n)) for n in range(6)]
    speakers = tuple(Speaker(f"s{n}") for n in range(6))
    found = places(Script("T", "en", speakers, tuple(entries)))
    assert len({place.pan for place in found.values()}) == 6
    assert all(abs(place.pan) <= WIDEST for place in found.values())
    assert found["s0"].pan == -found["s1"].pan != 0


# -- parts left to a person, and sounds -----------------------------------------------------------------------------------


def test_a_silent_part_keeps_its_time(tmp_path: Path) -> None:
    entries: list[Entry] = [
        utterance("a", "ada"),
        Pause("turn"),
        utterance("b", "bob"),
        Pause("turn"),
        utterance("c", "ada"),
    ]
    spoken = edition_of(entries, Settings())
    quiet = edition_of(entries, Settings(silent=("bob",)))
    assert [(c.begin, c.end) for c in quiet.cues] == [(c.begin, c.end) for c in spoken.cues]
    assert [c.silent for c in quiet.cues] == [False, True, False]
    signal = heard(quiet, Settings(), tmp_path)[:, 0]
    cue = quiet.cues[1]
    assert np.abs(signal[cue.begin : cue.end]).max() < 1e-3
    assert quiet.timeline.length == spoken.timeline.length


@pytest.mark.parametrize("rate", [16000, 22050, 44100])
@pytest.mark.parametrize("name", sounds.names())
def test_a_sound_is_soft_the_same_every_time_and_ends_in_silence(name: str, rate: int) -> None:
    made = sounds.samples(name, rate)
    sounds.samples.cache_clear()
    assert sounds.samples(name, rate) == made
    sound = np.frombuffer(made, "<i2") / 32768
    assert len(sound) == sounds.length(name, rate) <= 2.5 * rate
    assert abs(sound[0]) < 1e-3 and abs(sound[-1]) < 1e-3
    assert np.abs(sound).max() <= sounds.PEAK
    assert integrated([made + bytes(rate)], rate) == pytest.approx(sounds.LOUDNESS_LUFS, abs=1)
    spectrum, hertz = np.abs(np.fft.rfft(sound)) ** 2, np.fft.rfftfreq(len(sound), 1 / rate)
    assert spectrum[hertz > 6000].sum() < spectrum.sum() * 0.02, "nothing hisses"
    assert abs(sound.mean()) < 1e-3
