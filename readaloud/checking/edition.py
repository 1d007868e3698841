"""Proves an edition: its files, its words, its cues against the audio, its loudness, its containers."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from readaloud.checking import audio, covers, levels
from readaloud.checking.audio import Decoded, Sound
from readaloud.checking.findings import Finding as Finding
from readaloud.checking.findings import some
from readaloud.checking.formats import AUDIO, COVERED, TEXT, TOGETHER
from readaloud.checking.ledger import Ledger
from readaloud.errors import CheckError
from readaloud.model import Script

CUE_TOLERANCE_MS = 20
"""How far a cue may be from the sound it names."""
QUIET_DBFS = -50.0
"""Below this a window counts as silent: speech is about 20 dB above it, coding noise 20 dB below."""
_ASIDE_MS = 1500
"""A page or note may begin so much before its cue: with its tone and announcement."""
CHAPTER_TOLERANCE_MS = 2.0


def check_files(folder: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """Every file is there and is the one that was written."""
    wrong = []
    files = made["files"]
    for entry in files:
        path = folder / entry["path"]
        if not path.resolve().is_relative_to(folder.resolve()):
            wrong.append(f"{entry['path']} leads out of the edition")
        elif not path.is_file():
            wrong.append(f"{entry['path']} is missing")
        else:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != entry["sha256"]:
                wrong.append(f"{entry['path']} was changed since it was made")
    yield Finding("files", not wrong, "; ".join(wrong) or f"{len(files)} files are as they were made")


def check_words(ledger: Ledger, made: dict[str, Any]) -> Iterator[Finding]:
    """Every word of the source is in the script once, skipped with a reason, or listed as a person's edit."""
    told = made["ledger"]
    listed = {
        (kind, d.get("source", ""), d.get("script", "")) for kind in ("edited", "dropped", "added") for d in told[kind]
    }
    lost = [d for d in ledger.differences if (d.kind, d.source, d.script) not in listed]
    for difference in lost:
        yield Finding("words", False, difference.sentence())
    for name, value in (("words", ledger.words), ("spoken", ledger.spoken)):
        if told[name] != value:
            yield Finding("words", False, f"edition.json counts {told[name]} {name}, the source and script {value}")
    if not lost:
        edits = len(ledger.differences)
        more = f"; {edits} edits by a person" if edits else ""
        skipped = sum(count for _, count in ledger.skipped)
        yield Finding(
            "words", True, f"{ledger.words} words: {ledger.spoken} spoken, {skipped} skipped with a reason{more}"
        )


def check_cues(script: Script, made: dict[str, Any]) -> Iterator[Finding]:
    """The cues are the script's utterances, in the order of their begins."""
    wanted = [(u.id, u.text, u.speaker) for u in script.utterances() if not u.skipped]
    got = [(c["id"], c["text"], c["speaker"]) for c in made["cues"]]
    if wanted != got:
        pairs = zip((*wanted, None), (*got, None), strict=False)
        place = next((w or g for w, g in pairs if w != g), None)
        what = f"“{place[1][:60]}” ({place[0]})" if place else "the end"
        yield Finding("cues", False, f"script.yaml and the audio part at {what}: make script.yaml again")
        return
    begin = 0
    for cue in made["cues"]:
        if cue["begin_ms"] < begin or cue["end_ms"] < cue["begin_ms"]:
            yield Finding(
                "cues", False, f"the cue {cue['id']} begins before the one before it, or ends before it begins"
            )
            return
        begin = cue["begin_ms"]
    yield Finding("cues", True, f"{len(got)} cues are the script's utterances in order")


def check_itself(made: dict[str, Any]) -> Iterator[Finding]:
    """`edition.json` agrees with itself: pages and notes are where their cues are, chapters cover the whole."""
    wrong: list[str] = []
    pages = [c for c in made["cues"] if c["kind"] == "page"]
    if [p["label"] for p in made["pages"]] != [c.get("n", "") for c in pages]:
        wrong.append("its pages are not those of its cues")
    else:
        wrong += [
            f"page {p['label']} is told at {_clock(p['begin_ms'])} and heard at {_clock(c['begin_ms'])}"
            for p, c in zip(made["pages"], pages, strict=True)
            if not -_ASIDE_MS <= p["begin_ms"] - c["begin_ms"] <= CUE_TOLERANCE_MS
        ]
    for note in made["notes"]:
        its = [c for c in made["cues"] if c["kind"] == "note" and c.get("n", "") == note["label"]]
        if not any(note["begin_ms"] - CUE_TOLERANCE_MS <= c["begin_ms"] <= note["end_ms"] for c in its):
            wrong.append(f"note {note['label']} is not read between {note['begin_ms']} and {note['end_ms']} ms")
    if len({c["key"] for c in made["notes"] if "key" in c}) != len(made["notes"]):
        wrong.append("a note is told twice")
    ends = [0, *(c["end_ms"] for c in made["chapters"])]
    if [c["begin_ms"] for c in made["chapters"]] != ends[:-1] or ends[-1] != made["duration_ms"]:
        wrong.append("its chapters do not follow one another from the beginning to the end")
    if not any(f["format"] in (*AUDIO, *TOGETHER, *TEXT) for f in made["files"]):
        wrong.append("it names no file that can be heard or read")
    yield Finding("edition.json", not wrong, some(wrong) or "pages, notes and chapters agree with the cues")


def check_script(script: Script, made: dict[str, Any]) -> Iterator[Finding]:
    """Title, language, source and speakers are the script's."""
    wrong = [name for name, value in (("title", script.title), ("language", script.language)) if made[name] != value]
    told = made.get("source")
    if (told and told["sha256"]) != (script.source and script.source.sha256):
        wrong.append("source")
    if [(s["id"], s["name"]) for s in made["speakers"]] != [(s.id, s.name) for s in script.speakers]:
        wrong.append("speakers")
    heard = [u.n for u in script.utterances() if u.kind == "page" and not u.skipped]
    if [p["label"] for p in made["pages"]] != heard:
        wrong.append("pages")
    keys = dict.fromkeys(u.key for u in script.utterances() if u.kind == "note" and u.spoken and not u.skipped)
    if {n.get("key") for n in made["notes"]} != set(keys):
        wrong.append("notes")
    yield Finding(
        "script",
        not wrong,
        f"edition.json differs in {', '.join(wrong)}" if wrong else "edition.json tells what the script tells",
    )


def check_audio(
    folder: Path, made: dict[str, Any], *, target_lufs: float, ceiling_dbtp: float, acx: bool = False
) -> Iterator[Finding]:
    """Each audio file, decoded: its length, its cues, its loudness, its chapters; with `acx` what ACX asks of each."""
    whole = [f for f in made["files"] if f["format"] in ("m4b", "mp3", "opus", "flac", "wav")]
    pieces = [f for f in made["files"] if f["format"] == "mp3-chapter"]
    for entry in whole:
        path = folder / entry["path"]
        try:
            heard = audio.decode(path)
            yield from check_sound(path.name, heard, made["duration_ms"], made["cues"], sounds_of(made), 0)
            yield from levels.check_level(path.name, [heard], target_lufs, ceiling_dbtp)
            yield from levels.check_speakers(path.name, heard, made["cues"])
            yield from _check_chapters(path, made)
        except CheckError as error:
            yield Finding("audio", False, error.message)
    if pieces and len(pieces) != len(made["chapters"]):
        yield Finding("audio", False, f"there are {len(pieces)} files for {len(made['chapters'])} chapters")
    ranges = [e.get("begin_ms", c["begin_ms"]) for e, c in zip(pieces, made["chapters"], strict=False)]
    ranges.append(made["duration_ms"])
    programme: list[Decoded] = []
    for entry, (number, chapter) in zip(pieces, enumerate(made["chapters"]), strict=False):
        path = folder / entry["path"]
        try:
            heard = audio.decode(path)
        except CheckError as error:
            yield Finding("audio", False, error.message)
            continue
        cues = [c for c in made["cues"] if chapter["begin_ms"] <= c["begin_ms"] < chapter["end_ms"]]
        begin, end = ranges[number], ranges[number + 1]
        yield from check_sound(path.name, heard, end - begin, cues, sounds_of(made), begin, number=number)
        programme.append(heard)
        if acx:
            yield from levels.check_acx(path, heard)
    if programme:
        yield from levels.check_level(f"{len(programme)} chapters", programme, target_lufs, ceiling_dbtp)
    if acx:
        yield from levels.check_credits(made)


def check_cover(folder: Path, made: dict[str, Any]) -> Iterator[Finding]:
    """The cover that lies in the folder is the one that each audio file holds."""
    told = made.get("cover")
    files = [f["path"] for f in made["files"] if f["format"] in COVERED]
    path = next((f["path"] for f in made["files"] if f["format"] == "cover"), None)
    try:
        data = (folder / path).read_bytes() if told and path else None
        wrong = [name for name in files if covers.embedded(folder / name) != data]
    except Exception as error:  # what mutagen raises on a damaged file is of many kinds
        yield Finding("cover", False, f"an audio file or the cover cannot be read: {error}")
        return
    if told and not (path and told.get("alt")):
        wrong.append("edition.json, which tells a cover without a file or without its alt text")
    if wrong:
        yield Finding("cover", False, f"the cover is not the one in {', '.join(wrong[:5])}")
    elif told:
        yield Finding("cover", True, f"{len(files)} audio files hold {path}")


def sounds_of(made: dict[str, Any]) -> list[tuple[float, float]]:
    """Where tones and sounds are heard outside of cues."""
    return [(s["begin_ms"], s["end_ms"]) for s in made["sounds"]]


def check_sound(
    name: str, heard: Sound, duration_ms: float, cues: Sequence[dict[str, Any]], tones: Sequence[tuple[float, float]],
    offset_ms: float, number: int | None = None,
) -> Iterator[Finding]:  # fmt: skip
    """Whether a decoded file has sound where its cues say and silence between them, except for `tones`."""
    wrong = []
    # A frame of AAC or MP3 is at most 52 ms at 22,050 Hz; a file may be filled up to whole frames at its end.
    if not -CUE_TOLERANCE_MS <= heard.duration_ms - duration_ms <= 110:
        wrong.append(f"it lasts {heard.duration_ms:.0f} ms, the edition says {duration_ms} ms")
    ended = 0.0
    for cue in cues:
        begin, end = cue["begin_ms"] - offset_ms, cue["end_ms"] - offset_ms
        if cue.get("silent"):
            if end - begin >= 40 and _level(heard, max(begin, ended), end) > QUIET_DBFS:
                wrong.append(
                    f"the cue {cue['id']} is left to a person, but something is heard at {_clock(cue['begin_ms'])}"
                )
            continue
        if end - begin >= 40 and _level(heard, begin, end) < QUIET_DBFS:
            wrong.append(f"nothing is heard of the cue {cue['id']} “{cue['text'][:40]}” at {_clock(cue['begin_ms'])}")
        quiet_from, quiet_to = ended + 30, begin - CUE_TOLERANCE_MS
        free = not any(a - 50 < quiet_to + offset_ms and quiet_from + offset_ms < b + 50 for a, b in tones)
        if quiet_to - quiet_from >= 20 and free and end > begin and _level(heard, quiet_from, quiet_to) > QUIET_DBFS:
            wrong.append(f"there is sound in the pause before the cue {cue['id']} at {_clock(cue['begin_ms'])}")
        ended = max(ended, end)
    text = some(wrong)
    yield Finding("audio", not wrong, f"{name}: {text or f'{len(cues)} cues are where the sound is'}")


def _level(heard: Sound, begin_ms: float, end_ms: float) -> float:
    import numpy as np

    windows = heard.rate / heard.step / 1000
    first = math.ceil(begin_ms * windows)
    last = max(first + 1, int(end_ms * windows))
    window = heard.levels[max(first, 0) : last]
    level = float(np.sqrt((window**2).mean())) if len(window) else 0.0
    return 20 * math.log10(level) if level > 0 else -120.0


def _check_chapters(path: Path, made: dict[str, Any]) -> Iterator[Finding]:
    wanted = [(c["title"], c["begin_ms"]) for c in made["chapters"]]
    other = "its cue chunk" if path.suffix == ".wav" else "mutagen"
    for reader, found in (("FFmpeg", audio.chapters(path)), (other, audio.tagged_chapters(path))):
        if found is None:
            continue
        if reader == "mutagen" and path.suffix == ".m4b":
            wanted = wanted[:255]  # where Nero's list ends; the chapter track does not
        wrong = len(found) != len(wanted)
        for (title, begin), (told, place) in zip(wanted, found, strict=False):
            wrong = wrong or title != told or abs(begin - place) > CHAPTER_TOLERANCE_MS
        yield Finding(
            "chapters", not wrong,
            f"{path.name}: {reader} {'has' if path.suffix == '.wav' and reader != 'FFmpeg' else 'reads'} {len(found)} chapters"
            + (f", not the {len(wanted)} of edition.json: {found[:3]} …" if wrong else ", titles and times as told"),
        )  # fmt: skip


def _clock(ms: float) -> str:
    seconds = int(ms // 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
