"""What the verbs that write a GeoPackage share: the project of QGIS beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from conflictmap.model.events import Events

_GEOPACKAGE = ".gpkg"


def tell_project(saved: Path) -> None:
    """Say where the project is that stands beside a GeoPackage."""
    from conflictmap.reports.qgis import said_of_project

    typer.echo(said_of_project(saved))


def add_project(events: Events, saved: Path, *, table: str) -> None:
    """Write the project beside a GeoPackage of events, and say so; nothing beside other files."""
    if saved.suffix.lower() != _GEOPACKAGE:
        return
    try:
        from conflictmap.reports.qgis import write_project
    except ModuleNotFoundError as error:
        from conflictmap.reports.save import needs

        typer.echo(f"no project of QGIS: {needs(error)}", err=True)
        return
    write_project(events, saved, table=table)
    tell_project(saved)
