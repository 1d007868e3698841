"""Finds when pages begin and when notes are read, among the cues and the tones beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readaloud.model import Cue, NoteCue, PageCue, Placement


def page_cues(cues: Sequence[Cue], tone_before: Mapping[int, Placement]) -> tuple[PageCue, ...]:
    """One for each page of the script, heard or not; it begins with its tone, where one is heard before it."""
    return tuple(
        PageCue(cue.utterance.n, cue.chapter, _begin(index, cue, tone_before, "tone:page"))
        for index, cue in enumerate(cues)
        if cue.utterance.kind == "page"
    )


def note_cues(
    cues: Sequence[Cue], tone_before: Mapping[int, Placement], tone_after: Mapping[int, Placement]
) -> tuple[NoteCue, ...]:
    """One for each note of which something is heard, from its opening tone or announcement to its closing one."""
    found: dict[str, list[int]] = {}
    for index, cue in enumerate(cues):
        if cue.utterance.key and cue.end > cue.begin:
            found.setdefault(cue.utterance.key, []).append(index)
    notes = []
    for key, indices in found.items():
        first, last = cues[indices[0]], cues[indices[-1]]
        closing = tone_after.get(indices[-1])
        end = closing.begin + closing.length if closing is not None and closing.key == "tone:close" else last.end
        begin = _begin(indices[0], first, tone_before, "tone:open")
        notes.append(NoteCue(first.utterance.n, key, first.chapter, begin, end))
    return tuple(notes)


def _begin(index: int, cue: Cue, tone_before: Mapping[int, Placement], tone: str) -> int:
    before = tone_before.get(index)
    return before.begin if before is not None and before.key == tone else cue.begin
