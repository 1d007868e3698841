"""The shipped voices, and what a person who adds one is told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from readaloud.distance import distance
from readaloud.engines import bank, measure
from readaloud.engines.bank import load_voices, read_voices, voices_folder
from readaloud.engines.base import Engine
from readaloud.engines.registry import engine
from readaloud.engines.tone import ToneEngine, frequency
from readaloud.errors import ScriptError
from readaloud.model import Voice
from tests.platforms import espeak_ng

LANGUAGES = ("cmn", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru")
ROLES = {"narrator", "editor", "notes", "pages"}
MEN = ((88, "very deep"), (100, "deep"), (113, "medium"), (128, "fairly high"), (1000, "high"))
WOMEN = ((168, "low"), (190, "fairly low"), (210, "medium"), (232, "fairly high"), (1000, "high"))
"""Hertz below which a voice is so called, children as women: see voices/README.md."""
GOOD = '[[voice]]\nid = "a"\nengine = "tone"\nengine_voice = "440"\nlanguage = "en"\n'


@pytest.fixture(autouse=True)
def no_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(bank.VARIABLE, raising=False)


def speakers(voices: tuple[Voice, ...]) -> list[Voice]:
    return [voice for voice in voices if "" in voice.roles]


def file(folder: Path, text: str, name: str = "en.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# The shipped voices


def test_every_file_is_read() -> None:
    assert sorted(path.stem for path in voices_folder().glob("*.toml")) == sorted((*LANGUAGES, "tone"))
    assert load_voices()


def test_ids_are_unique_over_all_files() -> None:
    ids = [voice.id for path in voices_folder().glob("*.toml") for voice in read_voices(path)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_roles_and_speakers(language: str) -> None:
    voices = load_voices(language)
    assert {role for voice in voices for role in voice.roles} == {"", *ROLES}
    assert all(len(voice.roles) == 1 for voice in voices)
    assert len(speakers(voices)) >= {"en": 40, "de": 30}.get(language, 20)
    for gender in ("female", "male"):
        assert sum(voice.gender == gender for voice in speakers(voices)) * 5 >= len(speakers(voices)) * 2
    assert all(voice.language.split("-")[0] == language for voice in voices)
    assert all(voice.age and voice.accent and voice.description for voice in voices)


@pytest.mark.parametrize("language", (*LANGUAGES, "mul"))
def test_no_two_voices_are_the_same(language: str) -> None:
    voices = load_voices(language, "tone" if language == "mul" else None)
    sounds = [(voice.engine_voice, voice.pitch, voice.rate) for voice in voices]
    assert len(sounds) == len(set(sounds))


def test_every_shipped_voice_is_measured() -> None:
    assert [voice.id for voice in load_voices() if voice.sound is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_voices_are_at_the_bar(language: str) -> None:
    near = [(a.id, b.id) for a, b in combinations(load_voices(language, "pyttsx3"), 2) if distance(a, b) < 1]
    assert near == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_twelve_speakers_are_farther_apart(language: str) -> None:
    first = speakers(load_voices(language, "pyttsx3"))[:12]
    assert min(distance(a, b) for a, b in combinations(first, 2)) >= 1.35


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_say_what_is_measured(language: str) -> None:
    for voice in load_voices(language, "pyttsx3"):
        assert voice.sound is not None
        hertz, words, name = voice.sound.pitch_hz, voice.description, set(voice.id.split("-"))
        steps = MEN if voice.gender == "male" and voice.age != "child" else WOMEN
        pitch = next(word for limit, word in steps if hertz < limit)
        assert f": {pitch} pitch" in words, f"{voice.id}: {hertz} Hz"
        assert ("level melody" in words) == (voice.sound.pitch_range < 2.8), voice.id
        assert ("lively melody" in words) == (voice.sound.pitch_range >= 4.4), voice.id
        assert ("unhurried" in words) == (voice.rate <= 158), voice.id
        assert ("brisk" in words) == (voice.rate >= 174), voice.id
        for word, fitting in (("deep", "deep"), ("low", "low"), ("high", "high")):
            assert word not in name or fitting in pitch, voice.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_bright_voices_are_brighter_than_dark_ones(language: str) -> None:
    """The first coefficient is the balance of low against high frequencies."""
    found: dict[str, list[float]] = {}
    for voice in load_voices(language, "pyttsx3"):
        word = voice.description.split(" sound")[0].split()[-1]
        assert voice.sound is not None
        found.setdefault(word, []).append(voice.sound.timbre[0])
    ordered = [found[word] for word in ("bright", "clear", "warm", "dark") if word in found]
    assert set(found) <= {"bright", "clear", "warm", "dark"}
    assert all(max(a) <= min(b) for a, b in pairwise(ordered))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_speakers_alternate_between_women_and_men(language: str) -> None:
    genders = [voice.gender for voice in speakers(load_voices(language))[:8]]
    assert all(a != b for a, b in pairwise(genders))


def test_english_voices_have_all_ages_and_many_accents() -> None:
    voices = speakers(load_voices("en"))
    assert {voice.age for voice in voices} == {"child", "young", "adult", "old"}
    assert len({voice.accent for voice in voices}) >= 6
    assert len({voice.accent for voice in voices[:6]}) >= 3


def test_tones_are_told_apart() -> None:
    voices = load_voices("en", "tone")
    assert len(voices) >= 28
    assert {role for voice in voices for role in voice.roles} == {"", *ROLES}
    for low, high in combinations(sorted(frequency(voice) for voice in voices), 2):
        assert 180 <= low < high <= 3000
        assert high / low >= 1.07
        for harmonic in (2, 3):
            assert abs(high / low / harmonic - 1) > 0.02


def test_tones_are_as_measured() -> None:
    for voice in load_voices("mul", "tone")[::9]:
        found = measure.measured(ToneEngine(), voice)
        assert found.loudness_lufs == pytest.approx(voice.loudness_lufs, abs=0.05)
        assert distance(found, voice) < 0.05


@pytest.fixture(scope="module")
def speech() -> Iterator[Engine]:
    made = engine("pyttsx3")
    yield made
    made.close()


@espeak_ng
@pytest.mark.parametrize(("language", "place"), [("en", 0), ("en", -1), ("ru", 1)])
def test_speech_is_as_measured(speech: Engine, language: str, place: int) -> None:
    voice = load_voices(language, "pyttsx3")[place]
    found = measure.measured(speech, voice)
    assert found.loudness_lufs == pytest.approx(voice.loudness_lufs, abs=0.3)
    assert distance(found, voice) < 0.1


@espeak_ng
def test_the_engine_has_every_voice(speech: Engine) -> None:
    for voice in load_voices(engine="pyttsx3"):
        speech.check(voice)


# Which voices a document gets


def test_the_primary_subtag_decides() -> None:
    assert load_voices("en-US") == load_voices("en") == load_voices("EN_gb")
    assert load_voices("zh-Hans") == load_voices("cmn")


def test_a_language_without_voices_has_none() -> None:
    assert load_voices("tlh") == ()
    assert load_voices("de", "kokoro") == ()


def test_tones_speak_every_language_when_asked_for() -> None:
    assert load_voices("tlh", "tone") == load_voices("en", "tone") != ()
    assert all(voice.engine == "pyttsx3" for voice in load_voices("en"))
    assert {voice.engine for voice in load_voices()} == {"pyttsx3", "tone"}


def test_the_order_is_by_order_and_id(tmp_path: Path) -> None:
    tables = [GOOD.replace('"a"', f'"{id}"') + f"order = {order}\n" for id, order in (("z", 1), ("b", 2), ("a", 2))]
    file(tmp_path, "\n".join(tables))
    assert [voice.id for voice in load_voices("en", folder=tmp_path)] == ["z", "a", "b"]


def test_a_persons_own_folder_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file(tmp_path, GOOD.replace('"en"', '"tlh"'), "my voices.toml")
    monkeypatch.setenv(bank.VARIABLE, str(tmp_path))
    assert [voice.id for voice in load_voices("tlh")] == ["a"]
    assert "a" not in [voice.id for voice in load_voices("en")]


def test_an_own_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bank.VARIABLE, str(tmp_path / "none"))
    with pytest.raises(ScriptError, match="not a folder") as caught:
        load_voices("en")
    assert caught.value.tip


def test_an_id_of_two_files_is_told(tmp_path: Path) -> None:
    file(tmp_path, GOOD)
    file(tmp_path, GOOD, "mine.toml")
    with pytest.raises(ScriptError, match=r"mine\.toml: the id 'a' is taken by a voice in .*en\.toml"):
        load_voices("en", folder=tmp_path)


# What is wrong with a file


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(GOOD + "pich = 50\n", "voice 1 (a): there is no field 'pich'", id="unknown-field"),
        pytest.param(GOOD + "pitch = 100\n", "pitch is 100", id="pitch-too-high"),
        pytest.param(GOOD + 'pitch = "50"\n', "pitch is '50'", id="pitch-as-text"),
        pytest.param(GOOD + "pitch = true\n", "pitch is True", id="pitch-as-truth"),
        pytest.param(GOOD + "rate = 20\n", "rate is 20", id="rate-too-slow"),
        pytest.param(GOOD + "order = -1\n", "order is -1", id="order-below-zero"),
        pytest.param(GOOD + "loudness_lufs = 3.0\n", "loudness_lufs is 3.0", id="loudness-above-full-scale"),
        pytest.param(GOOD + "loudness_lufs = nan\n", "loudness_lufs is nan", id="loudness-not-a-number"),
        pytest.param(GOOD + 'gender = "man"\n', "gender 'man' is unknown", id="unknown-gender"),
        pytest.param(GOOD + 'age = "elderly"\n', "age 'elderly' is unknown", id="unknown-age"),
        pytest.param(GOOD + 'roles = ["hero"]\n', "roles is ['hero']", id="unknown-role"),
        pytest.param(GOOD + "roles = [[]]\n", "roles is [[]]", id="role-not-text"),
        pytest.param(GOOD + 'roles = "narrator"\n', "roles is 'narrator'", id="roles-not-a-list"),
        pytest.param(GOOD + "roles = []\n", "roles is []", id="no-roles"),
        pytest.param(GOOD + "accent = 5\n", "accent is 5, not text", id="number-for-text"),
        pytest.param(GOOD + 'gender = ["male"]\n', "gender is ['male'], not text", id="list-for-text"),
        pytest.param(GOOD.replace('language = "en"\n', ""), "language is missing", id="no-language"),
        pytest.param(GOOD.replace('"a"', '""'), "id is missing", id="empty-id"),
        pytest.param(GOOD + GOOD, "voice 2 (a): the id stands twice", id="same-id-twice"),
        pytest.param('[voice]\nid = "a"\n', "'voice' is not a list of voices", id="table-for-list"),
        pytest.param("[[voices]]\n", "'voices' is not a list of voices", id="other-table"),
        pytest.param("[[voice]\n", "not valid TOML", id="not-toml"),
    ],
)
def test_a_fault_is_told_with_its_place_and_the_fix(text: str, message: str, tmp_path: Path) -> None:
    path = file(tmp_path, text)
    with pytest.raises(ScriptError) as caught:
        load_voices("en", folder=tmp_path)
    assert message in caught.value.message
    assert str(path) in caught.value.message
    assert caught.value.tip


# How loud a voice is


def test_loudness_of_a_sine_is_as_the_standard_says() -> None:
    import numpy as np

    # EBU Tech 3341, case 1, in mono: a sine of 1 kHz at −23 dBFS, one channel, is 3.01 LU under its level in stereo.
    wave = 10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 / 48000 * np.arange(48000 * 5))
    samples = np.round(wave * 32767).astype("<i2").tobytes()
    assert measure.loudness(samples, 48000) == pytest.approx(-26.0, abs=0.1)


def test_silence_has_the_loudness_of_the_gate() -> None:
    assert measure.loudness(b"", 22050) == measure.SILENCE_LUFS
    assert measure.loudness(bytes(44100), 22050) == measure.SILENCE_LUFS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_passage(language: str) -> None:
    assert len(measure.passage(language)) > (80 if language == "cmn" else 250)
    assert (measure.passage(language) == measure.passage("en")) == (language == "en")
