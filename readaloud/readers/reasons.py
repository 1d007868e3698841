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

# Screenplays, plays, Markdown and captions have these besides.
BONEYARD: Final = "boneyard"
AUTHOR_NOTE: Final = "note of the author"
SECTION: Final = "section of the outline"
SYNOPSIS: Final = "synopsis"
LINE_NUMBER: Final = "line number"
SCENE_NUMBER: Final = "scene number"
TITLE_PAGE: Final = "title page"
TIME_MARK: Final = "time mark"
CUE_TIMING: Final = "cue timing"
CUE_IDENTIFIER: Final = "cue identifier"
STYLE: Final = "style sheet"
COMMENT: Final = "comment"
REPEATED: Final = "repeated caption"
LICENCE: Final = "licence"
TRANSCRIBER: Final = "note of the transcriber"
CONTENTS: Final = "table of contents"
ADDRESS: Final = "address of a link"
PICTURE: Final = "picture"
CODE: Final = "code"

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
