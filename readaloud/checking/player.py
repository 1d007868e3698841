"""Proves a player page: nothing in it can run but our script, nothing leads out, and every cue is where it is heard."""

from __future__ import annotations

import base64
import bisect
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readaloud.checking import audio
from readaloud.checking.edition import check_sound, sounds_of
from readaloud.checking.findings import Finding, some
from readaloud.checking.lighting import letters
from readaloud.errors import CheckError

_RUNS = ("text/plain", "application/json")
"""Types of `script` that no browser runs."""


def check_player(path: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """Each property with what was found; `made` is the edition's `edition.json`."""
    from lxml import html

    try:
        tree: Any = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        told = json.loads(tree.get_element_by_id("data").text)
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Finding("player", False, f"{path.name} cannot be read: {error}")
        return
    for what, wrong in (
        ("nothing runs but its own script, and nothing leads out", safety_faults(tree)),
        ("every cue lights its own words when it is heard", _cue_faults(tree, told, made)),
    ):
        yield Finding("player", not wrong, f"{path.name}: {what}" + (f": {some(wrong)}" if wrong else ""))
    sounds = [str(script.text) for script in tree.iter("script") if script.get("class") == "sound"]
    if sounds:
        yield from _check_inside(path.name, sounds, made)
    elif not any((path.parent / file["path"]).name == _beside(tree) for file in made["files"]):
        yield Finding("player", False, f"{path.name} plays {_beside(tree)!r}, which is not of the edition")


def _beside(tree: Any) -> str:
    from urllib.parse import unquote

    return unquote(tree.get_element_by_id("audio").get("src") or "")


def safety_faults(tree: Any) -> list[str]:
    """What in a page of ours could run or lead out: anything but the script and style that its policy names."""
    wrong = []
    policies = [m.get("content") for m in tree.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    policy = policies[0] if len(policies) == 1 else ""
    if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
        wrong.append("it has no strict Content-Security-Policy")
    runs = [e for e in tree.iter("script", "style") if e.get("type") not in _RUNS]
    for element in runs:
        digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
        if f"'sha256-{digest}'" not in policy:
            wrong.append(f"a {element.tag} is not the one that the policy names")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style" or re.match(r"(?i)\s*javascript:", value):
                wrong.append(f"{element.tag} has {name}={value[:40]!r}")
            if name in ("src", "href", "action", "data") and re.match(r"(?i)\s*([a-z]+:)?//", value):
                wrong.append(f"{element.tag} leads to {value[:60]}")
    return wrong


def _cue_faults(tree: Any, told: dict[str, Any], made: dict[str, Any]) -> list[str]:
    times = told["timing"]
    elements = {str(e.get("id")): e for e in tree.iter() if str(e.get("id", "")).startswith("u")}
    lit = sorted((begin, end, id) for id, (begin, end) in enumerate(zip(times["begins"], times["ends"], strict=True)))
    begins = [begin for begin, _, _ in lit]
    wrong = []
    for cue in made["cues"]:
        if cue["end_ms"] <= cue["begin_ms"]:
            continue
        wanted = [letters(cue["text"] or cue.get("spoken", ""))]
        if cue["kind"] in ("page", "announcement") and cue.get("n"):
            wanted.append(letters(cue["n"]))  # said in words, shown in figures
        last = bisect.bisect_right(begins, cue["begin_ms"])
        # A tone before it belongs to it; another may have begun in the same millisecond.
        near = [id for begin, end, id in lit[max(0, last - 4) : last] if end >= cue["begin_ms"]]
        shown = [letters(_own_words(elements[f"u{id}"])) for id in near if f"u{id}" in elements]
        if not any(one in text for one in wanted for text in shown):
            wrong.append(
                f"“{(cue['text'] or cue.get('spoken', ''))[:40]}” ({cue['id']}) is not what is lit when it is heard"
            )
    return wrong


def _own_words(element: Any) -> str:
    """The words of a sentence without the signs of notes and the pages that stand in it."""
    found = element.text or ""
    for child in element:
        if child.get("class") not in ("noteref", "pagebreak"):
            found += _own_words(child)
        found += child.tail or ""
    return str(found)


def _check_inside(name: str, sounds: list[str], made: dict[str, Any]) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "sound.mp3")
        try:
            path.write_bytes(b"".join(base64.b64decode(piece) for piece in sounds))
            sound = audio.hear(path)
        except (ValueError, CheckError) as error:
            yield Finding("player", False, f"the sound inside of {name} cannot be read: {error}")
            return
        yield from check_sound(f"{name}, its sound", sound, made["duration_ms"], made["cues"], sounds_of(made), 0)
