from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from readaloud.audio import RATES, RECORDED_LUFS
from readaloud.engines.measure import loudness, loudness_of_any_length
from readaloud.errors import ScriptError
from readaloud.model import Clip, Script, Speaker, Utterance
from readaloud.settings import Settings
from readaloud.synthesis import listening
from readaloud.synthesis.cache import ClipCache
from readaloud.synthesis.listening import listen
from readaloud.synthesis.recordings import find
from tests.recording import CODECS, save, talk

LINES = {
    "aaaa11112222": "The lamp was dark on Tuesday.",
    "bbbb11112222": "I counted the turns.",
    "cccc11112222": "Yes.",
}
SCRIPT = Script("T", "en", (Speaker("ada"),), tuple(Utterance(i, "speech", t, t, "ada") for i, t in LINES.items()))
ONE = "aaaa11112222"


def taken(home: Path, name: str = f"{ONE}.wav") -> Clip:
    """The clip that a recording becomes."""
    cache = ClipCache(home / "cache")
    found = find(home, SCRIPT, Settings())
    heard = listen(found, cache)
    clip = cache.get(heard.infos[Path(name).stem].key)
    assert clip
    return clip


@pytest.mark.parametrize("suffix", CODECS)
def test_every_format_becomes_a_clip_at_the_level_of_all(tmp_path: Path, suffix: str) -> None:
    save(tmp_path / f"recordings/{ONE}{suffix}", talk(440, 1.0, 48000), 48000)
    clip = taken(tmp_path)
    assert clip.rate == 48000
    assert loudness(clip.samples, clip.rate) == pytest.approx(RECORDED_LUFS, abs=0.2)
    assert clip.length / clip.rate == pytest.approx(1.04, abs=0.03), "cut to the margins of clips"


@pytest.mark.parametrize("rate", [8000, 11025, 37800, 96000])
@pytest.mark.parametrize("level", [0.003, 0.95])
def test_every_rate_and_level(tmp_path: Path, rate: int, level: float) -> None:
    save(tmp_path / f"recordings/{ONE}.wav", talk(700, 0.8, rate, level=level), rate)
    clip = taken(tmp_path)
    assert clip.rate in RATES
    assert loudness(clip.samples, clip.rate) == pytest.approx(RECORDED_LUFS, abs=0.3)
    spectrum = np.abs(np.fft.rfft(np.frombuffer(clip.samples, "<i2")))
    assert np.argmax(spectrum) * clip.rate / clip.length == pytest.approx(700, abs=3)


def test_eight_bits_with_an_offset_are_taken_without_it(tmp_path: Path) -> None:
    save(tmp_path / f"recordings/{ONE}.wav", talk(440, 1.0, 8000) + 0.2, 8000, codec="pcm_u8")
    wave = np.frombuffer(taken(tmp_path).samples, "<i2")
    assert abs(wave.mean()) < 0.002 * 32768


def test_a_short_word_is_as_loud_as_a_long_one(tmp_path: Path) -> None:
    save(tmp_path / f"recordings/{ONE}.wav", talk(440, 0.15, 22050, level=0.02), 22050)
    clip = taken(tmp_path)
    assert clip.length / clip.rate < 0.4
    assert loudness_of_any_length(clip.samples, clip.rate) == pytest.approx(RECORDED_LUFS, abs=1.5)


@pytest.mark.parametrize("rows", [(1, 1), (1, -1), (1, 0)], ids=["alike", "against each other", "one side"])
def test_two_channels_become_one(tmp_path: Path, rows: tuple[int, int]) -> None:
    wave = talk(440, 1.0, 44100)
    save(tmp_path / f"recordings/{ONE}.wav", np.stack([wave * row for row in rows]), 44100)
    clip = taken(tmp_path)
    assert loudness(clip.samples, clip.rate) == pytest.approx(RECORDED_LUFS, abs=0.2)


def test_the_noise_of_a_room_before_and_after_is_cut_but_not_the_edge_of_the_word(tmp_path: Path) -> None:
    save(tmp_path / f"recordings/{ONE}.wav", talk(440, 1.0, 44100, noise=0.003, pad=2.0), 44100)
    clip = taken(tmp_path)
    assert 1.04 <= clip.length / clip.rate <= 1.25
    tone = np.abs(np.frombuffer(clip.samples, "<i2"))
    assert abs(int(tone[0])) < 40 and abs(int(tone[-1])) < 40, "the noise comes and goes softly"


def test_a_knock_at_the_microphone_does_not_make_the_words_soft(tmp_path: Path) -> None:
    wave = talk(440, 2.0, 44100, level=0.01)
    wave[500:520] = 0.99
    wave[-900:-880] = 0.99
    save(tmp_path / f"recordings/{ONE}.wav", wave, 44100)
    clip = taken(tmp_path)
    assert loudness(clip.samples, clip.rate) == pytest.approx(RECORDED_LUFS, abs=0.3)
    assert clip.length / clip.rate == pytest.approx(2.04, abs=0.1), "and is not heard"


def test_the_clip_is_kept_by_what_is_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / f"recordings/{ONE}.wav", talk(440, 1.0, 22050), 22050)
    first = taken(tmp_path)
    path.rename(path.with_name("bbbb11112222.wav"))
    with monkeypatch.context() as patched:
        patched.setattr(listening, "_decoded", lambda path: pytest.fail("it is decoded again"))
        assert taken(tmp_path, "bbbb11112222.wav") == first
    save(path.with_name("bbbb11112222.wav"), talk(500, 1.0, 22050), 22050)
    assert taken(tmp_path, "bbbb11112222.wav") != first


def test_a_clip_that_vanished_is_taken_in_again(tmp_path: Path) -> None:
    save(tmp_path / f"recordings/{ONE}.wav", talk(440, 1.0, 22050), 22050)
    cache, found = ClipCache(tmp_path / "cache"), find(tmp_path, SCRIPT, Settings())
    info = listen(found, cache).infos[ONE]
    before = listening.samples(found.lines[ONE], cache)
    for path in (tmp_path / "cache").rglob("*.clip"):
        path.unlink()
    assert listening.samples(found.lines[ONE], cache) == before
    assert len(before) == 2 * info.length


def test_all_bad_files_are_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    save(folder / "aaaa11112222.wav", np.zeros(22050), 22050)
    (folder / "bbbb11112222.wav").write_bytes(b"")
    (folder / "cccc11112222.mp3").write_text("no sound at all\n" * 99)
    with pytest.raises(ScriptError) as error:
        taken(tmp_path)
    assert "aaaa11112222.wav holds silence only" in error.value.message
    assert "bbbb11112222.wav is empty" in error.value.message
    assert "cccc11112222.mp3 is empty, damaged" in error.value.message


@pytest.mark.parametrize("text", ["#EXTM3U\n#EXTINF:1,\n{}\n", "ffconcat version 1.0\nfile {}\n"])
def test_a_playlist_is_no_recording_and_opens_no_other_file(tmp_path: Path, text: str) -> None:
    other = save(tmp_path / "secret.wav", talk(440, 1.0, 22050), 22050)
    (tmp_path / "recordings").mkdir()
    (tmp_path / f"recordings/{ONE}.wav").write_text(text.format(other))
    with pytest.raises(ScriptError, match="no sound file"):
        taken(tmp_path)


def test_hours_are_refused_before_they_are_held(tmp_path: Path) -> None:
    save(tmp_path / f"recordings/{ONE}.flac", np.zeros(2 * 3600 * 8000, np.float32), 8000)
    with pytest.raises(ScriptError, match="longer than 3 minutes"):
        taken(tmp_path)


def test_what_a_suffix_says_is_not_believed(tmp_path: Path) -> None:
    save(tmp_path / f"recordings/{ONE}.wav", talk(440, 1.0, 48000), 48000, codec="libmp3lame", container="mp3")
    assert taken(tmp_path).length


def test_folders_within_keep_apart_who_recorded(tmp_path: Path) -> None:
    for name, id in (("anna", ONE), ("ben", "bbbb11112222")):
        save(tmp_path / f"recordings/{name}/{id}.flac", talk(440, 1.0, 22050), 22050)
    found = find(tmp_path, SCRIPT, Settings())
    assert [r.place for r in found.all()] == [f"recordings/anna/{ONE}.flac", "recordings/ben/bbbb11112222.flac"]


def test_what_is_no_sound_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    for name in ("read me.txt", ".hidden.wav", "Thumbs.db", f"{ONE}.txt"):
        (tmp_path / "recordings" / name).write_text("x")
    found = find(tmp_path, SCRIPT, Settings())
    assert not found.all() and not found.warnings
    assert find(tmp_path / "nowhere", SCRIPT, Settings()) == found


@pytest.mark.parametrize("fault", ["twice", "folder", "link"])
def test_what_cannot_be_meant_is_refused(tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "recordings"
    outside = save(tmp_path / "outside.wav", talk(440, 1.0, 22050), 22050)
    folder.mkdir()
    if fault == "twice":
        (folder / f"{ONE}.wav").touch()
        (folder / f"{ONE}.mp3").touch()
    elif fault == "folder":
        (folder / f"{ONE}.wav").mkdir()
    else:
        (folder / f"{ONE}.wav").symlink_to(outside)
    with pytest.raises(ScriptError) as error:
        find(tmp_path, SCRIPT, Settings())
    assert ONE in error.value.message


def test_a_recording_of_an_edited_line_is_told_with_the_line_that_is_nearest(tmp_path: Path) -> None:
    save(tmp_path / "recordings/dddd11112222.wav", talk(440, 1.0, 22050), 22050)
    before = {"cues": [{"id": "dddd11112222", "text": "The lamp was dark on Monday."}]}
    found = find(tmp_path, SCRIPT, Settings(), before)
    assert len(found.warnings) == 1
    for words in ("dddd11112222.wav", "dark on Monday", "dark on Tuesday", ONE):
        assert words in found.warnings[0]
    later = {"cues": [], "recordings": {"unplaced": [{"path": p, "text": t} for p, t in found.unplaced.items()]}}
    assert find(tmp_path, SCRIPT, Settings(), later).warnings == found.warnings, "and later runs know it still"
    mistyped = find(tmp_path, SCRIPT, Settings()).warnings[0]
    assert "no line of the script has this id" in mistyped


def test_hundreds_of_strange_recordings_are_told_in_few_words(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    for number in range(300):
        (tmp_path / f"recordings/{number:012}.wav").touch()
    found = find(tmp_path, SCRIPT, Settings())
    assert len(found.warnings) == 6 and "295 more" in found.warnings[-1]
    assert len(found.unplaced) == 300
