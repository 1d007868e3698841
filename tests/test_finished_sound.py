"""The sound of finished, decoded files in real voices: pauses, edges, offset, levels. Each measure is tried on a fault too.

A clip as the cache has it is compared with what the file has at its place, and with what the engine gave before its ends were
cut. The edition is levelled for broadcasting, where the limiter hardly ever acts and samples can be told one by one.
"""

from __future__ import annotations

import itertools
import shutil
import wave as waves
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from readaloud import pipeline
from readaloud.checking.audio import decode, gated
from readaloud.engines import registry
from readaloud.model import Edition, Placement, Utterance
from readaloud.settings import Settings
from readaloud.synthesis.cache import open_cache
from readaloud.synthesis.preparing import LEAD_SECONDS, OFFSET, TAIL_SECONDS
from tests.sounds import RATE, decoded

Wave = NDArray[np.float64]

PAUSE_MS = 5.0
"""By how much a pause may differ from the plan's."""
SILENT = 33
"""Of 32,768, −60 dB: what is softer is no sound. Told here too, so that a trimming that takes more is noticed."""
LOUD = tuple(10 ** (db / 20) for db in (-32, -36, -40))
"""Of full scale: what begins and ends a sound in a coded file, whose noise around it is softer."""

LINES = {
    "ALMA": "Pat took a cup. Stop that at once! Kick it back, Dick. Peter packed two picnic baskets for the trip to the"
    " lake, and put the kettle on top. Nobody told the captain that the boat had a leak.",
    "BRUNO": "Take it. Not a bit! Good, that is a deep dark lake. Bob dug a big pit behind the barn and kept a goat in it"
    " until Tuesday. If the fog comes back at night, we must stop and wait for the light.",
    "CARLA": "Which ship? Hush. Seven swans swam past the house. The church at the edge of the village has a fresh roof,"
    " and each of us gave something for it. Such a thing does not happen twice.",
}
TURNS = 3


@dataclass(frozen=True)
class Finished:
    folder: Path
    edition: Edition
    clips: dict[str, bytes]
    """PCM as it is in the cache, by key."""

    def samples(self, ending: str) -> Wave:
        (path,) = self.folder.glob(f"*.{ending}")
        return decoded(path)

    def spoken(self) -> Iterator[tuple[Placement, Utterance, Wave]]:
        """What a voice says, in order."""
        said = {cue.begin: cue.utterance for cue in self.edition.cues}
        for placement in self.edition.timeline.placements:
            if placement.key in self.clips:
                clip = np.frombuffer(self.clips[placement.key], "<i2").astype(np.float64)
                yield placement, said[placement.begin], clip


def make(folder: Path, settings: Settings, text: str) -> Finished:
    source = folder / "talk.txt"
    source.write_text(text)
    return finished(pipeline.make(pipeline.prepare(str(source), settings, folder), settings), settings)


def finished(made: pipeline.Made, settings: Settings) -> Finished:
    with open_cache(settings) as cache:
        found = {p.key: cache.get(p.key) for p in made.edition.timeline.placements}
    return Finished(made.folder, made.edition, {key: clip.samples for key, clip in found.items() if clip is not None})


def talk(turns: int = TURNS) -> str:
    lines = [f"{who}: {text}" for _ in range(turns) for who, text in LINES.items()]
    return "A Talk at the Lake\n\n" + "\n\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    settings = Settings(formats=("wav", "flac", "m4b"), loudness="ebu-r128")
    return make(tmp_path_factory.mktemp("made"), settings, talk())


@pytest.fixture(scope="module")
def wave(made: Finished) -> Wave:
    return made.samples("wav")


# Pauses


def wrong_pauses(made: Finished, wave: Wave, heard: Wave) -> list[str]:
    """Pauses between two clips that are longer or shorter in what is heard than on the timeline; `wave` is as it was made.

    A sound begins and ends where it passes a loudness, in the clip at its place as in the file. A burst that only just
    passes one of them may not do so when it was coded, so one of the three must tell the right length.
    """
    rate = made.edition.timeline.rate
    said = [(p, np.abs(clip) / 32768 * level(p, clip, wave)) for p, _, clip in made.spoken()]
    wrong = []
    for (before, ending), (after, beginning) in itertools.pairwise(said):
        off = []
        for loud in LOUD:
            end, begin = before.begin + np.flatnonzero(ending > loud)[-1], after.begin + np.argmax(beginning > loud)
            middle = int(end + begin) // 2
            around = np.abs(heard[middle - rate : middle + rate]) > loud
            pause = int(around[:rate][::-1].argmax()) + 1 + int(around[rate:].argmax())
            off.append(1000 * (pause - int(begin - end)) / rate)
        if min(map(abs, off)) > PAUSE_MS:
            wrong.append(f"at {middle / rate:.2f} s: {off} ms")
    return wrong


def level(placement: Placement, clip: Wave, heard: Wave) -> float:
    """By what a clip was multiplied, as is heard where it stands."""
    there = heard[placement.begin : placement.begin + placement.length]
    own = clip[: placement.length] / 32768
    return float(there @ own / (own @ own))


@pytest.mark.parametrize("ending", ["wav", "flac", "m4b"])
def test_pauses_are_those_of_the_plan(made: Finished, wave: Wave, ending: str) -> None:
    assert wrong_pauses(made, wave, made.samples(ending)) == []


@pytest.mark.parametrize("milliseconds", [-7, 7])
def test_a_pause_of_other_length_is_noticed(made: Finished, wave: Wave, milliseconds: int) -> None:
    rate = made.edition.timeline.rate
    gaps = [b.begin - a.begin - a.length for (a, _, _), (b, _, _) in itertools.pairwise(made.spoken())]
    place = gaps.index(max(gaps))
    (before, _, _) = list(made.spoken())[place]
    middle, count = before.begin + before.length + 200, abs(milliseconds) * rate // 1000
    other = (
        np.insert(wave, middle, np.zeros(count)) if milliseconds > 0 else np.delete(wave, slice(middle, middle + count))
    )
    assert len(wrong_pauses(made, wave, other)) == 1


# Edges


def lost_at_the_ends(whole: Wave, kept: Wave) -> float:
    """The loudest sample, of 32,768, that a sound had before and after what was kept of it."""
    spectrum = np.fft.rfft(whole, 2 * len(whole)) * np.conj(np.fft.rfft(kept, 2 * len(whole)))
    begin = int(np.fft.irfft(spectrum).argmax())
    begin -= 2 * len(whole) if begin > len(whole) else 0
    assert np.allclose(whole[max(0, begin) : begin + len(kept)][:1000], kept[max(0, -begin) :][:1000])
    outside = np.concatenate((whole[: max(0, begin)], whole[max(0, begin + len(kept)) :], [0.0]))
    return float(np.abs(outside).max())


def test_no_consonant_is_clipped(made: Finished, wave: Wave) -> None:
    """What trimming takes is silence, and the sound's first and last 20 ms are in the file as the engine gave them."""
    engine = registry.engine("pyttsx3")
    cast = {casting.speaker: casting.voice for casting in made.edition.cast.castings}
    rate, window = made.edition.timeline.rate, made.edition.timeline.rate // 50
    lead, tail = round(LEAD_SECONDS * rate), round(TAIL_SECONDS * rate)
    heard = {u.id: (p, u, clip) for p, u, clip in made.spoken() if u.speaker in ("alma", "bruno", "carla")}
    compared = 0
    for placement, said, clip in heard.values():
        whole = np.frombuffer(engine.speak(said.spoken, cast[said.speaker]).samples, "<i2").astype(np.float64)
        if abs(whole.mean()) <= OFFSET:  # else what is looked at is the sound without its offset
            compared += 1
            assert lost_at_the_ends(whole, clip) <= SILENT, said.spoken
        scale = level(placement, clip, wave)
        there = wave[placement.begin : placement.begin + placement.length] / scale * 32768
        for edge in (slice(lead, lead + window), slice(len(clip) - tail - window, len(clip) - tail)):
            assert np.sum(there[edge] ** 2) == pytest.approx(np.sum(clip[edge] ** 2), rel=0.06), said.spoken
    assert compared > len(heard) // 2
    _, _, clip = next(iter(heard.values()))
    assert lost_at_the_ends(clip, clip[: len(clip) - 2 * tail]) > SILENT, "a consonant that is cut is noticed"


def jumps(made: Finished, heard: Wave) -> float:
    """The largest step from one sample to the next within 1 ms of where a clip begins or ends."""
    near = made.edition.timeline.rate // 1000
    places = [at for p, _, _ in made.spoken() for at in (p.begin, p.begin + p.length)]
    return max(float(np.abs(np.diff(heard[at - near : at + near])).max()) for at in places)


def test_no_clip_begins_or_ends_with_a_click(made: Finished, wave: Wave) -> None:
    assert jumps(made, wave) < 10 ** (-60 / 20)
    assert jumps(made, np.roll(wave, 1500)) > 10 ** (-40 / 20), "an edge within the sound is noticed"


# Levels


def wandering(made: Finished, heard: Wave) -> dict[str, float]:
    """DB between the softest and the loudest of a speaker's sentences, compared with their clips."""
    levels: dict[str, list[float]] = {}
    for placement, _, clip in made.spoken():
        levels.setdefault(placement.speaker, []).append(20 * np.log10(level(placement, clip, heard)))
    return {speaker: max(its) - min(its) for speaker, its in levels.items()}


def test_a_voice_keeps_its_level_from_sentence_to_sentence(made: Finished, wave: Wave) -> None:
    assert max(wandering(made, wave).values()) < 0.02
    (placement, _, _) = list(made.spoken())[12]
    other = wave.copy()
    other[placement.begin : placement.begin + placement.length] *= 10 ** (-0.2 / 20)
    assert wandering(made, other)[placement.speaker] == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize("ending", ["wav", "m4b"])
def test_there_is_no_offset(made: Finished, ending: str) -> None:
    heard = made.samples(ending)
    assert abs(heard.mean()) < 0.001
    for placement, said, _ in made.spoken():
        assert abs(heard[placement.begin : placement.begin + placement.length].mean()) < 0.003, said.spoken


@pytest.mark.parametrize("loudness", ["audiobook", "podcast", "ebu-r128", "acx"])
def test_every_loudness_is_reached_in_a_real_voice(loudness: str, tmp_path: Path) -> None:
    settings = Settings(formats=("m4b", "flac"), loudness=loudness)
    folder = make(tmp_path, settings, talk(1)).folder
    for path in (*folder.glob("*.m4b"), *folder.glob("*.flac")):
        heard = decode(path)
        assert heard.integrated_lufs == pytest.approx(settings.target_lufs, abs=0.5), path.name
        assert heard.true_peak_dbtp <= settings.peak_dbtp, path.name


def speakers(made: Finished) -> dict[str, float]:
    """LUFS of each speaker in the finished M4B, measured by FFmpeg."""
    heard = decode(next(made.folder.glob("*.m4b")))
    step = made.edition.timeline.rate / 10
    blocks: dict[str, list[float]] = {}
    for p, _, _ in made.spoken():
        blocks.setdefault(p.speaker, []).extend(
            heard.momentary_lufs[int(p.begin / step) + 4 : int((p.begin + p.length) / step)]
        )
    return {speaker: gated(its) for speaker, its in blocks.items() if len(its) > 60}


def test_speakers_are_alike_in_the_finished_file(made: Finished) -> None:
    levels = speakers(made)
    assert {"alma", "bruno", "carla"} <= set(levels)
    assert max(levels.values()) - min(levels.values()) <= 2, levels  # each within 1 LU of their middle


def test_very_loud_and_very_soft_recordings_are_as_loud_as_the_voices(made: Finished, tmp_path: Path) -> None:
    folder = tmp_path / "talk"
    shutil.copytree(made.folder, folder)
    (folder / "recordings").mkdir()
    lines = [(said, clip) for _, said, clip in made.spoken() if said.speaker in ("alma", "bruno")]
    for said, clip in lines:
        peak = 32767 if said.speaker == "alma" else 250
        with waves.open(str(folder / "recordings" / f"{said.id}.wav"), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((clip * (peak / np.abs(clip).max())).astype("<i2").tobytes())
    settings = Settings(formats=("m4b",))
    again = pipeline.make(pipeline.prepare_script(folder / "script.yaml", settings, None), settings)
    assert again.recordings == len(lines)
    levels = dict(again.edition.loudness.by_speaker_lufs)
    own = [levels[speaker] for speaker in ("alma", "bruno", "carla")]
    assert max(own) - min(own) <= 2, levels


def changed(made: Finished, before: Wave, other: Finished, after: Wave) -> set[str]:
    """The ids of the utterances that both have and whose samples are not the same, or that one alone has."""
    was = {u.id: before[p.begin : p.begin + p.length] for p, u, _ in made.spoken()}
    now = {u.id: after[p.begin : p.begin + p.length] for p, u, _ in other.spoken()}
    return {
        id for id in was.keys() | now.keys() if id not in was or id not in now or not np.array_equal(was[id], now[id])
    }


def test_an_edited_line_changes_no_other_sample_of_the_file(made: Finished, wave: Wave, tmp_path: Path) -> None:
    settings = Settings(formats=("wav",), loudness="ebu-r128")
    other = make(tmp_path, settings, talk().replace("Take it.", "Take it now.", 1))
    after = other.samples("wav")
    assert len(changed(made, wave, other, after)) == 2, "the line that was, and the line that is"
    assert len(changed(made, wave, other, np.round(after * 0.99 * 32768) / 32768)) > 20
