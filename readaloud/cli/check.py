"""`readaloud check`: proves an edition."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from readaloud.errors import CheckError


@click.command(epilog="Example: readaloud check output/transcript")
@click.argument("edition", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(edition: str, as_json: bool) -> None:
    """Proves EDITION (a folder): every word accounted for, cues against the audio, loudness, containers.

    Of a collection it proves files, index page and feed; check its editions by themselves.
    """
    from readaloud import pipeline
    from readaloud.checking.collection import check_collection, is_collection

    folder = Path(edition)
    findings = check_collection(folder) if is_collection(folder) else pipeline.check(folder)
    wrong = [finding for finding in findings if not finding.ok]
    if as_json:
        click.echo(
            json.dumps({"ok": not wrong, "findings": [asdict(f) for f in findings]}, ensure_ascii=False, indent=2)
        )
    else:
        for finding in findings:
            state = "FAILED" if not finding.ok else "?     " if finding.unchecked else "ok    "
            click.echo(f"{state}  {finding.what}: {finding.text}")
    if wrong:
        raise CheckError(f"{len(wrong)} of {len(findings)} checks failed; the first: {wrong[0].what}: {wrong[0].text}.")
