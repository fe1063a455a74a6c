"""`conflictmap embed`: snippets that put a page into another one."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    'embed map.html --title "Incidents in the north"',
)


def command(
    page: Annotated[str, typer.Argument(
        metavar="MAP.html", help="The page's file or address, as the other page sees it.")],
    title: Annotated[str, typer.Option(help="What a screen reader says.")] = "",
    height: Annotated[int, typer.Option(help="Height of the plain frame in pixels.")] = 720,
    view: Annotated[
        str, typer.Option(help="A link of the page, or its hash: the view to open on.")] = "",
) -> None:
    """Print a frame, a responsive frame and the header for servers, and what each allows."""
    from conflictmap.pages.embed import snippets

    for snippet in snippets(page, title=title, height=height, view=view):
        typer.echo(f"{snippet.name}\n\n{snippet.text}\n\n  {snippet.allows}\n")
