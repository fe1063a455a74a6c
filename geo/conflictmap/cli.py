"""The command: conflictmap build | layers | join | check.

Exit codes: 0 clean; 1 done, but rows were set aside or problems found; 2 refused.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.errors import ConflictMapError, listed, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflictmap.errors import Problem

app = typer.Typer(
    name="conflictmap", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Join dated conflict events with areas and roads, in space and time, and draw them as"
    " one HTML page that works offline.",
    epilog="Exit codes: 0 clean; 1 done, but rows were set aside or problems found; 2 refused.",
)

EventFiles = Annotated[
    list[str] | None,
    typer.Argument(metavar="[EVENTS]...", help="CSV or GeoJSON files, or data packages."),
]
LayerOption = Annotated[
    list[str] | None,
    typer.Option("--layer", help="A GeoJSON file or the id of a built-in layer; may be repeated."),
]


@app.command()
def build(  # noqa: PLR0917 - typer makes options of them
    events: EventFiles = None,
    recipe: Annotated[
        str | None, typer.Option(help="The name of a built-in recipe, or a TOML file.")
    ] = None,
    layer: LayerOption = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="The page to write.", metavar="OUT.html")
    ] = None,
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was done as JSON.")] = False,
) -> None:
    """Build a map as one HTML page. With no argument: the Karabakh atlas, 1988 to 2025."""
    from conflictmap import building as module
    from conflictmap.export import check_output

    target = output or _default_output(events, recipe)
    check_output(target, (".html", ".htm"))
    with _progress(3 + max(len(events or []), 1)) as step:
        page = module.build(events or None, recipe=recipe, layers=layer or (), step=step)
    saved = page.save(target)
    typer.echo(module.report(page, str(saved)) if as_json else f"map: {plain(str(saved))}")
    _account(page.problems, str(page.accounting))
    if open_page:
        typer.launch(saved.resolve().as_uri())
    raise typer.Exit(1 if page.accounting.set_aside else 0)


def _default_output(events: Sequence[str] | None, recipe: str | None) -> str:
    first = events[0] if events else recipe or "karabakh"
    return f"{Path(first).stem}.html"


@app.command()
def layers() -> None:
    """List the built-in layers: id, kind, features, days on which they hold, licence."""
    from conflictmap.interval import OPEN_END, OPEN_START, day_of
    from conflictmap.layer import layers as names
    from conflictmap.layer import read_layer

    rows = []
    for name in names():
        found = read_layer(name)
        first, last = int(found.start.min()), int(found.end.max())
        days = f"{'…' if first == OPEN_START else day_of(first)} to " + (
            "…" if last == OPEN_END else str(day_of(last)))
        rows.append((name, found.kind, str(len(found.features)), days, found.licence, found.title))
    head = ("id", "kind", "features", "holds (end: first day no more)", "licence", "title")
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        typer.echo("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())


@app.command()
def join(
    events: EventFiles = None,
    output: Annotated[
        str, typer.Option("-o", "--output", help="The file to write.", metavar="OUT")
    ] = "joined.csv",
    layer: LayerOption = None,
) -> None:
    """Join events with layers as they were on the events' days: one row per event and layer.

    OUT ends in .csv, .geojson or .parquet. Without --layer: every built-in layer of areas and
    roads that is about control, districts, the corridor or countries.
    """
    from conflictmap.events import combine
    from conflictmap.export import check_output, write_joined
    from conflictmap.joining import join as join_layers
    from conflictmap.layer import areas_of, read_layer
    from conflictmap.reading import ATLAS, read_events

    check_output(output, (".csv", ".geojson", ".parquet"))
    files = events or [ATLAS]
    with _progress(2 + len(files)) as step:
        step("layers")
        chosen = [read_layer(name) for name in layer or _joinable()]
        areas = areas_of(chosen)
        parts = []
        for name in files:
            step("events")
            parts.append(read_events(name, areas=areas))
        found = combine(parts)
        step("join")
        joined = join_layers(found, chosen)
    saved = write_joined(joined, found, output)
    typer.echo(f"joined: {plain(str(saved))}: {len(joined)} rows, {len(chosen)} layers")
    _account(found.problems, str(found.accounting))
    raise typer.Exit(1 if found.accounting.set_aside else 0)


def _joinable() -> list[str]:
    from conflictmap.layer import layers as names
    from conflictmap.layer import read_layer

    found = map(read_layer, names())
    return [
        item.id for item in found
        if item.kind in {"area", "route"} and item.role not in {"sea", "lake", "sector"}
    ]


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(help="Events, layers (GeoJSON) or recipes (TOML).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
) -> None:
    """Check files and list what is wrong or doubtful in them."""
    import json

    problems: list[Problem] = []
    accounts: list[str] = []
    for name in files:
        found, account = _check_file(name)
        problems += found
        accounts += [account] if account else []
    if as_json:
        typer.echo(json.dumps([vars(p) for p in problems], ensure_ascii=False, indent=1))
    else:
        for line in listed(problems, first=len(problems)):
            typer.echo(line)
    for account in accounts or [f"checked {len(files)}, {len(problems)} problems"]:
        typer.echo(account, err=True)
    raise typer.Exit(1 if problems else 0)


def _check_file(name: str) -> tuple[list[Problem], str]:
    """Return the problems of one file, and its accounting if it holds events."""
    from conflictmap.checks import check_events, check_layer
    from conflictmap.layer import layers as names
    from conflictmap.layer import read_layer
    from conflictmap.reading import read_events
    from conflictmap.recipe import read_recipe

    if name.endswith(".toml"):
        read_recipe(name)
        return [], ""
    if name in names() or (name.endswith((".geojson", ".json")) and not _holds_events(name)):
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


def _account(problems: Sequence[Problem], accounting: str) -> None:
    """Say on stderr what went wrong, and last where every row went."""
    for line in listed(problems):
        typer.echo(line, err=True)
    typer.echo(accounting, err=True)


class _progress:  # noqa: N801 - used like a function
    """A progress bar on a terminal, nothing elsewhere; gives a function to call at each stage."""

    def __init__(self, stages: int) -> None:
        self.stages = stages

    def __enter__(self) -> Callable[[str], None]:
        if not sys.stderr.isatty():
            return lambda _: None
        from rich.console import Console
        from rich.progress import Progress

        self.bar = Progress(console=Console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task("", total=self.stages)
        return lambda word: self.bar.update(task, advance=1, description=word)

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "bar"):
            self.bar.stop()


def main() -> None:
    """Run the command; a refusal is one line on stderr and exit code 2."""
    try:
        app()
    except ConflictMapError as error:
        typer.echo(f"conflictmap: {plain(str(error))}", err=True)
        raise SystemExit(2) from None
