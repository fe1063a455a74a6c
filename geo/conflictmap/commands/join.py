"""`conflictmap join`: where each event lies, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.commands._pieces import goes_in_pieces, in_pieces
from conflictmap.commands._shared import (
    ColumnMap,
    Encoding,
    EventFiles,
    Gazetteer,
    Layers,
    PointsAsGiven,
    Rejects,
    Sheet,
    StrictReading,
    reading_of,
)
from conflictmap.model.errors import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.model.layer import Layer

EXAMPLES = (
    "join incidents.csv --layer lachin-district -o joined.csv",
)

Output = Annotated[str, typer.Option("-o", "--output", help="The file to write.", metavar="OUT")]
Stream = Annotated[bool | None, typer.Option(
    "--stream/--no-stream", help="Join in pieces, in bounded memory; by default a Parquet, CSV,"
    " GDELT, UCDP or ACLED file of more than 20 MB.")]
TrustIds = Annotated[bool, typer.Option(
    "--trust-ids",
    help="In pieces or on many machines: do not look for ids that stand twice.")]
Keep = Annotated[list[str] | None, typer.Option(
    "--keep", help="A further column of the events to write, such as actor1 or one of the"
    " file's own; may be repeated; 'all': every column without a meaning here.",
    metavar="COLUMN")]
Found = Annotated[bool, typer.Option(
    "--found", help="Write only rows with an area; by default each event has one for each layer.")]
Long = Annotated[bool, typer.Option(
    "--long", help="Write a row for each event and area, not only for each event and layer.")]
Scheduler = Annotated[str, typer.Option(
    help="Join on many machines: a dask scheduler's address, or 'local'. OUT is a folder.",
    metavar="ADDRESS")]


def command(  # noqa: PLR0917 - typer makes options of them
    events: EventFiles = None,
    output: Output = "joined.csv",
    layer: Layers = None,
    encoding: Encoding = "",
    sheet: Sheet = "",
    rejects: Rejects = None,
    stream: Stream = None,
    trust_ids: TrustIds = False,
    keep: Keep = None,
    found: Found = False,
    long: Long = False,
    scheduler: Scheduler = "",
    column_map: ColumnMap = None, strict: StrictReading = False, gazetteer: Gazetteer = "",
    points_as_given: PointsAsGiven = False,
) -> None:
    """Join events with layers as they were on the events' days: one row per event and layer.

    OUT ends in .csv, .geojson, .parquet, .gpkg, .fgb, .xlsx or .ods. Without --layer: every
    built-in layer of areas and roads that is about control, districts, the corridor or countries.
    Beside a .gpkg stands a .qgz, a project with which QGIS plays the events. Large
    files are joined in pieces (OUT: .csv or .parquet); a run that was cut short goes on where it
    stopped. Of several releases of one source, the newest row of each event is joined.
    """
    from conflictmap.io.read_events import ATLAS
    from conflictmap.io.rejects import check_apart, rejects_path

    files = events or [ATLAS]
    check_apart(output, [*files, *(layer or ())])
    aside = rejects_path(output, rejects, files)
    layers, kept = layer or _joinable(), tuple(keep or ())
    shown = {"found": found, "long": long}
    reading = reading_of(strict=strict, columns=column_map, gazetteer=gazetteer,
                         points_as_given=points_as_given) | {"encoding": encoding, "sheet": sheet}
    if scheduler:
        _whole_rows(**shown)
        _far(files, layers, output, aside, scheduler=scheduler, encoding=encoding,
             trust_ids=trust_ids, keep=kept)
    elif goes_in_pieces(files, stream=stream, reading=reading, can=_is_table(output)):
        _in_pieces(files[0], layers, output, aside, trust_ids=trust_ids, keep=kept,
                   **shown, **in_pieces(reading))
    else:
        _in_memory(files, layers, output, aside, reading, keep=kept, shown=shown)


def _whole_rows(*, found: bool, long: bool) -> None:
    """Refuse what is not done on many machines."""
    from conflictmap.model.errors import EventsError

    if found or long:
        raise EventsError(f"--{'found' if found else 'long'}: not with --scheduler. Leave one of"
                          " the two away.")


def _is_table(output: str) -> bool:
    """Return whether an output can be written in pieces."""
    return Path(output).suffix.lower() in {".csv", ".parquet"}


def _layers(names: Sequence[str]) -> list[Layer]:
    from conflictmap.places.layer_files import read_layer

    return [read_layer(name) for name in names]


def _in_memory(
    files: Sequence[str], layers: Sequence[str], output: str, aside: Path,
    reading: Mapping[str, Any], *, keep: tuple[str, ...], shown: Mapping[str, bool],
) -> None:
    from conflictmap.commands._qgis import add_project
    from conflictmap.commands._shared import account, keep_rejects, progress, tell_reading
    from conflictmap.formats.files import check_output
    from conflictmap.io.releases import read_newest, superseded
    from conflictmap.joins.join import join
    from conflictmap.joins.write import ENDINGS, write_joined
    from conflictmap.model.layer import areas_of

    check_output(output, ENDINGS)
    with progress(2 + len(files)) as step:
        step("layers")
        chosen = _layers(layers)
        found = read_newest(files, step=step, areas=areas_of(chosen), **reading)
        step("join")
        joined = join(found, chosen)
    saved = write_joined(joined, found, output, keep=keep, **shown)
    rows = len(joined.shown(**shown).rows)
    typer.echo(f"joined: {printable(str(saved))}: {rows} rows, {len(chosen)} layers")
    add_project(found, saved, table="joined")
    if superseded(found):
        typer.echo(superseded(found))
    tell_reading(found.reading)
    keep_rejects(found.problems, aside)
    account(found.problems, str(found.accounting))
    raise typer.Exit(1 if found.accounting.set_aside else 0)


def _in_pieces(
    file: str, layers: Sequence[str], output: str, aside: Path, **options: Any
) -> None:
    from conflictmap.bulk.join_file import join_file
    from conflictmap.commands._shared import share_bar

    chosen = _layers(layers)
    with share_bar("join") as moved:
        done = join_file(file, chosen, output, rejects=aside, moved=moved, **options)
    _said(done, len(chosen), aside)


def _far(
    files: Sequence[str], layers: Sequence[str], output: str, aside: Path, *, scheduler: str,
    encoding: str, trust_ids: bool, keep: tuple[str, ...],
) -> None:
    from conflictmap.bulk.dask_join import join_dataset
    from conflictmap.model.errors import EventsError

    if len(files) > 1 or encoding:
        raise EventsError(f"{files[0]}: with --scheduler one Parquet file is joined at a time.")
    chosen = _layers(layers)
    done = join_dataset(files[0], chosen, output, scheduler=scheduler, rejects=aside,
                        trust_ids=trust_ids, keep=keep)
    _said(done, len(chosen), aside)


def _said(done: Any, layers: int, aside: Path) -> None:
    """Say what was written, what went wrong, and where every row went."""
    from conflictmap.commands._shared import troubles_of

    typer.echo(f"joined: {printable(str(done.path))}: {done.rows} rows, {layers} layers")
    for line in troubles_of(done, aside):
        typer.echo(line, err=True)
    raise typer.Exit(1 if done.accounting.set_aside else 0)


def _joinable() -> list[str]:
    """Return the built-in layers that say something about an event's ground or road."""
    from conflictmap.places.layer_files import layers, read_layer

    found = map(read_layer, layers())
    return [
        item.id for item in found
        if item.kind in {"area", "route"} and item.role not in {"sea", "lake", "sector"}
    ]
