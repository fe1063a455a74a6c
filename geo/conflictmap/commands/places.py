"""`conflictmap places`: a place by any of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.places.gazetteer import Place, Policy

EXAMPLES = (
    "places Lachin Shusha",
)


def command(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="A name in Armenian, Azerbaijani,"
                                  " Russian or English, old or new, or its beginning."),
    ],
    policy: Annotated[
        str, typer.Option(help="paired, international, armenian_first or azerbaijani_first.")
    ] = "paired",
    most: Annotated[int, typer.Option("--most", min=1, help="Most places for each name.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print the places as JSON.")] = False,
) -> None:
    """Find places by name: where they lie, in which district and country, and their other names.

    Use of a name is not a claim. Exit code 1 when a name finds nothing.
    """
    from conflictmap.formats.strict_json import printable_json
    from conflictmap.model.errors import OutputError, nearest, printable
    from conflictmap.places.gazetteer import POLICIES, display_name, find_places, suggestion

    if policy not in POLICIES:
        raise OutputError(
            f"--policy: '{policy}': unknown.{nearest(policy, POLICIES)} Use {', '.join(POLICIES)}."
        )
    unknown, listed = 0, []
    for name in names:
        found = find_places(name)
        listed += [vars(place) | {"display": display_name(place, policy)} for place in found]
        if not found:
            unknown += 1
            typer.echo(f"no place '{printable(name)}'.{suggestion(name)}", err=True)
        elif not as_json:
            _list(name, found, most=most, policy=policy)
    if as_json:
        typer.echo(printable_json(listed, indent=1))
    raise typer.Exit(1 if unknown else 0)


def _list(name: str, found: Sequence[Place], *, most: int, policy: Policy) -> None:
    """Print a line for each of the first places, and how many more there are."""
    from conflictmap.model.errors import printable

    for place in found[:most]:
        typer.echo(_line(place, policy))
    if len(found) > most:
        typer.echo(f"… and {len(found) - most} more for '{printable(name)}'")


def _line(place: Place, policy: Policy) -> str:
    from conflictmap.places.gazetteer import display_name

    where = ", ".join(filter(None, (place.district, place.country)))
    forms = filter(None, (place.name_hy, place.name_az, place.name_ru))
    return (f"{place.lat:.4f} {place.lon:.4f}  {display_name(place, policy)}"
            f"  [{where or 'no district'}]  {' · '.join(forms)}  {place.id}")
