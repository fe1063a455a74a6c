"""The command `conflictmap`: one module in `commands/` for each of its verbs.

Exit codes: 0 clean; 1 done, but rows were set aside or problems found; 2 refused.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import pkgutil
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from conflictmap import commands
from conflictmap.model.errors import ConflictMapError, nearest, printable, quoted
from conflictmap.model.version import __version__

if TYPE_CHECKING:
    from types import ModuleType

#: What every help text ends with.
EXITS = "Exit codes: 0 clean; 1 done, but rows were set aside or problems found; 2 refused."

FORMATS = ("Reads CSV, Excel, JSON, GeoJSON, Parquet, and the tables of UCDP, ACLED, GDELT and"
           " others as they come; docs/formats.md lists all.")
_HELP = {"help_option_names": ["-h", "--help"]}

#: Environment variable that shows where an unforeseen error came from.
TRACE = "CONFLICTMAP_TRACE"


#: The exit code of Ctrl-C.
STOPPED = 130


def application(*, verb: str = "") -> typer.Typer:
    """Return the command with every verb found in `commands/`, or with one of them alone."""
    app = typer.Typer(
        name="conflictmap", no_args_is_help=True, add_completion=True,
        pretty_exceptions_enable=False, rich_markup_mode=None, epilog=f"{EXITS} {FORMATS}",
        context_settings=_HELP,
        help="Join dated conflict events with areas and roads, in space and time, and draw them as"
        " one HTML page that works offline.",
    )
    # With a callback, one verb alone is still called by its name.
    app.callback()(_no_verb)
    known = verbs()
    for name in (verb,) if verb in known else known:
        module = importlib.import_module(f"{commands.__name__}.{name}")
        app.command(name, context_settings=_HELP, epilog=_examples(module))(module.command)
    return app


def _examples(module: ModuleType) -> str:
    """Return the examples of a verb as help prints them, a line each."""
    return "\n\n".join(["Examples:", *(f"conflictmap {line}" for line in module.EXAMPLES)])


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"conflictmap {__version__}")
        raise typer.Exit


def verbs() -> tuple[str, ...]:
    """Return the names of the verbs: the modules in `commands/` that are not private."""
    names = (module.name for module in pkgutil.iter_modules(commands.__path__))
    return tuple(name for name in names if not name.startswith("_"))


def _no_verb(
    _version: Annotated[bool, typer.Option(
        "--version", help="Say the version, and stop.", callback=_say_version, is_eager=True,
    )] = False,
) -> None:
    """Do nothing before a verb."""


def main() -> None:
    """Run the command; a refusal is one line on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Armenian letters gets escapes, not a failure.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    verb = next(iter(sys.argv[1:]), "")
    _refuse_unknown(verb)
    try:
        application(verb=verb)()
    except (SystemExit, KeyboardInterrupt) as end:
        _end(end)
    except ConflictMapError as error:
        _refuse(str(error))
    except MemoryError:
        _refuse("not enough memory. Give it more, or split the input.")
    except Exception as error:
        if os.environ.get(TRACE):
            raise
        _refuse(_unforeseen(error))


def _refuse_unknown(verb: str) -> None:
    """Refuse a first word that is neither a verb nor an option."""
    known = verbs()
    if verb and not verb.startswith("-") and verb not in known:
        _refuse(f"no command {quoted(verb)}.{nearest(verb, known)} conflictmap --help lists all.")


def _end(reason: SystemExit | KeyboardInterrupt) -> NoReturn:
    """End the command; of Ctrl-C it says what became of its output."""
    if getattr(reason, "code", STOPPED) != STOPPED:
        raise reason
    typer.echo("conflictmap: stopped. What was to be written is as it was before; run it again.",
               err=True)
    raise SystemExit(STOPPED) from None


def _unforeseen(error: Exception) -> str:
    """Return what to say of an error that no code expects."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, (OSError, ImportError)) and (
        getattr(error, "errno", 0) == errno.ENOMEM or "allocate memory" in said
        or "failed to map segment" in said
    ):
        return "not enough memory. Give it more, or split the input."
    return f"a mistake of conflictmap itself: {said[:500]}. Report it; {TRACE}=1 shows where."


def _refuse(said: str) -> NoReturn:
    typer.echo(f"conflictmap: {printable(said)}", err=True)
    raise SystemExit(2) from None
