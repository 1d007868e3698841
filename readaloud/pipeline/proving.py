"""Edition → proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from readaloud import files
from readaloud import folder as folders
from readaloud.errors import CheckError, ReadaloudError, SourceError
from readaloud.model import Script
from readaloud.pipeline.planned import account, text_of
from readaloud.settings import Settings

if TYPE_CHECKING:
    from readaloud.checking.findings import Finding


def check(folder: Path) -> tuple[Finding, ...]:
    """All that can be proved of an edition; the findings that are not ok are its faults."""
    from readaloud.checking import edition as proofs
    from readaloud.checking import formats
    from readaloud.planning.script_reading import read_script

    made = opened(folder)
    found = list(proofs.check_files(folder, made))
    found += proofs.check_itself(made)
    script: Script | None = None
    try:
        script = read_script(text_of(folder / folders.SCRIPT), folders.SCRIPT)
    except ReadaloudError as error:
        found.append(proofs.Finding("words", False, error.message))
    if script is not None:
        raw = files.source_beside(folder, script)
        try:
            ledger, why = account(raw, script)
        except SourceError as error:
            ledger, why = None, (error.message,)
        if ledger is None:
            found.append(proofs.Finding("words", False, why[0]))
        else:
            found += proofs.check_words(ledger, made)
        found += proofs.check_cues(script, made)
        found += proofs.check_script(script, made)
    found += proofs.check_cover(folder, made)
    levels = made.get("settings") or {}
    defaults = Settings()
    found += proofs.check_audio(
        folder, made, target_lufs=levels.get("target_lufs", defaults.target_lufs),
        ceiling_dbtp=levels.get("ceiling_dbtp", defaults.peak_dbtp), acx=levels.get("loudness") == "acx",
    )  # fmt: skip
    for entry in made["files"]:
        if (folder / entry["path"]).is_file():
            found += formats.check(folder / entry["path"], entry["format"], made)
    return tuple(found)


def opened(folder: Path) -> dict[str, Any]:
    """The `edition.json` of an edition; SourceError when the folder is none, CheckError when it is not as we write it."""
    from readaloud.checking.shape import shape_fault

    if not folder.exists():
        raise SourceError(f"There is no folder {folder}.", tip="Name the folder of an edition: output/<name>.")
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder.", tip="Name the folder of an edition: output/<name>.")
    made = folders.manifest(folder)
    if made is None:
        if not (folder / folders.MANIFEST).exists():
            raise SourceError(
                f"{folder} is no edition: it has no {folders.MANIFEST}.",
                tip="Name the folder of one edition: output/<name>; `readaloud make` makes one.",
            )
        raise SourceError(f"{folder / folders.MANIFEST} cannot be read.", tip="Make the edition again.")
    fault = shape_fault(made)
    if fault:
        raise CheckError(f"{folder / folders.MANIFEST}: {fault}.", tip="Make the edition again.")
    return made
