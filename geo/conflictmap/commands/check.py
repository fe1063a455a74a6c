"""`conflictmap check`: what is wrong or doubtful in files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from conflictmap.errors import Problem


def command(
    files: Annotated[list[str], typer.Argument(help="Events, layers (GeoJSON) or recipes (TOML).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
) -> None:
    """Check files and list what is wrong or doubtful in them."""
    import json

    problems: list[Problem] = []
    accounts: list[str] = []
    for name in files:
        found, account = _check(name)
        problems += found
        accounts += [account] if account else []
    if as_json:
        typer.echo(json.dumps([vars(p) for p in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            typer.echo(str(problem))
    for account in accounts or [f"checked {len(files)}, {len(problems)} problems"]:
        typer.echo(account, err=True)
    raise typer.Exit(1 if problems else 0)


def _check(name: str) -> tuple[list[Problem], str]:
    """Return the problems of one file, and its accounting if it holds events."""
    from conflictmap.checks import check_events, check_layer
    from conflictmap.event_reading import read_events
    from conflictmap.layer_reading import layers, read_layer
    from conflictmap.recipe import read_recipe

    if name.endswith(".toml"):
        read_recipe(name)
        return [], ""
    if name in layers() or (name.endswith((".geojson", ".json")) and not _holds_events(name)):
        return check_layer(read_layer(name)), ""
    events = read_events(name)
    return check_events(events), str(events.accounting)


def _holds_events(name: str) -> bool:
    """Return whether a GeoJSON file holds dated points, not a layer."""
    from conflictmap.errors import LayerError
    from conflictmap.files import parsed_json, read_bytes
    from conflictmap.rows import standard_name

    if Path(name).name == "datapackage.json":
        return True
    value = parsed_json(read_bytes(name, error=LayerError), name, error=LayerError)
    features = value.get("features") if isinstance(value, dict) else None
    properties = [f.get("properties") for f in features or [] if isinstance(f, dict)]
    return any(
        standard_name(str(key)) == "date" for p in properties if isinstance(p, dict) for key in p
    )
