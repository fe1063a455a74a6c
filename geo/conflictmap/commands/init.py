"""`conflictmap init`: a commented recipe beside a table, and a mapping where it needs one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from conflictmap.model.events import Events

EXAMPLES = (
    "init incidents.csv",
    "init --words deutsch.toml",
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
    table: Annotated[str | None, typer.Argument(
        metavar="TABLE", help="A table of events.")] = None,
    words: Annotated[str | None, typer.Option(
        metavar="FILE.toml", help="Write the words of the page, to translate them.")] = None,
) -> None:
    """Write a commented recipe beside a table, and a mapping where its columns need one.

    The recipe is TABLE-map.toml; the mapping TABLE.csv.toml says what the columns mean. Neither
    replaces a file that is there. --words writes a catalogue for a further language of the page.
    """
    from conflictmap.model.errors import OutputError

    if words is not None:
        _write_words(Path(words))
    elif table is None:
        raise OutputError("init: which table? Write: conflictmap init TABLE.")
    if table is not None:
        _write_recipe(table)


def _write_words(path: Path) -> None:
    """Write a catalogue of the page's words, all of them commented out."""
    from conflictmap.formats.files import check_free, check_output, write_whole
    from conflictmap.model.errors import printable
    from conflictmap.pages.languages import blank

    check_output(path, (".toml",))
    check_free(path)
    write_whole(path, blank(printable(path.name)).encode())
    typer.echo(f"words: {printable(str(path))}: translate them, and name the file in a recipe:"
               f' languages = ["{printable(path.name)}"]')


def _write_recipe(table: str) -> None:
    from conflictmap.formats.files import check_free, write_whole
    from conflictmap.io.read_events import read_events
    from conflictmap.model.errors import printable

    source = Path(table)
    recipe, mapping = source.with_name(f"{source.stem}-map.toml"), Path(f"{table}.toml")
    check_free(recipe)
    known = mapping.exists()
    events = read_events(source, write_mapping="" if known else mapping)
    if mapping.exists() and not known:
        typer.echo(f"mapping: {printable(str(mapping))}: mend it where it is wrong")
    write_whole(recipe, _recipe(events, source, recipe.name).encode())
    typer.echo(f"recipe: {printable(str(recipe))}")
    typer.echo(f"Next: conflictmap build --recipe {printable(str(recipe))} --open")


def _recipe(events: Events, source: Path, name: str) -> str:
    """Return the recipe, with the types that the table has."""
    from conflictmap.io.meaning.plan import quoted_toml
    from conflictmap.model.errors import printable
    from conflictmap.pages.ground import heading_of

    title = heading_of(events, "en", regional=False)[0]
    types = sorted(set(map(str, events["type"])) - {""})[:8]
    written = [_TYPE.format(id=quoted_toml(t), name=quoted_toml(t.replace("_", " ").capitalize()))
               for t in types]
    return _RECIPE.format(
        name=printable(source.name), recipe=printable(name), title=quoted_toml(title),
        path=quoted_toml(source.name), types="\n".join(written))
