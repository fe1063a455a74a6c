"""`conflictmap embed`: snippets that put a page into another one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = (
    'embed map.html --title "Incidents in the north"',
    "embed map.html --element site/conflict-map.js --oembed https://example.org/map.html",
)


def command(  # noqa: PLR0917 - typer makes options of them
    page: Annotated[str, typer.Argument(
        metavar="MAP.html", help="The page's file or address, as the other page sees it.")],
    title: Annotated[str, typer.Option(help="What a screen reader says.")] = "",
    height: Annotated[int, typer.Option(help="Height of the plain frame in pixels.")] = 720,
    view: Annotated[
        str, typer.Option(help="A link of the page, or its hash: the view to open on.")] = "",
    element: Annotated[str | None, typer.Option(
        metavar="OUT.js", help="Write the program of the element <conflict-map>.")] = None,
    oembed: Annotated[str | None, typer.Option(
        metavar="URL", help="Write MAP.oembed.json beside the page, which is published at URL."),
    ] = None,
) -> None:
    """Print a frame, a responsive frame and the header for servers, and what each allows.

    Without --title the frame has the title of the map, where its file is here.
    """
    from conflictmap.pages.embed import snippets

    said = title or _title_of(page)
    for snippet in snippets(page, title=said, height=height, view=view):
        typer.echo(f"{snippet.name}\n\n{snippet.text}\n\n  {snippet.allows}\n")
    _write(page, said, height, element=element, url=oembed)


def _write(page: str, title: str, height: int, *, element: str | None, url: str | None) -> None:
    """Write the program of the element and the file of oEmbed, where they are asked for."""
    from conflictmap.formats.files import check_output, write_whole
    from conflictmap.model.errors import printable
    from conflictmap.pages import embed

    if element is not None:
        check_output(element, (".js",))
        write_whole(element, embed.element())
        typer.echo(f"element: {printable(element)}")
    if url is not None:
        target = Path(page).with_suffix(".oembed.json")
        write_whole(target, embed.oembed(url, title=title or target.stem, height=height))
        typer.echo(f"oembed: {printable(str(target))}")


def _title_of(page: str) -> str:
    """Return the title of a map whose file is here; nothing of any other address."""
    from conflictmap.formats.files import is_file
    from conflictmap.model.errors import PageError
    from conflictmap.pages.read_page import read_page

    try:
        return str(read_page(page).spec.get("title", "")) if is_file(Path(page)) else ""
    except PageError:
        return ""
