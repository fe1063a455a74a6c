"""`conflictmap demo`: a sample map of built-in data, and a sample table to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = (
    "demo",
    "demo trial --no-open",
)

_DAYS = ("2022-09-12", "2022-09-15")


def command(
    folder: Annotated[str, typer.Argument(help="Where to write; it is made when missing.")] = ".",
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the map in the browser.")
    ] = True,
) -> None:
    """Write a sample map (demo.html) and a sample table (demo-events.csv), and open the map.

    Both are of built-in data: the events of 12 to 14 September 2022.
    """
    from datetime import date

    from conflictmap.commands._outputs import show_page
    from conflictmap.formats.files import check_free
    from conflictmap.io.read_events import ATLAS, read_events
    from conflictmap.io.write_events import write_events
    from conflictmap.model.errors import printable
    from conflictmap.model.interval import day_number
    from conflictmap.pages.build import build

    target = Path(folder)
    table, page = target / "demo-events.csv", target / "demo.html"
    check_free(table, page)
    first, last = (day_number(date.fromisoformat(day)) for day in _DAYS)
    events = read_events(ATLAS)
    chosen = events.take((events["start"] < last) & (events["end"] > first) & events.placed)
    target.mkdir(parents=True, exist_ok=True)
    write_events(chosen, table)
    build(table, options={"window": "/".join(_DAYS)}).save(page)
    typer.echo(f"table: {printable(str(table))}: {len(chosen)} events")
    typer.echo(f"map: {printable(str(page))}")
    typer.echo(f"Next: change the table, then: conflictmap build {printable(str(table))} --open")
    if open_page:
        show_page(page)
