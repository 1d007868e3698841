"""`readaloud cache`: what is kept between runs, so that nothing is spoken twice."""

from __future__ import annotations

import json
import time

import click

from readaloud.cli.show import size


@click.group(epilog="Example: readaloud cache info")
def cache() -> None:
    """What is kept between runs, so that nothing is spoken twice."""


@cache.command(short_help="where it is, and how much it holds", epilog="Example: readaloud cache info --json")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def info(as_json: bool) -> None:
    """Tells where clips are kept, how many, how much room they take, and how much they may take."""
    from readaloud import places
    from readaloud.store import KINDS, Store

    folder, bound = places.cache_folder(), places.cache_size()
    kept = list(Store(folder).kept())
    kinds = {kind: [k for k in kept if k.kind == kind] for kind in KINDS}
    used = (min(k.used for k in kept), max(k.used for k in kept)) if kept else None
    told = {
        "folder": str(folder),
        "bytes": sum(k.size for k in kept),
        "bound": bound,
        "kinds": {kind: {"files": len(found), "bytes": sum(k.size for k in found)} for kind, found in kinds.items()},
        "used": used,
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"{folder}")
    click.echo(f"  {size(sum(k.size for k in kept))} of at most {size(bound)} ({places.CACHE_SIZE} changes it)")
    for kind, found in kinds.items():
        if found:
            click.echo(f"  {len(found)} {kind}s, {size(sum(k.size for k in found))}")
    if used:
        first, last = (time.strftime("%Y-%m-%d", time.localtime(when)) for when in used)
        click.echo(f"  used last between {first} and {last}")


@cache.command(short_help="removes what no run uses", epilog="Example: readaloud cache clear")
@click.option("--json", "as_json", is_flag=True, help="Print what was removed as JSON.")
def clear(as_json: bool) -> None:
    """Removes all that is kept and that no run uses right now; editions are not touched."""
    from readaloud import places, runs
    from readaloud.store import Store

    store = Store(places.cache_folder())
    removed = store.clear(runs.oldest(store.folder))
    left = list(store.kept())
    if as_json:
        click.echo(json.dumps({"removed": removed, "left": len(left)}))
        return
    click.echo(f"{removed} files removed from {store.folder}.")
    if left:
        click.echo(f"{len(left)} stay: a readaloud that is running uses them, or they cannot be removed.")
