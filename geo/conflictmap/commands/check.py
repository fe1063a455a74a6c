"""`conflictmap check`: what is wrong or doubtful in files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.commands._shared import Encoding

if TYPE_CHECKING:

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events
from conflictmap.commands._shared import Today, day_of

if TYPE_CHECKING:
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer


def command(  # noqa: PLR0917 - typer makes options of them
    files: Annotated[list[str], typer.Argument(help="Events, layers (GeoJSON) or recipes (TOML).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="List also what may be true and is worth a look.")
    ] = False,
    today: Today = None,
    fix: Annotated[
        str | None, typer.Option(metavar="OUT.csv", help="Write a mended copy of one table, and"
                                 " beside it the list of mends (OUT.mends.csv).")
    ] = None,
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="What 03/04/2020 means.")
    ] = None,
    all_problems: Annotated[
        bool, typer.Option("--all", help="List every problem, not only the first 20.")
    ] = False,
    encoding: Encoding = "",
    summary: Annotated[
        bool, typer.Option("--summary", help="Say on whose word events rest, and what is unknown.")
    ] = False,
) -> None:
    """Check files and list what is wrong or doubtful in them.

    Of several releases of one source, the newest row of each event is checked.

    --fix mends only what has one possible meaning; the input is never changed.
    """
    from conflictmap.analysis.checks import check_events, check_layer
    from conflictmap.formats.strict_json import printable_json
    from conflictmap.model.errors import listed, printable

    day = day_of(today)
    mended = _mend(files, fix, day_first, encoding) if fix is not None else []
    accounts: list[str] = []
    told: list[dict[str, Any]] = []
    sources, coded = (files, encoding) if fix is None else ([fix], "")  # what --fix wrote is UTF-8
    read = [_read(name, encoding=coded) for name in sources]
    layers = [layer for _, layer in read if layer is not None]
    problems: list[Problem] = [problem for layer in layers for problem in check_layer(layer)]
    tables, older = _newest([events for events, _ in read if events is not None])
    for events in tables:
        problems += check_events(events, strict=strict, today=day, layers=layers)
        accounts.append(str(events.accounting))
        told += [_told(events, as_json=as_json)] if summary else []
    if as_json:
        value: Any = [vars(p) for p in problems]
        if fix is not None or summary:
            value = {"problems": value, "mends": mended, "summary": told}
        typer.echo(printable_json(value, indent=1, default=vars))
    else:
        shown = len(problems) if all_problems else 20
        lines = [*map(str, mended), *listed(problems, first=shown)]
        lines += [line for item in told for line in item["lines"]]
        for line in lines:
            typer.echo(printable(line))
    if older:
        typer.echo(older, err=True)
    for account in accounts or [f"checked {len(files)}, {len(problems)} problems"]:
        typer.echo(account, err=True)
    raise typer.Exit(1 if problems else 0)


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


def _told(events: Events, *, as_json: bool) -> dict[str, Any]:
    """Return the source balance and what is unknown, as values or as lines."""
    from conflictmap.analysis.evidence import balance, unknowns

    sides, gaps = balance(events), unknowns(events)
    if as_json:
        return {"balance": sides, "unknowns": gaps}
    return {"lines": [*sides.lines(), *gaps.lines()]}


def _newest(tables: list[Events]) -> tuple[list[Events], str]:
    """Return the tables, as one where releases supersede each other, and a line that says so."""
    from conflictmap.io.releases import newest, superseded
    from conflictmap.model.combine import combine

    found = newest(combine(tables)) if len(tables) > 1 else None
    line = superseded(found) if found is not None else ""
    return ([found], line) if found is not None and line else (tables, "")


def _read(name: str, *, encoding: str) -> tuple[Events | None, Layer | None]:
    """Return the events of a file, if it holds any, or its layer; neither for a recipe."""
    from conflictmap.io.read_events import read_events
    from conflictmap.pages.recipe import read_recipe
    from conflictmap.places.layer_files import layers, read_layer

    if name.endswith(".toml"):
        read_recipe(name)
        return None, None
    if name in layers() or (name.endswith((".geojson", ".json")) and not _holds_events(name)):
        return None, read_layer(name)
    return read_events(name, encoding=encoding), None


def _holds_events(name: str) -> bool:
    """Return whether a GeoJSON file holds dated points, not a layer.

    Points without a date are events, too, when another property is called like the date of one:
    what is missing is then said.
    """
    from conflictmap.analysis.check_tables import is_date_of_event
    from conflictmap.formats.files import parsed_json, read_bytes
    from conflictmap.model.columns import standard_name
    from conflictmap.model.errors import LayerError

    if Path(name).name == "datapackage.json":
        return True
    value = parsed_json(read_bytes(name, error=LayerError), name, error=LayerError, halves=True)
    listed = value.get("features") if isinstance(value, dict) else None
    features = [f for f in listed or [] if isinstance(f, dict)] if isinstance(listed, list) else []
    properties = [p for f in features if isinstance(p := f.get("properties"), dict)]
    names = dict.fromkeys(str(key) for p in properties for key in p)
    if any(standard_name(key) == "date" for key in names):
        return True
    shapes = [f.get("geometry") for f in features]
    points = all(s is None or (isinstance(s, dict) and s.get("type") == "Point") for s in shapes)
    return points and any(
        is_date_of_event(key, [str(p[key]) for p in properties if p.get(key)]) for key in names)
