"""A voice is installed whole or not at all, from a publisher or from files at hand."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from readaloud import packages
from readaloud.engines import bank, catalogue, installed, installing
from readaloud.engines.bank import load_voices
from readaloud.engines.installed import Model
from readaloud.engines.registry import engine
from readaloud.errors import EngineError, UsageError
from tests.engines import tiny_voices
from tests.engines.publisher import Publisher, Request, hang_up, publisher, serve
from tests.platforms import ctrl_c

CARD = b"# Model card for tiny\n\n* Language: en_XX\n* License: CC0, see the data\n* Speakers: 3\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("READALOUD_DATA", str(tmp_path / "data"))
    monkeypatch.delenv(bank.VARIABLE, raising=False)
    return tmp_path / "data"


def install(name: str = "", source: Path | None = None, force: bool = False) -> tuple[Model, bool]:
    return installing.install(name, source, force=force, say=said.append, progress=lambda what, done, total: None)


said: list[str] = []


def nothing_is_left(data: Path) -> bool:
    """No voice, nothing half made; locks and downloads may stay."""
    voices = [path for path in (data / "voices").rglob("*") if path.is_file()] if data.exists() else []
    return not voices and not list(data.glob(".scratch*"))


def refused(source: Path, name: str = "") -> str:
    with pytest.raises(EngineError) as caught:
        install(name, source)
    assert caught.value.exit_code == 5
    assert "\n" not in caught.value.message
    return f"{caught.value.message} | {caught.value.tip}"


# From files at hand


@pytest.fixture
def files(tiny_files: Path, tmp_path: Path) -> Path:
    """A folder of one's own with one Piper voice."""
    folder = tmp_path / "files"
    folder.mkdir()
    for path in (tiny_files / "piper").glob("en_XX-many-low*"):
        shutil.copy(path, folder)
    return folder


def test_from_a_model_a_folder_or_an_archive(files: Path, tmp_path: Path) -> None:
    (files / "MODEL_CARD").write_bytes(CARD)
    archive = tmp_path / "voice.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in files.iterdir():
            packed.write(path, f"some/where/{path.name}")
    kept = []
    for source in (files / "en_XX-many-low.onnx", files, archive):
        model, anew = install("", source, force=True)
        assert anew and model.name == "en_XX-many-low" and model.licence == "CC0, see the data"
        kept.append((model.digest, model.sizes, model.speakers))
        assert [v.engine_voice.partition(":")[2] for v in load_voices("en", "piper")[:3]] == ["ada", "bob", "cyd"]
    assert kept[0] == kept[1] == kept[2]


def test_every_speaker_is_a_profile_with_its_loudness(files: Path) -> None:
    model, _ = install("mine", files)
    voices = load_voices("en", "piper")
    assert {v.id for v in voices if v.pitch == 50 and "" in v.roles} == {
        f"piper-mine-{s}" for s in ("ada", "bob", "cyd")
    }
    assert {role for v in voices for role in v.roles} == {"", "narrator", "editor", "notes", "pages"}
    assert all(-40 < v.loudness_lufs < -5 and v.loudness_lufs != -23 for v in voices)
    assert {v.language for v in voices} == {"en-US"}
    assert len({v.id for v in voices}) == len(voices) == 13
    speaker = engine("piper")
    for voice in voices:
        speaker.check(voice)
    assert load_voices("de", "piper") == ()
    assert {v.id for v in voices} < {v.id for v in load_voices()}
    assert model.folder.is_dir()


def test_a_model_of_many_speakers_keeps_voices_for_the_editions_own_parts(tmp_path: Path) -> None:
    tiny_voices.piper(tmp_path / "many", "many", speakers={f"s{n}": n for n in range(20)})
    install("", tmp_path / "many")
    voices = load_voices("en", "piper")
    kept = [v for v in voices if v.roles != ("",)]
    speaking = [v for v in voices if v.roles == ("",)]
    assert (len(kept), len(speaking)) == (4, 16)
    assert not {v.engine_voice for v in kept} & {v.engine_voice for v in speaking}
    assert len({v.engine_voice for v in speaking}) == 16


def test_kokoros_voices_tell_language_and_gender_by_their_names(tiny_files: Path) -> None:
    model, _ = install("", tiny_files / "kokoro")
    told = {s.name: (s.language, s.gender) for s in model.speakers}
    assert told == {
        "af_heart": ("en-US", "female"),
        "am_adam": ("en-US", "male"),
        "bf_emma": ("en-GB", "female"),
        "ff_siwis": ("fr-FR", "female"),
    }
    assert {v.engine_voice.partition(":")[2] for v in load_voices("fr-CA", "kokoro")} == {"ff_siwis"}
    assert {v.id for v in load_voices("en", "kokoro")} >= {"kokoro-af-heart", "kokoro-en-narrator"}


def test_what_is_there_stays_unless_forced(files: Path) -> None:
    first, anew = install("", files)
    assert anew
    tiny_voices.piper(files, "en_XX-many-low", speakers={"dan": 0, "eve": 1})
    again, anew = install("", files)
    assert not anew and again == first
    other, anew = install("", files, force=True)
    assert anew and other.digest != first.digest and len(other.speakers) == 2
    profile = next(v for v in load_voices("en", "piper"))
    with pytest.raises(EngineError, match="installed from other files"):
        engine("piper").check(profile.__class__("v", "piper", f"{first.name}@{first.digest}:dan", "en"))


def test_remove(files: Path, data: Path) -> None:
    install("", files)
    assert installing.remove("EN_xx-many-low").name == "en_XX-many-low"
    assert load_voices("en", "piper") == ()
    assert nothing_is_left(data)
    with pytest.raises(EngineError, match="no installed voice"):
        installing.remove("en_XX-many-low")


# Bad files


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def config(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = folder / "en_XX-many-low.onnx.json"
    told = json.loads(path.read_text())
    change(told)
    path.write_text(json.dumps(told))


MODEL = "en_XX-many-low.onnx"
BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "model-cut": (lambda f: cut(f / MODEL, 3000), "not a whole ONNX model"),
    "model-empty": (lambda f: (f / MODEL).write_bytes(b""), "not a whole ONNX model"),
    "model-is-text": (lambda f: (f / MODEL).write_text("version https://git-lfs\n"), "not a whole ONNX model"),
    "model-is-kokoros": (lambda f: shutil.copy(tiny_voices.kokoro(f / "k"), f / MODEL) and shutil.rmtree(f / "k"), "asks for speed, style, tokens"),
    "json-missing": (lambda f: (f / f"{MODEL}.json").unlink(), f"{MODEL}.json is missing beside it"),
    "json-cut": (lambda f: cut(f / f"{MODEL}.json", 500), "not the description of a Piper voice"),
    "json-is-a-list": (lambda f: (f / f"{MODEL}.json").write_text("[1, 2]"), "not the description of a Piper voice"),
    "json-of-another-program": (lambda f: (f / f"{MODEL}.json").write_text('{"model_type": "vits"}'), "is missing"),
    "json-without-rate": (lambda f: config(f, lambda c: c.update(audio={})), "'sample_rate' is missing"),
    "json-with-a-wild-rate": (lambda f: config(f, lambda c: c.update(audio={"sample_rate": 3})), "make no sense"),
    "json-without-map": (lambda f: config(f, lambda c: c.update(phoneme_id_map={"a": [1]})), "phoneme_id_map lacks"),
    "newer-phonemes": (lambda f: config(f, lambda c: c.update(phoneme_type="telepathy")), "pip install --upgrade piper-tts"),
    "unknown-espeak-voice": (lambda f: config(f, lambda c: c.update(espeak={"voice": "qq-none"})), "cannot say"),
    "no-model": (lambda f: (f / MODEL).unlink(), "no model (.onnx)"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_bad_files_are_refused_and_nothing_is_left(fault: str, files: Path, data: Path) -> None:
    spoil, told = BAD[fault]
    spoil(files)
    assert told in refused(files)
    assert nothing_is_left(data)


def test_a_newer_model_asks_for_more(files: Path) -> None:
    import onnx

    model = onnx.load(str(files / MODEL))
    model.graph.input.append(onnx.helper.make_tensor_value_info("mood", onnx.TensorProto.FLOAT, [1]))
    onnx.save(model, str(files / MODEL))
    told = refused(files)
    assert "asks for mood" in told and "pip install --upgrade piper-tts" in told


def test_a_newer_onnx_is_told(files: Path) -> None:
    import onnx

    model = onnx.load(str(files / MODEL))
    model.ir_version = 99
    onnx.save(model, str(files / MODEL))
    assert "cannot be loaded" in refused(files)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half an archive", b"text"])
def test_kokoros_voices_that_are_none(tiny_files: Path, tmp_path: Path, content: bytes) -> None:
    shutil.copytree(tiny_files / "kokoro", tmp_path / "k")
    (tmp_path / "k/voices-v1.0.bin").write_bytes(content)
    assert "not a file of Kokoro's voices" in refused(tmp_path / "k")


def test_kokoros_voices_without_names_or_shape(tiny_files: Path, tmp_path: Path) -> None:
    for styles, told in (({"qq_x": (510, 1, 256)}, "no voice whose name"), ({"af_x": (5, 1)}, "have the shape")):
        folder = tmp_path / told[:4].strip()
        shutil.copytree(tiny_files / "kokoro", folder)
        with (folder / "voices-v1.0.bin").open("wb") as file:
            np.savez(file, **{name: np.zeros(shape, np.float32) for name, shape in styles.items()})
        assert told in refused(folder)


def test_paths_that_hold_no_voice(tiny_files: Path, tmp_path: Path) -> None:
    assert "no file or folder" in refused(tmp_path / "nowhere")
    (tmp_path / "song.mp3").write_bytes(b"ID3")
    assert "is no voice" in refused(tmp_path / "song.mp3")
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04 half an archive")
    assert "is no voice" in refused(tmp_path / "half.zip")
    told = refused(tiny_files / "piper")
    assert "3 models" in told and "en_XX-one-low" in told
    assert install("en_XX-one-low", tiny_files / "piper")[0].name == "en_XX-one-low"


def test_an_archive_cannot_write_elsewhere(files: Path, tmp_path: Path, data: Path) -> None:
    archive = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in files.iterdir():
            packed.write(path, f"../../../{path.name}")
    before = {path for path in tmp_path.rglob("*") if data not in path.parents}
    install("", archive)
    assert {path for path in tmp_path.rglob("*") if data not in path.parents} - before <= {data}


@pytest.mark.parametrize("name", ["../up", "a/b", ".hidden", "a:b", "a@b", "x" * 200])
def test_names_that_are_no_folders(name: str, files: Path, data: Path) -> None:
    with pytest.raises(UsageError, match="cannot be called"):
        install(name, files)
    assert nothing_is_left(data)


def test_a_voice_that_was_damaged_since_says_so(files: Path) -> None:
    model, _ = install("", files)
    voice = load_voices("en", "piper")[0]
    cut(model.folder / installed.MODEL, 2000)
    with pytest.raises(EngineError, match="damaged") as caught:
        engine("piper").check(voice)
    assert "--force" in caught.value.tip
    (model.folder / installed.RECORD).write_text("{}")
    with pytest.raises(EngineError, match="damaged"):
        load_voices("en", "piper")
    assert load_voices("en", "pyttsx3")
    install("", files, force=True)
    engine("piper").check(load_voices("en", "piper")[0])


# From a publisher


@pytest.fixture
def server(tiny_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Publishes `en_XX-many-low` and `tiny-kokoro`, with a catalogue of one's own that says so."""
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("readaloud.engines.fetching.PAUSES", (0.0, 0.0))
    with publisher() as made:
        for path in (tiny_files / "piper").glob("en_XX-many-low*"):
            made.files[f"many/{path.name}"] = path.read_bytes()
        made.files["many/MODEL_CARD"] = CARD
        for path in (tiny_files / "kokoro").iterdir():
            made.files[f"kokoro/{path.name}"] = path.read_bytes()
        (tmp_path / "catalogue").mkdir()
        (tmp_path / "catalogue/own.toml").write_text(
            _entry(
                made,
                "piper",
                "en_XX-many-low",
                "many",
                'speakers = [{ name = "bob", gender = "male", accent = "Tiny" }]',
            )
            + _entry(made, "kokoro", "tiny-kokoro", "kokoro", 'speakers = 4\nlicence = "CC0"')
        )
        monkeypatch.setenv(catalogue.VARIABLE, str(tmp_path / "catalogue"))
        yield made


def _entry(server: Publisher, engine: str, name: str, folder: str, more: str) -> str:
    files = ", ".join(
        f'{{ name = "{path.rpartition("/")[2]}", size = {len(data)}, md5 = "{hashlib.md5(data).hexdigest()}" }}'
        for path, data in server.files.items()
        if path.startswith(f"{folder}/")
    )
    return (
        f'[[voice]]\nengine = "{engine}"\nname = "{name}"\nlanguage = "en-GB"\nfolder = "{server.url}/{folder}"\n'
        f"files = [{files}]\n{more}\n\n"
    )


def test_a_published_voice(server: Publisher, data: Path) -> None:
    said.clear()
    model, anew = install("EN_XX-many-low")
    assert anew and model.licence == "CC0, see the data" and model.origin == f"{server.url}/many"
    first = model.speakers[0]
    assert (first.name, first.gender, first.accent, first.language) == ("bob", "male", "Tiny", "en-GB")
    assert {s.name for s in model.speakers} == {"ada", "bob", "cyd"}
    assert server.asked[0][0] == "many/MODEL_CARD" and server.asked[-1][0] == f"many/{MODEL}"
    assert any(line == "Licence: CC0, see the data" for line in said)
    assert not list((data / "downloads").rglob("*.onnx"))
    model, _ = install("tiny-kokoro")
    assert (model.licence, len(model.speakers)) == ("CC0", 4)


def test_a_download_that_breaks_off_goes_on_at_the_next_call(server: Publisher, data: Path) -> None:
    server.fault(f"many/{MODEL}", serve(ends_after=3000), hang_up)
    with pytest.raises(EngineError, match="cannot be fetched"):
        install("en_XX-many-low")
    assert nothing_is_left(data) and load_voices("en", "piper") == ()
    count = len(server.asked)
    server.fault(f"many/{MODEL}", serve())
    install("en_XX-many-low")
    assert server.asked[count:] == [(f"many/{MODEL}", "bytes=3000-")]


def test_a_wrong_checksum_installs_nothing(server: Publisher, data: Path) -> None:
    content = server.files[f"many/{MODEL}"]
    server.files[f"many/{MODEL}"] = content[:-1] + bytes([content[-1] ^ 1])
    with pytest.raises(EngineError, match="not the file of the catalogue"):
        install("en_XX-many-low")
    assert nothing_is_left(data)


def test_files_at_hand_are_compared_with_the_catalogue(server: Publisher, files: Path) -> None:
    for name in ("en_xx-many-low", ""):
        model, _ = install(name, files, force=True)
        assert model.name == "en_XX-many-low" and model.speakers[0].name == "bob"
    config(files, lambda c: c.update(piper_version="2.0"))
    with pytest.raises(EngineError, match="not the file that the catalogue has"):
        install("en_XX-many-low", files, force=True)
    assert install("my-own", files)[0].name == "my-own"
    unknown, _ = install("", files, force=True)
    assert unknown.name == "en_XX-many-low" and unknown.speakers[0].name == "ada"
    assert server.asked == []


def test_two_at_once_install_it_once(server: Publisher, data: Path) -> None:
    command = [sys.executable, "-m", "readaloud", "voices", "install", "en_XX-many-low", "--plain"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [child.communicate(timeout=120) for child in children]
    assert [child.returncode for child in children] == [0, 0], outputs
    assert sum("is installed already" in out for out, _ in outputs) == 1
    assert len([path for path, _ in server.asked if path.endswith(".onnx")]) == 1
    assert sorted(p.name for p in (data / "voices/piper").iterdir()) == ["en_XX-many-low"]


@ctrl_c
def test_an_interruption_keeps_what_came_and_installs_nothing(server: Publisher, data: Path) -> None:
    def slowly(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(request.content)))
        request.send_header("ETag", request.tag)
        request.end_headers()
        request.wfile.write(request.content[:3000])
        request.wfile.flush()
        stopped.wait(60)

    stopped = threading.Event()
    server.fault(f"many/{MODEL}", slowly)
    command = [sys.executable, "-m", "readaloud", "voices", "install", "en_XX-many-low", "--plain"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while child.poll() is None and server.asked[-1:] != [(f"many/{MODEL}", "")]:
        time.sleep(0.02)
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=30)
    stopped.set()
    assert child.returncode == 130 and "Interrupted" in told and "Traceback" not in told
    assert nothing_is_left(data)
    server.fault(f"many/{MODEL}", serve())
    assert install("en_XX-many-low")[1]


def test_what_a_killed_installation_left_is_no_voice_and_in_nobodys_way(files: Path, data: Path) -> None:
    left = data / "voices/piper/.new-en_XX-many-low"
    left.mkdir(parents=True)
    (left / installed.RECORD).write_text("{}")
    assert load_voices("en", "piper") == ()
    assert install("", files)[1]
    assert not left.exists()


@pytest.mark.parametrize("engine_name", ["piper", "kokoro"])
def test_without_the_package_nothing_is_fetched(
    engine_name: str, server: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = packages.version

    def missing(package: str) -> str | None:
        return None if package in ("piper-tts", "kokoro-onnx") else real(package)

    monkeypatch.setattr("readaloud.engines.neural.version", missing)
    tip = f"pip install 'readaloud[{engine_name}]'"
    with pytest.raises(EngineError) as caught:
        install({"piper": "en_XX-many-low", "kokoro": "tiny-kokoro"}[engine_name])
    assert caught.value.tip == tip and server.asked == []
    assert bank.no_voices(engine_name).tip == tip


# The catalogue


def test_the_shipped_catalogue_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(catalogue.VARIABLE, raising=False)
    offers = catalogue.offers()
    assert len(offers) > 150
    assert len({offer.name.casefold() for offer in offers}) == len(offers)
    for offer in offers:
        assert all(file.url.startswith("https://") and file.size > 0 for file in offer.files)
        local = [f.name for f in offer.files if f.name.endswith(".onnx")]
        assert len(local) == 1
        wanted = {f"{local[0]}.json", "MODEL_CARD"} if offer.engine == "piper" else {"voices-v1.0.bin"}
        assert {f.name for f in offer.files} == wanted | set(local)
        assert offer.engine != "piper" or local[0] == f"{offer.name}.onnx"
        assert installing._NAME.fullmatch(offer.name)
        assert len({speaker.name for speaker in offer.known}) == len(offer.known)
        assert all(speaker.gender in bank.GENDERS and speaker.age in bank.AGES for speaker in offer.known)
    assert len(catalogue.offer("kokoro").known) == 54
    assert len(catalogue.offer("kokoro").languages) == 9
    languages = {language.split("-")[0] for offer in offers for language in offer.languages}
    assert languages >= {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh"}


@pytest.mark.parametrize(
    "content",
    ["voice = 1", "[[voice]]\nname = 'x'", "not toml", "[[voice]]\nengine='piper'\nname='x'\nlanguage='en'\nspeakers=1\n"
     "folder='https://x'\nfiles=[{name='../x.onnx', size=1, md5='00000000000000000000000000000000'}]",
     "[[voice]]\nengine='piper'\nname='x'\nlanguage='en'\nspeakers=1\nfolder='https://x'\n"
     "files=[{name='x.onnx', size=1, md5='none'}]"],
)  # fmt: skip
def test_a_catalogue_that_is_not_valid(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.toml").write_text(content)
    monkeypatch.setenv(catalogue.VARIABLE, str(tmp_path))
    with pytest.raises(EngineError, match=r"own\.toml"):
        catalogue.offers()


def test_a_name_that_is_not_there_gives_the_nearest() -> None:
    with pytest.raises(EngineError) as caught:
        install("en_US-lesac-medium")
    assert "en_US-lessac-medium" in caught.value.tip
