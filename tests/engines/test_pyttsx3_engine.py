"""espeak-ng speaks the same every time, says plain text only, and times its words."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from readaloud.engines import espeak_library, espeak_voices
from readaloud.engines.pyttsx3_engine import Pyttsx3Engine
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice
from tests.engines.contract import EngineContract
from tests.platforms import espeak_ng

pytestmark = espeak_ng


def voice(name: str = "gmw/en-US+m3", pitch: int = 50, rate: int = 165) -> Voice:
    return Voice("v", "pyttsx3", name, "en-US", pitch=pitch, rate=rate)


@pytest.fixture
def engine() -> Iterator[Pyttsx3Engine]:
    engine = Pyttsx3Engine()
    yield engine
    engine.close()


def said(text: str, clip: Clip) -> list[str]:
    return [text[word.offset : word.offset + word.length] for word in clip.words]


class TestPyttsx3(EngineContract):
    name = "pyttsx3"
    voices = ("gmw/en-US+m3", "gmw/en-US+f2", "gmw/en-GB-x-rp+whisper", "gmw/en-US+klatt4", "gmw/en-US+Reed", "zle/ru")
    unknown = ("gmw/en-US+ff2", "f2")


def test_nothing_but_the_text_reaches_the_sound(engine: Pyttsx3Engine) -> None:
    """A new process, and one whose heap holds other bytes, give the samples of one that has spoken much."""
    script = """
import hashlib, sys
from readaloud.engines.pyttsx3_engine import Pyttsx3Engine
from readaloud.model import Voice
voice = Voice("v", "pyttsx3", "gmw/en-US+f2", "en-US")
print(hashlib.sha256(Pyttsx3Engine().speak(sys.argv[1], voice).samples).hexdigest())
"""
    for other in ("Да, да.", "你好", "x" * 3000):
        engine.speak(other, voice("gmw/en-GB-scotland+whisper", 99, 300))
    text = EngineContract.A
    heard = {hashlib.sha256(engine.speak(text, voice("gmw/en-US+f2")).samples).hexdigest()}
    for filling in ("", "85", "170"):
        done = subprocess.run(
            [sys.executable, "-c", script, text], capture_output=True, text=True, check=True,
            env=os.environ | {"MALLOC_PERTURB_": filling},
        )  # fmt: skip
        heard.add(done.stdout.strip())
    assert len(heard) == 1


def test_memory_does_not_grow(engine: Pyttsx3Engine) -> None:
    import psutil

    me = psutil.Process()

    def speak(times: int) -> tuple[int, int, int]:
        for _ in range(times):
            engine.speak("Yes. Да. 你好.", voice())
        return me.memory_info().rss, me.num_fds(), me.num_threads()

    before = speak(30)
    after = speak(150)
    assert after[0] - before[0] < 4e6
    assert after[1:] == before[1:]


def test_it_is_named_with_all_that_shapes_the_sound(engine: Pyttsx3Engine) -> None:
    from importlib.metadata import version

    for part in (version("pyttsx3"), version("espeakng-loader"), "espeak-ng 1.", "driver "):
        assert part in engine.version


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, world. “Don’t you?”", ["Hello", "world", "Don’t", "you"]),
        ("Wait—what? “Ærø,” naïve 𝒳 café.", ["Wait", "what", "Ærø", "naïve", "𝒳", "café"]),
        ("e\u0301te\u0301 🙂 then", ["e\u0301te\u0301", "then"]),
        ("In 1973 my mother-in-law paid $1,200.50 of the 5%.",
         [*"In 1973 my mother in law paid".split(), "1,200.50", "of", "the", "5"]),
        ("<b>R&D</b> [[x]]", ["b", "R", "D", "b", "x"]),
        ("the co\u00adoperation of \x01NUL\x00s", ["the", "co\u00adoperation", "of", "NUL", "s"]),
    ],
)  # fmt: skip
def test_each_word_is_timed(engine: Pyttsx3Engine, text: str, words: list[str]) -> None:
    clip = engine.speak(text, voice())
    assert said(text, clip) == words
    begins = [word.begin for word in clip.words]
    assert begins == sorted(begins)
    assert begins[0] >= 0 and begins[-1] < clip.length


def test_languages_without_spaces_are_timed_too(engine: Pyttsx3Engine) -> None:
    text = "你好,我是美国总统。北京 1972 年。"
    clip = engine.speak(text, voice("sit/cmn"))
    assert said(text, clip) == [*"你好我是美国总统北京", "1972", "年"]
    assert len({word.begin for word in clip.words}) == len(clip.words)


def test_word_begins_where_it_sounds(engine: Pyttsx3Engine) -> None:
    """After a sentence's pause the sound sets in at the word's begin, give or take some 30 ms."""
    text = "I know. Good. Bad. Do it."
    clip = engine.speak(text, voice())
    loud = np.abs(np.frombuffer(clip.samples, "<i2").astype(int)) > 300
    for word in clip.words:
        if text[word.offset] in "GBD":
            onset = word.begin - 2000 + int(np.flatnonzero(loud[word.begin - 2000 :])[0])
            quiet = not loud[word.begin - 2000 : word.begin - 700].any()
            assert quiet and -700 < onset - word.begin < 1500, (text[word.offset :], word, onset)


def test_text_is_never_markup(engine: Pyttsx3Engine) -> None:
    def speak(text: str) -> bytes:
        return engine.speak(text, voice()).samples

    assert speak("[[h@l'oU]] there") != speak("hello there")
    assert len(speak("one <break time='9s'/> two")) < len(speak("one two")) + 2 * 22050 * 5
    assert speak("a &amp; b") != speak("a & b")
    assert speak("\x0150P high \x00and low") == speak(" 50P high  and low")
    assert speak("lone \ud800 surrogate") == speak("lone   surrogate")


@pytest.mark.parametrize(
    ("name", "tip"),
    [
        ("gmw/en-us", "gmw/en-US"),
        ("gmw/en-US+ff2", "f2"),
        ("gmw/en-US+", "Alex"),
        ("en-US", "gmw/en-US"),
        ("../lang/gmw/en-US", "gmw/en-US"),
        ("", "aav/vi"),
    ],
)
def test_unknown_voice(engine: Pyttsx3Engine, name: str, tip: str) -> None:
    with pytest.raises(EngineError) as caught:
        engine.speak("Yes.", voice(name))
    assert tip in caught.value.tip


@pytest.mark.parametrize("wrong", [{"pitch": 100}, {"pitch": -1}, {"rate": 79}, {"rate": 451}])
def test_out_of_range(engine: Pyttsx3Engine, wrong: dict[str, int]) -> None:
    with pytest.raises(EngineError, match=r"has the (rate|pitch)"):
        engine.check(voice(**wrong))


def test_every_english_voice_is_the_one_asked_for(engine: Pyttsx3Engine) -> None:
    known = espeak_voices.catalogue(espeak_library.library().data_folder)
    names = [name for name in known.bases if name.startswith("gmw/en")]
    assert len(names) >= 9
    sounds = {engine.speak("Better water, father.", voice(name)).samples for name in names}
    assert len(sounds) >= len(names) - 1  # gmw/en-GB-x-gbclan and its neighbours may say the same


def test_a_missing_library_is_an_error_with_its_fix(tmp_path: Path) -> None:
    script = """
import sys
sys.modules["espeakng_loader"] = None
sys.modules["pyttsx3.drivers._espeak"] = None
from readaloud.engines.pyttsx3_engine import Pyttsx3Engine
from readaloud.errors import EngineError
try:
    Pyttsx3Engine().version
except EngineError as error:
    print(error.message, error.tip)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    assert "espeak-ng library is missing" in done.stdout and "espeakng-loader" in done.stdout
