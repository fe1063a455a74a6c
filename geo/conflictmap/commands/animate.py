"""`conflictmap animate`: the clock of a map as a clip, MP4, GIF or WebP."""

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
    "animate map.html -o war.mp4 --from 2020-09-27 --to 2020-11-10",
    "animate incidents.csv -o year.gif --step week --size 800x800 --fps 5",
)

Start = Annotated[str | None, typer.Option(
    "--from", help="The first day; by default that of the view.", metavar="YYYY-MM-DD")]
End = Annotated[str | None, typer.Option(
    "--to", help="The last day that is shown; by default that of the view.", metavar="YYYY-MM-DD")]
Step = Annotated[str, typer.Option(
    help="What each frame adds: day, week, month, quarter, year, or '2 weeks'; by default the"
    " shortest that makes no more than 90 frames.")]
Size = Annotated[str, typer.Option(help="Pixels, or card, post, story.", metavar="WIDTHxHEIGHT")]


def command(  # noqa: PLR0917 - typer makes options of them
    sources: PageOrEvents = None,
    recipe: RecipeName = None,
    layer: Layers = None,
    view: ViewLink = "",
    start: Start = None, end: End = None, step: Step = "", size: Size = "1200x675",
    fps: Annotated[float, typer.Option(help="Frames a second, 0.5 to 30.")] = 4.0,
    hold: Annotated[float, typer.Option(help="Seconds for which the last frame stays.")] = 3.0,
    title: DrawnTitle = None,
    bounds: Bounds = "",
    locator: Locator = True,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Ends in .mp4, .gif or .webp.",
                                 metavar="OUT.mp4")
    ] = None,
) -> None:
    """Draw the clock as a clip: events since the first day, the ground of each day, totals.

    MP4 needs the extra `animate`: pip install 'conflictmap[animate]'.
    """
    from conflictmap.commands._shared import chosen_bounds, finish, page_of, share_bar, tell_view
    from conflictmap.figures.clip_files import ENDINGS
    from conflictmap.formats.files import check_output
    from conflictmap.reports.animate import animate

    target = Path(output or "map.mp4")
    check_output(target, ENDINGS, other=WRITERS)
    data, problems = page_of(sources, recipe, layer)
    tell_view(data, view)
    with share_bar("frames") as moved:
        animate(data, target, view=view, start=start, end=end, step=step, size=size, fps=fps,
                hold=hold, title=title, bounds=chosen_bounds(bounds), locator=locator, moved=moved)
    typer.echo(f"clip: {printable(str(target))}: {target.stat().st_size:,} bytes")
    finish(data, problems)
