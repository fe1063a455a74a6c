"""`conflictmap report`: figure, totals, events, claims, sources and method in one document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conflictmap.commands._shared import WRITERS, Layers, PageOrEvents, RecipeName, ViewLink
from conflictmap.model.errors import printable

EXAMPLES = (
    "report map.html -o report.docx",
    "report incidents.csv --brief -o brief.pdf",
    "report map.html --atlas year -o years.pdf",
)


def command(  # noqa: PLR0917 - typer makes options of them
    sources: PageOrEvents = None,
    recipe: RecipeName = None,
    layer: Layers = None,
    view: ViewLink = "",
    dates: Annotated[
        str, typer.Option(help="Days or spans, with commas: one map for each, side by side.")
    ] = "",
    day: Annotated[
        str, typer.Option(help="Day of the ground: who held what; else the last of the window.")
    ] = "",
    brief: Annotated[bool, typer.Option(
        "--brief", help="One page: headline, map, chart, five events, sources, method.")] = False,
    atlas: Annotated[str, typer.Option(
        help="Contents and a page for each: episode, district or year.", metavar="BY")] = "",
    output: Annotated[
        str | None, typer.Option(
            "-o", "--output", metavar="OUT.docx",
            help="Ends in .docx, .pdf, .html, .qmd or .md; with --brief also in .png.")
    ] = None,
) -> None:
    """Write the report of a view: the same rows as the page shows for the same link.

    A .qmd or .md has its pictures in a folder beside it.
    """
    from conflictmap.commands._shared import finish, page_of, share_bar, split_dates, tell_view
    from conflictmap.formats.files import check_output
    from conflictmap.reports.save import ENDINGS, report, save_report

    target = Path(output or "report.docx")
    check_output(target, ENDINGS if brief else ENDINGS[:-1], other=WRITERS)
    data, problems = page_of(sources, recipe, layer)
    tell_view(data, view)
    with share_bar("pages") as moved:
        made = report(data, view=view, dates=split_dates(dates), day=day, brief=brief,
                      atlas=atlas, moved=moved)
    save_report(made, target)
    typer.echo(f"report: {printable(str(target))}")
    finish(data, problems)
