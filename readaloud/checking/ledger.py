"""Proves that every word of a source is in its script exactly once, or skipped with a reason.

Order is proved within each stream: the body, and each note, since notes are spoken away from where they stand. Words are
compared as runs of letters and digits; they are counted as UAX #29 words that hold a letter or digit. Of a source that
does not tell where words end (`SourceText.ends`), the letters are compared, wherever either side ends a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readaloud.checking.sources import SourceText
from readaloud.model import NoteSpan, Script, Skip

_SOFT = "\ue000"
"""Stands in a stream where the source has a tag, a skip or a note: a word may end there or not."""
_RUN = re.compile(rf"(?:[^\W_]|{_SOFT})+")
_WINDOW = 4000
"""Runs within which two streams are brought together again after a difference."""
_ANCHOR = 4
"""Runs that must agree for two streams to be together again."""

BY_CHOICE = "left out by choice"
"""The reason for words of the script that a setting or a person leaves unspoken."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where script and source do not have the same words."""

    kind: str
    """`edited`, `dropped` or `added`."""
    source: str
    """Words of the source alone."""
    script: str
    """Words of the script alone."""
    utterance: str
    """Id of the utterance where it is, or of the one before; empty at the very start."""
    stream: str
    """`body` or `note KEY`."""
    after: str
    """The words before the place, as the source has them."""

    def sentence(self) -> str:
        """The difference in words."""
        where = f"after “{self.after}”" if self.after else "at the start"
        stream = "" if self.stream == "body" else f" in {self.stream}"
        if self.kind == "dropped":
            return f"“{self.source}” is lost{stream}, {where}"
        if self.kind == "added":
            return f"“{self.script}” is not in the source or stands twice{stream}, {where}"
        return f"“{self.source}” became “{self.script}”{stream}, {where}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of a source's words."""

    spoken: int
    skipped: tuple[tuple[str, int], ...]
    """Reason and number of words, in order of first appearance."""
    differences: tuple[Difference, ...]

    @property
    def words(self) -> int:
        """All words of the source, those that a person dropped included."""
        return self.spoken + sum(count for _, count in self.skipped)

    def as_json(self) -> dict[str, object]:
        """The `ledger` of `edition.json`."""
        lists: dict[str, list[dict[str, str]]] = {"edited": [], "dropped": [], "added": []}
        for d in self.differences:
            entry = {"id": d.utterance, "source": d.source, "script": d.script, "stream": d.stream, "after": d.after}
            lists[d.kind].append({k: v for k, v in entry.items() if v})
        return {
            "words": self.words,
            "spoken": self.spoken,
            "skipped": [{"words": count, "reason": reason} for reason, count in self.skipped],
            **lists,
        }


def prove(source: SourceText, script: Script) -> Ledger:
    """Compares the source's words with the script's."""
    body, notes = _source_streams(source, script.skips, script.note_spans)
    own = _script_streams(script)
    differences: list[Difference] = []
    for name in ("body", *notes):
        wanted = body if name == "body" else notes[name]
        stream = "body" if name == "body" else f"note {name}"
        differences += _compare(wanted, own.pop(name, ([], [])), stream, source.ends is not None)
    for name, runs in own.items():  # a note that the source does not have
        differences += _compare([], runs, f"note {name}")
    spoken = 0
    skipped: dict[str, int] = {}
    for skip in script.skips:
        _count(skipped, skip.reason, source.words(skip.begin, skip.end))
    for utterance in script.utterances():
        if utterance.kind in ("announcement", "page"):
            continue
        if utterance.spoken and not utterance.skipped:
            spoken += count_words(utterance.text)
        else:
            _count(skipped, BY_CHOICE, utterance.text)
    return Ledger(spoken, tuple(skipped.items()), tuple(differences))


def _count(skipped: dict[str, int], reason: str, text: str) -> None:
    words = count_words(text)
    if words:
        skipped[reason] = skipped.get(reason, 0) + words


def count_words(text: str) -> int:
    """Number of UAX #29 words that hold a letter or digit."""
    import regex

    return sum(1 for word in regex.split(r"(?w)\b", text, flags=regex.V1) if any(c.isalnum() for c in word))


def _source_streams(
    source: SourceText, skips: Sequence[Skip], note_spans: Sequence[NoteSpan]
) -> tuple[list[str], dict[str, list[str]]]:
    """Runs of the body and of each note."""
    cuts: list[tuple[int, int, str]] = [(s.begin, s.end, "") for s in skips]
    cuts += [(a, b, note.key) for note in note_spans for a, b in note.spans]
    cuts.sort()
    between = _SOFT if source.ends is None else " "
    joints = sorted(source.joints if source.ends is None else source.ends)
    pieces: dict[str, list[str]] = defaultdict(list)
    at = 0
    j = 0

    def take(name: str, begin: int, end: int) -> None:
        nonlocal j
        parts: list[str] = []
        while j < len(joints) and joints[j] <= begin:
            j += 1
        start = begin
        while j < len(joints) and joints[j] < end:
            parts.append(source.text[start : joints[j]])
            start = joints[j]
            j += 1
        parts.append(source.text[start:end])
        pieces[name].append(between.join(parts))

    for begin, end, key in cuts:
        if begin > at:
            take("\0body", at, begin)
        if key:
            take(key, max(begin, at), end)
        else:
            # A skip within a note is a place in the note's stream; one in the body is one there.
            pieces["\0body"].append("")
        at = max(at, end)
    take("\0body", at, len(source.text))
    notes = {note.key: _runs(between.join(pieces.get(note.key, ()))) for note in note_spans}
    return _runs(between.join(pieces["\0body"])), notes


def _runs(text: str) -> list[str]:
    return [run for run in _RUN.findall(text) if run.strip(_SOFT)]


def _script_streams(script: Script) -> dict[str, tuple[list[str], list[str]]]:
    """Runs of each stream and, for each run, the id of its utterance."""
    streams: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for utterance in script.utterances():
        if utterance.kind in ("announcement", "page"):
            continue
        runs, ids = streams[utterance.key if utterance.kind == "note" else "body"]
        found = _RUN.findall(utterance.text)
        runs += found
        ids += [utterance.id] * len(found)
    return streams


def _compare(
    wanted: list[str], own: tuple[list[str], list[str]], stream: str, letters: bool = False
) -> Iterator[Difference]:
    got, ids = own
    match = _match_letters if letters else _match
    i = j = 0
    while i < len(wanted) or j < len(got):
        step = match(wanted, got, i, j)
        if step is not None:
            i, j = step
            continue
        a, b = _meet(wanted, got, i, j)
        lost = " ".join(w.replace(_SOFT, "") for w in wanted[i:a])
        new = " ".join(got[j:b])
        kind = "edited" if lost and new else "dropped" if lost else "added"
        place = ids[j] if j < len(ids) and new else ids[j - 1] if j else ""
        after = " ".join(w.replace(_SOFT, "") for w in wanted[max(0, i - 6) : i])
        yield Difference(kind, _cut(lost), _cut(new), place, stream, after)
        i, j = a, b


def _cut(text: str) -> str:
    return text if len(text) <= 400 else text[:400] + "…"


def _match(wanted: list[str], got: list[str], i: int, j: int) -> tuple[int, int] | None:
    """The places after one run that both have in common; None where they differ."""
    if i >= len(wanted) or j >= len(got):
        return None
    run = wanted[i]
    if run == got[j]:
        return i + 1, j + 1
    if _SOFT not in run:
        return None
    held = ""
    for part in run.split(_SOFT):
        held += part
        if held and j < len(got) and held == got[j]:
            held, j = "", j + 1
    return (i + 1, j) if not held else None


def _match_letters(wanted: list[str], got: list[str], i: int, j: int) -> tuple[int, int] | None:
    """The nearest places to which both have the same letters, however they are cut into runs."""
    one = other = ""
    while True:
        if len(one) <= len(other):
            if i >= len(wanted):
                return None
            one += wanted[i].replace(_SOFT, "")
            i += 1
        else:
            if j >= len(got):
                return None
            other += got[j]
            j += 1
        size = min(len(one), len(other))
        if one[:size] != other[:size]:
            return None
        if size and len(one) == len(other):
            return i, j
        one, other = one[size:], other[size:]


def _meet(wanted: list[str], got: list[str], i: int, j: int) -> tuple[int, int]:
    """The nearest places from which both go on alike."""
    if i >= len(wanted) or j >= len(got):
        return len(wanted), len(got)
    own: dict[tuple[str, ...], list[int]] = {}
    ahead = got[j : j + _WINDOW + _ANCHOR]
    for y in range(min(len(ahead), _WINDOW)):
        own.setdefault(tuple(ahead[y : y + _ANCHOR]), []).append(y)
    best: tuple[int, int] | None = None
    for x in range(min(len(wanted) - i, _WINDOW)):
        if best is not None and x >= sum(best):
            break
        gram = tuple(w.replace(_SOFT, "") for w in wanted[i + x : i + x + _ANCHOR])
        for y in own.get(gram, ()):
            if best is None or x + y < sum(best):
                best = (x, y)
    if best is None:
        return len(wanted), len(got)
    return i + best[0], j + best[1]
