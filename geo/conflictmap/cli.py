"""The command `conflictmap`: one module in `commands/` for each of its verbs.

Exit codes: 0 clean; 1 done, but rows were set aside or problems found; 2 refused.
"""

from __future__ import annotations

import importlib
import pkgutil

import typer

from conflictmap import commands
from conflictmap.errors import ConflictMapError, plain

EXITS = "Exit codes: 0 clean; 1 done, but rows were set aside or problems found; 2 refused."


def application() -> typer.Typer:
    """Return the command with every verb found in `commands/`."""
    app = typer.Typer(
        name="conflictmap", no_args_is_help=True, add_completion=False,
        pretty_exceptions_enable=False, rich_markup_mode=None, epilog=EXITS,
        help="Join dated conflict events with areas and roads, in space and time, and draw them as"
        " one HTML page that works offline.",
    )
    for module in pkgutil.iter_modules(commands.__path__):
        verb = importlib.import_module(f"{commands.__name__}.{module.name}").command
        app.command(module.name)(verb)
    return app


def main() -> None:
    """Run the command; a refusal is one line on stderr and exit code 2."""
    try:
        application()()
    except ConflictMapError as error:
        typer.echo(f"conflictmap: {plain(str(error))}", err=True)
        raise SystemExit(2) from None
