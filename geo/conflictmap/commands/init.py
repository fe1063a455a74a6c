"""`conflictmap init`: a commented recipe beside a table, and a mapping where it needs one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = (
    "init incidents.csv",
)

_RECIPE = """\
# A recipe: what the map of {name} shows. Build it: conflictmap build --recipe {recipe}
# What begins with '#' is left out; take the '#' away and change the value.

title = {title}
# subtitle = "What it shows, and who says so"
# lang = "en"                         # en, hy, az, ru
# attribution = ["Events: my own list"]
# notes = ["A caveat for the reader."]
# window = ["2022-09-01", "2022-10-01"]  # opens on them: the first, the day after the last
# center = [48.5, 37.5]               # latitude, longitude
# zoom = 8
# basemap = false                     # no land, sea and borders below

[events]
path = {path}
# color_by = "actor1"                 # a colour for each value of a column
# color = "#7a5195"                   # or one colour for all

{types}
# [[layers]]                          # an area, road or place of your own, or a built-in one
# path = "my-area.geojson"
# name = "My area"

# [[bands]]                           # a stretch of the time axis with a name
# from = "2022-09-12"
# to = "2022-09-15"
# label = "Fighting"
# kind = "war"                        # war, ceasefire, agreement, blockade
"""
_TYPE = """\
# [[events.types]]
# id = {id}
# name = {name}
# color = "#7a5195"
"""


def command(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="A table of events.")],
) -> None:
    """Write a commented recipe beside a table, and a mapping where its columns need one.

    The recipe is TABLE-map.toml; the mapping TABLE.csv.toml says what the columns mean. Neither
    replaces a file that is there.
    """
    from conflictmap.formats.files import check_free, read_bytes, write_whole
    from conflictmap.formats.sniff import head_of
    from conflictmap.model.errors import EventsError, printable

    source = Path(table)
    recipe, mapping = source.with_name(f"{source.stem}-map.toml"), Path(f"{table}.toml")
    columns = head_of(read_bytes(source, error=EventsError), source.name).columns
    text = "" if mapping.exists() else _mapping(columns)
    check_free(recipe)
    if text:
        write_whole(mapping, text.encode())
        typer.echo(f"mapping: {printable(str(mapping))}: mend it where it is wrong")
    write_whole(recipe, _recipe(source, recipe.name).encode())
    typer.echo(f"recipe: {printable(str(recipe))}")
    typer.echo(f"Next: conflictmap build --recipe {printable(str(recipe))} --open")


def _mapping(columns: Sequence[str]) -> str:
    """Return a mapping for columns that have other names than ours; empty where none is needed."""
    from conflictmap.io.meaning.names import guess
    from conflictmap.model.columns import STANDARD, standard_name

    if {"date", "lat", "lon"} <= {standard_name(name) for name in columns}:
        return ""
    found = guess(columns)
    rest = [name for name in columns if name not in found.values()]
    lines = [f"{key} = {_quoted(header)}" for key, header in found.items()]
    kept = [f"# not used: {_quoted(name)}" for name in rest if name not in STANDARD]
    return "\n".join(["# What the columns of the table mean.", "[columns]", *lines, *kept, ""])


def _recipe(source: Path, name: str) -> str:
    """Return the recipe, with the types that the table has."""
    from conflictmap.io.read_events import read_events
    from conflictmap.model.errors import ConflictMapError
    from conflictmap.pages.ground import heading_of

    try:
        events = read_events(source)
        title = heading_of(events, "en", regional=False)[0]
        types = sorted(set(map(str, events["type"])) - {""})
    except ConflictMapError:
        title, types = source.stem, []
    shown = [_TYPE.format(id=_quoted(t), name=_quoted(t.replace("_", " ").capitalize()))
             for t in types[:8]]
    return _RECIPE.format(name=source.name, recipe=name, title=_quoted(title),
                          path=_quoted(source.name), types="\n".join(shown))


def _quoted(text: str) -> str:
    """Return a text as a string of TOML."""
    import json

    return json.dumps(text, ensure_ascii=False)
