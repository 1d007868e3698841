"""Further reasons why a stretch is not spoken: those that only screenplays, plays, Markdown and captions need."""

from __future__ import annotations

from typing import Final

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
