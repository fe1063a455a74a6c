"""How a page is shown that a verb has written."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from conflictmap.model.errors import printable


def show_page(page: Path) -> None:
    """Open a page in the browser; what the programs that open it say is no word of ours."""
    kept = [os.dup(stream) for stream in (1, 2)]
    try:
        with Path(os.devnull).open("wb") as nothing:
            for stream in (1, 2):
                os.dup2(nothing.fileno(), stream)
            failed = typer.launch(page.resolve().as_uri())
    finally:
        for stream, copy in enumerate(kept, start=1):
            os.dup2(copy, stream)
            os.close(copy)
    if failed:
        typer.echo(f"No browser was found. Open {printable(str(page))} in one.", err=True)
