"""What every engine must do; inherit `EngineContract`, name the engine and its voices, and pytest runs it all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import pytest

from readaloud.engines.base import Engine, Traits, clip_fault
from readaloud.engines.registry import engine
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice

LONG = "The President has asked me to say a few words about this. "
HASHED = """
import hashlib, json, sys
from readaloud.engines.registry import engine
from readaloud.model import Voice
name, pairs = sys.argv[1], json.loads(sys.argv[2])
speaker = engine(name)
for voice, text in pairs:
    clip = speaker.speak(text, Voice("v", name, voice, "en-US"))
    print(hashlib.sha256(clip.samples).hexdigest(), clip.rate, clip.words)
speaker.close()
"""


class EngineContract:
    """Inherit this, not test functions: one engine a class."""

    name: ClassVar[str]
    """In the registry."""
    voices: ClassVar[tuple[str, ...]]
    """What the engine calls them; two or more, among them those that are hardest to speak the same way twice."""
    unknown: ClassVar[tuple[str, str]]
    """A voice that it has not, and what the error must say."""
    times_words: ClassVar[bool] = True
    takes_pitch: ClassVar[bool] = True
    takes_rate: ClassVar[bool] = True
    long_text: ClassVar[int] = 20_000
    """Characters."""
    letters_a_second: ClassVar[tuple[float, float]] = (6, 30)
    """At a profile's usual rate: slower is no speech, faster has lost words."""

    A = "We have to look at the situation; see what the Soviets do next."
    B = "Hm. Yes, 1973 was — naïve."

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        made = engine(self.name)
        yield made
        made.close()
        made.close()

    def voice(self, name: str = "", pitch: int = 50, rate: int = 165) -> Voice:
        return Voice("v", self.name, name or self.voices[0], "en-US", pitch=pitch, rate=rate)

    # What it says of itself

    def test_has_its_name_a_version_and_traits_that_make_sense(self, engine: Engine) -> None:
        assert engine.name == self.name
        assert engine.version and engine.version == engine.version.strip()
        assert Traits.of(engine).version == engine.version

    def test_two_of_a_kind_have_one_version(self, engine: Engine) -> None:
        other = type(engine)()
        try:
            assert other.version == engine.version
        finally:
            other.close()

    # What is heard

    def test_speaks_in_each_of_its_voices(self, engine: Engine) -> None:
        sounds = set()
        for name in self.voices:
            engine.check(self.voice(name))
            clip = engine.speak(self.A, self.voice(name))
            assert clip_fault(clip, self.A) == ""
            assert clip.rate >= 8000
            assert self.letters_a_second[0] < len(self.A) * clip.rate / clip.length < self.letters_a_second[1]
            assert np.abs(np.frombuffer(clip.samples, "<i2").astype(int)).max() > 500
            sounds.add(clip.samples)
        assert len(sounds) == len(self.voices)

    def test_same_sound_in_any_order_and_process(self) -> None:
        """An engine that cannot keep this says `deterministic = False`; then the clip cache alone keeps it."""
        if not getattr(engine(self.name), "deterministic", True):
            # A server's voice may differ each time, and says so; that the cache keeps its clips is tested with it.
            pytest.skip("declared as not deterministic")
        one = [(name, text) for name in self.voices for text in (self.A, self.B, self.A)]
        other = [(name, text) for text in (self.B, self.A, self.B) for name in reversed(self.voices)]
        heard: dict[tuple[str, str], set[str]] = {}
        for order in (one, other):
            done = subprocess.run(
                [sys.executable, "-W", "error", "-c", HASHED, self.name, json.dumps(order)],
                capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (0, "")
            for pair, line in zip(order, done.stdout.splitlines(), strict=True):
                heard.setdefault(pair, set()).add(line)
        assert {pair: len(sounds) for pair, sounds in heard.items()} == dict.fromkeys(heard, 1)

    def test_rate_and_pitch_shape_the_sound(self, engine: Engine) -> None:
        plain = engine.speak(self.A, self.voice())
        if self.takes_rate:
            assert engine.speak(self.A, self.voice(rate=250)).length < 0.85 * plain.length
        if self.takes_pitch:
            assert engine.speak(self.A, self.voice(pitch=80)).samples != plain.samples

    def test_a_longer_text_takes_longer(self, engine: Engine) -> None:
        lengths = [engine.speak(" ".join([self.A] * times), self.voice()).length for times in (1, 2, 4)]
        assert 1.5 < lengths[1] / lengths[0] < 2.6
        assert 1.5 < lengths[2] / lengths[1] < 2.6

    # Words

    def test_words_are_timed_in_order(self, engine: Engine) -> None:
        text = "Wait—what? “Ærø,” she said, is naïve."
        clip = engine.speak(text, self.voice())
        assert clip_fault(clip, text) == ""
        if not self.times_words:
            assert clip.words == ()
            return
        said = [text[word.offset : word.offset + word.length] for word in clip.words]
        assert said == ["Wait", "what", "Ærø", "she", "said", "is", "naïve"]
        begins = [word.begin for word in clip.words]
        assert begins == sorted(begins)
        assert begins[0] >= 0 and begins[-1] < clip.length

    # Texts that are hard

    @pytest.mark.parametrize("text", ["", "  \n ", "...", "—", "“”", "(((", "\0", "\x01\x7f", "\u200b\ufeff"])
    def test_nothing_to_say_is_an_empty_clip(self, engine: Engine, text: str) -> None:
        clip = engine.speak(text, self.voice())
        assert clip == Clip(b"", clip.rate)
        assert clip_fault(clip, text) == ""

    @pytest.mark.parametrize(
        "text",
        ["Be\0fore.", "\x01Yes\x1b[31m", "Line one\r\nline two\tthree", "\ufeffYes", "half \ud800 a pair", "<b>Yes</b> &amp;",
         "[[h'@]] {{x}}", "日本 и Ελλάδα", "😀 Yes"],
    )  # fmt: skip
    def test_signs_that_mean_something_to_machines_do_no_harm(self, engine: Engine, text: str) -> None:
        clip = engine.speak(text, self.voice())
        assert clip_fault(clip, text) == ""
        assert clip.length / clip.rate < 20
        assert engine.speak(self.A, self.voice()).length

    def test_speaks_a_long_text(self, engine: Engine) -> None:
        text = (LONG * (self.long_text // len(LONG) + 1))[: self.long_text]
        clip = engine.speak(text, self.voice())
        assert clip_fault(clip, text) == ""
        assert clip.length / clip.rate > self.long_text / 150
        if self.times_words:
            assert len(clip.words) == len(text.split())
            assert clip.words[-1].begin > 0.99 * clip.length

    def test_speaks_a_long_sentence_without_a_stop(self, engine: Engine) -> None:
        text = "and so on " * (self.long_text // 20)
        clip = engine.speak(text, self.voice())
        assert clip_fault(clip, text) == ""
        assert clip.length / clip.rate > len(text) / 150

    # Errors

    def test_an_unknown_voice_is_refused(self, engine: Engine) -> None:
        name, told = self.unknown
        for act in (engine.check, lambda voice: engine.speak(self.A, voice)):
            with pytest.raises(EngineError) as caught:
                act(self.voice(name))
            assert told in f"{caught.value.message} {caught.value.tip}"
            assert "\n" not in caught.value.message
        assert engine.speak(self.A, self.voice()).length

    def test_prints_nothing(self, engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
        engine.speak(self.A, self.voice())
        with pytest.raises(EngineError):
            engine.check(self.voice(self.unknown[0]))
        engine.close()
        assert capfd.readouterr() == ("", "")

    def test_speaks_again_after_it_was_closed(self, engine: Engine) -> None:
        before = engine.speak(self.B, self.voice())
        engine.close()
        after = engine.speak(self.B, self.voice())
        if Traits.of(engine).deterministic:
            assert after == before
        assert after.length
