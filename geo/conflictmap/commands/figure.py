"""`conflictmap figure`: a map as PNG, SVG or PDF, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conflictmap.commands._shared import (
    WRITERS,
    Bounds,
    DrawnTitle,
    Layers,
    Locator,
    PageOrEvents,
    RecipeName,
    ViewLink,
)
from conflictmap.model.errors import printable

EXAMPLES = (
    "figure map.html -o map.png --width 8.5",
    "figure map.html --size 1200x675 -o card.png",
    "figure map.html --width 24 --aspect 16:9 -o slide.pdf",
    "figure incidents.csv --dates 2020-09-26,2022-09-13 -o two.pdf",
)


def command(  # noqa: PLR0917 - typer makes options of them
    sources: PageOrEvents = None,
    recipe: RecipeName = None,
    layer: Layers = None,
    view: ViewLink = "",
    dates: Annotated[str, typer.Option(
        help="Days or spans, with commas: one map for each, side by side.")] = "",
    width: Annotated[float, typer.Option(help="Width in cm: 8.5 a column, 17 a page.")] = 17.0,
    size: Annotated[str, typer.Option(
        help="In place of the width: 1200x675 (pixels), card, post, story, a4, a3, a4-landscape,"
        " a3-landscape, column or page.", metavar="SIZE")] = "",
    aspect: Annotated[str, typer.Option(
        help="Width to height of a figure of a width: 16:9, 4:5, 1.5.", metavar="W:H")] = "",
    dpi: Annotated[int, typer.Option(min=72, max=1200, help="Dots per inch of a PNG.")] = 300,
    title: DrawnTitle = None,
    bounds: Bounds = "",
    locator: Locator = True,
    day: Annotated[str, typer.Option(
        help="Day of the ground: who held what; else the last of the window.")] = "",
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Ends in .png, .svg or .pdf.",
                                 metavar="OUT.png")
    ] = None,
) -> None:
    """Draw a figure in the page's style: key, scale, north, locator, caption, credits."""
    from conflictmap.commands._shared import chosen_bounds, finish, page_of, split_dates, tell_view
    from conflictmap.formats.files import check_output
    from conflictmap.reports.save import FIGURES, dots, figure, save_figure

    target = Path(output or "map.png")
    check_output(target, FIGURES, other=WRITERS)
    data, problems = page_of(sources, recipe, layer)
    tell_view(data, view)
    drawn = figure(data, view=view, dates=split_dates(dates), day=day, width_cm=width, size=size,
                   aspect=aspect, title=title, bounds=chosen_bounds(bounds), locator=locator)
    save_figure(drawn, target, dpi=dots(drawn, size, dpi))
    typer.echo(f"figure: {printable(str(target))}")
    finish(data, problems)
