"""Where an edition is cut into one file for each chapter."""

from __future__ import annotations

from readaloud.model import Edition

HEAD_SECONDS = 0.55
"""Silence at the head of a file: players swallow the first moments of a file, and audiobook makers ask for 0.5 to 1 s, which a
file that begins with a tone just missed at 0.5, since a coder's sound begins a little early."""


def file_ranges(edition: Edition) -> tuple[tuple[int, int], ...]:
    """Begin and end of each chapter's file in samples; together they are the timeline, each sample once.

    A chapter begins with its first sound. Its file begins half a second before, in the gap that a whole edition counts
    to the chapter before; where less is silent, with that silence.
    """
    sounds = sorted((p.begin, p.begin + p.length) for p in edition.timeline.placements)
    begins = [0]
    ended, index = 0, 0
    for chapter in edition.chapters[1:]:
        while index < len(sounds) and sounds[index][0] < chapter.begin:
            ended = max(ended, sounds[index][1])
            index += 1
        head = chapter.begin - round(HEAD_SECONDS * edition.timeline.rate)
        begins.append(min(chapter.begin, max(head, ended, begins[-1])))
    return tuple(zip(begins, [*begins[1:], edition.timeline.length], strict=True))
