"""`readaloud play`: opens an edition's player page."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from readaloud.errors import OutputError, SourceError


@click.command(epilog="Example: readaloud play output/transcript")
@click.argument("edition", type=click.Path())
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Listen there (default: any free one)."
)
@click.option("--no-browser", is_flag=True, help="Only tell the address.")
def play(edition: str, port: int, no_browser: bool) -> int:
    """Opens the player page of EDITION (a folder) in the browser, served to this machine alone until Ctrl-C."""
    import webbrowser

    from readaloud import pipeline
    from readaloud.serving import ADDRESS, EditionServer

    folder = Path(edition)
    made = pipeline.opened(folder)
    page = next((str(file["path"]) for file in made["files"] if file["format"] == "player"), "")
    if not page or not (folder / page).is_file():
        again = shlex.quote(str(folder / "script.yaml"))
        raise SourceError(
            f"{folder} has no player page.", tip=f"`readaloud make {again} --format mp3 --format player` writes one."
        )
    names = [str(file["path"]) for file in made["files"]]
    try:
        server = EditionServer(folder, names, page, port)
    except OSError as error:
        raise OutputError(
            f"The port {port} cannot be used: {error.strerror or error}.", tip="Leave --port out: any free one will do."
        ) from error
    address = f"http://{ADDRESS}:{server.port}/"
    with server:
        click.echo(f"{made['title']}: {address}\nCtrl-C ends it.")
        if not no_browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("Ended.")
    return 0
