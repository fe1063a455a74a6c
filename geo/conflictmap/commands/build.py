"""`conflictmap build`: events and layers in, one HTML page out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.commands._shared import (
    WRITERS,
    ColumnMap,
    Encoding,
    EventFiles,
    Gazetteer,
    Layers,
    PointsAsGiven,
    RecipeName,
    Rejects,
    Sheet,
    StrictReading,
    Today,
    WriteMapping,
    day_of,
    reading_of,
)
from conflictmap.model.errors import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.pages.page import Page

_GEOPACKAGE = ".gpkg"

EXAMPLES = (
    "build incidents.csv -o map.html --open",
    'build incidents.csv --title "Incidents in the north" --window 2022-09-01/2022-10-01',
    "build ucdp.csv --layer districts.geojson --color-by side_a",
    "build --recipe my-map.toml",
    "build incidents.csv -o map.gpkg",
    "build incidents.csv -o map.html --crate archive",
)


Output = Annotated[
    str | None, typer.Option(
        "-o", "--output", help="The page to write; or .gpkg, a GeoPackage for QGIS with a project"
        " beside it.", metavar="OUT.html")
]
Aggregate = Annotated[
    bool, typer.Option("--aggregate", help="Show totals for rows that must not be handed on.")
]
OpenPage = Annotated[
    bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Say what was done as JSON.")]
SelfCheck = Annotated[bool, typer.Option(
    "--self-check", help="Read the page back and start it in Chromium, if there is one; write it"
    " only if it starts.")]
Crate = Annotated[str | None, typer.Option(
    "--crate", metavar="DIR", help="Write the page, what it was made of and their hashes and"
    " licences into a folder, as an RO-Crate.")]
Title = Annotated[str, typer.Option(help="The title; by default from the data.")]
Subtitle = Annotated[str, typer.Option(help="The line below the title.")]
Lang = Annotated[str, typer.Option(help="en, hy, az or ru.")]
Window = Annotated[str, typer.Option(
    help="The days to open on; END is the day after the last.", metavar="START/END")]
Zoom = Annotated[str, typer.Option(help="The zoom to open on, 0 to 19.")]
Center = Annotated[str, typer.Option(help="The place to open on.", metavar="LAT,LON")]
ColorBy = Annotated[
    str, typer.Option(help="A column whose values have a colour each.", metavar="COLUMN")
]
SizeBy = Annotated[
    str, typer.Option(help="A column of numbers that the areas of marks go with; by default the"
                      " dead.", metavar="COLUMN")
]


def command(  # noqa: PLR0917 - typer makes options of them
    events: EventFiles = None,
    recipe: RecipeName = None,
    layer: Layers = None,
    output: Output = None, aggregate: Aggregate = False, open_page: OpenPage = False,
    as_json: AsJson = False, self_check: SelfCheck = False,
    encoding: Encoding = "", sheet: Sheet = "",
    rejects: Rejects = None, today: Today = None,
    column_map: ColumnMap = None, write_mapping: WriteMapping = None,
    strict: StrictReading = False, gazetteer: Gazetteer = "",
    points_as_given: PointsAsGiven = False,
    title: Title = "", subtitle: Subtitle = "", lang: Lang = "", window: Window = "",
    zoom: Zoom = "", center: Center = "", color_by: ColorBy = "", size_by: SizeBy = "",
    crate: Crate = None,
) -> None:
    """Build a map as one HTML page. With no argument: the Karabakh atlas, 1988 to 2025.

    With -o map.gpkg: a GeoPackage with a table for each layer, and map.qgz, which QGIS plays.
    """
    from conflictmap.commands._shared import account, keep_rejects, progress, tell_reading
    from conflictmap.io.rejects import rejects_path
    from conflictmap.pages.build import build, report

    said = {"title": title, "subtitle": subtitle, "lang": lang, "window": window, "zoom": zoom,
            "center": center, "color_by": color_by, "size_by": size_by}
    day, files = day_of(today), events or []
    target = _checked_output(output or _default_output(files, recipe), files)
    aside = rejects_path(target, rejects, files)
    reading = reading_of(strict=strict, columns=column_map, gazetteer=gazetteer,
                         points_as_given=points_as_given, mapping=write_mapping)
    with progress(3 + max(len(files), 1)) as step:
        page = build(files or None, recipe=recipe, layers=layer or (), step=step,
                     aggregate=aggregate, encoding=encoding, sheet=sheet, today=day,
                     options=_filled(said), reading=reading)
    saved = _saved(page, Path(target), checked=self_check)
    _tell_map(saved, report(page, str(saved)) if as_json else "")
    _tell_crate(page, crate, saved, files, layer, [recipe])
    tell_reading(page.reading)
    keep_rejects(page.problems, aside)
    account(page.problems, str(page.accounting))
    if open_page:
        _show(saved)
    raise typer.Exit(0 if page.clean else 1)


def _show(page: Path) -> None:
    from conflictmap.commands._outputs import show_page

    show_page(page)


def _saved(page: Page, target: Path, *, checked: bool) -> Path:
    """Write a map as a page, or as a GeoPackage with a project, by the ending.

    Where it is CHECKED, only once the page has been opened.
    """
    if checked:
        from conflictmap.commands._self_check import check_page

        typer.echo(check_page(page), err=True)
    if target.suffix.lower() != _GEOPACKAGE:
        return page.save(target)
    from conflictmap.reports.save import save

    return save(page, target)


def _tell_map(saved: Path, as_json: str) -> None:
    """Say what was written, or that AS_JSON."""
    typer.echo(as_json or f"map: {printable(str(saved))}")
    if saved.suffix.lower() == _GEOPACKAGE and not as_json:
        from conflictmap.commands._qgis import tell_project

        tell_project(saved)


def _tell_crate(
    page: Page, folder: str | None, saved: Path, *inputs: Sequence[str | None] | None
) -> None:
    """Write the crate of a page and of its INPUTS, where one is asked for, and say where it is."""
    if folder is None:
        return
    from conflictmap.reports.crate import write_crate

    name = saved.with_suffix(".html").name
    given = [path for paths in inputs for path in paths or () if path]
    written = write_crate(page, folder, name=name, inputs=given)
    typer.echo(f"crate: {printable(str(written))}", err=True)


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in said.items() if text}


def _default_output(files: Sequence[str], recipe: str | None) -> str:
    first = files[0] if files else recipe or "karabakh"
    return f"{'map' if first == '-' else Path(first).stem}.html"


def _checked_output(output: str, files: Sequence[str]) -> str:
    """Return the path of the page to write, which is a page's and none of the files read."""
    from conflictmap.formats.files import check_output
    from conflictmap.io.rejects import check_apart

    check_output(output, (".html", ".htm", _GEOPACKAGE), other=WRITERS)
    check_apart(output, files)
    return output
