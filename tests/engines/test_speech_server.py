"""A server is asked as OpenAI's is, is borne with when it fails, and its key and address are told to nobody."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from readaloud.engines import speech_server_request as request
from readaloud.engines.bank import load_voices
from readaloud.engines.speech_server import SpeechServerEngine, parts
from readaloud.engines.speech_server_settings import FILE, PREFIX, server
from readaloud.engines.tone import ToneEngine
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice
from tests.engines.contract import EngineContract
from tests.engines.server import KEY, VOICES, Server, running

TEXT = "We have to look at the situation."
ALLOY = Voice("v", "speech-server", "alloy", "en-US")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the person who runs the tests, and no long waits."""
    for key in ("URL", "KEY", "MODEL", "TIMEOUT", "REQUESTS"):
        monkeypatch.delenv(PREFIX + key, raising=False)
    monkeypatch.delenv("READALOUD_VOICES", raising=False)
    monkeypatch.setenv("READALOUD_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setattr(request, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(request, "BUSY_WAIT", 0.001)


@pytest.fixture
def humming(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with running() as made:
        monkeypatch.setenv(f"{PREFIX}URL", made.url)
        yield made


def expected(text: str = TEXT, voice: str = "alloy") -> bytes:
    return ToneEngine().speak(text, Voice("v", "tone", VOICES[voice], "mul")).samples


class TestSpeechServer(EngineContract):
    name = "speech-server"
    voices = ("alloy", "echo", "bm_george")
    unknown = ("alley", "alloy")
    times_words = False
    long_text = 9_000
    letters_a_second = (60, 120)

    @pytest.fixture(autouse=True)
    def server(self, humming: Server) -> None:
        """Each test has its own."""


# What it is asked


def test_it_is_asked_as_openai_documents_it(humming: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}KEY", KEY)
    humming.key = KEY
    clip = SpeechServerEngine().speak(TEXT, ALLOY)
    assert (clip.samples, clip.rate, clip.words) == (expected(), 22050, ())
    assert humming.paths == ["/v1/audio/speech"]
    assert humming.bodies == [{"model": "tts-1", "input": TEXT, "voice": "alloy", "response_format": "wav"}]
    assert humming.headers_seen[0]["Authorization"] == f"Bearer {KEY}"
    assert humming.headers_seen[0]["Content-Type"] == "application/json"


def test_rate_is_the_servers_speed_and_a_model_may_stand_with_the_voice(humming: Server) -> None:
    SpeechServerEngine().speak("Yes.", Voice("v", "speech-server", "echo@tts-1-hd", "en", rate=330))
    assert humming.bodies == [
        {"model": "tts-1-hd", "input": "Yes.", "voice": "echo", "response_format": "wav", "speed": 2.0}
    ]


def test_pitch_moves_the_sound_and_keeps_its_length(humming: Server) -> None:
    plain = SpeechServerEngine().speak(TEXT, ALLOY)
    high = SpeechServerEngine().speak(TEXT, Voice("v", "speech-server", "alloy", "en", pitch=74))
    assert high.rate == plain.rate
    assert high.length == pytest.approx(plain.length, rel=0.02)
    peaks = [np.abs(np.fft.rfft(np.frombuffer(c.samples, "<i2"))).argmax() * c.rate / c.length for c in (plain, high)]
    assert peaks[1] / peaks[0] == pytest.approx(2 ** (24 / 96), rel=0.01)


def test_a_long_text_goes_in_parts_between_sentences() -> None:
    text = "This is a sentence. " * 500 + "x" * 9000
    made = parts(text)
    assert all(0 < len(part) <= 4000 for part in made)
    assert "".join(made).replace(" ", "") == text.replace(" ", "")
    assert all(part.endswith(".") for part in made[:2])


# What may come back


@pytest.mark.parametrize(
    "form",
    ["fine", "streamed", "zero-length", "guessed-length", "short-length", "one-after-another", "listed", "stereo", "pcm",
     "until-closed"],
)  # fmt: skip
def test_the_same_samples_whatever_the_container(humming: Server, form: str) -> None:
    humming.fault = "" if form == "fine" else form
    assert SpeechServerEngine().speak(TEXT, ALLOY).samples == expected()


@pytest.mark.parametrize(("form", "rate"), [("flac", 22050), ("mp3", 22050), ("ogg", 48000), ("wide", 22050)])
def test_other_codings_are_decoded(humming: Server, form: str, rate: int) -> None:
    humming.fault = form
    clip = SpeechServerEngine().speak(TEXT, ALLOY)
    assert clip.rate == rate
    assert clip.length / rate == pytest.approx(len(expected()) / 2 / 22050, abs=0.08)
    assert np.abs(np.frombuffer(clip.samples, "<i2").astype(int)).max() > 1500


def test_another_sample_rate_is_told(humming: Server) -> None:
    humming.rate = 44100
    assert SpeechServerEngine().speak(TEXT, ALLOY) == Clip(expected(), 44100)


# Faults


@pytest.mark.parametrize("fault", ["429", "500", "503", "close", "half", "half-chunked", "cut", "silence", "nothing"])
def test_a_fault_that_passes_is_borne_with(humming: Server, fault: str) -> None:
    humming.fault, humming.faults = fault, 2
    assert SpeechServerEngine().speak(TEXT, ALLOY).samples == expected()
    assert len(humming.bodies) == 3


@pytest.mark.parametrize(
    ("fault", "tries", "told"),
    [
        ("429", 6, r"asked too often \(429\)"),
        ("500", 6, r"failed \(500\): no luck"),
        ("502", 6, r"failed \(502\)"),
        ("400", 1, r"refuses \(400\): no luck"),
        ("401", 1, r"refuses the key \(401\)"),
        ("403", 1, r"refuses the key \(403\)"),
        ("404", 1, r"refuses \(404\)"),
        ("308", 1, r"points to another address \(308\)"),
        ("302", 1, r"points to another address \(302\)"),
        ("html", 1, "a web page instead of sound"),
        ("page-as-wav", 1, "a web page instead of sound"),
        ("words", 1, "words instead of sound: The model is not loaded"),
        ("noise", 1, "no sound"),
        ("bad-rate", 1, "no sound"),
        ("silence", 3, "silence, 3 times"),
        ("nothing", 3, "nothing, 3 times"),
        ("close", 6, "ended the connection"),
        ("half", 6, "broke off"),
        ("half-chunked", 6, "broke off"),
        ("cut", 6, "broke off"),
        ("hang", 2, "no answer within 1 s, 2 times"),
        ("drip", 2, "no answer within 1 s, 2 times"),
    ],
)
def test_a_fault_that_stays_is_told_in_a_line(
    humming: Server, monkeypatch: pytest.MonkeyPatch, fault: str, tries: int, told: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}KEY", KEY)
    monkeypatch.setenv(f"{PREFIX}TIMEOUT", "1")
    humming.fault = fault
    with pytest.raises(EngineError, match=told) as caught:
        SpeechServerEngine().speak(TEXT, ALLOY)
    assert len(humming.bodies) == tries
    assert caught.value.tip or fault == "400"
    assert "'v' cannot say 'We have to look" in caught.value.message
    assert "\n" not in caught.value.message and KEY not in f"{caught.value.message} {caught.value.tip}"
    assert f"127.0.0.1:{humming.server_address[1]}" in caught.value.message
    again = pickle.loads(pickle.dumps(caught.value))  # it crosses from a worker
    assert (type(again), again.message, again.tip) == (EngineError, caught.value.message, caught.value.tip)


def test_retry_after_is_kept_to(humming: Server) -> None:
    humming.fault, humming.faults, humming.retry_after = "429", 1, "1"
    begin = time.monotonic()
    SpeechServerEngine().speak(TEXT, ALLOY)
    assert time.monotonic() - begin >= 1


def test_a_wait_that_is_too_long_is_told_at_once(humming: Server) -> None:
    humming.fault, humming.retry_after = "429", "3600"
    with pytest.raises(EngineError, match="asks to wait 3600 s"):
        SpeechServerEngine().speak(TEXT, ALLOY)
    assert len(humming.bodies) == 1


@pytest.mark.parametrize(
    ("value", "told"), [("7", (7.0, True)), ("soon", (2.0, False)), (None, (2.0, False)),
                        ("Wed, 21 Oct 2015 07:28:00 GMT", (0.0, True))],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value: str | None, told: tuple[float, bool]) -> None:
    assert request._retry_after(value, 2.0) == told


def test_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as gone:
        monkeypatch.setenv(f"{PREFIX}URL", gone.url)
    with pytest.raises(EngineError, match=r"cannot be reached: Connection refused\.") as caught:
        SpeechServerEngine().check(ALLOY)
    assert f"{PREFIX}URL" in caught.value.tip


def test_a_proxy_does_not_stand_between_us_and_this_machine(humming: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert SpeechServerEngine().speak(TEXT, ALLOY).samples == expected()


# Voices


def test_an_unlisted_voice_may_be_one_all_the_same(humming: Server) -> None:
    humming.listing = {"voices": ["echo"]}
    SpeechServerEngine().check(ALLOY)
    assert [body["input"] for body in humming.bodies] == ["Yes."]


def test_an_unknown_voice_is_told_before_anything_is_spoken(humming: Server) -> None:
    humming.listing = None
    with pytest.raises(EngineError, match="Voice 'alley' not found"):
        SpeechServerEngine().check(Voice("v", "speech-server", "alley", "en"))


@pytest.mark.parametrize(
    "listing",
    [
        ["alloy", "echo"],
        {"voices": ["alloy", "echo"]},
        {"data": [{"id": "alloy"}, {"id": "echo"}]},
        {"voices": [{"voice_id": "alloy"}, {"name": "echo"}], "count": 2},
        [{"voice": "alloy", "gender": "Male"}, {"id": "echo", "locale": "en_GB"}, 7, {}, {"id": "b\nd"}],
    ],
)
def test_voices_are_taken_from_any_of_the_usual_lists(humming: Server, listing: object) -> None:
    humming.listing = listing
    found = load_voices(engine="speech-server")
    assert {v.engine_voice for v in found} == {"alloy", "echo"}
    assert {role for v in found for role in v.roles} == {"", "narrator", "editor", "notes", "pages"}
    assert len({v.id for v in found}) == len(found)


def test_what_names_and_the_server_tell_of_voices_is_used(humming: Server) -> None:
    humming.listing = [
        "af_heart",
        "bm_george",
        "ef_dora",
        "de_DE-thorsten-high",
        {"id": "x", "language": "fr-FR"},
        "mystery",
    ]
    told = {v.engine_voice: (v.language, v.gender) for v in load_voices(engine="speech-server")}
    assert told == {
        "af_heart": ("en-US", "female"), "bm_george": ("en-GB", "male"), "ef_dora": ("es", "female"),
        "de_DE-thorsten-high": ("de-DE", ""), "x": ("fr-FR", ""), "mystery": ("mul", ""),
    }  # fmt: skip
    assert {v.engine_voice for v in load_voices("en", "speech-server")} == {"af_heart", "bm_george", "mystery"}
    assert {v.engine_voice for v in load_voices("cs", "speech-server")} == {"mystery"}


def test_a_persons_own_profiles_are_taken_instead(
    humming: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = '[[voice]]\nid = "mine"\nengine = "speech-server"\nengine_voice = "nova"\nlanguage = "en"\n'
    (tmp_path / "mine.toml").write_text(own)
    monkeypatch.setenv("READALOUD_VOICES", str(tmp_path))
    assert [v.id for v in load_voices("en", "speech-server")] == ["mine"]
    assert humming.paths == []


def test_a_server_that_does_not_list_says_how_to_write_profiles(humming: Server) -> None:
    humming.listing = None
    with pytest.raises(EngineError, match="does not tell which voices") as caught:
        load_voices(engine="speech-server")
    assert "READALOUD_VOICES" in caught.value.tip


# Settings


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://localhost:8880", "http://localhost:8880/v1"),
        ("http://localhost:8880/", "http://localhost:8880/v1"),
        ("https://a.example/v1/", "https://a.example/v1"),
        ("https://a.example/openai/v1/audio/speech", "https://a.example/openai/v1"),
        ("http://[::1]:80/v1", "http://[::1]:80/v1"),
    ],
)
def test_an_address_may_be_written_as_people_write_it(monkeypatch: pytest.MonkeyPatch, url: str, base: str) -> None:
    monkeypatch.setenv(f"{PREFIX}URL", url)
    assert server().base == base


def test_credentials_and_query_are_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}URL", "https://ann:pass%20word@a.example/v1?code=hidden")
    told = server()
    assert told.address("audio/speech") == "https://a.example/v1/audio/speech?code=hidden"
    assert told.authorization == "Basic YW5uOnBhc3Mgd29yZA=="
    assert told.shown == "https://a.example"
    for text in (repr(told), told.redacted("ann:pass word code=hidden YW5uOnBhc3Mgd29yZA=="), told.fingerprint):
        assert not [s for s in ("pass word", "hidden", "YW5u") if s in text]


def test_the_fingerprint_tells_servers_and_models_apart_but_not_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for url, model, key in (("a", "m", ""), ("b", "m", ""), ("a", "n", ""), ("a", "m", "k1"), ("a", "m", "k2")):
        monkeypatch.setenv(f"{PREFIX}URL", f"http://{url}.example")
        monkeypatch.setenv(f"{PREFIX}MODEL", model)
        monkeypatch.setenv(f"{PREFIX}KEY", key)
        seen.add(SpeechServerEngine().version)
        assert url not in SpeechServerEngine().version.partition(", ")[2] or len(url) == 1
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("URL", "localhost:8880", "not an address"),
        ("URL", "file:///etc/passwd", "not an address"),
        ("URL", "http://[", "not an address"),
        ("URL", "http://host:99999999", "not an address"),
        ("URL", "http://a b/", "not an address"),
        ("KEY", "sk-two\nlines-secret", "no key has"),
        ("KEY", "sk-schlüssel-secret", "no key has"),
        ("TIMEOUT", "soon", "'soon'"),
        ("TIMEOUT", "nan", "'nan'"),
        ("REQUESTS", "0", "'0'"),
    ],
)
def test_a_wrong_value_is_told_without_repeating_secrets(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}URL", "http://localhost:1")
    monkeypatch.setenv(PREFIX + key, value)
    with pytest.raises(EngineError, match=told) as caught:
        server()
    assert PREFIX + key in caught.value.message
    assert "secret" not in f"{caught.value.message} {caught.value.tip}"


def test_no_address_at_all(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="No speech server is named") as caught:
        SpeechServerEngine().check(ALLOY)
    assert str(tmp_path / "settings" / FILE) in caught.value.tip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('url = "http://a.example"\nkey = "secret', "not valid TOML"),
        ("url = 7\n", "not text"),
        ('adress = "http://a.example"\n', "no setting 'adress'"),
        ('url = "http://a.example"\nrequests = true\n', "True"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / FILE).write_text(text)
    with pytest.raises(EngineError, match=told) as caught:
        server()
    assert FILE in caught.value.message and "secret" not in caught.value.message


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / FILE).write_text(f'url = "http://a.example"\nkey = "{KEY}"\nmodel = "m"\ntimeout = 7\n')
    told = server()
    assert (told.base, told.authorization, told.model, told.timeout) == ("http://a.example/v1", f"Bearer {KEY}", "m", 7)
    monkeypatch.setenv(f"{PREFIX}URL", "http://b.example")
    assert server().base == "http://b.example/v1"
