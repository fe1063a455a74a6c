"""`conflictmap count`: events and fatalities as ranges, by area, year and type, as a table."""

from __future__ import annotations

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
    from pathlib import Path

    from conflictmap.analysis.part_whole import Count
    from conflictmap.model.events import Events
    from conflictmap.model.interval import Interval
    from conflictmap.model.layer import Layer

EXAMPLES = (
    "count incidents.csv --by month -o months.csv",
    "count incidents.csv --by actor,year -o actors.csv",
    "count incidents.csv --layer lachin-district --by year,area",
)


Output = Annotated[
    str, typer.Option("-o", "--output", help="The table to write.", metavar="OUT")
]
By = Annotated[str, typer.Option(
    help="area, year, quarter, month, type, actor, source, or several with commas; by default area"
    " with --layer, else all events as one.")]
Window = Annotated[str, typer.Option(
    help="Days as START/END; END is the first day that no longer belongs to them.",
    metavar="START/END")]
Stream = Annotated[bool | None, typer.Option(
    "--stream/--no-stream", help="Count in pieces, in bounded memory; by default a Parquet,"
    " CSV, GDELT, UCDP or ACLED file of more than 20 MB.")]
TrustIds = Annotated[bool, typer.Option(
    "--trust-ids", help="With --stream: do not look for ids that stand twice.")]


def command(  # noqa: PLR0917 - typer makes options of them
    events: EventFiles = None, output: Output = "counts.csv", layer: Layers = None, by: By = "",
    window: Window = "", encoding: Encoding = "", sheet: Sheet = "", rejects: Rejects = None,
    stream: Stream = None, trust_ids: TrustIds = False, column_map: ColumnMap = None,
    strict: StrictReading = False, gazetteer: Gazetteer = "",
    points_as_given: PointsAsGiven = False,
) -> None:
    """Count events and fatalities as ranges: certain and possible, lowest, best and highest.

    An event is counted once, by its first area in each layer; by actor or source once for each that
    it names, so that these rows add up to more than all events. Unknown is never zero: the last
    columns say how many events lack a figure. OUT ends in .csv, .xlsx or .ods. Large files are
    counted in pieces, in one pass.
    """
    from conflictmap.analysis.counts import table_of
    from conflictmap.commands._windows import window_of
    from conflictmap.formats.files import check_output, write_whole
    from conflictmap.formats.table_bytes import table_bytes
    from conflictmap.io.read_events import ATLAS
    from conflictmap.io.rejects import check_apart, rejects_path

    files, layers = events or [ATLAS], layer or []
    check_output(output, (".csv", ".xlsx", ".ods"))
    check_apart(output, [*files, *layers])
    aside = rejects_path(output, rejects, files)
    asked = _words(by, layers), window_of(window)
    reading = reading_of(strict=strict, columns=column_map, gazetteer=gazetteer,
                         points_as_given=points_as_given) | {"encoding": encoding, "sheet": sheet}
    if goes_in_pieces(files, stream=stream, reading=reading,
                      can=_can_stream(asked[0], stream)):
        done = _in_pieces(files[0], layers, asked, aside, trust_ids=trust_ids,
                          **in_pieces(reading))
    else:
        done = _in_memory(files, layers, asked, aside, reading)
    counts, said, bad = done
    write_whole(output, table_bytes(table_of(counts, _names_of(layers)), output, title="counts"))
    typer.echo(f"counted: {printable(output)}: {len(counts)} rows")
    for line in said:
        typer.echo(line, err=True)
    raise typer.Exit(1 if bad else 0)


def _words(by: str, layers: Sequence[str]) -> tuple[str, ...]:
    """Return what is counted by."""
    from conflictmap.analysis.count import words_of
    from conflictmap.model.errors import EventsError

    try:
        words = words_of([word.strip() for word in by.split(",") if word.strip()])
    except ValueError as error:
        raise EventsError(f"--{error}.") from error
    if "area" in words and not layers:
        raise EventsError("--by area needs areas. Name them with --layer.")
    return words if by or not layers else ("area",)


def _can_stream(words: Sequence[str], stream: bool | None) -> bool:
    """Return whether what is counted by can be counted in pieces."""
    from conflictmap.analysis.counter import SEVERAL
    from conflictmap.model.errors import EventsError

    found = [word for word in words if word in SEVERAL]
    if found and stream:
        raise EventsError(f"--by {found[0]}: counted in memory alone. Leave --stream away.")
    return not found


_Done = tuple["tuple[Count, ...]", list[str], bool]
_Asked = tuple[tuple[str, ...], "Interval"]


def _in_memory(
    files: Sequence[str], layers: Sequence[str], asked: _Asked, aside: Path,
    reading: Mapping[str, Any],
) -> _Done:
    from conflictmap.analysis.count import count
    from conflictmap.commands._shared import keep_rejects, progress
    from conflictmap.io.releases import read_newest, superseded
    from conflictmap.joins.join import join
    from conflictmap.model.layer import areas_of
    from conflictmap.model.problem_kinds import summed
    from conflictmap.places.layer_files import read_layer

    with progress(2 + len(files)) as step:
        step("layers")
        chosen = [read_layer(name) for name in layers]
        found = read_newest(files, step=step, areas=areas_of(chosen), **reading)
        step("count")
        joined = join(found, chosen) if "area" in asked[0] else None
        counts = count(found, by=asked[0], window=asked[1], joined=joined)
    keep_rejects(found.problems, aside)
    lines = (f"read: {printable(line)}" for line in found.reading)
    beside = [_outside(layer, found) for layer in chosen] if joined else []
    said = [text for text in (superseded(found), *lines, *summed(found.problems), *beside) if text]
    return counts, [*said, str(found.accounting)], bool(found.accounting.set_aside)


def _in_pieces(
    file: str, layers: Sequence[str], asked: _Asked, aside: Path, **options: Any
) -> _Done:
    from conflictmap.bulk.count_file import count_file
    from conflictmap.commands._shared import share_bar, troubles_of

    with share_bar("count") as moved:
        done = count_file(file, layers, by=asked[0], window=asked[1], rejects=aside, moved=moved,
                          **options)
    return done.counts, troubles_of(done, aside), bool(done.accounting.set_aside)


def _names_of(layers: Sequence[str]) -> dict[str, str]:
    """Return the names of the areas of layers by their ids."""
    from conflictmap.places.layer_files import read_layer

    return {f.id: f.name for name in layers for f in read_layer(name).features}


def _outside(layer: Layer, events: Events) -> str:
    """Return that most of the events lie outside the days of a layer; empty when they do not."""
    from conflictmap.model.interval import day_of

    first, last = int(layer.start.min()), int(layer.end.max())
    dated = events.dated
    beyond = int((dated & ((events["end"] <= first) | (events["start"] >= last))).sum())
    if 2 * beyond <= int(dated.sum()):
        return ""
    days = " to ".join(str(day_of(day) or "today") for day in (first, last))
    return (f"{layer.id}: {beyond} of {int(dated.sum())} events are outside its days ({days}):"
            " they are in none of its areas")
