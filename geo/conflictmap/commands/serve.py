"""`conflictmap serve`: a map that follows its files, for one reader on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from conflictmap.commands._shared import Layers

EXAMPLES = (
    "serve incidents.csv",
    "serve my-map.toml --open",
    "serve my-folder --port 9000 -o map.html",
)


def command(
    what: Annotated[list[str], typer.Argument(
        metavar="FOLDER | RECIPE.toml | EVENTS...", help="A folder (its recipe, else all its tables"
        " and layers), a recipe, or tables.")],
    layer: Layers = None,
    port: Annotated[int | None, typer.Option(
        min=0, max=65535, help="The port; by default a free one from 8765 on.")] = None,
    output: Annotated[str | None, typer.Option(
        "-o", "--output", metavar="OUT.html", help="Write each page that is built, too.")] = None,
    open_page: Annotated[bool, typer.Option(
        "--open/--no-open", help="Open the map in the browser.")] = False,
) -> None:
    """Serve a map on this machine alone, and renew it when its files change.

    The open page reloads and keeps its view; what the check finds is listed below it. A file that
    cannot be read leaves the last good page. Ctrl-C stops it.
    """
    import asyncio
    import sys

    from conflictmap.formats.files import check_output
    from conflictmap.io.rejects import check_apart
    from conflictmap.live.serve import serve

    if output is not None:
        check_output(output, (".html", ".htm"))
        check_apart(output, what)

    def say(line: str) -> None:
        typer.echo(line)
        sys.stdout.flush()

    def show(address: str) -> None:
        if open_page:
            typer.launch(address)

    asyncio.run(serve(what, say, layers=layer or (), port=port, output=output, ready=show))
