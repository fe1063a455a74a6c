"""Options that several verbs of the command have, in the same words."""

from __future__ import annotations

from typing import Annotated

import typer

EventFiles = Annotated[
    list[str] | None,
    typer.Argument(metavar="[EVENTS]...", help="CSV or GeoJSON files, or data packages."),
]
PageOrEvents = Annotated[
    list[str] | None,
    typer.Argument(metavar="[MAP.html | EVENTS]...", help="A finished page, or events."),
]
RecipeName = Annotated[
    str | None, typer.Option(help="The name of a built-in recipe, or a TOML file.")
]
Layers = Annotated[
    list[str] | None,
    typer.Option("--layer", help="A GeoJSON file or a built-in layer's id; may be repeated."),
]
Encoding = Annotated[
    str, typer.Option(help="The encoding of tables that are not UTF-8, such as cp1251.")
]
Rejects = Annotated[
    str | None, typer.Option(help="Where rows go that were set aside; by default beside OUT.",
                             metavar="FILE.csv")
]
