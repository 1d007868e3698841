"""A source, or a script that a person may have changed, as a job: everything that an edition is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readaloud import files
from readaloud import folder as folders
from readaloud.errors import CheckError
from readaloud.model import Cast, Document, Script
from readaloud.pipeline.lexicons import kept_lexicons, lexicons_of
from readaloud.pipeline.planned import account, cast, cast_and_choices, excerpt, plan, read, text_of, with_names
from readaloud.settings import Settings

if TYPE_CHECKING:
    from readaloud.planning.excerpt import Excerpt
    from readaloud.pronunciation.loading import LexiconFile
    from readaloud.readers.base import Choice, Raw


@dataclass(frozen=True, slots=True)
class Job:
    """Everything an edition is made of."""

    script: Script
    cast: Cast
    folder: Path
    """Its final place."""
    raw: bytes | None
    """The source as it was."""
    script_bytes: bytes
    cast_bytes: bytes
    planned: Mapping[str, str | None]
    """SHA-256 of script and cast as `make` plans them; None when a person's own were rendered first."""
    ledger: Mapping[str, Any]
    warnings: tuple[str, ...] = ()
    lexicons: tuple[LexiconFile, ...] = ()
    """A person's own, in the order in which later ones win."""
    home: Path | None = None
    """The folder beside whose script a person's recordings lie; None takes the edition's."""


def prepare(
    path: str, settings: Settings, output: Path, *, choice: Choice | None = None, reader: str | None = None,
    cast_path: str | None = None, replan: bool = False, wanted: Excerpt | None = None,
) -> Job:  # fmt: skip
    """A source as a job; nothing is written yet."""
    document, raw = read(path, choice, reader)
    name = folders.safe_name(Path(raw.name).stem if path != "-" else document.title[:80] or "standard-input")
    return prepare_document(
        document, raw, settings, output / name, cast_text=_cast_text(cast_path), replan=replan, wanted=wanted
    )


def prepare_document(
    document: Document, raw: Raw, settings: Settings, folder: Path, *, cast_text: tuple[str | None, str],
    replan: bool = False, wanted: Excerpt | None = None,
) -> Job:  # fmt: skip
    """A document that was read as a job for an edition in `folder`; `cast_text` is a cast file's text, and its name."""
    from readaloud.planning.cast_file import write_cast
    from readaloud.planning.script_writing import write_script

    lexicons = lexicons_of(settings.lexicons)
    folders.guard(folder, replan=replan)
    script = plan(document, settings)
    ledger, warnings = account(raw.data, script)
    if ledger is not None and ledger.differences:
        first = ledger.differences[0]
        raise CheckError(
            f"{raw.name}: {len(ledger.differences)} places of the source are not in the script; {first.sentence()}.",
            tip="This is a fault of the reader: please report it. Nothing was written.",
        )
    script = excerpt(script, raw.data, wanted)
    if wanted:
        ledger, warnings = account(raw.data, script)
    assigned = cast(script, settings, *cast_text)
    script = with_names(script, assigned, settings)
    script_bytes, cast_bytes = write_script(script).encode(), write_cast(script, assigned).encode()
    planned = {folders.SCRIPT: folders.sha256(script_bytes), folders.CAST: folders.sha256(cast_bytes)}
    planned |= {path: folders.sha256(data) for path, data in kept_lexicons(lexicons)}
    told = ledger.as_json() if ledger is not None else {}
    return Job(
        script,
        assigned,
        folder,
        raw.data,
        script_bytes,
        cast_bytes,
        planned,
        told,
        (*warnings, *assigned.warnings),
        lexicons,
    )


def prepare_script(path: Path, settings: Settings, output: Path | None, *, cast_path: str | None = None) -> Job:
    """A script that a person may have changed as a job: its file and the cast's are kept to the letter.

    The lexicons beside it hold, and those of the settings after them.
    """
    from readaloud.planning.cast_file import completed, write_cast
    from readaloud.planning.script_reading import read_script
    from readaloud.planning.spoken_names import unnamed

    data = files.content(path)
    script = read_script(files.utf8(data, path), str(path))
    home = path.resolve().parent
    made = folders.manifest(home)
    lexicons = lexicons_of((*map(str, folders.lexicons(home)), *settings.lexicons))
    beside = home / folders.CAST
    if cast_path is None and beside.is_file():
        cast_path = str(beside)
    text, name = _cast_text(cast_path)
    assigned, choices = cast_and_choices(script, settings, text, name)
    cast_text = write_cast(script, assigned) if text is None else completed(text, choices, script, assigned)
    if output is None:
        folder = home if made is not None else Path("output") / folders.safe_name(_stem(script, path))
    else:
        folder = output / folders.safe_name(home.name if made is not None else _stem(script, path))
    if folder.resolve() != home or made is None:
        folders.guard(folder, replan=False)
    raw = files.source_beside(home, script)
    ledger, warnings = account(raw, script)
    planned = (made or {}).get("planned") or {folders.SCRIPT: None, folders.CAST: None}
    told = ledger.as_json() if ledger is not None else _unproved()
    warnings += (*assigned.warnings, *unnamed(script, assigned))
    return Job(script, assigned, folder, raw, data, cast_text.encode(), planned, told, warnings, lexicons, home)


def _stem(script: Script, path: Path) -> str:
    return Path(script.source.name).stem if script.source is not None else path.stem


def _unproved() -> dict[str, Any]:
    return {"words": 0, "spoken": 0, "skipped": [], "edited": [], "dropped": [], "added": []}


def _cast_text(path: str | None) -> tuple[str | None, str]:
    if path is None:
        return None, folders.CAST
    return text_of(Path(path)), path
