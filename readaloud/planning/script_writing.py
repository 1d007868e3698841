"""The script as a YAML file that a person reads, edits and renders again; its schema is in docs/script.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any
from urllib.parse import quote

from readaloud.model import Entry, Inline, Mark, Metadata, Pause, Script, Speaker, Utterance
from readaloud.planning.announcements import Catalogue, catalogue
from readaloud.planning.capitals import names
from readaloud.planning.paragraphs import Paragraphs
from readaloud.planning.spoken import default_spoken
from readaloud.planning.tongues import words_for

FORMAT = "script 1"
"""What the file's first key says; another number will be another schema."""

_HEAD = """\
# A readaloud script: what is read, in which order, by whom.
# Change a text, a speaker or a pause, drop or move an entry, then run: readaloud make script.yaml
# Which voice a speaker has stands in cast.toml beside this file.
"""


def write_script(script: Script) -> str:
    """The file's text; reading it gives an equal script."""
    words = catalogue(script.language, script.abbreviations, names(script.speakers))
    head: dict[str, Any] = {"readaloud": FORMAT, "title": script.title, "language": script.language}
    if script.source is not None:
        source = script.source
        head["source"] = {"name": source.name, "sha256": source.sha256, "container": source.container,
                          "encoding": source.encoding}  # fmt: skip
        if source.extract:
            head["source"]["extract"] = [list(pair) for pair in source.extract]
    metadata = {f.name: getattr(script.metadata, f.name) for f in fields(Metadata)}
    if any(metadata.values()):
        head["metadata"] = {k: v for k, v in metadata.items() if v}
    for name in ("warnings",):
        if script.warnings:
            head[name] = list(script.warnings)
    if script.doubts:
        head["doubts"] = [{"place": d.place, "question": d.question, "choice": d.choice} for d in script.doubts]
    if script.abbreviations:
        head["abbreviations"] = " ".join(script.abbreviations)
    head["speakers"] = [_speaker(s) for s in script.speakers]
    entries = _dump({"script": list(_entries(script.entries, words))})
    entries = re.sub(r"\n- (pause|chapter):", r"\n\n- \1:", entries).replace("script:\n\n", "script:\n", 1)
    return _HEAD + _dump(head) + "\n" + entries + "\n" + _ledger(script)


def _dump(data: Any) -> str:
    import yaml

    # One line each, however long: an editor wraps it for the eye, and an edit stays one line of a diff.
    return str(
        yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, width=1_000_000, sort_keys=False,
                  default_flow_style=False)
    )  # fmt: skip


def _speaker(speaker: Speaker) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": speaker.id}
    for f in fields(Speaker):
        value = getattr(speaker, f.name)
        if f.name != "id" and value:
            shown[f.name] = list(value) if isinstance(value, tuple) else "yes" if value is True else value
    return shown


def _entries(entries: Iterable[Entry], words: Catalogue) -> Iterator[dict[str, Any]]:
    before = Paragraphs()
    for entry in entries:
        yield _entry(entry, words, before)
        if isinstance(entry, Utterance):
            before.note(entry)


def _entry(entry: Entry, words: Catalogue, before: Paragraphs) -> dict[str, Any]:
    if isinstance(entry, Pause):
        return {"pause": entry.kind if entry.seconds is None else entry.seconds}
    if isinstance(entry, Mark):
        return {entry.kind: entry.value}
    shown: dict[str, Any] = {}
    default = default_spoken(entry.kind, entry.text, words_for(entry.text, entry.marks, words))
    if entry.kind == "announcement":
        shown["announcement"], default = entry.spoken, entry.spoken
    elif entry.kind == "page":
        shown["page"] = entry.n
        default = ""
    else:
        shown[entry.kind] = entry.text
    if entry.spoken != default:
        shown["spoken"] = entry.spoken
    shown["id"] = entry.id
    if entry.turn is not None:
        shown["turn"] = entry.turn
    shown["speaker"] = entry.speaker
    if entry.label is not None:
        shown["label"] = entry.label
    if entry.opens != before.opens(entry.kind, entry.turn, entry.key):
        shown["paragraph"] = "new" if entry.opens else "same"
    if entry.form:
        shown["form"] = entry.form
    if entry.quoted:
        shown["quoted"] = "yes"
    if entry.delivery:
        shown["delivery"] = entry.delivery
    if entry.n and entry.kind != "page":
        shown["n"] = entry.n
    if entry.key != entry.n and entry.kind in ("note", "announcement"):
        shown["key"] = entry.key
    if entry.anchor is not None:
        shown["anchor"] = entry.anchor
    if entry.level:
        shown["level"] = entry.level
    if entry.skipped:
        shown["skipped"] = "yes"
    if entry.marks:
        shown["marks"] = "; ".join(_mark(m) for m in entry.marks)
    return shown


def _mark(mark: Inline) -> str:
    place = f"{mark.begin}" if mark.begin == mark.end else f"{mark.begin}-{mark.end}"
    return f"{place} {mark.kind}" + (f" {quote(mark.value)}" if mark.value else "")


def _ledger(script: Script) -> str:
    """Where the words stand that are not spoken, and those of each note: for `readaloud check`, not for people."""
    lines = [
        "# For `readaloud check`: offsets in the source of what is not spoken, and of each note. Do not edit.",
        "ledger:",
    ]
    by_reason: dict[str, list[str]] = {}
    for skip in script.skips:
        by_reason.setdefault(skip.reason, []).append(f"{skip.begin}-{skip.end}")
    lines.append("  skipped:" + ("" if by_reason else " {}"))
    for reason, spans in by_reason.items():
        lines.append(f"    {_dump(reason).splitlines()[0]}: {' '.join(spans)}")
    lines.append("  notes:" + ("" if script.note_spans else " {}"))
    for note in script.note_spans:
        spans = [f"{a}-{b}" for a, b in note.spans]
        lines.append(f'    {_dump(note.key).splitlines()[0]}: "{" ".join(spans)}"')
    return "\n".join(lines) + "\n"
