"""The cover of an edition: a person's picture, or one drawn from title, series, cast and who speaks when."""

from __future__ import annotations

from readaloud.model import Cover, Edition

NONE, DRAWN = "none", "drawn"
"""What `--cover` takes beside the name of a file."""


def cover_of(edition: Edition, given: Cover | None, wanted: str) -> tuple[Cover | None, tuple[str, ...]]:
    """The cover and what to warn of; `given` is what `given.load` made of a person's file."""
    from readaloud.writers.cover import drawing, wording

    if wanted == NONE:
        return None, ()
    if given is not None:
        return wording.described(given, edition), ()
    return drawing.drawn(edition)
