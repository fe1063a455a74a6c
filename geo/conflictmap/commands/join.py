"""`conflictmap join`: where each event lies, as a table."""

from __future__ import annotations

from typing import Annotated

import typer

from conflictmap.errors import plain


def command(
    events: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EVENTS]...", help="CSV or GeoJSON files, or data packages."),
    ] = None,
    output: Annotated[
        str, typer.Option("-o", "--output", help="The file to write.", metavar="OUT")
    ] = "joined.csv",
    layer: Annotated[
        list[str] | None,
        typer.Option("--layer", help="A GeoJSON file or a built-in layer's id; may be repeated."),
    ] = None,
    encoding: Annotated[str, typer.Option(
        help="The encoding of tables that are not UTF-8, such as cp1251.")] = "",
    rejects: Annotated[str | None, typer.Option(
        help="Where rows go that were set aside; by default beside OUT.", metavar="FILE.csv"
    )] = None,
) -> None:
    """Join events with layers as they were on the events' days: one row per event and layer.

    OUT ends in .csv, .geojson or .parquet. Without --layer: every built-in layer of areas and
    roads that is about control, districts, the corridor or countries.
    Of several releases of one source, the newest row of each event is joined.
    """
    from conflictmap.event_reading import ATLAS, read_events
    from conflictmap.events import combine
    from conflictmap.export import check_output, write_joined
    from conflictmap.joining import join
    from conflictmap.layer import areas_of
    from conflictmap.layer_reading import read_layer
    from conflictmap.rejects import check_apart, rejects_path
    from conflictmap.releases import newest, superseded
    from conflictmap.reporting import account, keep_rejects, progress

    check_output(output, (".csv", ".geojson", ".parquet"))
    files = events or [ATLAS]
    check_apart(output, [*files, *(layer or ())])
    aside = rejects_path(output, rejects, files)
    with progress(2 + len(files)) as step:
        step("layers")
        chosen = [read_layer(name) for name in layer or _joinable()]
        areas = areas_of(chosen)
        parts = []
        for name in files:
            step("events")
            parts.append(read_events(name, areas=areas, encoding=encoding))
        found = newest(combine(parts))
        step("join")
        joined = join(found, chosen)
    saved = write_joined(joined, found, output)
    typer.echo(f"joined: {plain(str(saved))}: {len(joined)} rows, {len(chosen)} layers")
    if superseded(found):
        typer.echo(superseded(found))
    keep_rejects(found.problems, aside)
    account(found.problems, str(found.accounting))
    raise typer.Exit(1 if found.accounting.set_aside else 0)


def _joinable() -> list[str]:
    """Return the built-in layers that say something about an event's ground or road."""
    from conflictmap.layer_reading import layers, read_layer

    found = map(read_layer, layers())
    return [
        item.id for item in found
        if item.kind in {"area", "route"} and item.role not in {"sea", "lake", "sector"}
    ]
