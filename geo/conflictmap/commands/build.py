"""`conflictmap build`: events and layers in, one HTML page out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.commands._shared import (
    ColumnMap,
    Encoding,
    EventFiles,
    Gazetteer,
    Layers,
    PointsAsGiven,
    RecipeName,
    Rejects,
    StrictReading,
    Today,
    WriteMapping,
    day_of,
    reading_of,
)
from conflictmap.model.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence


def command(  # noqa: PLR0917 - typer makes options of them
    events: EventFiles = None,
    recipe: RecipeName = None, layer: Layers = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="The page to write.", metavar="OUT.html")
    ] = None,
    aggregate: Annotated[bool, typer.Option(
        "--aggregate", help="Show totals for rows that must not be handed on.")] = False,
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was done as JSON.")] = False,
    encoding: Encoding = "", rejects: Rejects = None,
    today: Today = None, column_map: ColumnMap = None, write_mapping: WriteMapping = None,
    strict: StrictReading = False, gazetteer: Gazetteer = "",
    points_as_given: PointsAsGiven = False,
) -> None:
    """Build a map as one HTML page. With no argument: the Karabakh atlas, 1988 to 2025."""
    from conflictmap.commands._shared import account, keep_rejects, progress, tell_reading
    from conflictmap.formats.files import check_output
    from conflictmap.io.rejects import check_apart, rejects_path
    from conflictmap.pages.build import build, report

    day, files = day_of(today), events or []
    target = output or _default_output(files, recipe)
    check_output(target, (".html", ".htm"))
    check_apart(target, files)
    aside = rejects_path(target, rejects, files)
    reading = reading_of(strict=strict, columns=column_map, gazetteer=gazetteer,
                         points_as_given=points_as_given, mapping=write_mapping)
    with progress(3 + max(len(files), 1)) as step:
        page = build(files or None, recipe=recipe, layers=layer or (), step=step,
                     aggregate=aggregate, encoding=encoding, today=day, reading=reading)
    saved = page.save(target)
    typer.echo(report(page, str(saved)) if as_json else f"map: {printable(str(saved))}")
    tell_reading(page.reading)
    keep_rejects(page.problems, aside)
    account(page.problems, str(page.accounting))
    if open_page:
        typer.launch(saved.resolve().as_uri())
    raise typer.Exit(0 if page.clean else 1)


def _default_output(files: Sequence[str], recipe: str | None) -> str:
    first = files[0] if files else recipe or "karabakh"
    return f"{Path(first).stem}.html"
