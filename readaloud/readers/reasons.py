"""The few words in which readers say why a stretch of the source is not spoken."""

from __future__ import annotations

from typing import Final

LABEL: Final = "speaker label"
NOTE_MARK: Final = "note mark"
NOTE_NUMBER: Final = "note number"
PAGE_MARK: Final = "page mark"
CLASSIFICATION: Final = "classification mark"
RUNNING_HEAD: Final = "running head"
MARKUP: Final = "markup"
METADATA: Final = "metadata"
FRONT_MATTER: Final = "front matter"
BACK_MATTER: Final = "back matter"
PERSONS: Final = "list of persons"
TERMS: Final = "list of abbreviations"
NOT_CHOSEN: Final = "not chosen"
DELETED: Final = "deleted in the source"
ALTERNATIVE: Final = "other reading"
HEADING: Final = "heading of the notes"

ALL: Final = frozenset(
    {
        LABEL,
        NOTE_MARK,
        NOTE_NUMBER,
        PAGE_MARK,
        CLASSIFICATION,
        RUNNING_HEAD,
        MARKUP,
        METADATA,
        FRONT_MATTER,
        BACK_MATTER,
        PERSONS,
        TERMS,
        NOT_CHOSEN,
        DELETED,
        ALTERNATIVE,
        HEADING,
    }
)
