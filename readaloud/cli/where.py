"""`readaloud where`: from a print page, a note or words to the time in the audio."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import click

from readaloud.cli.show import clock
from readaloud.errors import SourceError, UsageError


@click.command(epilog="Example: readaloud where output/transcript --page 234")
@click.argument("edition", type=click.Path())
@click.option("--page", metavar="LABEL", help="A print page.")
@click.option("--note", metavar="NUMBER", help="A note.")
@click.option("--words", metavar="TEXT", help="Words of the document, as printed.")
@click.option("--speaker", metavar="NAME", help="All lines of a part, by id, label or name.")
@click.option("--json", "as_json", is_flag=True, help="Print the places as JSON.")
def where(
    edition: str, page: str | None, note: str | None, words: str | None, speaker: str | None, as_json: bool
) -> None:
    """Finds a place of the document in the audio of EDITION (a folder), and the ids of its lines."""
    from readaloud import pipeline

    asked = [x for x in (page, note, words, speaker) if x is not None]
    if len(asked) != 1:
        raise UsageError("Ask for one thing: --page, --note, --words or --speaker.")
    made = pipeline.opened(Path(edition))
    if page is not None:
        found = [p for p in made["pages"] if p["label"] == page]
        what, known = f"page {page}", [p["label"] for p in made["pages"]]
    elif note is not None:
        found = [n for n in made["notes"] if n["label"] == note]
        what, known = f"note {note}", [n["label"] for n in made["notes"]]
    elif speaker is not None:
        found, what, known = _part(made, speaker), f"the speaker {speaker}", [_known_as(s) for s in made["speakers"]]
    else:
        assert words is not None
        found, what, known = _cues_with(made, words), f"“{words}”", []
    if not found:
        there = f"There are: {', '.join(known[:30])}{' …' if len(known) > 30 else ''}." if known else ""
        raise SourceError(f"{what} is not in the audio of {edition}.", tip=there)
    places = [_place(made, entry) for entry in found]
    if as_json:
        click.echo(json.dumps({"places": places}, ensure_ascii=False, indent=2))
        return
    for place in places:
        line = f"{clock(place['begin_ms'])}  {place['chapter']}"
        if place.get("text"):
            line += f"  {place['id']}  {place['text']}" + ("  (recorded)" if place.get("recording") else "")
        click.echo(line)


def _place(made: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    begin = entry["begin_ms"]
    chapter = next(
        (c for c in made["chapters"] if c["begin_ms"] <= begin < c["end_ms"]),
        made["chapters"][-1] if made["chapters"] else None,
    )
    place: dict[str, Any] = {"begin_ms": begin}
    if chapter is not None:
        place |= {"chapter": chapter["title"], "begin_in_chapter_ms": begin - chapter["begin_ms"]}
    if "text" in entry:
        place |= {"id": entry["id"], "speaker": entry["speaker"], "text": entry["text"]}
    if "recording" in entry:
        place["recording"] = entry["recording"]
    return place


def _part(made: dict[str, Any], speaker: str) -> list[dict[str, Any]]:
    """What somebody says, in order."""
    asked = speaker.casefold()
    ids = {s["id"] for s in made["speakers"] if asked in (n.casefold() for n in (s["id"], s["name"], *s["labels"]))}
    return [{**c, "text": c["text"] or c.get("spoken", "")} for c in made["cues"] if c["speaker"] in ids]


def _known_as(speaker: dict[str, Any]) -> str:
    return str(speaker["name"] or speaker["id"])


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return " ".join(re.findall(r"[\w']+", text))


def _cues_with(made: dict[str, Any], words: str) -> list[dict[str, Any]]:
    """Cues that hold the words, also when they run on into the next cues."""
    wanted = _fold(words)
    if not wanted:
        raise UsageError("--words needs at least one word.")
    cues = [c for c in made["cues"] if c["text"]]
    joined, begins = "", []
    for cue in cues:
        begins.append(len(joined) + 1)
        joined += " " + _fold(cue["text"])
    found, at = [], 0
    padded = f"{joined} "
    while (at := padded.find(f" {wanted} ", at)) >= 0:
        index = next(i for i in range(len(cues) - 1, -1, -1) if begins[i] <= at + 1)
        found.append(cues[index])
        at += 1
    return found
