"""The frozen data that flows from stage to stage; imports nothing of ours.

Times are whole samples at `Timeline.rate`, text positions are Python string offsets.
"""

from __future__ import annotations

from readaloud.model.document import (
    Abbreviation,
    Block,
    Document,
    Doubt,
    Inline,
    InlineKind,
    Metadata,
    Note,
    NoteKind,
    Part,
    Person,
    Role,
    Skip,
    Source,
)
from readaloud.model.script import Entry, Mark, MarkKind, NoteSpan, Pause, PauseKind, Script, Utterance, UtteranceKind
from readaloud.model.sound import (
    Chapter,
    Clip,
    ClipInfo,
    Cue,
    Edition,
    Loudness,
    NoteCue,
    PageCue,
    Placement,
    Saying,
    Timeline,
    Word,
)
from readaloud.model.voices import Cast, Casting, Sound, Speaker, SpeakerRole, Voice

__all__ = [
    "Abbreviation",
    "Block",
    "Cast",
    "Casting",
    "Chapter",
    "Clip",
    "ClipInfo",
    "Cue",
    "Document",
    "Doubt",
    "Edition",
    "Entry",
    "Inline",
    "InlineKind",
    "Loudness",
    "Mark",
    "MarkKind",
    "Metadata",
    "Note",
    "NoteCue",
    "NoteKind",
    "NoteSpan",
    "PageCue",
    "Part",
    "Pause",
    "PauseKind",
    "Person",
    "Placement",
    "Role",
    "Saying",
    "Script",
    "Skip",
    "Sound",
    "Source",
    "Speaker",
    "SpeakerRole",
    "Timeline",
    "Utterance",
    "UtteranceKind",
    "Voice",
    "Word",
]
