"""`conflictmap fetch`: public data sets, with their terms."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    "fetch",
)


def command(
    name: Annotated[
        str | None, typer.Argument(help="The data set; without it, the known ones are listed.")
    ] = None,
    folder: Annotated[
        str | None, typer.Option(help="Where to keep the files; by default the user's cache.")
    ] = None,
    release: Annotated[
        str | None, typer.Option(help="A release; by default the newest.")
    ] = None,
    sha256: Annotated[
        str | None, typer.Option(help="The expected hash, where none is known here.")
    ] = None,
    mirror: Annotated[
        str | None, typer.Option(help="An address below which copies of the files lie.")
    ] = None,
) -> None:
    """Download a public data set; its licence and citation are printed first.

    This is the only command that uses the network. A file is kept only with the expected SHA-256; a
    download that broke off is taken up again.
    """
    from conflictmap.io.datasets import DATASETS
    from conflictmap.io.fetch import fetch, terms
    from conflictmap.model.errors import printable

    if name is None:
        for entry in DATASETS.values():
            known = all(f.sha256 for files in entry.releases.values() for f in files)
            hashes = "" if known else " (hash not yet known: needs --sha256)"
            typer.echo(f"{entry.name}  {', '.join(entry.releases)}  {entry.title}{hashes}")
        return
    typer.echo(terms(name))
    for path in fetch(name, folder=folder, release=release, sha256=sha256, mirror=mirror):
        typer.echo(f"file: {printable(str(path))}")
