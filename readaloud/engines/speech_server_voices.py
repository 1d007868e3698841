"""The voices that a speech server tells of, as profiles: there is no standard for it, but most local servers do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote

from readaloud.engines.speech_server_settings import Server, server
from readaloud.errors import EngineError
from readaloud.model import SpeakerRole, Voice

PREFIX = "server-"
"""Of the names in a cast: `server-af_heart` is the server's voice `af_heart`, whether the server is asked or not."""
ENGINE = "speech-server"
TIMEOUT = 10.0
"""Seconds; a list needs no model."""
ENOUGH = 6
"""Voices of which two are kept for the edition's own parts."""

_PATHS = ("audio/voices", "voices")
"""Kokoro-FastAPI, LocalAI, Chatterbox, mlx-audio have the first, others the second; some need the model."""
_ROLES: tuple[tuple[SpeakerRole, int, int], ...] = (
    ("narrator", 0, 160), ("editor", 1, 172), ("notes", 1, 180), ("pages", 0, 176),
)  # fmt: skip
"""Role, which voice, words a minute."""
_KOKORO = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "cmn",
}  # fmt: skip
"""First letter of Kokoro's names (its VOICES.md): `bf_emma` is a British woman."""

_told: dict[tuple[str, str], dict[str, Mapping[str, Any]] | None] = {}


def listed(server: Server, model: str) -> dict[str, Mapping[str, Any]] | None:
    """What the server tells of each of its voices, by name; None when it does not tell.

    EngineError when it is not there, or refuses the key. Asked once in a process.
    """
    if (server.base, model) not in _told:
        _told[server.base, model] = _asked(server, model)
    return _told[server.base, model]


def server_voices(language: str | None = None) -> tuple[Voice, ...]:
    """Profiles of the server's voices that speak a language, or of all, with parts for the edition's own voices."""
    found = listed(server(), server().model)
    if not found:
        raise EngineError(
            f"The speech server at {server().shown} does not tell which voices it has.",
            tip='Write profiles with engine = "speech-server" into a folder that READALOUD_VOICES names: voices/README.md.',
        )
    everything = [_profile(name, told, order) for order, (name, told) in enumerate(sorted(found.items()))]
    sought = _primary(language) if language else ""
    fitting = [v for v in everything if sought in ("", _primary(v.language))]
    fitting += [v for v in everything if sought and v.language == "mul"]
    if not fitting:
        return ()
    fitting = _in_turn(fitting)
    kept = fitting[:2] if len(fitting) >= ENOUGH else []
    return tuple(_parts(fitting) + [v for v in fitting if v not in kept])


def named(id: str) -> Voice | None:
    """The profile of a name like `server-af_heart`, without asking the server; None for other names."""
    name = id.removeprefix(PREFIX)
    return _profile(name, {}, 0) if name and name != id else None


def _asked(server: Server, model: str) -> dict[str, Mapping[str, Any]] | None:
    # Here, since `named` needs none of HTTP, and importing it costs 40 ms.
    from readaloud.engines.speech_server_request import RefusedError, RetriableError, get

    for path in _PATHS:
        try:
            answer = get(server, path, f"model={quote(model)}", TIMEOUT)
        except RefusedError as error:
            if error.status in (401, 403):
                raise
            continue
        except RetriableError as error:
            if "failed" in str(error) or "asked too often" in str(error):
                continue  # it is there: what it can do will be seen
            raise EngineError(f"The speech server at {server.shown} {error}.", tip=error.tip) from None
        except EngineError:
            continue  # another address is told when it is asked to speak
        if found := _names(answer.data):
            return found
    return None


def _names(data: bytes) -> dict[str, Mapping[str, Any]]:
    """From a list of names or of objects, bare or under `voices` or `data`."""
    try:
        told = json.loads(data)
    except ValueError:
        return {}
    if isinstance(told, dict):
        told = next((told[key] for key in ("voices", "data", "items") if isinstance(told.get(key), list)), [])
    found: dict[str, Mapping[str, Any]] = {}
    for entry in told if isinstance(told, list) else []:
        about = entry if isinstance(entry, dict) else {"id": entry}
        names = (about.get(key) for key in ("id", "voice_id", "voice", "name"))
        name = next((n.strip() for n in names if isinstance(n, str) and n.strip()), "")
        if name and name.isprintable() and "@" not in name:
            found.setdefault(name, about)
    return found


def _profile(name: str, about: Mapping[str, Any], order: int) -> Voice:
    language, gender = _guess(name)
    told = {key: value for key, value in about.items() if isinstance(value, str)}
    spoken = next((told[key] for key in ("language", "locale", "lang", "language_code") if _is_tag(told.get(key))), "")
    said = told.get("gender", "").casefold()
    if said in ("female", "male", "f", "m"):
        gender = "female" if said.startswith("f") else "male"
    return Voice(
        PREFIX + name, ENGINE, name, spoken.replace("_", "-") or language, gender,
        description=told.get("description", "") or "a voice of the speech server", order=order,
    )  # fmt: skip


def _guess(name: str) -> tuple[str, Literal["", "female", "male"]]:
    """Language and gender from names as Kokoro (`bf_emma`) and Piper (`de_DE-thorsten-medium`) have them."""
    if match := re.match(r"([abefhijpz])([fm])_\w", name):
        return _KOKORO[match[1]], "female" if match[2] == "f" else "male"
    if match := re.match(r"([a-z]{2,3})[_-]([A-Z]{2})-\w", name):
        return f"{match[1]}-{match[2]}", ""
    return "mul", ""


def _is_tag(text: str | None) -> bool:
    return bool(text and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text))


def _parts(voices: list[Voice]) -> list[Voice]:
    """The edition's own voices: at paces of their own, so that one voice may serve several."""
    from dataclasses import replace

    made = []
    for number, (role, which, rate) in enumerate(_ROLES):
        voice = voices[which % len(voices)]
        made.append(replace(voice, id=f"{voice.id}@50p{rate}r", rate=rate, roles=(role,), order=9000 + number))
    return made


def _in_turn(voices: list[Voice]) -> list[Voice]:
    """Women and men in turn, then those of whom gender or language is not told, numbered anew."""
    from dataclasses import replace

    sure = [v for v in voices if v.language != "mul"]
    groups = [[v for v in sure if v.gender == gender] for gender in ("male", "female")]
    paired = [group[place] for place in range(max(map(len, groups))) for group in groups if place < len(group)]
    return [replace(v, order=order) for order, v in enumerate(paired + [v for v in voices if v not in paired])]


def _primary(language: str) -> str:
    subtag = re.split(r"[-_]", language.casefold())[0]
    return {"zh": "cmn", "no": "nb"}.get(subtag, subtag)
