"""`conflictmap verify`: whether a page is what its inputs make."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    "verify map.html --inputs data",
)


def command(
    page: Annotated[str, typer.Argument(metavar="MAP.html", help="A page that build wrote.")],
    inputs: Annotated[str | None, typer.Option(
        help="The folder of the inputs; by default that of the page.", metavar="FOLDER")] = None,
) -> None:
    """Read the inputs that a page names, build it again, and compare the bytes.

    Exit codes: 0 the same; 1 it differs; 2 it cannot be built again.
    """
    from conflictmap.model.errors import printable
    from conflictmap.pages.verify import verify

    verdict = verify(page, inputs=inputs)
    for line in verdict.lines:
        typer.echo(printable(line))
    word = "same" if verdict.same else "differs"
    typer.echo(f"{word}: {printable(page)}: SHA-256 {verdict.page_sha256}")
    if not verdict.same:
        typer.echo(f"its inputs make: SHA-256 {verdict.built_sha256}")
    raise typer.Exit(0 if verdict.same else 1)
