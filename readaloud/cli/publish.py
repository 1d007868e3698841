"""`readaloud publish`: a collection's index page, podcast feed and metadata, written anew."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(epilog="Example: readaloud publish output/volume --base-url https://example.org/volume/")
@click.argument("collection", type=click.Path())
@click.option("--base-url", metavar="URL", help="Where the folder will be on the web; makes a podcast feed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def publish(collection: str, base_url: str | None, as_json: bool) -> None:
    """Writes the index page of COLLECTION (a folder that `batch` made), its feed, and what Audiobookshelf reads."""
    from readaloud import collection as collections

    folder = Path(collection)
    written = collections.publish(folder, base_url=base_url)
    remarks = collections.remarks(folder, base_url=base_url)
    if as_json:
        files = [path.relative_to(folder).as_posix() for path in written]
        click.echo(json.dumps({"files": files, "remarks": remarks}, ensure_ascii=False, indent=2))
        return
    inside = sum(path.parent != folder for path in written)
    for path in written:
        if path.parent == folder:
            click.echo(f"Wrote {path}")
    if inside:
        click.echo(f"Wrote metadata.opf into {inside} {'edition' if inside == 1 else 'editions'}")
    for remark in remarks:
        click.echo(remark)
