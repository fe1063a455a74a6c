"""`conflictmap update`: a map renewed by a clock."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    "update my-map.toml",
    "update my-map.toml -o public/index.html --url https://example.org/map/",
    "update my-map.toml -o public/index.html --changes public/changes.html",
)


def command(
    recipe: Annotated[str, typer.Argument(
        metavar="RECIPE.toml", help="A recipe; its [[sources]] are fetched first.")],
    output: Annotated[str | None, typer.Option(
        "-o", "--output", metavar="OUT.html", help="The page; by default beside the recipe."),
    ] = None,
    url: Annotated[str, typer.Option(
        help="Where the page is published, for the links of the feed.")] = "",
    changes: Annotated[str | None, typer.Option(
        metavar="OUT.html", help="Write a map of the events that changed, by kind of change.")
    ] = None,
) -> None:
    """Fetch a recipe's sources, build its page, and say what changed since the last one.

    Page and feed (OUT.atom) are written only when the page changed; where something cannot be
    fetched or read, both stay as they were (exit 2). Made for cron.
    """
    from conflictmap.commands._shared import account
    from conflictmap.formats.files import check_output
    from conflictmap.live.update import update
    from conflictmap.model.errors import printable

    if output is not None:
        check_output(output, (".html", ".htm"))
    if changes is not None:
        check_output(changes, (".html", ".htm"))
    done = update(recipe, output=output, url=url, changes=changes)
    typer.echo(f"{'updated' if done.changed else 'unchanged'}: {printable(str(done.path))}")
    for line in done.lines:
        typer.echo(f"  {printable(line)}")
    account(done.page.problems, str(done.page.accounting))
    raise typer.Exit(0 if done.page.clean else 1)
