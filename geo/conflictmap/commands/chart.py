"""`conflictmap chart`: events or deaths by time, area, type or speaker, with their doubt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.commands._shared import WRITERS, EventFiles, Layers
from conflictmap.model.errors import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

EXAMPLES = (
    "chart incidents.csv -o deaths.png",
    "chart incidents.csv --layer districts.geojson --by year,area --measure events -o areas.pdf",
    "chart --by year,whose -o whose.svg",
)

By = Annotated[str, typer.Option(
    help="year, quarter, month, area (with --layer), type, actor, source, side (who speaks),"
    " whose (whose dead), or two of them with a comma: a panel for each group of the other.")]
Measure = Annotated[str, typer.Option(help="fatalities or events.")]
Window = Annotated[str, typer.Option(
    help="Days as START/END; END is the first day that no longer belongs to them.",
    metavar="START/END")]


def command(  # noqa: PLR0917 - typer makes options of them
    events: EventFiles = None, layer: Layers = None, by: By = "month",
    measure: Measure = "fatalities", window: Window = "",
    title: Annotated[str | None, typer.Option(help="The title, '' for none.")] = None,
    width: Annotated[float, typer.Option(help="Width in cm: 8.5 a column, 17 a page.")] = 17.0,
    dpi: Annotated[int, typer.Option(min=72, max=1200, help="Dots per inch of a PNG.")] = 300,
    lang: Annotated[str, typer.Option(help="en, hy, az or ru.")] = "en",
    data: Annotated[str, typer.Option(
        help="Write the expected numbers too, of --by year, quarter, month, area, type.",
        metavar="FILE.csv")] = "",
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Ends in .png, .svg or .pdf.",
                                 metavar="OUT.png")
    ] = None,
) -> None:
    """Draw events or deaths as bars with low, best and high, and what doubt makes of them."""
    from conflictmap.commands._shared import account, progress, split_dates
    from conflictmap.commands._windows import window_of
    from conflictmap.formats.files import check_output
    from conflictmap.io.read_events import ATLAS
    from conflictmap.io.releases import read_newest
    from conflictmap.model.layer import areas_of
    from conflictmap.reports.save import FIGURES, save_figure

    target, files = Path(output or "chart.png"), events or [ATLAS]
    check_output(target, FIGURES, other=WRITERS)
    how: dict[str, Any] = {"by": split_dates(by), "layers": _layers(layer),
                           "window": window_of(window)}
    with progress(1 + len(files)) as step:
        found = read_newest(files, step=step, areas=areas_of(how["layers"] or ()))
    drawn = _chart(found, how, measure=measure, title=title, width_cm=width, lang=lang)
    save_figure(drawn, target, dpi=dpi)
    typer.echo(f"chart: {printable(str(target))}")
    if data:
        typer.echo(f"numbers: {printable(str(_numbers(found, how, data)))}")
    account(found.problems, str(found.accounting))
    raise typer.Exit(1 if found.accounting.set_aside else 0)


def _layers(names: list[str] | None) -> list[Layer] | None:
    from conflictmap.places.layer_files import read_layer

    return [read_layer(name) for name in names or ()] or None


def _chart(events: Events, how: Mapping[str, Any], **look: Any) -> Figure:
    from conflictmap.reports.chart import chart

    return chart(events, **how, **look)


def _numbers(events: Events, how: Mapping[str, Any], path: str) -> Path:
    """Write the expected numbers of the groups that events fall into."""
    from conflictmap.analysis.counter import SEVERAL
    from conflictmap.analysis.expected import expected
    from conflictmap.analysis.expected_numbers import write_expected
    from conflictmap.analysis.series import TOLD

    words = [word for word in how["by"] if word not in (*TOLD, *SEVERAL)]
    return write_expected(expected(events, **{**how, "by": words or None}), path)
