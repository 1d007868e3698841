"""Proves captions, transcripts and podcast files: every sentence of the edition stands in them, in order, at its time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import html

from readaloud.checking.edition import CUE_TOLERANCE_MS
from readaloud.checking.findings import Finding, some
from readaloud.errors import CheckError

_TIMES = re.compile(r"(\d\d+):(\d\d):(\d\d)[.,](\d{3}) --> (\d\d+):(\d\d):(\d\d)[.,](\d{3})")
_TAG = re.compile(r"</?[a-z][^>]*>")
_BRACKETS = re.compile(r"\[[^\[\]]{1,60}\]")
"""In plain text a note's sign (`[2]`) or a page (`[Page 234.]`), or what the document has in brackets; a line may end in it."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def check_texts(path: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """What was found in one file, whose name's ending tells its format; `made` is the edition's `edition.json`."""
    format = "podcast" if path.suffix == ".json" else path.suffix[1:]
    try:
        text = path.read_text("utf-8")
        if format in ("vtt", "srt"):
            yield _captions(path.name, _cards(text, vtt=format == "vtt"), made)
        elif format == "podcast" and path.name.endswith(".chapters.json"):
            yield _chapters(path.name, json.loads(text), made)
        elif format == "podcast":
            yield _captions(path.name, _segments(json.loads(text)), made)
        else:
            yield _transcript(path.name, text if format == "txt" else _shown(text), made)
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield Finding(format, False, f"{path.name} cannot be read as it was written: {error}")
    except CheckError as error:
        yield Finding(format, False, f"{path.name}: {error.message}")


def _cards(text: str, *, vtt: bool) -> list[tuple[int, int, str]]:
    found = []
    for block in re.split(r"\n{2,}", text.rstrip("\n")):
        rows = block.split("\n")
        at = 0 if vtt else 1
        match = _TIMES.fullmatch(rows[at]) if len(rows) > at else None
        if match is None:
            if vtt and rows[0].split(" ")[0] in ("WEBVTT", "NOTE"):
                continue
            raise CheckError(f"“{block[:40]}” is no caption.")
        h, m, s, t, h2, m2, s2, t2 = map(int, match.groups())
        shown = " ".join(rows[at + 1 :])
        if vtt:
            shown = _TAG.sub("", shown)
            for entity, sign in _ENTITIES:
                shown = shown.replace(entity, sign)
        found.append((((h * 60 + m) * 60 + s) * 1000 + t, ((h2 * 60 + m2) * 60 + s2) * 1000 + t2, shown))
    return found


def _segments(told: Any) -> list[tuple[int, int, str]]:
    return [(round(s["startTime"] * 1000), round(s["endTime"] * 1000), s["body"]) for s in told["segments"]]


def _captions(name: str, cards: list[tuple[int, int, str]], made: dict[str, Any]) -> Finding:
    """Begins do not go back, and each sentence is shown from its begin on, its letters in order."""
    wrong = [f"a caption at {a} ms ends before it begins" for a, b, _ in cards if b < a]
    if [a for a, *_ in cards] != sorted(a for a, *_ in cards):
        wrong.append("captions do not stand in the order of their begins")
    starts, letters = [], ""
    for begin, _, shown in cards:
        starts.append((len(letters), begin))
        letters += _letters(shown)
    at = 0
    heard = [cue for cue in made["cues"] if cue["end_ms"] > cue["begin_ms"]]
    for cue in heard:
        if not cue["text"]:
            continue  # words of the edition's own voices, whose numbers are shown in digits
        wanted = _letters(cue["text"])
        overlapped = letters.find(wanted, at)
        place = overlapped if overlapped >= 0 else _parted(letters, wanted, at)
        if place < 0:
            wrong.append(f"“{cue['text'][:40]}” ({cue['id']}) is not shown")
            continue
        begin = max((b for offset, b in starts if offset <= place), default=0)
        if begin > cue["begin_ms"] + CUE_TOLERANCE_MS:
            wrong.append(f"“{cue['text'][:40]}” ({cue['id']}) is shown at {begin} ms, heard at {cue['begin_ms']} ms")
        at = place + 1
    return Finding("captions", not wrong, f"{name}: " + (some(wrong) or f"{len(heard)} cues are shown in time"))


def _parted(letters: str, wanted: str, at: int) -> int:
    """Where a sentence begins that others talk into: its first words stand together."""
    return letters.find(wanted[:12], at)


def _shown(text: str) -> str:
    """What a page of HTML says, without the signs of notes and the pages that stand inside of its sentences."""
    page: Any = html.document_fromstring(text)
    for mark in list(page.iter()):
        if mark.get("role") in ("doc-noteref", "doc-pagebreak"):
            mark.drop_tree()  # what follows it stays
    return "".join(map(str, page.itertext()))


def _transcript(name: str, shown: str, made: dict[str, Any]) -> Finding:
    """Each sentence stands there, be it with the brackets that it has of its own or parted by those of notes and pages."""
    labels = {_letters(entry["label"]) for kind in ("notes", "pages") for entry in made[kind]} - {""}

    def unmarked(match: re.Match[str]) -> str:
        inside = list(map(_letters, match[0].split()))
        return "" if {inside[0], inside[-1]} & labels else match[0]

    ways: tuple[Callable[[str], str], ...] = (
        str, lambda text: _BRACKETS.sub(unmarked, text), lambda text: _BRACKETS.sub("", text),
    )  # fmt: skip
    wholes = [_letters(way(shown)) for way in ways]

    def stands(text: str) -> bool:
        # What is a bracket and nothing else has to be there as it is.
        return any((one := _letters(way(text))) and one in whole for way, whole in zip(ways, wholes, strict=True))

    wrong = [
        f"“{cue['text'][:40]}” ({cue['id']}) is not there"
        for cue in made["cues"]
        if _letters(cue["text"]) and not stands(cue["text"])
    ]
    return Finding("transcript", not wrong, f"{name}: " + (some(wrong) or "every sentence is there"))


def _chapters(name: str, told: Any, made: dict[str, Any]) -> Finding:
    listed = [
        (round(c["startTime"] * 1000), round(c["endTime"] * 1000)) for c in told["chapters"] if c.get("toc", True)
    ]
    pages = [round(c["startTime"] * 1000) for c in told["chapters"] if not c.get("toc", True)]
    wrong = []
    if told["version"] != "1.2.0":
        wrong.append("it is not of version 1.2.0")
    if listed != [(c["begin_ms"], c["end_ms"]) for c in made["chapters"]]:
        wrong.append("its chapters are not the edition's")
    if pages != [p["begin_ms"] for p in made["pages"]]:
        wrong.append("its pages are not the edition's")
    text = "; ".join(wrong) or f"{len(listed)} chapters and {len(pages)} pages as told"
    return Finding("chapters", not wrong, f"{name}: {text}")


def _letters(text: str) -> str:
    """Letters and digits alone: signs are escaped, bracketed and joined differently in each format."""
    return "".join(sign for sign in text if sign.isalnum())
