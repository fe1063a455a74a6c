"""`conflictmap convert`: events of any source in, the standard columns out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.commands._shared import (
    WRITERS,
    ColumnMap,
    Encoding,
    Gazetteer,
    PointsAsGiven,
    Rejects,
    Sheet,
    StrictReading,
    WriteMapping,
    reading_of,
)
from conflictmap.model.errors import printable

if TYPE_CHECKING:
    from conflictmap.model.events import Events

EXAMPLES = (
    "convert incidents.csv -o events.geojson",
)

Files = Annotated[list[str], typer.Argument(
    metavar="FILE...", help="Files of events: UCDP, ACLED, GDELT, … plain or .gz.")]
Output = Annotated[str, typer.Option("-o", "--output", help="The file to write.", metavar="OUT")]
Format = Annotated[str | None, typer.Option(help="A reader's name, or a mapping (.toml).")]
Deleted = Annotated[
    str | None, typer.Option(help="ACLED's list of deleted events.", metavar="FILE")
]
Aggregate = Annotated[bool, typer.Option(
    "--aggregate", help="Write totals for rows that must not be handed on.")]
Private = Annotated[bool, typer.Option(
    "--private", help="The file stays with you: write such rows as they are.")]


def command(  # noqa: PLR0917 - typer makes options of them
    files: Files, output: Output = "events.csv",
    format: Format = None,  # noqa: A002 - the word users know
    deleted: Deleted = None, aggregate: Aggregate = False, private: Private = False,
    encoding: Encoding = "", sheet: Sheet = "", rejects: Rejects = None,
    column_map: ColumnMap = None, write_mapping: WriteMapping = None,
    strict: StrictReading = False, gazetteer: Gazetteer = "",
    points_as_given: PointsAsGiven = False,
) -> None:
    """Convert events of any source to the standard columns.

    OUT ends in .csv, .geojson, .parquet, .gpkg, .fgb, .xlsx or .ods. Beside a .gpkg stands a .qgz,
    a project with which QGIS plays the events.

    Of several releases of one source, the newest row of each event is kept.
    """
    from conflictmap.commands._qgis import add_project
    from conflictmap.commands._shared import account, keep_rejects, progress, tell_reading
    from conflictmap.formats.files import check_output
    from conflictmap.io.rejects import check_apart, rejects_path
    from conflictmap.io.releases import read_newest, without_deleted
    from conflictmap.io.write_events import ENDINGS, write_events
    from conflictmap.model.source_terms import credits_of

    check_output(output, ENDINGS, other=WRITERS)
    check_apart(output, files)
    aside = rejects_path(output, rejects, files)
    reading = reading_of(strict=strict, columns=column_map, gazetteer=gazetteer,
                         points_as_given=points_as_given,
                         mapping=write_mapping)
    with progress(1 + len(files)) as step:
        found = read_newest(files, step=step, format=format, encoding=encoding, sheet=sheet,
                            **reading)
        step("write")
        found = without_deleted(found, deleted) if deleted else found
        found = _aggregated(found) if aggregate else found
        saved = write_events(found, output, private=private)
    typer.echo(f"converted: {printable(str(saved))}: {len(found)} events")
    add_project(found, saved, table="events")
    for line in credits_of(found):
        typer.echo(f"credit: {printable(line)}")
    tell_reading(found.reading)
    keep_rejects(found.problems, aside)
    account(found.problems, str(found.accounting))
    raise typer.Exit(1 if found.accounting.set_aside else 0)


def _aggregated(events: Events) -> Events:
    from conflictmap.io.aggregate import aggregated

    return aggregated(events)
