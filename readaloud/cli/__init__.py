"""The command line: one group, one error boundary, one file for each command."""

from __future__ import annotations

import importlib
import os
import sys

import click

from readaloud import __version__
from readaloud.errors import ReadaloudError

_COMMANDS = {
    "make": "source or script → edition: the main job",
    "batch": "many documents and volumes → a collection",
    "plan": "source → script, to read and edit",
    "cast": "who speaks, in which voice, and why",
    "words": "names and rare words, and how they will be said",
    "voices": "the voices at hand",
    "play": "an edition → its page in the browser",
    "publish": "a collection → index page, podcast feed, Audiobookshelf",
    "check": "prove an edition",
    "where": "page, note or words → time in the audio",
    "cache": "what is kept between runs",
    "doctor": "what works on this machine",
}
"""Command → what it does; each stands in a module of its name and is imported only when it is called."""


class _Lazy(click.Group):
    """A group that imports a command when it is called: `--help` needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"readaloud.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        _keep_examples_whole(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _keep_examples_whole(command: click.Command) -> None:
    """An example stands on one line, so that it can be copied: click would wrap it within `at-end`."""
    if command.epilog and not command.epilog.startswith("\b"):
        command.epilog = f"\b\n{command.epilog}"
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _keep_examples_whole(inner)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: readaloud make transcript.txt",
)
@click.version_option(__version__, prog_name="readaloud")
def cli() -> None:
    """Turns a document with several speakers into a dramatized, chaptered, accessible audio edition."""


def main() -> None:
    """Runs the command line; the only place where an error becomes an exit code."""
    # Before numpy is imported anywhere: its threads, one for each core, take 0.03 s of CPU to start, for products of
    # matrices that are too small to share; and the cores have workers and coders already.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command and gives its exit code; errors are lines `Error: …` and `Tip: …` on stderr."""
    try:
        result = cli.main(args=arguments, prog_name="readaloud", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        context = error.ctx.command_path if error.ctx is not None else "readaloud"
        return _fail(error.format_message(), f"`{context} --help` shows what there is.", 2)
    except click.ClickException as error:
        return _fail(error.format_message(), "", error.exit_code)
    except ReadaloudError as error:
        return _fail(error.message, error.tip, error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted; nothing under a final name was changed.", err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`readaloud plan … | head`); Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _fail(_reason(error), "", 1)
    except MemoryError:
        return _fail("There is not enough memory for this.", "", 1)
    except Exception as error:  # the one boundary: a fault of ours is told in a line too
        if os.environ.get("READALOUD_DEBUG"):
            raise
        return _fail(
            f"Something went wrong that should not: {type(error).__name__}: {error}.",
            "Set READALOUD_DEBUG=1 to see where, and please report it.",
            1,
        )


def _fail(message: str, tip: str, code: int) -> int:
    click.echo(f"Error: {one_line(message)}", err=True)
    if tip:
        click.echo(f"Tip: {one_line(tip)}", err=True)
    return code


def one_line(text: str) -> str:
    """A message on one line, control characters made visible: names and texts in it come from outside."""
    return "".join(c if c.isprintable() else " " if c in "\n\r\t" else repr(c)[1:-1] for c in text)


def _reason(error: OSError) -> str:
    what = error.strerror or str(error)
    return f"{what}: {error.filename}." if error.filename else f"{what}."
