"""read → plan → synthesize → assemble → write; only wiring."""

from __future__ import annotations

from readaloud.pipeline.jobs import Job, prepare, prepare_document, prepare_script
from readaloud.pipeline.keeping import keep_source
from readaloud.pipeline.lexicons import lexicons_of
from readaloud.pipeline.making import Made, make
from readaloud.pipeline.planned import (
    account,
    bank_of,
    cast,
    excerpt,
    plan,
    read,
    script_of,
    text_of,
    voices_for,
    with_names,
)
from readaloud.pipeline.progress import Progress
from readaloud.pipeline.proving import check, opened
from readaloud.pipeline.remembering import formats_of, rendered_with
from readaloud.pipeline.rendering import Clips

__all__ = [
    "Clips",
    "Job",
    "Made",
    "Progress",
    "account",
    "bank_of",
    "cast",
    "check",
    "excerpt",
    "formats_of",
    "keep_source",
    "lexicons_of",
    "make",
    "opened",
    "plan",
    "prepare",
    "prepare_document",
    "prepare_script",
    "read",
    "rendered_with",
    "script_of",
    "text_of",
    "voices_for",
    "with_names",
]
