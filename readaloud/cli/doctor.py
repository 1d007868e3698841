"""`readaloud doctor`: what works on this machine, and how to get what does not."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Callable
from functools import partial

import click

from readaloud.errors import CheckError, ReadaloudError

_CHECKERS = (
    ("java", "EPUBCheck in `check` and the tests", "apt-get install default-jre-headless"),
    ("chromium", "pages in the tests", "apt-get install chromium"),
    ("ffprobe", "chapters in the tests", "apt-get install ffmpeg"),
)


@click.command(epilog="Example: readaloud doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Tells what works on this machine and how to get what does not."""
    findings: list[dict[str, object]] = []
    needed_fails = 0
    for name, needed, test in (
        ("Python", True, _python),
        ("speech (pyttsx3 with espeak-ng)", True, _speech),
        ("voices", True, _voices),
        ("audio coders (PyAV)", True, _coders),
        ("clip cache", True, _cache),
    ):
        ok, text, fix = _tried(test)
        needed_fails += needed and not ok
        findings.append({"what": name, "ok": ok, "needed": needed, "text": text, "fix": fix})
    for engine in ("piper", "kokoro"):
        ok, text, fix = _tried(partial(_natural, engine))
        what = f"natural voices ({engine})"
        findings.append({"what": what, "ok": ok, "needed": False, "text": text, "fix": fix})
    for name, test in (("speech server", _server), ("player", _player), *_strangers()):
        ok, text, fix = _tried(test)
        findings.append({"what": name, "ok": ok, "needed": False, "text": text, "fix": fix})
    for program, use, fix in _CHECKERS:
        path = shutil.which(program)
        findings.append(
            {
                "what": program,
                "ok": path is not None,
                "needed": False,
                "text": path or f"not here; only for {use}",
                "fix": fix,
            }
        )
    if as_json:
        click.echo(json.dumps({"ok": not needed_fails, "findings": findings}, ensure_ascii=False, indent=2))
    else:
        for f in findings:
            sign = "ok     " if f["ok"] else "MISSING" if f["needed"] else "–      "
            click.echo(f"{sign}  {f['what']}: {f['text']}")
            if not f["ok"] and f["fix"]:
                click.echo(f"         {f['fix']}")
    if needed_fails:
        raise CheckError(f"{needed_fails} of the things that readaloud needs do not work here.")


def _tried(test: Callable[[], str]) -> tuple[bool, str, str]:
    try:
        return True, test(), ""
    except ReadaloudError as error:
        return False, error.message, error.tip
    except Exception as error:  # a broken package may raise anything, and that is the finding
        return False, f"{type(error).__name__}: {error}", "pip install --force-reinstall readaloud"


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _speech() -> str:
    from readaloud.engines.bank import load_voices
    from readaloud.engines.registry import engine

    speaking = engine("pyttsx3")
    try:
        voice = load_voices(language="en", engine="pyttsx3")[0]
        clip = speaking.speak("Good morning.", voice)
        return f"{speaking.version}; said two words in {clip.length / clip.rate:.1f} s of sound"
    finally:
        speaking.close()


def _voices() -> str:
    from readaloud.engines.bank import load_voices, voices_folder

    found = load_voices()
    languages = sorted({v.language.split("-")[0] for v in found})
    return f"{len(found)} profiles for {', '.join(languages)} in {voices_folder()}"


def _natural(name: str) -> str:
    from readaloud.engines.installed import models
    from readaloud.engines.registry import engine

    version = engine(name).version
    here = models(name)
    if not here:
        raise CheckError(
            f"{version}; no voice is installed", tip="`readaloud voices install --list` shows what there is."
        )
    speakers = sum(len(model.speakers) for model in here)
    return f"{version}; {', '.join(model.name for model in here)}: {speakers} speaker(s)"


def _coders() -> str:
    import av

    missing = [name for name in ("aac", "libmp3lame", "libopus", "flac") if name not in av.codecs_available]
    if missing:
        raise CheckError(f"PyAV {av.__version__} has no {', '.join(missing)}.", tip="pip install --upgrade av")
    return f"PyAV {av.__version__} with AAC, MP3, Opus and FLAC"


def _cache() -> str:
    from readaloud.places import cache_folder

    folder = cache_folder()
    test = folder / f".doctor-{platform.node()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        test.write_bytes(b"")
        test.unlink()
    except OSError as error:
        raise CheckError(
            f"{folder} cannot be written ({error.strerror}); every run will speak everything anew.",
            tip="Set READALOUD_CACHE to a folder of yours.",
        ) from error
    free = shutil.disk_usage(folder).free
    return f"{folder}, {free // 10**9} GB free"


def _server() -> str:
    from readaloud.engines.speech_server_settings import server
    from readaloud.engines.speech_server_voices import listed

    asked = server()
    found = listed(asked, asked.model)
    tells = f"{len(found)} voices" if found else "it does not tell its voices"
    return f"{asked.shown}, model {asked.model}, {tells}, at most {asked.requests} requests at once"


def _player() -> str:
    from readaloud.cli import player

    if not (command := player.player()):
        raise CheckError("not here; only for `voices audition`", tip=player.INSTALL)
    return command[0]


def _strangers() -> list[tuple[str, Callable[[], str]]]:
    """The engines that other packages bring."""
    from readaloud.engines import registry
    from readaloud.synthesis import inspecting

    names = [name for name in registry.names() if name not in registry.BUILTIN]
    return [(f"engine {name}", partial(lambda name: inspecting.traits(name).version, name)) for name in names]
