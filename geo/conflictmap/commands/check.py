"""`conflictmap check`: what is wrong or doubtful in files."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.commands._shared import (
    ColumnMap,
    Encoding,
    Gazetteer,
    PointsAsGiven,
    Sheet,
    Today,
    day_of,
    reading_of,
    tell_reading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

EXAMPLES = (
    "check incidents.csv",
    "check incidents.csv --fix mended.csv --day-first",
    "check my-map.toml my-area.geojson",
)

Files = Annotated[list[str], typer.Argument(
    help="Events, layers (GeoJSON, GeoPackage, shapefile, KML …) or recipes (TOML).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Read the standard columns alone, set aside rows with a"
                       " cell that cannot be used, and list also what is worth a look.")
]
Fix = Annotated[
    str | None, typer.Option(metavar="OUT.csv", help="Write a mended copy of one table, and"
                             " beside it the list of mends (OUT.mends.csv).")
]
DayFirst = Annotated[
    bool | None, typer.Option("--day-first/--month-first", help="What 03/04/2020 means.")
]
AllProblems = Annotated[
    bool, typer.Option("--all", help="List every problem, not only the first 20.")
]
Summary = Annotated[
    bool, typer.Option("--summary", help="Say on whose word events rest, and what is unknown.")
]
Evidence = Annotated[
    str | None, typer.Option(metavar="DIR", help="Compare copies of pages in DIR with the SHA-256"
                             " that the sources name.")
]


def command(  # noqa: PLR0917 - typer makes options of them
    files: Files, as_json: AsJson = False, strict: Strict = False, today: Today = None,
    fix: Fix = None, day_first: DayFirst = None, all_problems: AllProblems = False,
    encoding: Encoding = "", sheet: Sheet = "", summary: Summary = False, evidence: Evidence = None,
    column_map: ColumnMap = None, gazetteer: Gazetteer = "",
    points_as_given: PointsAsGiven = False,
) -> None:
    """Check files and list what is wrong or doubtful in them.

    Of several releases of one source, the newest row of each event is checked.

    --fix mends only what has one possible meaning; the input is never changed.
    """
    day = day_of(today)
    mends = [] if fix is None else _mend(files, fix, day_first, encoding)
    names, coded = (files, encoding) if fix is None else ([fix], "")  # what --fix wrote is UTF-8
    reading = reading_of(strict=strict, columns=column_map, gazetteer=gazetteer,
                         points_as_given=points_as_given) | {"encoding": coded, "sheet": sheet}
    found = _checked(names, reading, strict=strict, today=day)
    if evidence is not None:
        found = _with_copies(found, evidence)
    if as_json:
        typer.echo(_as_json(found, mends, fix=fix is not None, summary=summary))
    else:
        _list(found, mends, first=None if all_problems else 20, summary=summary)
    for events in found.tables:
        tell_reading(events.reading)
    typer.echo("\n".join(found.accounts(len(files))), err=True)
    raise typer.Exit(1 if found.problems else 0)


@dataclass(frozen=True, kw_only=True)
class _Checked:
    """The tables that were checked, what is wrong in them and in layers, and what was set aside."""

    tables: list[Events]
    problems: list[Problem]
    superseded: str
    copies: tuple[str, ...] = ()

    def accounts(self, files: int) -> list[str]:
        """Return lines that say which rows were checked."""
        lines = [str(events.accounting) for events in self.tables]
        lines = lines or [f"checked {files}, {len(self.problems)} problems"]
        return [self.superseded, *lines] if self.superseded else lines


def _checked(
    names: Sequence[str], reading: Mapping[str, Any], *, strict: bool, today: date | None
) -> _Checked:
    from conflictmap.analysis.checks import check_events, check_layer

    read = [_read(name, reading) for name in names]
    layers = [layer for _, layer in read if layer is not None]
    tables, superseded = _newest([events for events, _ in read if events is not None])
    problems: list[Problem] = []
    for layer in layers:
        problems += check_layer(layer)
    for events in tables:
        problems += check_events(events, strict=strict, today=today, layers=layers)
    return _Checked(tables=tables, problems=problems, superseded=superseded)


def _with_copies(found: _Checked, folder: str) -> _Checked:
    """Return what was found, with the copies of pages in a folder compared too."""
    from dataclasses import replace

    from conflictmap.io.kept_copies import check_copies

    copies = [check_copies(events.sources, folder) for events in found.tables]
    return replace(found, copies=tuple(map(str, copies)),
                   problems=[*found.problems, *(p for c in copies for p in c.problems)])


def _as_json(found: _Checked, mends: list[Any], *, fix: bool, summary: bool) -> str:
    """Return the problems as JSON, with mends and summaries where they were asked for."""
    from conflictmap.analysis.evidence import balance, unknowns
    from conflictmap.formats.strict_json import printable_json

    value: Any = [vars(p) for p in found.problems]
    if fix or summary:
        value = {"problems": value, "mends": mends, "summary": [
            {"balance": balance(events), "unknowns": unknowns(events)}
            for events in (found.tables if summary else [])]}
    return printable_json(value, indent=1, default=vars)


def _list(found: _Checked, mends: list[Any], *, first: int | None, summary: bool) -> None:
    """Print the mends, the first problems and the summaries."""
    from conflictmap.model.errors import printable

    for line in _as_lines(found, mends, first=first, summary=summary):
        typer.echo(printable(line))


def _as_lines(
    found: _Checked, mends: list[Any], *, first: int | None, summary: bool
) -> Iterator[str]:
    """Yield the mends, the first problems and the summaries, line by line."""
    from conflictmap.analysis.evidence import balance, unknowns
    from conflictmap.model.problem_kinds import summed

    yield from map(str, mends)
    yield from summed(found.problems, first=first)
    yield from found.copies
    for events in found.tables if summary else []:
        yield from balance(events).lines()
        yield from unknowns(events).lines()


def _mend(files: list[str], output: str, day_first: bool | None, encoding: str) -> list[Any]:
    """Write the mended copy and the list of mends, and return the mends."""
    from conflictmap.formats.csv_files import write_list
    from conflictmap.formats.files import check_output, write_whole
    from conflictmap.io.mend import COLUMNS, mend
    from conflictmap.model.errors import OutputError

    check_output(output, (".csv",))
    target = Path(output)
    if len(files) != 1:
        raise OutputError(f"--fix: {len(files)} files. Mend one file at a time.")
    if target.exists() and Path(files[0]).exists() and target.samefile(files[0]):
        raise OutputError(f"{output}: this is the input, which stays as it is. Name another file.")
    found = mend(files[0], day_first=day_first, encoding=encoding)
    write_whole(target, found.content)
    write_list(target.with_suffix(".mends.csv"), COLUMNS, [vars(m) for m in found.mends])
    return list(found.mends)


def _newest(tables: list[Events]) -> tuple[list[Events], str]:
    """Return the tables, as one where releases supersede each other, and a line that says so."""
    from conflictmap.io.releases import newest, superseded
    from conflictmap.model.combine import combine

    found = newest(combine(tables)) if len(tables) > 1 else None
    line = superseded(found) if found is not None else ""
    return ([found], line) if found is not None and line else (tables, "")


def _read(name: str, reading: Mapping[str, Any]) -> tuple[Events | None, Layer | None]:
    """Return the events of a file, if it holds any, or its layer; neither for a recipe."""
    from conflictmap.io.read_events import read_events
    from conflictmap.io.releases import NEEDED
    from conflictmap.pages.recipe import read_recipe
    from conflictmap.places.layer_files import layers, read_layer
    from conflictmap.places.vector_files import holds_ground

    if name.endswith(".toml"):
        read_recipe(name)
        return None, None
    if name in layers() or (name.endswith((".geojson", ".json")) and not _holds_events(name)):
        return None, read_layer(name)
    if holds_ground(Path(name)):
        return None, read_layer(name)
    return read_events(_package_of(name), **reading, further=NEEDED), None


def _package_of(name: str) -> str:
    """Return the data package of a table of events: sources and claims stand beside it."""
    path = Path(name)
    package = path.with_name("datapackage.json")
    return str(package) if path.name == "events.csv" and package.is_file() else name


def _holds_events(name: str) -> bool:
    """Return whether a file holds events: a data package, or GeoJSON with dated points."""
    from conflictmap.formats.files import parsed_json, read_bytes
    from conflictmap.model.errors import LayerError

    if Path(name).name == "datapackage.json":
        return True
    value = parsed_json(read_bytes(name, error=LayerError), name, error=LayerError, halves=True)
    listed = value.get("features") if isinstance(value, dict) else None
    return isinstance(listed, list) and _are_events([f for f in listed if isinstance(f, dict)])


def _are_events(features: Sequence[dict[str, Any]]) -> bool:
    """Return whether GeoJSON features are dated points, not a layer.

    Points without a date are events, too, when another property is called like the date of one:
    what is missing is then said.
    """
    from conflictmap.analysis.check_tables import is_date_of_event
    from conflictmap.model.columns import standard_name

    rows = _properties(features)
    names = dict.fromkeys(chain.from_iterable(rows))
    if any(standard_name(key) == "date" for key in names):
        return True
    return all(map(_is_point, features)) and any(
        is_date_of_event(key, [str(row[key]) for row in rows if row.get(key)]) for key in names)


def _properties(features: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [p for f in features if isinstance(p := f.get("properties"), dict)]


def _is_point(feature: dict[str, Any]) -> bool:
    """Return whether a feature is a point, or has no place."""
    shape = feature.get("geometry")
    return shape is None or (isinstance(shape, dict) and shape.get("type") == "Point")
