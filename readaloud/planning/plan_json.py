"""The script as `plan --json` prints it: the contract with other programs."""

from __future__ import annotations

from typing import Any

from readaloud.foreign import whole_language
from readaloud.model import Cast, Entry, Mark, Pause, Script, Speaker, Utterance


def plan_json(script: Script, cast: Cast) -> dict[str, Any]:
    """Speakers and script; one `note` entry for a note however many sentences it has."""
    entries: list[dict[str, Any]] = []
    open_note: dict[str, Any] | None = None
    for entry in script.entries:
        if isinstance(entry, Utterance) and entry.kind == "note":
            if open_note is not None and open_note["key"] == entry.key:
                open_note["text"] = f"{open_note['text']} {entry.text}".strip()
                open_note["spoken"] = f"{open_note['spoken']} {entry.spoken}".strip()
                continue
            open_note = {
                "id": entry.id, "kind": "note", "speaker": entry.speaker, "n": entry.n, "key": entry.key,
                "anchor": entry.anchor or "", "text": entry.text, "spoken": entry.spoken,
            }  # fmt: skip
            if language := whole_language(entry.text, entry.marks):
                open_note["lang"] = language
            entries.append(open_note)
        else:
            entries.append(_entry(entry, len(entries)))
    return {
        "title": script.title,
        "language": script.language,
        "speakers": [speaker_json(speaker, cast) for speaker in script.speakers],
        "script": entries,
        "warnings": list(script.warnings),
    }


def speaker_json(speaker: Speaker, cast: Cast) -> dict[str, Any]:
    """One speaker with its voice, as `edition.json` has it too."""
    shown: dict[str, Any] = {
        "id": speaker.id,
        "labels": list(speaker.labels),
        "name": speaker.name,
        "description": speaker.description,
        "voice": next((c.voice.id for c in cast.castings if c.speaker == speaker.id), ""),
    }
    if speaker.role:
        shown["role"] = speaker.role
    if speaker.far:
        shown["far"] = True
    if speaker.members:
        shown["members"] = list(speaker.members)
    if speaker.reasons:
        shown["reasons"] = list(speaker.reasons)
    return shown


def report_lines(script: Script) -> list[str]:
    """Decisions that a person may want to look at, one line each."""
    return [f"{doubt.place}: {doubt.question} {doubt.choice}" for doubt in script.doubts]


def _entry(entry: Entry, number: int) -> dict[str, Any]:
    if isinstance(entry, Pause):
        shown: dict[str, Any] = {"id": f"pause-{number}", "kind": "pause", "pause": entry.kind}
        if entry.seconds is not None:
            shown["seconds"] = entry.seconds
        return shown
    if isinstance(entry, Mark):
        return {"id": f"{entry.kind}-{number}", "kind": entry.kind, "value": entry.value}
    shown = {"id": entry.id, "kind": entry.kind, "speaker": entry.speaker}
    if entry.turn is not None:
        # A stage direction that markup alone sets apart is no part of what the turn prints as said; one in brackets is.
        apart = entry.kind == "stage" and not entry.text.startswith(("(", "[", "\\[", "_", "*"))
        shown["within" if apart else "turn"] = entry.turn
    if entry.label is not None:
        shown["label"] = entry.label
    if entry.n:
        shown["n"] = entry.n
    if entry.kind == "page":
        shown["before"] = entry.anchor or ""
    if entry.quoted:
        shown["quoted"] = True
    if entry.delivery:
        shown["delivery"] = entry.delivery
    if entry.level:
        shown["level"] = entry.level
    shown["text"], shown["spoken"] = entry.text, entry.spoken
    if language := whole_language(entry.text, entry.marks):
        shown["lang"] = language
    return shown
