"""What is spoken once is kept, whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from readaloud.model import Clip, Sound, Voice, Word
from readaloud.settings import Settings
from readaloud.synthesis.cache import ClipCache, cache_folder, key, open_cache
from readaloud.synthesis.preparing import LEAD_SECONDS, TAIL_SECONDS, prepared

VOICE = Voice("v", "tone", "440", "en")
KEY = key("Yes.", VOICE, "1")
RATE = 22050
LEAD, TAIL = round(LEAD_SECONDS * RATE), round(TAIL_SECONDS * RATE)


def clip(before: int = 500, sound: int = 4000, after: int = 900, words: tuple[int, ...] = (500, 2500)) -> Clip:
    samples = np.concatenate([np.zeros(before), np.resize([-3000, 3000], sound), np.zeros(after)]).astype("<i2")
    return Clip(samples.tobytes(), RATE, tuple(Word(begin, 4 * i, 3) for i, begin in enumerate(words)))


# The key


def test_all_that_shapes_the_sound_is_in_the_key() -> None:
    heard = {
        "engine": "other",
        "engine_voice": "441",
        "pitch": 51,
        "rate": 166,
        "language": "de",
    }
    unheard = {
        "id": "w",
        "gender": "female",
        "age": "old",
        "accent": "British",
        "description": "soft",
        "loudness_lufs": -20.0,
        "roles": ("notes",),
        "order": 7,
        "sound": Sound(120.0, 4.0, (1.0,), 20.0),
    }
    assert {*heard, *unheard} == {field.name for field in fields(Voice)}
    for name, value in heard.items():
        assert key("Yes.", replace(VOICE, **{name: value}), "1") != KEY, name
    for name, value in unheard.items():
        assert key("Yes.", replace(VOICE, **{name: value}), "1") == KEY, name
    assert len({KEY, key("Yes", VOICE, "1"), key("Yes.", VOICE, "2"), key("yes.", VOICE, "1")}) == 4


# Kept and found again


def test_a_clip_is_found_again(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    assert cache.get(KEY) is None
    assert cache.info(KEY) is None
    made = cache.put(KEY, clip())
    assert (made.length, made.rate, made.peak) == (LEAD + 4000 + TAIL, RATE, 3000)
    assert [word.begin for word in made.words] == [LEAD, LEAD + 2000]
    for again in (cache, ClipCache(tmp_path)):
        found = again.get(KEY)
        assert found is not None
        assert again.info(KEY) == made
        assert (found.length, found.words) == (made.length, made.words)
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()] == [
        f"clips/{KEY[:1]}/{KEY}.clip"
    ]


@pytest.mark.parametrize(("before", "after"), [(0, 0), (3, 5), (5000, 9000)])
def test_the_ends_have_their_margin_however_the_engine_left_them(before: int, after: int) -> None:
    ready = prepared(clip(before, 1000, after, (before, before + 500)))
    samples = np.frombuffer(ready.samples, "<i2")
    assert np.flatnonzero(samples).tolist() == list(range(LEAD, LEAD + 1000))
    assert len(samples) == LEAD + 1000 + TAIL
    assert [word.begin for word in ready.words] == [LEAD, LEAD + 500]
    assert prepared(ready) == ready


def test_an_offset_is_taken_out_and_nothing_else() -> None:
    time = np.arange(RATE) / RATE
    voiced = np.sin(2 * np.pi * 120 * time) * (np.sin(2 * np.pi * 3 * time) > 0)
    plain = (6000 * voiced).astype("<i2")
    leaning = (plain - 600 * (np.abs(voiced) > 0)).astype("<i2")
    assert abs(leaning.mean()) > 200
    samples = np.frombuffer(prepared(Clip(leaning.tobytes(), RATE)).samples, "<i2")
    assert abs(samples.mean()) < 3
    assert np.abs(samples).max() == pytest.approx(6000, rel=0.12)
    kept = np.frombuffer(prepared(Clip(plain.tobytes(), RATE)).samples, "<i2")
    assert kept.max() == plain.max(), "a clip without an offset is as it was"


def test_words_outside_the_sound_are_moved_to_its_ends() -> None:
    ready = prepared(clip(1000, 1000, 9000, (0, 10_500)))
    assert [word.begin for word in ready.words] == [0, ready.length]


def test_silence_becomes_an_empty_clip(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    made = cache.put(KEY, Clip(bytes(2000), RATE))
    assert (made.length, made.peak) == (0, 0)
    assert cache.info(KEY) == made


def test_the_lowest_sample_has_a_peak(tmp_path: Path) -> None:
    samples = np.array([0, -32768, 32767, 0], "<i2").tobytes()
    assert ClipCache(tmp_path).put(KEY, Clip(samples, RATE)).peak == 32768


# Damage


def file_of(cache: Path) -> Path:
    return next(cache.rglob("*.clip"))


@pytest.mark.parametrize("part", [0, 16, 20, 40, 200, -1])
def test_a_changed_byte_is_noticed(tmp_path: Path, part: int) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, clip())
    data = bytearray(file_of(tmp_path).read_bytes())
    data[part] ^= 1
    file_of(tmp_path).write_bytes(data)
    assert cache.get(KEY) is None
    assert cache.info(KEY) is None
    cache.put(KEY, clip())
    assert cache.get(KEY) is not None


@pytest.mark.parametrize("length", [0, 10, 15, 20, 23, 300])
def test_a_file_cut_short_is_noticed(tmp_path: Path, length: int) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, clip())
    file_of(tmp_path).write_bytes(file_of(tmp_path).read_bytes()[:length])
    assert cache.get(KEY) is None


def test_another_clips_file_is_not_taken(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, clip())
    other = KEY[:1] + "0" * 63
    file_of(tmp_path).rename(file_of(tmp_path).with_name(f"{other}.clip"))
    assert cache.get(other) is None


# Folders


def test_the_folder_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("READALOUD_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    with open_cache(Settings()) as cache:
        cache.put(KEY, clip())
    assert (tmp_path / "clips" / KEY[:1] / f"{KEY}.clip").is_file()
    monkeypatch.delenv("READALOUD_CACHE")
    assert cache_folder().name == "readaloud"


def test_without_a_cache_nothing_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("READALOUD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with open_cache(Settings(cache=False)) as cache:
        assert not list((tmp_path / "temporary").iterdir())
        cache.put(KEY, clip())
        assert cache.get(KEY) is not None
        assert len(list((tmp_path / "temporary").iterdir())) == 1
    assert not list((tmp_path / "temporary").iterdir())
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_told_and_done_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("READALOUD_CACHE", str(tmp_path / "file" / "cache"))
    with open_cache(Settings()) as cache:
        made = cache.put(KEY, clip())
        cache.put(key("No.", VOICE, "1"), clip())
        assert cache.info(KEY) == made
        assert cache.get(KEY)
        assert len(cache.warnings) == 1
        assert "cannot be kept" in cache.warnings[0]


# Root may write in a folder that forbids it; as root, `test_faults` reads a cache from a file system that takes nothing.
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_is_read(tmp_path: Path) -> None:
    ClipCache(tmp_path / "cache").put(KEY, clip())
    for path in (tmp_path / "cache", *(tmp_path / "cache/clips").iterdir()):
        path.chmod(0o500)
    cache = ClipCache(tmp_path / "cache", tmp_path / "spare")
    assert cache.get(KEY) is not None
    cache.put(key("No.", VOICE, "1"), clip())
    assert cache.warnings


# The limit of a file's size (RLIMIT_FSIZE) stands in for a full disk; Windows has none.
@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size")
def test_a_full_disk_is_an_error_that_says_so(tmp_path: Path) -> None:
    """A limit of a file's size fails like a full disk, after some bytes; nothing half-written stays."""
    script = """
import resource, sys
from pathlib import Path
from readaloud.errors import OutputError
from readaloud.model import Clip
from readaloud.synthesis.cache import ClipCache
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    ClipCache(Path(sys.argv[1]), Path(sys.argv[2])).put("ab" * 32, Clip(b"\\x10\\x10\\xf0\\xef" * 2500, 22050))
except OutputError as error:
    print(error.message, error.tip)
"""
    folders = [str(tmp_path / "cache"), str(tmp_path / "spare")]
    done = subprocess.run([sys.executable, "-c", script, *folders], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Clips cannot be kept in")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# Several processes


def test_processes_do_not_disturb_one_another(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from readaloud.model import Clip
from readaloud.synthesis.cache import ClipCache
cache = ClipCache(Path(sys.argv[1]))
for turn in range(150):
    key = f"{turn % 5:064x}"
    found = cache.get(key)
    assert found is None or found.samples[-4000:-3900] == bytes([17, 17, 239, 238]) * 25, key
    cache.put(key, Clip(bytes([17, 17, 239, 238]) * 15000, 22050))
"""
    arguments = [sys.executable, "-W", "error", "-c", script, str(tmp_path)]
    processes = [subprocess.Popen(arguments) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 5
