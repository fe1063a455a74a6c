"""Options that several verbs of the command have, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

EventFiles = Annotated[
    list[str] | None,
    typer.Argument(metavar="[EVENTS]...", help="CSV or GeoJSON files, or data packages."),
]
PageOrEvents = Annotated[
    list[str] | None,
    typer.Argument(metavar="[MAP.html | EVENTS]...", help="A finished page, or events."),
]
RecipeName = Annotated[
    str | None, typer.Option(help="The name of a built-in recipe, or a TOML file.")
]
Layers = Annotated[
    list[str] | None,
    typer.Option("--layer", help="A GeoJSON file or a built-in layer's id; may be repeated."),
]
Encoding = Annotated[
    str, typer.Option(help="The encoding of tables that are not UTF-8, such as cp1251.")
]
Rejects = Annotated[
    str | None, typer.Option(help="Where rows go that were set aside; by default beside OUT.",
                             metavar="FILE.csv")
]
Today = Annotated[
    str | None, typer.Option(help="The day after which an event is in the future; by default the"
                             " newest date of a source, or today.", metavar="YYYY-MM-DD")
]


def day_of(text: str | None) -> date | None:
    """Return the day that an option names; None without one.

    Raises
    ------
    OutputError
        When the text is no day.
    """
    from datetime import date

    from conflictmap.errors import OutputError

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise OutputError(f"--today: '{text}': not a day. Write YYYY-MM-DD.") from error
